package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// sortByArea orders a table of units by the name of their territory.
const sortByArea = "$area"

type unitOrderInput struct {
	AlignmentVersion
	Sort       string  `query:"sort" maxLength:"500" doc:"Column to order by, or $area for the name of the territory; none is the order of the file."`
	Descending bool    `query:"descending"`
	Filter     string  `query:"filter" maxLength:"20000" doc:"Only units this condition holds for."`
	Search     string  `query:"search" maxLength:"200" doc:"Only units whose id or name contains this."`
	Areas      []int32 `query:"areas,explode" doc:"Only units in these areas or below them."`
}

type unitRowsInput struct {
	SnapshotPath
	Index []int `query:"index,explode" minItems:"1" maxItems:"500" doc:"Indices of the units wanted."`
}

// UnitRows are units in the order they were asked for.
type UnitRows struct {
	Units []Unit `json:"units" nullable:"false"`
}

func (s *Server) registerUnitTable() {
	register(s, columnRoute("order-units", "/alignments/{id}/unit-order", "Alignments", "The units of an alignment, filtered and ordered as a table shows them",
		"int32 indices of units, little-endian."), access.View, s.orderUnits)
	register(s, get("get-unit-rows", "/snapshots/{id}/unit-rows", "Datasets", "Several units by their index"), access.View,
		func(ctx context.Context, _ territory.Actor, in *unitRowsInput) (*body[UnitRows], error) {
			r, err := s.reader(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			units, err := unitsAt(ctx, r, in.Index)
			return answer(UnitRows{Units: units}, err)
		})
}

func (s *Server) orderUnits(ctx context.Context, _ territory.Actor, in *unitOrderInput) (*huma.StreamResponse, error) {
	state, err := s.Alignments.State(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	units, err := tableUnits(ctx, r, state, in)
	if err != nil {
		return nil, err
	}
	if in.Sort != "" {
		order, err := sorter(ctx, r, state, in.Sort)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(units, func(a, b int32) int { return order(a, b, in.Descending) })
	}
	return bytesAnswer(int32s(units), "", nil), nil
}

// tableUnits returns the units that pass the filters, ascending.
func tableUnits(ctx context.Context, r *dataset.Reader, state *alignment.State, in *unitOrderInput) ([]int32, error) {
	pass := make([]bool, r.Units())
	for i := range pass {
		pass[i] = true
	}
	keep := func(mask []bool) {
		for i := range pass {
			pass[i] = pass[i] && mask[i]
		}
	}
	if in.Filter != "" {
		mask, err := matching(ctx, r, in.Filter)
		if err != nil {
			return nil, err
		}
		keep(mask)
	}
	if in.Search != "" {
		found, err := search(ctx, r, in.Search)
		if err != nil {
			return nil, err
		}
		mask := make([]bool, r.Units())
		for _, i := range found {
			mask[i] = true
		}
		keep(mask)
	}
	if len(in.Areas) > 0 {
		held, err := unitsBelow(state, areaNumbers(in.Areas))
		if err != nil {
			return nil, err
		}
		mask := make([]bool, r.Units())
		for _, i := range held {
			mask[i] = true
		}
		keep(mask)
	}
	return positions(pass), nil
}

// sorter compares units by a column; missing values come last either way.
func sorter(ctx context.Context, r *dataset.Reader, state *alignment.State, by string) (func(a, b int32, descending bool) int, error) {
	if by == sortByArea {
		rank := areaRanks(state)
		return func(a, b int32, descending bool) int {
			x, y := rank[state.Assigned[a]], rank[state.Assigned[b]]
			return ordered(cmp.Compare(x, y), x < 0, y < 0, descending)
		}, nil
	}
	column, err := r.Column(by)
	if err != nil {
		return nil, err
	}
	if column.Type == dataset.Text {
		values, err := r.Strings(ctx, by)
		if err != nil {
			return nil, err
		}
		return func(a, b int32, descending bool) int {
			x, y := values.Raw(int(a)), values.Raw(int(b))
			return ordered(bytes.Compare(x, y), len(x) == 0, len(y) == 0, descending)
		}, nil
	}
	values, err := r.Numbers(ctx, by)
	if err != nil {
		return nil, err
	}
	return func(a, b int32, descending bool) int {
		x, y := values[a], values[b]
		return ordered(cmp.Compare(x, y), math.IsNaN(x), math.IsNaN(y), descending)
	}, nil
}

// ordered turns a comparison around when descending, and puts missing values last.
func ordered(order int, missingA, missingB, descending bool) int {
	switch {
	case missingA && missingB:
		return 0
	case missingA:
		return 1
	case missingB:
		return -1
	case descending:
		return -order
	}
	return order
}

// areaRanks gives every area its place by name; −1 for unassigned.
func areaRanks(state *alignment.State) map[alignment.AreaNumber]int {
	areas := state.Ordered()
	slices.SortStableFunc(areas, func(a, b *alignment.Area) int { return cmp.Compare(a.Name, b.Name) })
	rank := map[alignment.AreaNumber]int{alignment.Unassigned: -1}
	for i, a := range areas {
		rank[a.Number] = i
	}
	return rank
}
