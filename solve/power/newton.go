package power

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Solver finds prices for a Dual. Centres and prices live in State; callers
// may change both between calls.
type Solver struct {
	*Dual
	State
	// Shrink narrows the hard limits of measure m by this amount on either
	// side while prices are sought, which leaves room for rounding.
	Shrink []float64
	// Steps counts evaluations of the dual so far.
	Steps int

	mid, half []float64 // middle and half width of the limits [m*K+j]
	goal      []float64 // amounts to reach instead of the limits; nil: the limits
	reg       []float64 // curvature of the price of leaving the limits
	pull      []float64 // Σ a²/W ÷ K per measure, for the damping
	unitPrice []float64 // Σ W ÷ Σ a per measure: price of one unit of distance
	damp      float64
	last      float64   // value at the last state
	listed    float64   // scale of a listed model, once known
	scale     []float64 // local spacing by node of the tree
	cur, next Eval
	sys       system
	grad      []float64
	diag      []float64
	step      []float64
	trial     State
}

// elastic is the relative excess over a hard limit that a price of one
// distance between centres buys. It keeps the dual bounded when limits
// contradict each other, and the plan then violates them least in the sense of
// squares.
const elastic = 2e-5

// NewSolver starts with prices of zero at the given centres.
func NewSolver(d *Dual, centres []measure.Vec) *Solver {
	k, m := d.Mod.K, d.Mod.M
	s := &Solver{Dual: d, State: State{make([]float64, k*m), append([]measure.Vec(nil), centres...)}, damp: 1}
	s.Shrink = make([]float64, m)
	s.pull, s.unitPrice = make([]float64, m), make([]float64, m)
	weight := 0.0
	for _, w := range d.Mod.W {
		weight += w
	}
	for l, a := range d.Mod.A {
		total := 0.0
		for i, v := range a {
			s.pull[l] += v * v / d.Mod.W[i]
			total += v
		}
		s.pull[l] /= float64(k)
		if total > 0 {
			s.unitPrice[l] = weight / total
		}
	}
	s.mid, s.half, s.reg = make([]float64, k*m), make([]float64, k*m), make([]float64, k*m)
	s.grad, s.diag, s.step = make([]float64, k*m), make([]float64, k*m), make([]float64, k*m)
	return s
}

// Spacing returns the model distance (squared for squared geometries) from
// every centre to the nearest other one, and their mean. Coinciding centres
// get a share of the mean.
func (s *Solver) Spacing() (each []float64, mean float64) {
	if s.Mod.Listed != nil {
		return s.listedSpacing()
	}
	each = nearestCentre(s.Centres)
	for j := range each {
		each[j] = s.Mod.Geo.Of(each[j])
		mean += each[j]
	}
	mean /= float64(len(each))
	if mean <= 0 {
		mean = 1
	}
	for j := range each {
		each[j] = max(each[j], mean*1e-3)
	}
	return each, mean
}

// nearestCentre returns the squared distance to the nearest other centre,
// scanning outwards in the order of X.
func nearestCentre(c []measure.Vec) []float64 {
	order := sortedByX(c)
	out := make([]float64, len(c))
	for at, j := range order {
		best := math.Inf(1)
		for _, dir := range [2]int{-1, 1} {
			for q := at + dir; q >= 0 && q < len(order); q += dir {
				dx := c[order[q]].X - c[j].X
				if dx*dx >= best {
					break
				}
				best = min(best, c[j].Sq(c[order[q]]))
			}
		}
		if math.IsInf(best, 1) {
			best = 0
		}
		out[j] = best
	}
	return out
}

// bounds refreshes limits and regularisation for the present scale of prices.
func (s *Solver) bounds(mean float64) {
	k := s.Mod.K
	for m := range s.Mod.A {
		for j := 0; j < k; j++ {
			at := m*k + j
			lo, hi := s.Mod.Min[m][j], s.Mod.Max[m][j]
			s.mid[at], s.half[at] = (lo+hi)/2, (hi-lo)/2
			if s.goal != nil {
				s.mid[at], s.half[at] = s.goal[at], 0
			}
			if soft := s.Mod.Soft[m]; soft > 0 {
				t := s.Mod.Target[m][j]
				if t <= 0 {
					t = 1
				}
				s.reg[at] = t * t / (2 * soft)
				continue
			}
			s.half[at] = max(0, s.half[at]-min(s.Shrink[m], 0.7*s.half[at]))
			s.reg[at] = elastic * max(s.mid[at], 1e-9*hi+1e-300) / (s.unitPrice[m]*mean + 1e-300)
		}
	}
}

