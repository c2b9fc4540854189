package httpapi

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// BoundaryLegend says what the territories hold of the boundary set.
type BoundaryLegend struct {
	Version  int64                `json:"version"`
	Set      string               `json:"set"`
	Name     string               `json:"name"`
	Column   string               `json:"column" doc:"Where units have the code of their boundary; empty: by position."`
	Measures []string             `json:"measures" nullable:"false"`
	Areas    []BoundaryLegendArea `json:"areas" nullable:"false" doc:"In tree order, with all below them."`
	// Unassigned are the boundaries nobody holds, without those left out.
	Unassigned BoundaryLegendArea `json:"unassigned"`
	LeftOut    int                `json:"leftOut" doc:"Boundaries this plan does not use."`
	Shared     int                `json:"shared" doc:"Boundaries that several territories hold."`
	Split      int                `json:"split" doc:"Boundaries whose units are in a territory that does not hold them, or in several."`
	ByCode     int                `json:"byCode" doc:"Units placed by code."`
	ByPosition int                `json:"byPosition"`
	Ambiguous  int                `json:"ambiguous" doc:"Units whose code several boundaries have."`
	Nowhere    int                `json:"nowhere" doc:"Units in no boundary."`
}

// BoundaryLegendArea is one area of the boundary legend.
type BoundaryLegendArea struct {
	Area       alignment.AreaNumber `json:"area"`
	Boundaries int                  `json:"boundaries"`
	Empty      int                  `json:"empty" doc:"Boundaries in which no unit lies."`
	Shared     int                  `json:"shared"`
	Units      int                  `json:"units" doc:"Units in its boundaries; those of shared boundaries count with their own area."`
	Sums       []float64            `json:"sums" nullable:"false"`
}

type boundaryLegendInput struct {
	AlignmentVersion
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up."`
}

// SplitBoundaryItem is a split boundary with its names.
type SplitBoundaryItem struct {
	alignment.SplitBoundary
	Code string  `json:"code"`
	Name string  `json:"name"`
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
}

// SplitBoundaryList lists all of them.
type SplitBoundaryList struct {
	Split []SplitBoundaryItem `json:"split" nullable:"false"`
}

// BoundaryRule is the generated rule of a territory: it takes the units in the
// boundaries that it alone holds.
type BoundaryRule struct {
	Area  alignment.AreaNumber `json:"area"`
	Path  string               `json:"path"`
	Codes []string             `json:"codes" nullable:"false"`
	Text  string               `json:"text"`
}

// BoundaryRuleList lists the boundary rules in tree order.
type BoundaryRuleList struct {
	Rules []BoundaryRule `json:"rules" nullable:"false"`
}

