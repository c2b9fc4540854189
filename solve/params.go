package solve

import (
	"errors"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Params steers a run. The zero value is valid: one worker, no limit of time,
// no progress.
type Params struct {
	// Seed drives every random choice. Same instance, parameters and seed give
	// the same plan for any number of workers.
	Seed uint64
	// Workers is the number of goroutines used; 0 means 1.
	Workers int
	// Clock is asked for the time when it is not nil. Without it Seconds stays
	// 0 and TimeLimit must be 0. Pass time.Now.
	Clock func() time.Time
	// TimeLimit ends the search and returns the best plan so far; 0 means that
	// the search ends by itself.
	TimeLimit time.Duration
	// MaxIterations ends the search after so many iterations, and
	// CentreIterations the part of it that moves centres on merged units: both
	// together replay a run with a time limit (see Result). 0 means no limit.
	MaxIterations, CentreIterations int
	// Progress is called from the goroutine that called Solve, after every
	// iteration, when it is not nil. It must return quickly.
	Progress func(Progress)
}

// Validate reports what is wrong with the parameters.
func (p Params) Validate() error {
	switch {
	case p.Workers < 0:
		return fmt.Errorf("params: Workers is %d, want 0 or more", p.Workers)
	case p.TimeLimit < 0:
		return fmt.Errorf("params: TimeLimit is %v, want 0 or more", p.TimeLimit)
	case p.MaxIterations < 0:
		return fmt.Errorf("params: MaxIterations is %d, want 0 or more", p.MaxIterations)
	case p.CentreIterations < 0:
		return fmt.Errorf("params: CentreIterations is %d, want 0 or more", p.CentreIterations)
	case p.TimeLimit > 0 && p.Clock == nil:
		return errors.New("params: TimeLimit needs Clock (pass time.Now)")
	}
	return nil
}

func (p Params) workers() int { return max(1, p.Workers) }

// Phase names a stage of the search.
type Phase string

// The phases, in the order in which a run passes through them.
const (
	PhaseStart   Phase = "start"   // first centres
	PhaseCentres Phase = "centres" // moving centres on merged units
	PhaseBalance Phase = "balance" // prices on all units
	PhaseRound   Phase = "round"   // making the plan whole and feasible
	PhaseImprove Phase = "improve" // local search
	PhaseCheck   Phase = "check"   // independent check and certificate
)

// Progress is a look at a running search.
type Progress struct {
	Phase Phase
	// Fraction is a rough estimate of the work done, 0 to 1, never falling.
	Fraction  float64
	Iteration int
	// Objective is the value of the current plan and Bound a lower bound for
	// the current centres; both are 0 while unknown.
	Objective, Bound float64
	// Deviation is the largest absolute deviation of any area and measure from
	// its target, as a fraction.
	Deviation float64
	// Snapshot returns a copy of the current plan. It is nil when there is
	// none yet, valid only during the call, and costs time linear in the units.
	Snapshot func() instance.Assignment
}
