// Package compare sets two assignments of one snapshot side by side: figures,
// areas, flows between areas, and the list of moved units. It computes; where
// the sides come from (alignments, versions, drafts) is its caller's business.
package compare

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Side is one of the two plans.
type Side struct {
	ID      string             `json:"id"`
	Name    string             `json:"name"`
	Said    *sentence.Sentence `json:"said,omitempty" doc:"The name with its code, where the program gave it, as to a draft."`
	Version int64              `json:"version"`
	Figures figures.Figures    `json:"figures"`

	// Certificate is set where the plan is one that the engine made and nothing
	// has changed it since.
	Certificate *Certificate `json:"certificate,omitempty" doc:"The proof of the plan, where the engine made it and nothing has moved since; absent where nothing is proven."`

	State *alignment.State `json:"-"`
}

// Certificate is the proof that came with a plan.
type Certificate struct {
	Kind  string  `json:"kind" doc:"For which plans the bound holds."`
	Value float64 `json:"value"`
	Bound float64 `json:"bound"`
	Gap   float64 `json:"gap" doc:"(value − bound) ÷ value."`
	Unit  string  `json:"unit,omitempty" enum:"km,km2,hours,points"`
}

// Comparison is the outcome. Moves go from left to right.
type Comparison struct {
	Left     Side     `json:"left"`
	Right    Side     `json:"right"`
	Measures []string `json:"measures" nullable:"false"`
	Areas    []Area   `json:"areas" nullable:"false"`
	Moves    Moves    `json:"moves"`
}

// Area is one territory on both sides; areas are paired by number when both
// sides come from one alignment's history, else by name.
type Area struct {
	Name            string               `json:"name"`
	LeftNumber      alignment.AreaNumber `json:"leftNumber,omitempty"`
	RightNumber     alignment.AreaNumber `json:"rightNumber,omitempty"`
	LeftUnits       int                  `json:"leftUnits"`
	RightUnits      int                  `json:"rightUnits"`
	LeftSums        []float64            `json:"leftSums" nullable:"false"`
	RightSums       []float64            `json:"rightSums" nullable:"false"`
	LeftDeviations  []float64            `json:"leftDeviations" nullable:"false"`
	RightDeviations []float64            `json:"rightDeviations" nullable:"false"`
	LeftTravelKm    float64              `json:"leftTravelKm"`
	RightTravelKm   float64              `json:"rightTravelKm"`
}

// Moves sums up which units have another area on the right.
type Moves struct {
	Units int       `json:"units"`
	Share float64   `json:"share" doc:"Moved units ÷ units assigned on the left."`
	Sums  []float64 `json:"sums" nullable:"false"`
	Flows []Flow    `json:"flows" nullable:"false" doc:"Largest first."`
}

// Flow is the units that go from one area of the left to another of the right;
// number 0 is "unassigned".
type Flow struct {
	From     alignment.AreaNumber `json:"from"`
	To       alignment.AreaNumber `json:"to"`
	FromName string               `json:"fromName"`
	ToName   string               `json:"toName"`
	Units    int                  `json:"units"`
	Sums     []float64            `json:"sums" nullable:"false"`
}

// Two compares left with right, which must lie on the same snapshot.
func Two(left, right Side, u *figures.Units) (*Comparison, error) {
	if left.State.Alignment.SnapshotID != right.State.Alignment.SnapshotID {
		return nil, territory.Say(territory.Invalid, sentence.CompareSnapshots.With(sentence.Params{"name": left.Name, "other": right.Name}))
	}
	leavesLeft, leavesRight := left.State.Territories(), right.State.Territories()
	planLeft, figuresLeft := figures.Summarise(leavesLeft, left.State.Assigned, u)
	planRight, figuresRight := figures.Summarise(leavesRight, right.State.Assigned, u)
	pairs := pair(left.State, right.State, leavesLeft, leavesRight)
	c := &Comparison{Left: left, Right: right, Measures: u.Names, Areas: []Area{}}
	c.Left.Figures = figuresLeft
	c.Moves = moves(pairs, left.State, right.State, u)
	figuresRight.MovedUnits, figuresRight.MovedShare, figuresRight.MovedMeasure = c.Moves.Units, c.Moves.Share, c.Moves.Sums
	c.Right.Figures = figuresRight
	for _, p := range pairs.list {
		c.Areas = append(c.Areas, area(p, leavesLeft, leavesRight, planLeft, planRight, u))
	}
	return c, nil
}

type areaPair struct{ left, right *alignment.Area }

type pairing struct {
	list []areaPair
	// key gives both sides' numbers of a pair the same key, from 1.
	left, right map[alignment.AreaNumber]int
}

