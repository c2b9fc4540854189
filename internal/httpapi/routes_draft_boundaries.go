package httpapi

import (
	"context"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// BoundaryMoveList is what a draft does to boundaries, in the order of the set.
type BoundaryMoveList struct {
	Measures []string       `json:"measures" nullable:"false"`
	Moves    []BoundaryMove `json:"moves" nullable:"false"`
}

// BoundaryMove is a boundary that a draft gives away, with the units in it.
type BoundaryMove struct {
	Boundary int32                `json:"boundary" doc:"Index in the set."`
	Code     string               `json:"code"`
	Name     string               `json:"name"`
	From     alignment.AreaNumber `json:"from" doc:"0: nobody holds it now."`
	To       alignment.AreaNumber `json:"to" doc:"The same as from where the boundary stays and only units in it move."`
	Flows    []BoundaryFlow       `json:"flows" nullable:"false" doc:"The units in it that move, by the areas they leave and come to."`
}

// BoundaryFlow is what moves in a boundary from one area to another.
type BoundaryFlow struct {
	From    alignment.AreaNumber `json:"from"`
	To      alignment.AreaNumber `json:"to"`
	Units   int                  `json:"units"`
	Amounts []float64            `json:"amounts" nullable:"false" doc:"In the order of measures."`
}

type boundaryMovesInput struct {
	DraftPath
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up; \"units\" counts units."`
	Filter   string   `query:"filter" maxLength:"20000" doc:"Only boundaries for which this condition over their attributes holds, as they are without the draft, such as units > 10."`
}

func (s *Server) registerDraftBoundaries() {
	register(s, get("list-boundary-moves", "/drafts/{id}/boundary-moves", "Optimising", "The boundaries that a draft gives away, with what moves in them"), access.View, s.boundaryMoves)
}

func (s *Server) boundaryMoves(ctx context.Context, _ territory.Actor, in *boundaryMovesInput) (*body[BoundaryMoveList], error) {
	after, d, err := s.draftState(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	base, u, err := s.measured(ctx, d.AlignmentID, d.BaseVersion, in.Measures)
	if err != nil {
		return nil, err
	}
	o, p, err := s.placed(ctx, base)
	if err != nil {
		return nil, err
	}
	passes, err := s.boundariesPassing(ctx, base, in.Filter)
	if err != nil {
		return nil, err
	}
	list := BoundaryMoveList{Measures: notNil(u.Names), Moves: []BoundaryMove{}}
	for _, move := range alignment.BoundaryMovesWithUnits(base, after, p.Boundary) {
		if !passes(move.Boundary) {
			continue
		}
		b := o.Set.Boundaries[move.Boundary]
		list.Moves = append(list.Moves, BoundaryMove{
			Boundary: move.Boundary, Code: b.Code, Name: b.Name, From: move.From, To: move.To, Flows: flowsOf(move.Units, base, after, u),
		})
	}
	return answer(list, nil)
}

// boundariesPassing says for which boundaries of a state a condition over their
// attributes holds; all pass an empty one.
func (s *Server) boundariesPassing(ctx context.Context, state *alignment.State, condition string) (func(boundary int32) bool, error) {
	if condition == "" {
		return func(int32) bool { return true }, nil
	}
	t, err := s.Attributes.Table(ctx, state, dataset.OnBoundaries)
	if err != nil {
		return nil, err
	}
	f, err := t.Compile(condition)
	if err != nil {
		return nil, err
	}
	if f.Type() != dataset.Boolean {
		return nil, territory.Say(territory.Invalid, sentence.FilterNoCondition.With(sentence.Params{"type": sentence.ValueType(string(f.Type()))}))
	}
	holds, err := t.Work(ctx, f)
	if err != nil {
		return nil, err
	}
	return func(boundary int32) bool { return holds.Numbers[boundary] == 1 }, nil
}

// flowsOf adds units up by the areas they leave and come to.
func flowsOf(units []int32, base, after *alignment.State, u *figures.Units) []BoundaryFlow {
	flows := []BoundaryFlow{}
	for _, unit := range units {
		from, to := base.Assigned[unit], after.Assigned[unit]
		k := slices.IndexFunc(flows, func(f BoundaryFlow) bool { return f.From == from && f.To == to })
		if k < 0 {
			k = len(flows)
			flows = append(flows, BoundaryFlow{From: from, To: to, Amounts: make([]float64, len(u.Names))})
		}
		flows[k].Units++
		for m := range u.Names {
			flows[k].Amounts[m] += u.Value(m, int(unit))
		}
	}
	return flows
}

// wantedBoundaries returns what of a change is wanted when boundaries are named:
// those listed with the units in them, or all but those.
func (s *Server) wantedBoundaries(ctx context.Context, base *alignment.State, proposed alignment.ChangeSet, take, leave *BoundarySelection) (alignment.Selection, error) {
	o, p, err := s.placed(ctx, base)
	if err != nil {
		return alignment.Selection{}, err
	}
	named := take
	if leave != nil {
		named = leave
	}
	list, err := selectBoundaries(base, o, p, *named)
	if err != nil {
		return alignment.Selection{}, err
	}
	in := make(map[int32]bool, len(list))
	for _, i := range list {
		in[i] = true
	}
	after := base.Clone()
	proposed.Version = 0
	if err := after.Apply(proposed); err != nil {
		return alignment.Selection{}, err
	}
	var want alignment.Selection
	for _, move := range alignment.BoundaryMovesWithUnits(base, after, p.Boundary) {
		if in[move.Boundary] == (leave == nil) {
			want.Boundaries = append(want.Boundaries, move.Boundary)
		}
	}
	for unit, to := range after.Assigned {
		if to != base.Assigned[unit] && in[p.Boundary[unit]] == (leave == nil) {
			want.Units = append(want.Units, int32(unit))
		}
	}
	return want, nil
}