func (s *Server) registerAlignmentBoundaries() {
	register(s, columnRoute("get-boundary-assignment", "/alignments/{id}/boundaries/assignment", "Alignments", "The area number of every boundary",
		"int32[n], little-endian, the boundaries in the order of the set; 0 is unassigned."), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*huma.StreamResponse, error) {
			state, _, err := s.boundaryState(ctx, in)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(int32s(state.Boundaries.Assigned), cacheOf(in.Version), versionHeader(state)), nil
		})
	register(s, columnRoute("get-boundary-flags", "/alignments/{id}/boundaries/flags", "Alignments", "What is special about every boundary",
		"uint8[n]: 1 locked + 2 left out + 4 shared + 8 split + 16 without units."), access.View, s.boundaryFlags)
	register(s, get("get-boundary-legend", "/alignments/{id}/boundaries/legend", "Alignments", "Boundaries, units and measures per area"), access.View, s.boundaryLegend)
	register(s, get("list-split-boundaries", "/alignments/{id}/boundaries/split", "Alignments", "Boundaries whose units are in several areas"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*body[SplitBoundaryList], error) {
			state, o, p, err := s.placedState(ctx, in)
			if err != nil {
				return nil, err
			}
			list := SplitBoundaryList{Split: []SplitBoundaryItem{}}
			for _, b := range state.SplitBoundaries(p.Boundary) {
				at := &o.Set.Boundaries[b.Boundary]
				list.Split = append(list.Split, SplitBoundaryItem{SplitBoundary: b, Code: at.Code, Name: at.Name, Lon: at.Point.X, Lat: at.Point.Y})
			}
			return answer(list, nil)
		})
	register(s, get("list-boundary-rules", "/alignments/{id}/boundaries/rules", "Alignments", "The rules that follow from assigned boundaries"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*body[BoundaryRuleList], error) {
			state, o, err := s.boundaryState(ctx, in)
			if err != nil {
				return nil, err
			}
			return answer(BoundaryRuleList{Rules: boundaryRules(state, o.Set)}, nil)
		})
	op := get("export-boundaries", "/alignments/{id}/boundaries.csv", "Alignments", "Export the boundaries with their areas as CSV")
	op.Responses = fileResponse("text/csv", "CSV: code, name, area, shared with, locked, left out, units.")
	register(s, op, access.View, func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*huma.StreamResponse, error) {
		state, o, p, err := s.placedState(ctx, in)
		if err != nil {
			return nil, err
		}
		return download("boundaries.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
			return writeBoundaries(w, state, o.Set, holding(p.Boundary, len(o.Set.Boundaries)))
		}), nil
	})
	s.registerBoundaryImport()
	s.registerPolygons()
}

// boundaryState loads a version of an alignment with its boundary set.
func (s *Server) boundaryState(ctx context.Context, in *AlignmentVersion) (*alignment.State, *boundaryset.Opened, error) {
	state, err := s.Alignments.State(ctx, in.ID, in.Version)
	if err != nil {
		return nil, nil, err
	}
	o, err := s.opened(ctx, state)
	return state, o, err
}

// placedState also finds the boundary of every unit.
func (s *Server) placedState(ctx context.Context, in *AlignmentVersion) (*alignment.State, *boundaryset.Opened, *boundaryset.Placement, error) {
	state, err := s.Alignments.State(ctx, in.ID, in.Version)
	if err != nil {
		return nil, nil, nil, err
	}
	o, p, err := s.placed(ctx, state)
	return state, o, p, err
}

func (s *Server) boundaryFlags(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*huma.StreamResponse, error) {
	state, _, p, err := s.placedState(ctx, in)
	if err != nil {
		return nil, err
	}
	b := state.Boundaries
	out := make([]byte, b.Count)
	for i, n := range holding(p.Boundary, b.Count) {
		for bit, set := range []bool{b.Locked[i], b.LeftOut[i], len(b.Shared[int32(i)]) > 0, false, n == 0} {
			if set {
				out[i] |= 1 << bit
			}
		}
	}
	for _, split := range state.SplitBoundaries(p.Boundary) {
		out[split.Boundary] |= 8
	}
	return bytesAnswer(out, cacheOf(in.Version), versionHeader(state)), nil
}

