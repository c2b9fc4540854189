package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type acceptPartInput struct {
	DraftPath
	Body struct {
		Areas            []alignment.AreaNumber `json:"areas,omitempty" nullable:"false" doc:"Take all moves into and out of these areas, and changes of the areas themselves."`
		Moves            *UnitSelection         `json:"moves,omitempty" doc:"Take the moves of these units."`
		Except           *UnitSelection         `json:"except,omitempty" doc:"Take every move but those of these units; not together with areas or moves."`
		Boundaries       *BoundarySelection     `json:"boundaries,omitempty" doc:"Give away these boundaries with the units in them, of a draft that gives whole boundaries away."`
		ExceptBoundaries *BoundarySelection     `json:"exceptBoundaries,omitempty" doc:"Take every move but those of these boundaries and of the units in them; not together with anything else."`
		Lock             bool                   `json:"lock,omitempty" doc:"Lock the units and boundaries that were moved, so that another run works around them."`
		Choices          Choices                `json:"choices,omitempty"`
	}
}

// partly says that not the whole draft is wanted.
func (i *acceptPartInput) partly() bool { return i.some() || i.but() }

func (i *acceptPartInput) some() bool {
	return i.Body.Areas != nil || i.Body.Moves != nil || i.Body.Boundaries != nil
}

func (i *acceptPartInput) but() bool { return i.Body.Except != nil || i.Body.ExceptBoundaries != nil }

func (s *Server) registerDraftParts() {
	op := post("accept-part", "/drafts/{id}/accept-part", "Optimising",
		"Accept a draft by area or by move, or all moves but some, also on top of later work", http.StatusOK)
	op.MaxBodyBytes = 64 << 20
	register(s, op, access.Edit, s.acceptPart)
}

// acceptPart takes the wanted part of a draft over. Without areas and moves it
// takes all of it, which differs from accept in that the alignment may have
// moved on.
func (s *Server) acceptPart(ctx context.Context, actor territory.Actor, in *acceptPartInput) (*body[MergeAnswer], error) {
	if err := in.Body.Choices.check(); err != nil {
		return nil, err
	}
	d, part, err := s.Alignments.Draft(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	base, err := s.Alignments.State(ctx, d.AlignmentID, d.BaseVersion)
	if err != nil {
		return nil, err
	}
	if in.partly() {
		if part, err = s.wantedPart(ctx, base, part, in); err != nil {
			return nil, err
		}
	}
	if in.Body.Lock {
		if part, err = locking(base, part); err != nil {
			return nil, err
		}
	}
	now, err := s.Alignments.State(ctx, d.AlignmentID, 0)
	if err != nil {
		return nil, err
	}
	m := alignment.Merged{}
	if now.Alignment.Version != d.BaseVersion {
		if part, m, err = alignment.Rebase(base, now, part, in.Body.Choices); err != nil || m.Open > 0 {
			return answer(mergeAnswer(m, now.Alignment.Version), err)
		}
	}
	part.Version, part.At, part.Actor = 0, s.Now().UTC(), actor
	version, err := s.Alignments.AcceptPart(ctx, d.ID, now.Alignment.Version, part)
	return answer(mergeAnswer(m, version), err)
}

func (s *Server) wantedPart(ctx context.Context, base *alignment.State, proposed alignment.ChangeSet, in *acceptPartInput) (alignment.ChangeSet, error) {
	if in.some() && in.but() || in.Body.Except != nil && in.Body.ExceptBoundaries != nil {
		return proposed, territory.Errorf(territory.Invalid, "Say either what to take (areas, moves, boundaries) or what to leave out (except or exceptBoundaries), not both.")
	}
	want := alignment.Selection{}
	if in.Body.Boundaries != nil || in.Body.ExceptBoundaries != nil {
		var err error
		if want, err = s.wantedBoundaries(ctx, base, proposed, in.Body.Boundaries, in.Body.ExceptBoundaries); err != nil {
			return proposed, err
		}
	}
	want.Areas = in.Body.Areas
	if in.Body.Moves != nil {
		units, err := s.selected(ctx, base, *in.Body.Moves)
		if err != nil {
			return proposed, err
		}
		want.Units = append(want.Units, units...)
	}
	if in.Body.Except != nil {
		out, err := s.selected(ctx, base, *in.Body.Except)
		if err != nil {
			return proposed, err
		}
		want.Units = movedBut(proposed, out)
	}
	part, err := alignment.Select(base, proposed, want)
	if err == nil && len(part.Ops) == 0 {
		err = territory.Say(territory.Invalid, sentence.ProblemNothingChosen.With(nil))
	}
	return part.Because(sentence.InPart.With(sentence.Params{"what": sentence.Text(part.Reason, part.Said)})), err
}

// movedBut lists the units that a change moves, without some.
func movedBut(c alignment.ChangeSet, out []int32) []int32 {
	left := make(map[int32]bool, len(out))
	for _, unit := range out {
		left[unit] = true
	}
	var units []int32
	for _, op := range c.Ops {
		if op.Assign == nil {
			continue
		}
		for _, unit := range op.Assign.Units {
			if !left[unit] {
				units = append(units, unit)
			}
		}
	}
	return units
}

// givenAway lists the boundaries that a territory holds which did not before;
// none where one of the states has no boundaries or others.
func givenAway(base, after *alignment.State) []int32 {
	var list []int32
	if base.Boundaries == nil || after.Boundaries == nil || base.Boundaries.Set != after.Boundaries.Set {
		return nil
	}
	for i, number := range after.Boundaries.Assigned {
		if number != base.Boundaries.Assigned[i] && number != alignment.Unassigned {
			list = append(list, int32(i))
		}
	}
	return list
}

// locking adds a lock of the units and boundaries that c moves to a territory.
func locking(base *alignment.State, c alignment.ChangeSet) (alignment.ChangeSet, error) {
	after := base.Clone()
	c.Version = 0
	if err := after.Apply(c); err != nil {
		return c, err
	}
	var moved []int32
	for unit, number := range after.Assigned {
		if number != base.Assigned[unit] && number != alignment.Unassigned {
			moved = append(moved, int32(unit))
		}
	}
	ops, err := after.LockOps(moved, true)
	if err != nil {
		return c, err
	}
	c.Ops = append(c.Ops, ops...)
	given := givenAway(base, after)
	if len(given) == 0 {
		return c, nil
	}
	boundaries, err := after.LockBoundaryOps(given, true)
	c.Ops = append(c.Ops, boundaries...)
	return c, err
}
