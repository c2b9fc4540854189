package optimize

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
)

// ParetoSpec is the parameters of a Pareto set.
type ParetoSpec struct {
	Spec
	ExplorationID string `json:"explorationId"`
}

// The tolerances tried, as multiples of the one asked for; more of them where
// no unit can move, so that balance and travel alone still give a choice.
var (
	paretoWidths = []float64{0.25, 0.5, 1, 2, 4, 9}
	paretoFine   = []float64{0.2, 0.3, 0.4, 0.55, 0.75, 1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.5, 8, 10, 13, 16, 20, 26}
)

// leastTolerance stands in for a tolerance of 0, which has no multiples.
const leastTolerance = 0.005

// RunPareto finds plans none of which beats another in balance, travel and
// disruption at once, and stores them. Like Run it may be repeated after a
// crash and keeps what it has when cancelled.
func RunPareto(ctx context.Context, d Deps, jobID string, spec ParetoSpec, progress territory.ProgressFunc) (*ExplorationOutcome, error) {
	if done, err := explored(ctx, d, spec.ExplorationID); done != nil || err != nil {
		return done, err
	}
	p, err := prepareExploration(ctx, d, &spec.Spec)
	if err != nil {
		return nil, err
	}
	widths, prices := paretoWidths, p.paretoPrices()
	if len(prices) == 1 {
		widths = paretoFine
	}
	start := d.Now()
	par := params(d, p.request)
	par.Progress = many(1+len(widths)*len(prices), sentence.PlanOf, progress)
	found, err := solve.Pareto(ctx, p.instance, solve.ParetoParams{Widths: widths, Prices: prices}, par)
	if err != nil {
		return nil, territory.Say(territory.Invalid, sentence.StartEngine.With(sentence.Params{"cause": fmt.Sprint(errors.Unwrap(err))}))
	}
	stopped := ctx.Err() != nil
	if stopped && (d.Stopping(ctx) || len(found) == 0) {
		return nil, context.Cause(ctx)
	}
	ctx = context.WithoutCancel(ctx)
	e := p.exploration(d, jobID, spec.Spec, spec.ExplorationID, ParetoJobKind)
	e.Stopped, e.Seconds = stopped, d.Now().Sub(start).Seconds()
	kept := slices.DeleteFunc(found, func(f solve.ParetoPlan) bool { return !p.keepsBounds(f.Result) })
	e.LeftOut = len(found) - len(kept)
	if len(kept) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.ProblemNoPlan.With(nil))
	}
	plans, err := p.explain(kept, d.Workers)
	if err != nil {
		return nil, err
	}
	if err := storePlans(ctx, d, &e, p, plans); err != nil {
		return nil, err
	}
	return &ExplorationOutcome{ExplorationID: e.ID, Plans: len(e.Plans)}, d.Explorations.AddExploration(ctx, e)
}

