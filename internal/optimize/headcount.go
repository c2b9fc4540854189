package optimize

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// HeadcountSpec is the parameters of a headcount curve.
type HeadcountSpec struct {
	Spec
	ExplorationID string `json:"explorationId"`
	Counts        []int  `json:"counts"`
}

// HeadcountPoint is what one number of territories gives.
type HeadcountPoint struct {
	Territories int     `json:"territories"`
	TravelKm    float64 `json:"travelKm" doc:"Mean distance of units to their centre, in km."`
	TotalKm     float64 `json:"totalKm" doc:"Sum over units of distance times travel weight, in km."`
	Balance     float64 `json:"balance" doc:"Largest deviation of any territory and measure from its target, either side."`
	// Totals, Largest and Smallest run in parallel with the exploration's measures.
	Totals      []float64   `json:"totals" nullable:"false"`
	Largest     []float64   `json:"largest" nullable:"false" doc:"What the fullest territory holds."`
	Smallest    []float64   `json:"smallest" nullable:"false"`
	Violations  int         `json:"violations"`
	Certificate Certificate `json:"certificate"`
	Checked     bool        `json:"checked"`
}

// Points of a curve unless a request says otherwise, and the most it may have.
const (
	usualPoints = 20
	mostPoints  = 60
)

// HeadcountCounts spreads points numbers of territories evenly from low to
// high. Zeros choose: half to twice the present number, 20 points.
func HeadcountCounts(present, low, high, points int) ([]int, error) {
	if points == 0 {
		points = usualPoints
	}
	if low == 0 {
		low = max(1, present/2)
	}
	if high == 0 {
		high = max(2*present, low+points-1)
	}
	switch {
	case low < 1 || high < low:
		return nil, refused("from", sentence.StartCurve.With(sentence.Params{"low": low, "high": high}))
	case points < 2 || points > mostPoints:
		return nil, refused("points", sentence.StartCurvePoints.With(sentence.Params{"most": mostPoints, "points": points}))
	}
	var counts []int
	for i := range points {
		k := low + int(math.Round(float64(i)*float64(high-low)/float64(points-1)))
		if !slices.Contains(counts, k) {
			counts = append(counts, k)
		}
	}
	return counts, nil
}

// CheckHeadcount reports whether a curve can be computed at all.
func CheckHeadcount(ctx context.Context, d Deps, spec HeadcountSpec) error {
	for _, k := range []int{slices.Min(spec.Counts), slices.Max(spec.Counts)} {
		spec.Request.Territories = k
		if err := Check(ctx, d, spec.Spec); err != nil {
			return err
		}
	}
	return nil
}

// RunHeadcount solves the same units for several numbers of territories and
// stores the curve. Cancelling keeps the points found.
func RunHeadcount(ctx context.Context, d Deps, jobID string, spec HeadcountSpec, progress territory.ProgressFunc) (*ExplorationOutcome, error) {
	if done, err := explored(ctx, d, spec.ExplorationID); done != nil || err != nil {
		return done, err
	}
	spec.Request.Territories = slices.Max(spec.Counts)
	most, err := prepare(ctx, d, &spec.Spec)
	if err != nil {
		return nil, err
	}
	if err := most.unitsOnly("A headcount curve"); err != nil {
		return nil, err
	}
	problems := make(map[int]*problem, len(spec.Counts))
	for _, k := range spec.Counts {
		if problems[k], err = most.withTerritories(k); err != nil {
			return nil, err
		}
	}
	start := d.Now()
	par := params(d, most.request)
	par.Progress = many(len(spec.Counts), sentence.NumberOf, progress)
	found, err := solve.Headcount(ctx, spec.Counts, func(k int) *instance.Instance { return problems[k].instance }, par)
	if err != nil {
		return nil, territory.Say(territory.Invalid, sentence.StartEngine.With(sentence.Params{"cause": fmt.Sprint(errors.Unwrap(err))}))
	}
	stopped := ctx.Err() != nil
	if stopped && len(found) > 0 && found[len(found)-1].Result.Stop == solve.StopCancelled {
		found = found[:len(found)-1] // cut short, so no point of this curve
	}
	if stopped && (d.Stopping(ctx) || len(found) == 0) {
		return nil, context.Cause(ctx)
	}
	spec.Request.Territories = 0
	e := most.exploration(d, jobID, spec.Spec, spec.ExplorationID, HeadcountJobKind)
	e.Stopped, e.Seconds = stopped, d.Now().Sub(start).Seconds()
	for _, f := range found {
		if !f.Result.Checked {
			return nil, errNotChecked
		}
		e.Points = append(e.Points, problems[f.Areas].point(f))
	}
	return &ExplorationOutcome{ExplorationID: e.ID, Plans: len(e.Points)}, d.Explorations.AddExploration(context.WithoutCancel(ctx), e)
}

// withTerritories is the same problem for another number of territories. Units
// are shared, and where moves cost nothing and nothing is locked the present
// plan is left out, so that the engine prepares the units once.
func (p *problem) withTerritories(k int) (*problem, error) {
	request := p.request
	request.Territories = k
	q, err := build(request, p.state, p.columns, nil, p.families)
	if err != nil {
		return nil, fmt.Errorf("%d territories: %w", k, err)
	}
	if err := q.like(p); err != nil {
		return nil, fmt.Errorf("%d territories: %w", k, err)
	}
	in, of := q.instance, p.instance
	in.X, in.Y, in.Weight, in.Family = of.X, of.Y, of.Weight, of.Family
	for m := range in.Measures {
		in.Measures[m].Values = of.Measures[m].Values
	}
	if in.Disruption.PerUnit == 0 {
		in.Present = nil
	}
	if !slices.ContainsFunc(in.Lock, func(j int32) bool { return j >= 0 }) {
		in.Lock = nil
	}
	return q, nil
}

func (p *problem) point(f solve.HeadcountPoint) HeadcountPoint {
	r := f.Result
	point := HeadcountPoint{
		Territories: f.Areas, Violations: len(r.Violations), Certificate: p.certificate(r), Checked: r.Checked,
		Totals: []float64{}, Largest: []float64{}, Smallest: []float64{},
	}
	for _, sums := range r.Sums {
		total := 0.0
		for _, sum := range sums {
			total += sum
		}
		point.Totals = append(point.Totals, total)
		point.Largest, point.Smallest = append(point.Largest, slices.Max(sums)), append(point.Smallest, slices.Min(sums))
	}
	for _, deviation := range r.Deviations {
		point.Balance = max(point.Balance, deviation.Max, -deviation.Min)
	}
	if p.instance.Metric.Geographic() {
		weights := float64(len(p.units))
		if p.instance.Weight != nil {
			weights = 0
			for _, w := range p.instance.Weight {
				weights += w
			}
		}
		point.TravelKm = r.MeanDistance / 1000
		point.TotalKm = point.TravelKm * weights
	}
	return point
}