// Maximise raises the dual at temperature tau (a share of the local spacing)
// until no area is further from its limits than tol (a share of the middle of
// the limits), or after most accepted steps. It returns the largest such
// deviation.
func (s *Solver) Maximise(ctx context.Context, tau, tol float64, most int, moments bool) float64 {
	each, mean := s.Spacing()
	s.bounds(mean)
	s.localise(each)
	sm := smoothing{tau: tau, scale: s.scale, hess: s.Mod.M > 0, moments: moments}
	worst := s.evaluate(ctx, &s.State, sm, each, &s.cur)
	value := s.value(&s.cur, s.Prices, each, tau)
	s.damp = min(max(s.damp, dampStart), dampHigh)
	for step := 0; step < most && worst > tol && ctx.Err() == nil; step++ {
		slope, gain := s.newton(each, tau)
		noise := 1e-13 * math.Abs(value)
		moved, length := false, 1.0
		for try := 0; try < 6 && !moved && gain > noise; try++ {
			s.trial.Centres = s.Centres
			s.trial.Prices = append(s.trial.Prices[:0], s.Prices...)
			for i, x := range s.step {
				s.trial.Prices[i] += length * x
			}
			off := s.evaluate(ctx, &s.trial, sm, each, &s.next)
			if ctx.Err() != nil {
				break
			}
			next := s.value(&s.next, s.trial.Prices, each, tau)
			rise := next - value
			s.adapt(rise, gain*length)
			if rise > 0.02*gain*length || rise >= -noise && off < worst {
				moved = true
				s.Prices, s.trial.Prices = s.trial.Prices, s.Prices
				s.cur, s.next = s.next, s.cur
				value, worst = next, off
				break
			}
			// The parabola through the value, the slope and the trial.
			length *= min(max(0.5*slope*length/(slope*length-rise), 0.08), 0.5)
		}
		if !moved {
			break
		}
	}
	s.gradient(&s.cur, s.Prices, each, tau)
	s.last = value
	return worst
}

// The range of the damping and its least value at first. It must be able to
// fall far: where a gap in the data parts some areas from the others, the
// Hessian says nothing about what they hold together, and damping alone limits
// the step.
const (
	dampLow   = 1e-10
	dampStart = 1e-3
	dampHigh  = 1e6
)

// adapt changes the damping by how well the model foretold the rise.
func (s *Solver) adapt(rise, gain float64) {
	switch {
	case rise > 0.75*gain:
		s.damp = max(s.damp/6, dampLow)
	case rise < 0.25*gain:
		s.damp = min(s.damp*4, dampHigh)
	}
}

// evaluate computes the dual at st and returns the largest deviation. For the
// current state it also leaves the gradient in s.grad.
func (s *Solver) evaluate(ctx context.Context, st *State, sm smoothing, each []float64, out *Eval) float64 {
	s.Steps++
	s.eval(ctx, st, sm, out)
	return s.gradient(out, st.Prices, each, sm.tau)
}

// eps is the width, in price, over which the kink at price 0 is rounded.
func (s *Solver) eps(i int, each []float64, tau float64) float64 {
	return 0.5*tau*s.unitPrice[i/s.Mod.K]*each[i%s.Mod.K] + 1e-300
}

// value adds the terms of the limits to the dual.
func (s *Solver) value(e *Eval, prices, each []float64, tau float64) float64 {
	v := e.Value
	for i, p := range prices {
		eps := s.eps(i, each, tau)
		v -= p*s.mid[i] + s.half[i]*math.Sqrt(p*p+eps*eps) + s.reg[i]*p*p/2
	}
	return v
}

// gradient fills s.grad and returns the largest deviation relative to the
// middle of the limits.
func (s *Solver) gradient(e *Eval, prices, each []float64, tau float64) float64 {
	worst := 0.0
	for i, p := range prices {
		eps := s.eps(i, each, tau)
		s.grad[i] = e.Sum[i] - s.mid[i] - s.half[i]*p/math.Sqrt(p*p+eps*eps) - s.reg[i]*p
		if s.mid[i] > 0 {
			worst = max(worst, math.Abs(s.grad[i])/s.mid[i])
		}
	}
	return worst
}

// newton solves for the damped step at the current state and returns the slope
// along it and the gain that the quadratic model foretells.
func (s *Solver) newton(each []float64, tau float64) (slope, gain float64) {
	k := s.Mod.K
	s.gradient(&s.cur, s.Prices, each, tau)
	for i, p := range s.Prices {
		m, j := i/k, i%k
		eps := s.eps(i, each, tau)
		r := math.Sqrt(p*p + eps*eps)
		s.diag[i] = s.half[i]*eps*eps/(r*r*r) + s.reg[i] + s.damp*s.pull[m]/each[j] + 1e-300
	}
	s.sys.setup(k, s.Mod.M, &s.cur.hess, s.diag)
	s.sys.solve(s.grad, s.step, 1e-3, 400)
	s.sys.apply(s.step, s.sys.ap)
	slope = dot(s.grad, s.step)
	return slope, slope - dot(s.step, s.sys.ap)/2
}

// Sums returns the expected amounts of the last evaluation, [m*K+j]; they
// belong to the solver.
func (s *Solver) Sums() []float64 { return s.cur.Sum }

// Moments returns the pulls on centres of the last evaluation.
func (s *Solver) Moments() []Moment { return s.cur.Moment }

// Value returns the smoothed dual at the last evaluation, the terms of the
// limits included: an estimate of the best cost with these centres.
func (s *Solver) Value() float64 { return s.last }