func explored(ctx context.Context, d Deps, id string) (*ExplorationOutcome, error) {
	e, err := d.Explorations.Exploration(ctx, id)
	switch {
	case territory.CodeOf(err) == territory.NotFound:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &ExplorationOutcome{ExplorationID: e.ID, Plans: len(e.Plans) + len(e.Points)}, nil
}

// prepareExploration is prepare with tolerances that have multiples.
func prepareExploration(ctx context.Context, d Deps, spec *Spec) (*problem, error) {
	spec.Request.Measures = slices.Clone(spec.Request.Measures)
	if len(spec.Request.Measures) == 0 {
		spec.Request.Measures = []MeasureGoal{{Tolerance: 0.05}}
	}
	for m := range spec.Request.Measures {
		goal := &spec.Request.Measures[m]
		if goal.Tolerance >= 0 {
			goal.Tolerance = max(goal.Tolerance, leastTolerance)
		}
	}
	p, err := prepare(ctx, d, spec)
	if err != nil {
		return nil, err
	}
	return p, p.distancesOnly("A Pareto set")
}

// paretoPrices are prices of a move in engine units: none, and multiples of the
// present mean travel where units have a territory to be moved out of.
func (p *problem) paretoPrices() []float64 {
	if !slices.ContainsFunc(p.instance.Present, func(j int32) bool { return j >= 0 }) {
		return []float64{0}
	}
	present := figures.Compute(p.kept, p.state.Assigned, &figures.Units{Lon: p.columns.Lon, Lat: p.columns.Lat})
	typical := max(present.TravelKm*1000, 1)
	if p.instance.Metric.Squared() {
		typical *= typical
	}
	return []float64{0, 0.3 * typical, typical, 2 * typical, 4 * typical}
}

// keepsBounds says whether the absolute bounds of goals and areas hold, which
// a wider tolerance may have moved.
func (p *problem) keepsBounds(r *solve.Result) bool {
	for m, goal := range p.request.Measures {
		for j, sum := range r.Sums[m] {
			low, high := 0.0, math.Inf(1)
			narrow(&low, &high, goal.Min, goal.Max)
			if j < len(p.kept) {
				own := p.kept[j].Targets[goal.Column]
				narrow(&low, &high, own.Min, own.Max)
			}
			if slack := 1e-9 * math.Abs(sum); sum < low-slack || sum > high+slack {
				return false
			}
		}
	}
	return true
}

func narrow(low, high *float64, least, most *float64) {
	if least != nil {
		*low = max(*low, *least)
	}
	if most != nil {
		*high = min(*high, *most)
	}
}

// foundPlan is a plan with everything that is stored about it.
type foundPlan struct {
	figures  ExploredPlan
	detail   planDetail
	assigned []int32
}

// explain computes figures and reports, several plans at a time.
func (p *problem) explain(found []solve.ParetoPlan, workers int) ([]foundPlan, error) {
	plans := make([]foundPlan, len(found))
	p.before() // once, not in every goroutine
	next := make(chan int)
	var group sync.WaitGroup
	for range max(1, workers) {
		group.Go(func() {
			for i := range next {
				plans[i] = p.describe(i, found[i])
			}
		})
	}
	unchecked := false
	for i := range found {
		unchecked = unchecked || !found[i].Result.Checked
		next <- i
	}
	close(next)
	group.Wait()
	if unchecked {
		return nil, errNotChecked
	}
	return plans, nil
}

func (p *problem) describe(i int, found solve.ParetoPlan) foundPlan {
	q := *p // change names new areas in its own copy
	q.request = p.requestOf(found)
	change, after, territories := q.change(found.Result.Assignment, sentence.Sentence{})
	report := q.report(found.Result, after, territories)
	out := foundPlan{detail: planDetail{Request: q.request, Report: report, Removed: q.retired}, assigned: make([]int32, len(after))}
	for _, op := range change.Ops {
		if op.AddArea != nil {
			out.detail.Added = append(out.detail.Added, op.AddArea)
		}
	}
	for unit, number := range after {
		out.assigned[unit] = int32(number)
	}
	out.figures = ExploredPlan{
		PlanFigures: planFigures(report.After), Plan: i, Tolerance: q.request.Measures[0].Tolerance, PriceKm: *q.request.DisruptionKm,
		Territories: report.Territories, Violations: len(report.Violations), Certificate: report.Certificate, Checked: report.Checked,
	}
	return out
}

// requestOf is the request that asks for one plan of the set alone.
func (p *problem) requestOf(found solve.ParetoPlan) Request {
	r := p.request
	r.Measures = slices.Clone(r.Measures)
	for m := range r.Measures {
		r.Measures[m].Tolerance *= found.Width
	}
	price := p.price + found.Price
	if p.instance.Metric.Squared() {
		price = math.Sqrt(price)
	}
	price /= 1000
	r.DisruptionKm, r.Continuity = &price, 0
	return r
}

func planFigures(f figures.Figures) PlanFigures {
	out := PlanFigures{TravelKm: f.TravelKm, MovedUnits: f.MovedUnits, MovedShare: f.MovedShare, Compactness: f.Compactness}
	for _, b := range f.Balance {
		out.Balance = max(out.Balance, b.Largest, -b.Smallest)
	}
	return out
}

// many turns the progress of runs that follow each other into one: a new run
// begins when the fraction falls.
func many(runs int, word sentence.Template, progress territory.ProgressFunc) func(solve.Progress) {
	if progress == nil {
		return nil
	}
	done, last := 0, 0.0
	return func(g solve.Progress) {
		if g.Fraction < last && done < runs-1 {
			done++
		}
		last = g.Fraction
		progress(territory.Progress{
			Phase: string(g.Phase), Done: int64(1000 * (float64(done) + g.Fraction) / float64(runs)), Total: 1000,
		}.Saying(word.With(sentence.Params{"at": done + 1, "of": runs})))
	}
}