func pair(left, right *alignment.State, leavesLeft, leavesRight []*alignment.Area) pairing {
	p := pairing{left: map[alignment.AreaNumber]int{}, right: map[alignment.AreaNumber]int{}}
	same := left.Alignment.ID == right.Alignment.ID
	match := func(a *alignment.Area) *alignment.Area {
		for _, b := range leavesRight {
			if _, taken := p.right[b.Number]; taken {
				continue
			}
			if same && a.Number == b.Number || !same && path(left, a) == path(right, b) {
				return b
			}
		}
		return nil
	}
	for _, a := range leavesLeft {
		b := match(a)
		p.list = append(p.list, areaPair{a, b})
		p.left[a.Number] = len(p.list)
		if b != nil {
			p.right[b.Number] = len(p.list)
		}
	}
	for _, b := range leavesRight {
		if _, taken := p.right[b.Number]; !taken {
			p.list = append(p.list, areaPair{nil, b})
			p.right[b.Number] = len(p.list)
		}
	}
	return p
}

func path(s *alignment.State, a *alignment.Area) string {
	text := ""
	for ; a != nil; a = s.Areas[a.Parent] {
		text += "\x00" + a.Name
	}
	return text
}

func moves(p pairing, left, right *alignment.State, u *figures.Units) Moves {
	m := Moves{Sums: make([]float64, len(u.Names)), Flows: []Flow{}}
	type edge struct{ from, to alignment.AreaNumber }
	flows := map[edge]*Flow{}
	var assigned int
	for i, from := range left.Assigned {
		to := right.Assigned[i]
		if from != alignment.Unassigned {
			assigned++
		}
		if !Moved(p.left[from], p.right[to]) {
			continue
		}
		f := flows[edge{from, to}]
		if f == nil {
			f = &Flow{From: from, To: to, FromName: name(left, from), ToName: name(right, to), Sums: make([]float64, len(u.Names))}
			flows[edge{from, to}] = f
		}
		f.Units++
		for k := range u.Names {
			f.Sums[k] += u.Value(k, i)
		}
		if from == alignment.Unassigned {
			continue
		}
		m.Units++
		for k := range u.Names {
			m.Sums[k] += u.Value(k, i)
		}
	}
	if assigned > 0 {
		m.Share = float64(m.Units) / float64(assigned)
	}
	for _, f := range flows {
		m.Flows = append(m.Flows, *f)
	}
	slices.SortFunc(m.Flows, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return m
}

// Moved says whether a unit with these pair keys (0: unassigned) has changed
// area.
func Moved(left, right int) bool { return left != right }

func name(s *alignment.State, number alignment.AreaNumber) string {
	if a := s.Areas[number]; a != nil {
		return a.Name
	}
	return "Unassigned"
}

func area(p areaPair, leavesLeft, leavesRight []*alignment.Area, planLeft, planRight *figures.Plan, u *figures.Units) Area {
	out := Area{LeftSums: []float64{}, RightSums: []float64{}, LeftDeviations: []float64{}, RightDeviations: []float64{}}
	if a := p.left; a != nil {
		t := planLeft.Territories[a.Number]
		out.Name, out.LeftNumber, out.LeftUnits, out.LeftSums, out.LeftTravelKm = a.Name, a.Number, t.Units, t.Sums, t.TravelKm
		for m, measure := range u.Names {
			out.LeftDeviations = append(out.LeftDeviations, figures.Deviation(t.Sums[m], planLeft.Targets(leavesLeft, m, measure)[a.Number]))
		}
	}
	if a := p.right; a != nil {
		t := planRight.Territories[a.Number]
		out.RightNumber, out.RightUnits, out.RightSums, out.RightTravelKm = a.Number, t.Units, t.Sums, t.TravelKm
		if out.Name == "" {
			out.Name = a.Name
		}
		for m, measure := range u.Names {
			out.RightDeviations = append(out.RightDeviations, figures.Deviation(t.Sums[m], planRight.Targets(leavesRight, m, measure)[a.Number]))
		}
	}
	return out
}

// WriteMoves writes the moved units as CSV: id, from, to, and the measures;
// only those for which keep holds, all where it is nil.
func WriteMoves(w io.Writer, left, right *alignment.State, ids *dataset.Strings, u *figures.Units, keep func(unit int32) bool) error {
	pairs := pair(left, right, left.Territories(), right.Territories())
	out := csv.NewWriter(w)
	header := []string{"id", "from", "to"}
	for _, measure := range u.Names {
		if measure != "" {
			header = append(header, measure)
		}
	}
	if err := out.Write(header); err != nil {
		return err
	}
	for i, from := range left.Assigned {
		to := right.Assigned[i]
		if !Moved(pairs.left[from], pairs.right[to]) || (keep != nil && !keep(int32(i))) {
			continue
		}
		record := []string{ids.At(i), name(left, from), name(right, to)}
		for m, measure := range u.Names {
			if measure != "" {
				record = append(record, strconv.FormatFloat(u.Value(m, i), 'f', -1, 64))
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
