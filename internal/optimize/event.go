package optimize

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// EventJobKind is the kind of jobs whose parameters are an EventSpec.
const EventJobKind = "event"

// EventSpec is the parameters of planning one event.
type EventSpec struct {
	Spec
	Event alignment.MidYearEvent `json:"event"`
}

// The price of a move, in km of travel, and how far from balance territories
// may be, unless a request says otherwise. No two places on Earth are as far
// apart as the price, so travel alone never moves a unit.
const (
	eventDisruptionKm = 40_000
	eventTolerance    = 0.1
)

// CheckEvent reports whether an event can be planned at all.
func CheckEvent(ctx context.Context, d Deps, spec EventSpec) error {
	d, spec, err := begin(ctx, d, spec)
	if err != nil {
		return err
	}
	return Check(ctx, d, spec.Spec)
}

// RunEvent plans an event with the fewest moves: the tree changes first, then
// units without a territory are given out among those in focus, and others move
// only where the limits cannot be kept otherwise. The draft is the whole as one
// change set.
func RunEvent(ctx context.Context, d Deps, jobID string, spec EventSpec, progress territory.ProgressFunc) (*Outcome, error) {
	d, spec, err := begin(ctx, d, spec)
	if err != nil {
		return nil, err
	}
	return Run(ctx, d, jobID, spec.Spec, progress)
}

func begin(ctx context.Context, d Deps, spec EventSpec) (Deps, EventSpec, error) {
	state, err := d.Alignments.State(ctx, spec.AlignmentID, spec.BaseVersion)
	if err != nil {
		return d, spec, err
	}
	if spec.Event.Kind == alignment.NewProduct {
		if spec.Event.Units, err = productUnits(ctx, d, state, spec.Event.Filter); err != nil {
			return d, spec, err
		}
	}
	plan, err := spec.Event.Begin(state, d.Now())
	if err != nil {
		return d, spec, err
	}
	d.Alignments = eventRepository{d.Alignments, plan}
	r := &spec.Request
	r.Territories, r.Focus, r.WithoutUnassigned = 0, plan.Focus, false
	if len(r.Measures) == 0 {
		r.Measures = []MeasureGoal{{Tolerance: eventTolerance}}
	}
	if r.DisruptionKm == nil && r.Continuity == 0 {
		price := float64(eventDisruptionKm)
		r.DisruptionKm = &price
	}
	return d, spec, nil
}

// productUnits returns the units for which a condition holds, ascending.
func productUnits(ctx context.Context, d Deps, state *alignment.State, condition string) ([]int32, error) {
	r, err := d.Reader(ctx, state)
	if err != nil {
		return nil, err
	}
	c, err := expression.Compile(condition, r.Snapshot().Columns)
	if err != nil {
		return nil, err
	}
	mask, err := c.Match(ctx, r)
	var units []int32
	for unit, holds := range mask {
		if holds {
			units = append(units, int32(unit))
		}
	}
	return units, err
}

// eventRepository shows a run the state after an event and stores what it
// proposes as a change of the state before.
type eventRepository struct {
	alignment.Repository
	plan *alignment.EventPlan
}

// State returns the state after the event.
func (r eventRepository) State(context.Context, string, int64) (*alignment.State, error) {
	return r.plan.State.Clone(), nil
}

// AddDraft stores the event and the proposal as one change.
func (r eventRepository) AddDraft(ctx context.Context, d alignment.Draft, proposed alignment.ChangeSet) error {
	whole, err := r.plan.Finish(proposed)
	if err != nil {
		return err
	}
	return r.Repository.AddDraft(ctx, d, whole)
}
