package httpapi

import (
	"context"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/rule"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// BoundaryEdit is the part of Edit that is about boundaries; exactly one field
// of the whole is set. It is exported because huma reads embedded types only
// then.
type BoundaryEdit struct {
	UseBoundaries      *UseBoundaries      `json:"useBoundaries,omitempty"`
	AssignBoundaries   *AssignBoundaries   `json:"assignBoundaries,omitempty"`
	ShareBoundaries    *ShareBoundaries    `json:"shareBoundaries,omitempty"`
	LockBoundaries     *LockBoundaries     `json:"lockBoundaries,omitempty"`
	LeaveOutBoundaries *LeaveOutBoundaries `json:"leaveOutBoundaries,omitempty"`
	FillBoundaries     *FillBoundaries     `json:"fillBoundaries,omitempty"`
	ResolveBoundaries  *ResolveBoundaries  `json:"resolveBoundaries,omitempty"`
}

// UseBoundaries chooses the boundary set of an alignment. Another set begins
// with nothing assigned.
type UseBoundaries struct {
	Set    string `json:"set" doc:"Id of the boundary set; empty: the alignment assigns no boundaries."`
	Column string `json:"column,omitempty" doc:"Text column with the code of each unit's boundary; without it, and where it finds nothing, a unit's position decides."`
	// FromUnits takes over what the units say.
	FromUnits bool `json:"fromUnits,omitempty" doc:"Give every boundary that holds units to the territory with most of them."`
}

// BoundarySelection says which boundaries are meant: those listed, those with
// the codes and those the areas hold, together.
type BoundarySelection struct {
	Boundaries   []int32                `json:"boundaries,omitempty" nullable:"false" maxItems:"1000000" doc:"Indices in the set, in any order."`
	Codes        []string               `json:"codes,omitempty" nullable:"false" maxItems:"1000000"`
	Areas        []alignment.AreaNumber `json:"areas,omitempty" nullable:"false" maxItems:"100000" doc:"Boundaries that these areas hold, with all below them; 0 means those nobody holds."`
	WithoutUnits bool                   `json:"withoutUnits,omitempty" doc:"Of the others, or of all, only those in which no unit lies."`
}

// AssignBoundaries gives boundaries, with the units in them, to a territory.
type AssignBoundaries struct {
	BoundarySelection
	To        alignment.AreaNumber `json:"to" minimum:"0" doc:"0: nobody holds them any more."`
	KeepUnits bool                 `json:"keepUnits,omitempty" doc:"Leave the units where they are."`
}

// ShareBoundaries gives boundaries to several territories at once.
type ShareBoundaries struct {
	BoundarySelection
	Among     []alignment.AreaNumber `json:"among" minItems:"1" maxItems:"100" nullable:"false" doc:"Territories; the first counts where only one can."`
	KeepUnits bool                   `json:"keepUnits,omitempty" doc:"Leave the units where they are; otherwise the rules of the territories tell them apart."`
}

// LockBoundaries locks or unlocks boundaries.
type LockBoundaries struct {
	BoundarySelection
	Locked bool `json:"locked"`
}

// LeaveOutBoundaries leaves boundaries out of the plan, or takes them in.
type LeaveOutBoundaries struct {
	BoundarySelection
	Out bool `json:"out"`
}

// FillBoundaries gives boundaries that nobody holds to the nearest territory.
type FillBoundaries struct {
	Scope string `json:"scope" enum:"empty,all" doc:"empty: only those without units; all: with the unassigned units in them."`
}

// ResolveBoundaries ends that boundaries are split among areas.
type ResolveBoundaries struct {
	BoundarySelection
	By    string               `json:"by" enum:"area,majority,field" doc:"area: all go to one territory; majority: each to the territory with most of its units; field: by a column."`
	Area  alignment.AreaNumber `json:"area,omitempty" minimum:"0"`
	Field string               `json:"field,omitempty" doc:"A numeric column: the territory with the largest sum; a text column: the territory named by most units."`
}

// opened returns the boundary set of an alignment.
func (s *Server) opened(ctx context.Context, state *alignment.State) (*boundaryset.Opened, error) {
	if state.Boundaries == nil {
		return nil, territory.Say(territory.Conflict, sentence.ProblemNoBoundarySet.Worded("This alignment uses no boundary set; choose one first.", nil))
	}
	o, err := s.BoundarySets.Open(ctx, state.Boundaries.Set)
	if err == nil && len(o.Set.Boundaries) != state.Boundaries.Count {
		err = territory.Errorf(territory.Internal, "The boundary set has %d boundaries, the alignment was made for %d.", len(o.Set.Boundaries), state.Boundaries.Count)
	}
	return o, err
}

// unitBoundaries returns the boundary of every unit; nil when the alignment
// uses none.
func (s *Server) unitBoundaries(ctx context.Context, state *alignment.State) ([]int32, error) {
	if state.Boundaries == nil {
		return nil, nil
	}
	_, p, err := s.placed(ctx, state)
	if err != nil {
		return nil, err
	}
	return p.Boundary, nil
}

func (s *Server) placed(ctx context.Context, state *alignment.State) (*boundaryset.Opened, *boundaryset.Placement, error) {
	o, err := s.opened(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	p, err := o.Place(ctx, r, state.Boundaries.Column)
	return o, p, err
}

// boundaryOps translates an edit of boundaries into ops.
func (s *Server) boundaryOps(ctx context.Context, state *alignment.State, e BoundaryEdit) ([]alignment.Op, error) {
	if e.UseBoundaries != nil {
		return s.useBoundaries(ctx, state, e.UseBoundaries)
	}
	o, p, err := s.placed(ctx, state)
	if err != nil {
		return nil, err
	}
	switch {
	case e.AssignBoundaries != nil:
		list, err := selectBoundaries(state, o, p, e.AssignBoundaries.BoundarySelection)
		if err != nil {
			return nil, err
		}
		of := p.Boundary
		if e.AssignBoundaries.KeepUnits {
			of = nil
		}
		to := slices.Repeat([]alignment.AreaNumber{e.AssignBoundaries.To}, len(list))
		ops, _, err := state.AssignWithUnitsOps(list, to, of)
		return ops, err
	case e.ShareBoundaries != nil:
		list, err := selectBoundaries(state, o, p, e.ShareBoundaries.BoundarySelection)
		if err != nil {
			return nil, err
		}
		return s.shareOps(ctx, state, list, p, e.ShareBoundaries)
	case e.LockBoundaries != nil:
		list, err := selectBoundaries(state, o, p, e.LockBoundaries.BoundarySelection)
		if err != nil {
			return nil, err
		}
		return state.LockBoundaryOps(list, e.LockBoundaries.Locked)
	case e.LeaveOutBoundaries != nil:
		list, err := selectBoundaries(state, o, p, e.LeaveOutBoundaries.BoundarySelection)
		if err != nil {
			return nil, err
		}
		return state.LeaveOutOps(list, e.LeaveOutBoundaries.Out)
	case e.FillBoundaries != nil:
		return fillOps(state, o, p, e.FillBoundaries.Scope)
	}
	return s.resolveOps(ctx, state, o, p, e.ResolveBoundaries)
}

func (s *Server) useBoundaries(ctx context.Context, state *alignment.State, u *UseBoundaries) ([]alignment.Op, error) {
	if u.Set == "" {
		return state.UseBoundariesOps(nil)
	}
	o, err := s.BoundarySets.Open(ctx, u.Set)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	if u.Column != "" {
		if c, err := r.Column(u.Column); err != nil {
			return nil, err
		} else if c.Type != dataset.Text {
			return nil, territory.Say(territory.Invalid, sentence.ColumnCodes.With(sentence.Params{"column": u.Column}))
		}
	}
	ops, err := state.UseBoundariesOps(&alignment.BoundarySource{Set: u.Set, Count: len(o.Set.Boundaries), Column: u.Column})
	if err != nil || !u.FromUnits {
		return ops, err
	}
	work := state.Clone()
	if err := work.Apply(alignment.ChangeSet{Ops: ops}); err != nil {
		return nil, err
	}
	p, err := o.Place(ctx, r, u.Column)
	if err != nil {
		return nil, err
	}
	list, to := work.MajorityOfBoundaries(p.Boundary)
	placed, err := work.PlaceBoundariesOps(list, to)
	return append(ops, placed...), err
}

// selectBoundaries returns the boundaries of a selection, ascending.
func selectBoundaries(state *alignment.State, o *boundaryset.Opened, p *boundaryset.Placement, sel BoundarySelection) ([]int32, error) {
	if sel.Boundaries == nil && sel.Codes == nil && sel.Areas == nil && !sel.WithoutUnits {
		return nil, territory.Errorf(territory.Invalid, "Say which boundaries: boundaries, codes, areas or withoutUnits.")
	}
	list := slices.Clone(sel.Boundaries)
	for k, code := range sel.Codes {
		i, end := o.Codes().Find(code, "")
		switch end {
		case boundary.CodeUnknown:
			return nil, territory.Say(territory.NotFound, sentence.CodeUnknown.Worded(fmt.Sprintf("codes[%d]: %s has no boundary with the code %q.", k, o.Set.Name, code), sentence.Params{"set": o.Set.Name, "code": code}))
		case boundary.CodeAmbiguous:
			return nil, territory.Say(territory.Invalid, sentence.CodeAmbiguous.Worded(fmt.Sprintf("codes[%d]: several boundaries of %s have the code %q; write the country before it, such as US_%s.", k, o.Set.Name, code, code), sentence.Params{"set": o.Set.Name, "code": code}))
		}
		list = append(list, i)
	}
	if len(sel.Areas) > 0 {
		in := (alignment.Focus{Areas: sel.Areas, Unassigned: slices.Contains(sel.Areas, alignment.Unassigned)}).Numbers(state)
		for i := range state.Boundaries.Assigned {
			held := state.Boundaries.Areas(int32(i))
			if (len(held) == 0 && in[alignment.Unassigned]) || slices.ContainsFunc(held, func(n alignment.AreaNumber) bool { return in[n] }) {
				list = append(list, int32(i))
			}
		}
	}
	if sel.WithoutUnits {
		if sel.Boundaries == nil && sel.Codes == nil && sel.Areas == nil {
			for i := range state.Boundaries.Assigned {
				list = append(list, int32(i))
			}
		}
		full := holding(p.Boundary, len(o.Set.Boundaries))
		list = slices.DeleteFunc(list, func(i int32) bool { return i >= 0 && int(i) < len(full) && full[i] > 0 })
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// holding counts the units in each of n boundaries.
func holding(of []int32, n int) []int32 {
	counts := make([]int32, n)
	for _, b := range of {
		if b >= 0 {
			counts[b]++
		}
	}
	return counts
}

func (s *Server) shareOps(ctx context.Context, state *alignment.State, list []int32, p *boundaryset.Placement, e *ShareBoundaries) ([]alignment.Op, error) {
	ops, err := state.ShareBoundaryOps(list, e.Among)
	if err != nil || e.KeepUnits {
		return ops, err
	}
	work := state.Clone()
	if err := work.Apply(alignment.ChangeSet{Ops: ops}); err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	moves, _, err := rule.Shared(ctx, r, work, p.Boundary, list)
	return append(ops, moves...), err
}

// fillOps gives boundaries that nobody holds, and that are not left out or
// locked, to the territory nearest over neighbours.
func fillOps(state *alignment.State, o *boundaryset.Opened, p *boundaryset.Placement, scope string) ([]alignment.Op, error) {
	full := holding(p.Boundary, len(o.Set.Boundaries))
	n := len(o.Set.Boundaries)
	owner, free := make([]int32, n), make([]bool, n)
	for i, number := range state.Boundaries.Assigned {
		owner[i] = int32(number)
		if a := state.Areas[number]; a != nil && a.Locked {
			owner[i] = boundary.NoOwner // a locked area takes nothing
		}
		free[i] = number == alignment.Unassigned && !state.Boundaries.LeftOut[i] && !state.Boundaries.Locked[i] && (scope == "all" || full[i] == 0)
	}
	after := boundary.SpreadOwners(o.Set, o.Topology(), owner, free)
	var list []int32
	var to []alignment.AreaNumber
	for i, number := range after {
		if free[i] && number != boundary.NoOwner {
			list, to = append(list, int32(i)), append(to, alignment.AreaNumber(number))
		}
	}
	of := p.Boundary
	if scope != "all" {
		return state.PlaceBoundariesOps(list, to)
	}
	of = slices.Clone(of)
	for unit, number := range state.Assigned {
		if number != alignment.Unassigned {
			of[unit] = boundary.None // only units nobody has come along
		}
	}
	ops, _, err := state.AssignWithUnitsOps(list, to, of)
	return ops, err
}
