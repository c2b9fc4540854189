package httpapi

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/rule"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// What exceptions are measured against.
const (
	againstRules = "rules"
	againstPlan  = "optimised"
	againstNone  = "none"
)

// exceptionRun is the overrides of one version with what is known of them.
type exceptionRun struct {
	state     *alignment.State
	reader    *dataset.Reader
	against   string
	baseline  *alignment.ChangeSummary // the accepted optimisation
	overrides []figures.Override
	moves     map[int32]alignment.LastMove
	today     alignment.Date
}

// exceptionsOf finds the units that stand elsewhere than the rules, or the
// newest accepted optimisation, put them; "" is the rules where there are any.
func (s *Server) exceptionsOf(ctx context.Context, in *AlignmentVersion, against string) (*exceptionRun, error) {
	state, err := s.state(ctx, in)
	if err != nil {
		return nil, err
	}
	run := &exceptionRun{state: state, against: against, today: alignment.DateOf(s.Now())}
	if run.reader, err = s.readerOf(ctx, state); err != nil {
		return nil, err
	}
	expected, err := s.expected(ctx, run)
	if err != nil {
		return nil, err
	}
	run.overrides = figures.Overrides(state.Assigned, expected)
	units, stop := make([]int32, len(run.overrides)), int64(0)
	for i, o := range run.overrides {
		units[i] = o.Unit
	}
	if run.baseline != nil {
		stop = run.baseline.Version
	}
	moves, err := s.Alignments.SnapshotMoves(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range moves { // before it units had other indices
		if m.Version <= state.Alignment.Version {
			stop = max(stop, m.Version)
		}
	}
	run.moves, err = alignment.LastMoves(ctx, s.Alignments, in.ID, state.Alignment.Version, stop, units)
	for i := range run.overrides {
		o := &run.overrides[i]
		o.Days = max(0, alignment.DateOf(run.since(o.Unit)).DaysUntil(run.today))
	}
	return run, err
}

// expected returns where each unit should be, Unassigned for no opinion.
func (s *Server) expected(ctx context.Context, run *exceptionRun) ([]alignment.AreaNumber, error) {
	state := run.state
	ruled := slices.ContainsFunc(state.Territories(), func(a *alignment.Area) bool { return a.Rule != "" })
	if run.against == againstRules || run.against == "" && ruled {
		run.against = againstRules
		families, err := s.whole(ctx, state, nil)
		if err != nil {
			return nil, err
		}
		return rule.Expected(ctx, run.reader, state, families)
	}
	line, found, err := alignment.NewestOfKind(ctx, s.Alignments, state.Alignment.ID, state.Alignment.Version, "optimize")
	switch {
	case err != nil:
		return nil, err
	case !found && run.against == againstPlan:
		return nil, territory.Say(territory.NotFound, sentence.NoOptimisation.With(nil))
	case !found:
		run.against = againstNone
		return nil, nil
	}
	then, err := s.Alignments.State(ctx, state.Alignment.ID, line.Version)
	if err != nil {
		return nil, err
	}
	if err := alignment.SameSnapshot(state, then); err != nil {
		if run.against == againstPlan {
			return nil, err
		}
		run.against = againstNone
		return nil, nil
	}
	run.against, run.baseline = againstPlan, &line
	for unit, number := range then.Assigned {
		if state.Areas[number] == nil { // the area is gone; the unit had to move
			then.Assigned[unit] = alignment.Unassigned
		}
	}
	return then.Assigned, nil
}

// since is when the unit came to where it is.
func (run *exceptionRun) since(unit int32) time.Time {
	if move, known := run.moves[unit]; known {
		return move.At
	}
	return run.state.Alignment.Created
}

// item describes one override for people.
func (run *exceptionRun) item(o figures.Override, ids *dataset.Strings) ExceptionUnit {
	move := run.moves[o.Unit]
	u := ExceptionUnit{Unit: o.Unit, ID: ids.At(int(o.Unit)), Area: o.Area, Path: pathOf(run.state, o.Area), Expected: o.Expected,
		ExpectedPath: pathOf(run.state, o.Expected), Since: run.since(o.Unit), Days: o.Days, Version: move.Version, By: move.Actor.Name, Reason: move.Reason, Said: move.Said}
	if move.Version == 0 {
		said := sentence.ThereFromTheStart.With(nil)
		u.Reason, u.Said = said.English, &said
	}
	if h, held := run.state.Holdouts[o.Unit]; held && h.Counts(run.today) {
		u.Held, u.HeldUntil, u.Reason, u.Said = true, h.Until, h.Reason, nil
	}
	return u
}

// reasons counts overrides by their reason, most first.
func reasons(units []ExceptionUnit) []ExceptionReason {
	counts, said := make(map[string]int), make(map[string]*sentence.Sentence)
	for _, u := range units {
		counts[u.Reason]++
		said[u.Reason] = u.Said
	}
	list := make([]ExceptionReason, 0, len(counts))
	for text, n := range counts {
		list = append(list, ExceptionReason{text, said[text], n})
	}
	slices.SortFunc(list, func(a, b ExceptionReason) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.Reason, b.Reason))
	})
	return list[:min(len(list), 20)]
}
