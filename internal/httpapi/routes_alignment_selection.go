package httpapi

import (
	"context"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// UnitSelection says which units are meant: those listed, those with the ids
// and those the areas hold, together; the filter narrows them. A filter alone
// means all units for which it holds.
type UnitSelection struct {
	Units  []int32                `json:"units,omitempty" nullable:"false" maxItems:"5000000" doc:"Unit indices, in any order."`
	IDs    []string               `json:"ids,omitempty" nullable:"false" maxItems:"1000000" doc:"Record ids."`
	Areas  []alignment.AreaNumber `json:"areas,omitempty" nullable:"false" maxItems:"100000" doc:"Areas with all below them; 0 means the unassigned units."`
	Filter string                 `json:"filter,omitempty" maxLength:"1000000" doc:"Condition over the columns, such as AnnualRevenue > 10000 and Industry == \"Energy\"."`
}

// empty says that nothing is named, not that nothing is found.
func (u UnitSelection) empty() bool {
	return u.Units == nil && u.IDs == nil && u.Areas == nil && u.Filter == ""
}

// selected returns the units of a selection, ascending.
func (s *Server) selected(ctx context.Context, state *alignment.State, u UnitSelection) ([]int32, error) {
	if u.empty() {
		return nil, territory.Errorf(territory.Invalid, "Say which units: units, ids, areas or a filter.")
	}
	units := slices.Clone(u.Units)
	if len(u.Areas) > 0 {
		held, err := unitsBelow(state, u.Areas)
		if err != nil {
			return nil, err
		}
		units = append(units, held...)
	}
	if len(u.IDs) == 0 && u.Filter == "" {
		return units, nil
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	listed, err := unitsByID(ctx, r, u.IDs)
	if err != nil {
		return nil, err
	}
	units = append(units, listed...)
	if u.Filter == "" {
		return units, nil
	}
	mask, err := matching(ctx, r, u.Filter)
	if err != nil {
		return nil, err
	}
	if u.Units == nil && u.IDs == nil && u.Areas == nil {
		return positions(mask), nil
	}
	return slices.DeleteFunc(units, func(unit int32) bool { return unit < 0 || int(unit) >= len(mask) || !mask[unit] }), nil
}

// areaNumbers takes numbers from an address, which the API reads as plain
// integers only.
func areaNumbers(list []int32) []alignment.AreaNumber {
	out := make([]alignment.AreaNumber, len(list))
	for i, number := range list {
		out[i] = alignment.AreaNumber(number)
	}
	return out
}

// unitsBelow returns the units of areas and those below them.
func unitsBelow(state *alignment.State, areas []alignment.AreaNumber) ([]int32, error) {
	focus := alignment.Focus{Areas: areas, Unassigned: slices.Contains(areas, alignment.Unassigned)}
	for _, number := range areas {
		if number != alignment.Unassigned && state.Areas[number] == nil {
			return nil, territory.Say(territory.NotFound, sentence.AreaUnknown.With(sentence.Params{"area": number}))
		}
	}
	return focus.Units(state), nil
}

func unitsByID(ctx context.Context, r *dataset.Reader, ids []string) ([]int32, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := r.FindAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	if i := slices.Index(found, -1); i >= 0 {
		return nil, territory.Errorf(territory.NotFound, "This snapshot has no unit with id %q.", ids[i])
	}
	return found, nil
}

// matching evaluates a condition over a snapshot.
func matching(ctx context.Context, r *dataset.Reader, condition string) ([]bool, error) {
	c, err := expression.Compile(condition, r.Snapshot().Columns)
	if err != nil {
		return nil, err
	}
	return c.Match(ctx, r)
}

func positions(mask []bool) []int32 {
	units := []int32{}
	for i, holds := range mask {
		if holds {
			units = append(units, int32(i))
		}
	}
	return units
}
