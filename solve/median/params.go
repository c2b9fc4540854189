package median

import (
	"errors"
	"fmt"
	"time"
)

// Params steers a search. The zero value runs a fixed number of iterations on
// one worker with seed 0.
type Params struct {
	// Seed selects the random streams. The same problem, Params and iterations
	// give the same solution for any number of Workers.
	Seed uint64
	// Workers is the number of goroutines, which all end before the solver
	// returns; 0 means 1.
	Workers int
	// MaxIterations is the number of rounds; 0 means no limit but the time limit,
	// or 400 where there is none.
	MaxIterations int
	// TimeLimit ends the search; it needs Now. 0 means none.
	TimeLimit time.Duration
	// Now is the caller's clock. It may be nil, then Solution.Seconds is 0.
	Now func() time.Time
	// Replay, when not nil, repeats the search that returned it, cooling as it
	// did. It sets the number of iterations; TimeLimit and MaxIterations must be 0.
	Replay *Replay
	// SkipBound leaves out the lower bound and spends its time on the search.
	SkipBound bool
	// ProgressFunc, when not nil, is called after every iteration, from the
	// goroutine that called the solver.
	ProgressFunc func(Progress)
}

// Progress is the state of a search after an iteration.
type Progress struct {
	Iteration int
	Cost      float64 // of the best feasible solution, +Inf while there is none
}

// Replay records what a time limit decided, so that the search can be repeated
// without a clock.
type Replay struct {
	Bound    int      // iterations of the lower bound
	Progress []uint16 // share of the time that had passed at each iteration, in 1/10000
}

// Validate reports contradictory or negative settings.
func (p *Params) Validate() error {
	switch {
	case p.Workers < 0 || p.MaxIterations < 0 || p.TimeLimit < 0:
		return fmt.Errorf("workers %d, iterations %d and time limit %v must not be negative", p.Workers, p.MaxIterations, p.TimeLimit)
	case p.TimeLimit > 0 && p.Now == nil:
		return errors.New("a time limit needs a clock: set Now")
	case p.Replay != nil && (p.TimeLimit > 0 || p.MaxIterations > 0):
		return errors.New("a replay sets its own length: leave TimeLimit and MaxIterations 0")
	}
	return nil
}
