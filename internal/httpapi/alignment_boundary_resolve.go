package httpapi

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// resolveOps gives split boundaries, all or those selected, to one territory
// each, with their units.
func (s *Server) resolveOps(ctx context.Context, state *alignment.State, o *boundaryset.Opened, p *boundaryset.Placement, e *ResolveBoundaries) ([]alignment.Op, error) {
	wanted := func(int32) bool { return true }
	if e.Boundaries != nil || e.Codes != nil || e.Areas != nil {
		list, err := selectBoundaries(state, o, p, e.BoundarySelection)
		if err != nil {
			return nil, err
		}
		in := make(map[int32]bool, len(list))
		for _, i := range list {
			in[i] = true
		}
		wanted = func(i int32) bool { return in[i] }
	}
	var weigh func(unit int32) (alignment.AreaNumber, float64)
	if e.By == "field" {
		var err error
		if weigh, err = s.fieldVotes(ctx, state, e.Field); err != nil {
			return nil, err
		}
	}
	var list []int32
	var to []alignment.AreaNumber
	votes := map[int32]map[alignment.AreaNumber]float64{}
	if weigh != nil {
		votes = countVotes(p.Boundary, weigh)
	}
	for _, b := range state.SplitBoundaries(p.Boundary) {
		if !wanted(b.Boundary) {
			continue
		}
		number := e.Area
		switch e.By {
		case "majority":
			number = b.Areas[0].Area
		case "field":
			number = winner(votes[b.Boundary])
			if number == alignment.Unassigned {
				continue // no unit of it says anything
			}
		}
		list, to = append(list, b.Boundary), append(to, number)
	}
	ops, _, err := state.AssignWithUnitsOps(list, to, p.Boundary)
	return ops, err
}

// fieldVotes returns what one unit says about its boundary: for a numeric
// column its value for the territory it is in, for a text column one vote for
// the territory it names.
func (s *Server) fieldVotes(ctx context.Context, state *alignment.State, field string) (func(int32) (alignment.AreaNumber, float64), error) {
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	column, err := r.Column(field)
	if err != nil {
		return nil, err
	}
	if column.Type != dataset.Text {
		values, err := r.Numbers(ctx, field)
		return func(unit int32) (alignment.AreaNumber, float64) { return state.Assigned[unit], values[unit] }, err
	}
	texts, err := r.Texts(ctx, field)
	if err != nil {
		return nil, err
	}
	named, known := make([]alignment.AreaNumber, len(texts.Values)), false
	for k, value := range texts.Values {
		for _, a := range state.Territories() {
			if a.Name == value || state.Path(a.Number) == value {
				named[k], known = a.Number, true
			}
		}
	}
	if !known {
		return nil, territory.Say(territory.Invalid, sentence.ColumnNoNames.With(sentence.Params{"column": field}))
	}
	return func(unit int32) (alignment.AreaNumber, float64) {
		if code := texts.Codes[unit]; code >= 0 {
			return named[code], 1
		}
		return alignment.Unassigned, 0
	}, nil
}

func countVotes(of []int32, vote func(int32) (alignment.AreaNumber, float64)) map[int32]map[alignment.AreaNumber]float64 {
	votes := make(map[int32]map[alignment.AreaNumber]float64)
	for unit, b := range of {
		number, weight := vote(int32(unit))
		if b < 0 || number == alignment.Unassigned || weight != weight {
			continue
		}
		if votes[b] == nil {
			votes[b] = make(map[alignment.AreaNumber]float64)
		}
		votes[b][number] += weight
	}
	return votes
}

// winner returns the area with most votes, of several the lowest number.
func winner(votes map[alignment.AreaNumber]float64) alignment.AreaNumber {
	best := alignment.Unassigned
	for number, weight := range votes {
		if best == alignment.Unassigned || weight > votes[best] || (weight == votes[best] && number < best) {
			best = number
		}
	}
	return best
}
