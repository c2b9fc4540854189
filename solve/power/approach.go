package power

import (
	"context"
	"math"
)

// lost is the deviation beyond which Newton's method is taken to have lost its
// way: some area is empty or holds a multiple of what it should.
const lost = 0.6

// Reach does what Maximise does, and where that ends far from balance it
// starts over by Approach. The areas then have to be far out of balance at
// first, as when centres come from an unbalanced plan.
func (s *Solver) Reach(ctx context.Context, tau, tol float64, most int, moments bool) float64 {
	kept := s.State.Clone()
	worst := s.Maximise(ctx, tau, tol, most, moments)
	if worst <= lost || ctx.Err() != nil || s.Mod.M == 0 {
		return worst
	}
	failed := s.State.Clone()
	s.State = kept
	s.approach(ctx, tau)
	again := s.Maximise(ctx, tau, tol, most, moments)
	if again > worst && ctx.Err() == nil {
		s.State = failed
		return s.Maximise(ctx, tau, tol, 0, moments)
	}
	return again
}

// How the way to the limits is cut into stages.
const (
	firstStage = 0.25
	leastStage = 0.01
	stageSteps = 8
	stageTol   = 0.15
)

// approach follows the path from the amounts that areas hold without any
// prices to their limits (a homotopy): at every stage the goal lies a little
// further along, and Newton's method starts close enough to get there. On the
// way no area is ever asked to hold less than the smaller of its two ends, so
// none vanishes. Stages that fail are halved.
func (s *Solver) approach(ctx context.Context, tau float64) {
	clear(s.Prices)
	s.damp = 1
	s.Maximise(ctx, tau, math.Inf(1), 0, false)
	start := append([]float64(nil), s.cur.Sum...)
	kept := append([]float64(nil), s.Prices...)
	defer func() { s.goal = nil }()
	s.goal = make([]float64, len(start))
	for at, stage := 0.0, firstStage; at < 1 && stage >= leastStage && ctx.Err() == nil; {
		to := math.Min(1, at+stage)
		s.setGoal(start, to)
		if worst := s.Maximise(ctx, tau, stageTol, stageSteps, false); worst > 2*stageTol {
			copy(s.Prices, kept)
			stage /= 2
			continue
		}
		copy(kept, s.Prices)
		at, stage = to, 1.6*stage
	}
	copy(s.Prices, kept)
}

// leastStart is the smallest amount taken as the start of the path, as a share
// of the goal.
const leastStart = 1e-3

// setGoal puts the goal at share t of the way, in ratios, and scales it to the
// total of every measure.
func (s *Solver) setGoal(start []float64, t float64) {
	k := s.Mod.K
	for m := range s.Mod.M {
		total, sum := 0.0, 0.0
		for j := range k {
			at := m*k + j
			end := s.Mod.Desired(m, j)
			from := math.Max(start[at], leastStart*end)
			s.goal[at] = from
			if from > 0 && end > 0 {
				s.goal[at] = math.Exp((1-t)*math.Log(from) + t*math.Log(end))
			}
			total += start[at]
			sum += s.goal[at]
		}
		if sum > 0 {
			for j := range k {
				s.goal[m*k+j] *= total / sum
			}
		}
	}
}
