package alignment

import (
	"cmp"
	"slices"
)

// Difference is what changed from one state to another.
type Difference struct {
	// Flows has one entry per pair of areas that units moved between, the
	// largest first.
	Flows []Flow `json:"flows"`
	// Areas lists areas that were added, removed or changed, by number.
	Areas []AreaDifference `json:"areas"`
	// Locked and Unlocked count units whose lock changed.
	Locked   int `json:"locked"`
	Unlocked int `json:"unlocked"`
	// Held counts units that are held anew or on other terms, Released those
	// that are held no more.
	Held     int `json:"held"`
	Released int `json:"released"`
	// Moves is the list of moved units, BoundaryMoves that of boundaries.
	Moves         Assign `json:"-"`
	BoundaryMoves Assign `json:"-"`
}

// Flow is all units that went from one area to another.
type Flow struct {
	From  AreaNumber `json:"from"`
	To    AreaNumber `json:"to"`
	Units int        `json:"units"`
	// Sums has one entry per measure.
	Sums []float64 `json:"sums"`
}

// AreaDifference is one changed area; Before is nil for an added one, After
// for a removed one.
type AreaDifference struct {
	Before *Area `json:"before,omitempty"`
	After  *Area `json:"after,omitempty"`
}

// Diff lists what changed from a to b, two states of one snapshot. Each measure
// has one value per unit.
func Diff(a, b *State, measures [][]float64) Difference {
	d := Difference{Moves: Moves(a, b), BoundaryMoves: BoundaryMoves(a, b), Areas: []AreaDifference{}}
	d.Flows = Flows(d.Moves, measures)
	d.Areas = append(d.Areas, areaDifferences(a, b)...)
	for unit := range a.Locked {
		switch {
		case b.Locked[unit] && !a.Locked[unit]:
			d.Locked++
		case a.Locked[unit] && !b.Locked[unit]:
			d.Unlocked++
		}
	}
	_, hold := holdChanges(a, b, nil)
	for _, after := range hold.After {
		if after == nil {
			d.Released++
		} else {
			d.Held++
		}
	}
	return d
}

// areaDifferences lists areas that are not the same in both, by number.
func areaDifferences(a, b *State) []AreaDifference {
	numbers := make(map[AreaNumber]bool)
	for _, s := range []*State{a, b} {
		for number := range s.Areas {
			numbers[number] = true
		}
	}
	var differences []AreaDifference
	for _, number := range sortedNumbers(numbers) {
		before, after := a.Areas[number], b.Areas[number]
		if before == nil || after == nil || !before.Equal(after) {
			differences = append(differences, AreaDifference{Before: before, After: after})
		}
	}
	return differences
}

func sortedNumbers(set map[AreaNumber]bool) []AreaNumber {
	numbers := make([]AreaNumber, 0, len(set))
	for number := range set {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// Flows adds up moves by pair of areas, exactly, like Totals; the largest first.
func Flows(m Assign, measures [][]float64) []Flow {
	type pair struct{ from, to AreaNumber }
	t := newTotals(measures)
	held := make(map[pair]*holding)
	for i, unit := range m.Units {
		p := pair{m.From[i], m.To[i]}
		if held[p] == nil {
			held[p] = t.empty()
		}
		t.add(held[p], unit, 1)
	}
	all := make([]Flow, 0, len(held))
	for p, h := range held {
		all = append(all, Flow{From: p.from, To: p.to, Units: h.units, Sums: t.sums(h)})
	}
	slices.SortFunc(all, func(x, y Flow) int {
		return cmp.Or(cmp.Compare(y.Units, x.Units), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return all
}
