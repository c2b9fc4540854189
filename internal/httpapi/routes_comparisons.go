package httpapi

import (
	"context"
	"io"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// CompareInput names two plans and what of them is added up.
type CompareInput struct {
	Left     string   `query:"left" required:"true" minLength:"1" doc:"Alignment id, id@version, or draft:id."`
	Right    string   `query:"right" required:"true" minLength:"1" doc:"As left."`
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up; \"units\" counts units."`
}

// movesInput is a comparison with the filters of the list of moved units.
type movesInput struct {
	CompareInput
	From   []int32 `query:"from,explode" doc:"Only units that leave these areas of the left plan; 0 is unassigned."`
	To     []int32 `query:"to,explode" doc:"Only units that come to these areas of the right plan; 0 is unassigned."`
	Search string  `query:"search" maxLength:"200" doc:"Only units whose id or name contains this."`
	Filter string  `query:"filter" maxLength:"100000" doc:"Only units for which this condition holds."`
}

func (i *CompareInput) resource() access.Resource {
	return access.Resource{Kind: "alignment", ID: i.Left}
}

func (s *Server) registerComparisons() {
	register(s, get("compare", "/comparisons", "Comparing", "Two plans side by side: figures, areas, flows"), access.View,
		func(ctx context.Context, actor territory.Actor, in *CompareInput) (*body[compare.Comparison], error) {
			left, right, u, err := s.sides(ctx, actor, in)
			if err != nil {
				return nil, err
			}
			c, err := compare.Two(left, right, u)
			if err != nil {
				return nil, err
			}
			return answer(*c, nil)
		})
	op := get("get-moves", "/comparisons/moves.csv", "Comparing", "The moved units as CSV, all or those that pass filters")
	op.Responses = fileResponse("text/csv", "CSV: id, from, to and the measures.")
	register(s, op, access.View, s.moves)
}

func (s *Server) sides(ctx context.Context, actor territory.Actor, in *CompareInput) (left, right compare.Side, u *figures.Units, err error) {
	if left, err = s.side(ctx, actor, in.Left); err != nil {
		return left, right, nil, err
	}
	if right, err = s.side(ctx, actor, in.Right); err != nil {
		return left, right, nil, err
	}
	r, err := s.readerOf(ctx, left.State)
	if err != nil {
		return left, right, nil, err
	}
	u, err = figures.Load(ctx, r, countUnits(in.Measures))
	return left, right, u, err
}

func (s *Server) side(ctx context.Context, actor territory.Actor, text string) (compare.Side, error) {
	kind, id, version, err := parseSide(text)
	if err != nil {
		return compare.Side{}, err
	}
	var state *alignment.State
	name, said := "", (*sentence.Sentence)(nil)
	var proof *compare.Certificate
	if kind == "draft" {
		var d alignment.Draft
		if state, d, err = s.draftState(ctx, id); err != nil {
			return compare.Side{}, err
		}
		if proof, err = proofOf(d); err != nil {
			return compare.Side{}, err
		}
		draft := sentence.DraftOf.With(sentence.Params{"name": state.Alignment.Name})
		name, said, id = draft.English, &draft, "draft:"+d.ID
	} else {
		if state, err = s.Alignments.State(ctx, id, version); err != nil {
			return compare.Side{}, err
		}
		name = state.Alignment.Name
		if proof, err = s.certificateOf(ctx, state); err != nil {
			return compare.Side{}, err
		}
	}
	if err := s.Policy.Allow(actor, access.View, access.Resource{Kind: "alignment", ID: state.Alignment.ID}); err != nil {
		return compare.Side{}, err
	}
	return compare.Side{ID: id, Name: name, Said: said, Version: state.Alignment.Version, Certificate: proof, State: state}, nil
}

func (s *Server) moves(ctx context.Context, actor territory.Actor, in *movesInput) (*huma.StreamResponse, error) {
	left, right, u, err := s.sides(ctx, actor, &in.CompareInput)
	if err != nil {
		return nil, err
	}
	// Two also refuses sides that cannot be compared.
	if _, err := compare.Two(left, right, u); err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, left.State)
	if err != nil {
		return nil, err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	passing, err := tableUnits(ctx, r, left.State, &unitOrderInput{Search: in.Search, Filter: in.Filter})
	if err != nil {
		return nil, err
	}
	pass := make([]bool, r.Units())
	for _, unit := range passing {
		pass[unit] = true
	}
	among := func(list []int32, number alignment.AreaNumber) bool {
		return len(list) == 0 || slices.Contains(list, int32(number))
	}
	keep := func(unit int32) bool {
		return pass[unit] && among(in.From, left.State.Assigned[unit]) && among(in.To, right.State.Assigned[unit])
	}
	return download("moves.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		return compare.WriteMoves(w, left.State, right.State, ids, u, keep)
	}), nil
}