func (s *Server) boundaryLegend(ctx context.Context, _ territory.Actor, in *boundaryLegendInput) (*body[BoundaryLegend], error) {
	state, o, p, err := s.placedState(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	u, err := figures.Load(ctx, r, in.Measures)
	if err != nil {
		return nil, err
	}
	l := BoundaryLegend{
		Version: state.Alignment.Version, Set: state.Boundaries.Set, Name: o.Set.Name, Column: state.Boundaries.Column, Measures: notNil(in.Measures),
		Areas: []BoundaryLegendArea{}, Split: len(state.SplitBoundaries(p.Boundary)), Shared: len(state.Boundaries.Shared),
		ByCode: p.ByCode, ByPosition: p.ByPosition, Ambiguous: p.Ambiguous, Nowhere: p.Nowhere,
	}
	for _, out := range state.Boundaries.LeftOut {
		if out {
			l.LeftOut++
		}
	}
	held := sumBoundaries(state, p.Boundary, u)
	l.Unassigned = *held[alignment.Unassigned]
	for _, a := range state.Ordered() {
		l.Areas = append(l.Areas, *held[a.Number])
	}
	return answer(l, nil)
}

// sumBoundaries adds up what every area holds, with all below it, and what
// nobody does.
func sumBoundaries(state *alignment.State, of []int32, u *figures.Units) map[alignment.AreaNumber]*BoundaryLegendArea {
	held := map[alignment.AreaNumber]*BoundaryLegendArea{}
	ordered := state.Ordered()
	at := func(number alignment.AreaNumber) *BoundaryLegendArea {
		if held[number] == nil {
			held[number] = &BoundaryLegendArea{Area: number, Sums: make([]float64, len(u.Measures))}
		}
		return held[number]
	}
	at(alignment.Unassigned)
	b := state.Boundaries
	for i, n := range holding(of, b.Count) {
		if b.LeftOut[i] {
			continue
		}
		areas := b.Areas(int32(i))
		if len(areas) == 0 {
			areas = []alignment.AreaNumber{alignment.Unassigned}
		}
		for _, number := range areas {
			a := at(number)
			a.Boundaries++
			if n == 0 {
				a.Empty++
			}
			if len(areas) > 1 {
				a.Shared++
			}
		}
	}
	for unit, i := range of {
		if i < 0 || b.LeftOut[i] {
			continue
		}
		number := b.Assigned[i]
		if len(b.Shared[i]) > 0 {
			number = state.Assigned[unit]
		}
		a := at(number)
		a.Units++
		for m := range u.Measures {
			if v := u.Value(m, unit); v == v {
				a.Sums[m] += v
			}
		}
	}
	for k := len(ordered) - 1; k >= 0; k-- { // children come after parents
		child := at(ordered[k].Number)
		if ordered[k].Parent == alignment.Unassigned {
			continue
		}
		parent := at(ordered[k].Parent)
		parent.Boundaries, parent.Empty = parent.Boundaries+child.Boundaries, parent.Empty+child.Empty
		parent.Shared, parent.Units = parent.Shared+child.Shared, parent.Units+child.Units
		for m := range child.Sums {
			parent.Sums[m] += child.Sums[m]
		}
	}
	return held
}

// boundaryRules writes the rules that follow from boundaries which one
// territory alone holds.
func boundaryRules(state *alignment.State, set *boundary.Set) []BoundaryRule {
	codes := make(map[alignment.AreaNumber][]string)
	for i, number := range state.Boundaries.Assigned {
		if number != alignment.Unassigned && len(state.Boundaries.Shared[int32(i)]) == 0 {
			codes[number] = append(codes[number], set.Boundaries[i].Code)
		}
	}
	rules := []BoundaryRule{}
	for _, a := range state.Territories() {
		if list := codes[a.Number]; len(list) > 0 {
			quoted := make([]string, len(list))
			for k, code := range list {
				quoted[k] = strconv.Quote(code)
			}
			rules = append(rules, BoundaryRule{Area: a.Number, Path: state.Path(a.Number), Codes: list, Text: "boundary in [" + strings.Join(quoted, ", ") + "]"})
		}
	}
	return rules
}

func writeBoundaries(w io.Writer, state *alignment.State, set *boundary.Set, units []int32) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"code", "name", "area", "shared with", "locked", "left out", "units"}); err != nil {
		return err
	}
	yes := map[bool]string{true: "yes", false: "no"}
	b := state.Boundaries
	for i := range set.Boundaries {
		var others []string
		for _, number := range b.Shared[int32(i)] {
			others = append(others, state.Path(number))
		}
		record := []string{set.Boundaries[i].Code, set.Boundaries[i].Name, state.Path(b.Assigned[i]), strings.Join(others, "; "),
			yes[b.Locked[i]], yes[b.LeftOut[i]], strconv.Itoa(int(units[i]))}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
