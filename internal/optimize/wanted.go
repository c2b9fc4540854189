package optimize

import (
	"fmt"
	"maps"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// MoveCap limits what may leave its present territory.
type MoveCap struct {
	Measure string   `json:"measure,omitempty" doc:"What is capped: a measure that is balanced; empty counts units."`
	Most    *float64 `json:"most,omitempty" minimum:"0" doc:"Largest amount that may move."`
	Share   *float64 `json:"share,omitempty" minimum:"0" maximum:"1" doc:"The same as a fraction of what is assigned at present in focus; used when most is not given."`
}

// TargetChange gives an area another share of a measure, for this run and, once
// its draft is accepted, for good.
type TargetChange struct {
	Area    alignment.AreaNumber `json:"area" minimum:"1"`
	Measure string               `json:"measure,omitempty" doc:"One of the measures that are balanced; empty counts units."`
	Share   float64              `json:"share" minimum:"0" maximum:"1000" doc:"Multiple of the equal share; 1 is equal."`
}

// checkWanted reports what is wrong with cap and targets.
func (r Request) checkWanted() error {
	balanced := make(map[string]bool, len(r.Measures))
	for _, m := range r.Measures {
		balanced[m.Column] = true
	}
	if c := r.Cap; c != nil {
		switch {
		case c.Measure != "" && !balanced[c.Measure]:
			return invalid("cap.measure", "moves can be capped by the number of units or by a measure that is balanced; %s is not.", c.Measure)
		case c.Most == nil && c.Share == nil:
			return invalid("cap", "say how much may move, as most or as share.")
		}
	}
	for i, t := range r.Targets {
		where := fmt.Sprintf("targets[%d]", i)
		switch {
		case !balanced[t.Measure]:
			return invalid(where, "%s is not balanced in this run, so no territory has a target of it.", MeasureGoal{Column: t.Measure}.words())
		case !(t.Share >= 0) || math.IsInf(t.Share, 0):
			return invalid(where, "the share must be 0 or more.")
		}
	}
	return nil
}

// retarget returns the state with the changed targets of the request. The state
// given is not changed; without targets it is returned as it is.
func retarget(s *alignment.State, targets []TargetChange) (*alignment.State, error) {
	if len(targets) == 0 {
		return s, nil
	}
	c := *s
	c.Areas = maps.Clone(s.Areas)
	for i, t := range targets {
		a := c.Areas[t.Area]
		if a == nil {
			return nil, refused(fmt.Sprintf("targets[%d]", i), sentence.StartArea.With(sentence.Params{"area": t.Area}))
		}
		a = a.Clone()
		if a.Targets == nil {
			a.Targets = make(map[string]alignment.Target)
		}
		target := a.Targets[t.Measure]
		target.Share, target.Percent, target.Amount = &t.Share, nil, nil
		a.Targets[t.Measure] = target
		c.Areas[t.Area] = a
	}
	return &c, nil
}

// adjusted are the areas whose targets or centres the request changes.
func (p *problem) adjusted() []alignment.AreaNumber {
	var numbers []alignment.AreaNumber
	for _, t := range p.request.Targets {
		numbers = append(numbers, t.Area)
	}
	for _, h := range p.request.Homes {
		numbers = append(numbers, h.Area)
	}
	return numbers
}

// targetOps are the steps that change targets and pinned centres for good.
func (p *problem) targetOps() []alignment.Op {
	var ops []alignment.Op
	seen := make(map[alignment.AreaNumber]bool)
	for _, number := range p.adjusted() {
		if was, is := p.original[number], p.state.Areas[number]; was != nil && is != nil && !seen[number] && !was.Equal(is) {
			seen[number] = true
			ops = append(ops, alignment.Op{UpdateArea: &alignment.Update{Before: *was, After: *is}})
		}
	}
	return ops
}

// cap limits disruption as the request says.
func (p *problem) cap() {
	c := p.request.Cap
	if c == nil {
		return
	}
	limit := instance.Cap{Measure: -1}
	for m, goal := range p.request.Measures {
		if goal.Column == c.Measure && c.Measure != "" {
			limit.Measure = m
		}
	}
	switch {
	case c.Most != nil:
		limit.Most = *c.Most
	default:
		for u, j := range p.instance.Present {
			switch {
			case j < 0:
			case limit.Measure < 0:
				limit.Most += *c.Share
			default:
				limit.Most += *c.Share * p.instance.Measures[limit.Measure].Values[u]
			}
		}
	}
	p.instance.Disruption.Cap = &limit
}

// centres of the present plan, for a start that nobody optimised.
func (p *problem) presentCentres() *figures.Plan {
	return figures.Compute(p.kept, p.state.Assigned, &figures.Units{Lon: p.columns.Lon, Lat: p.columns.Lat})
}
