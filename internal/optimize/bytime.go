package optimize

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// A run by travel times works in rounds. Centres come from a plan by distance,
// or are those that stand. The times from the centres near each place make an
// instance with a table of its own, which the engine solves and its checker
// judges; then free centres move into the middle of what they got, and the
// round is repeated while that pays.
const timeRounds = 3

// byTime is the state of such a run.
type byTime struct {
	p      *problem
	deps   Deps
	table  *travelTable
	of     []int32 // the place of every position of the instance by distance
	widest int     // candidates per place, at most
}

// solve runs the engine the way the request asks for. The problem then holds the
// instance the result is for.
func (p *problem) solve(ctx context.Context, d Deps, par solve.Params, progress territory.ProgressFunc) (*solve.Result, error) {
	if p.request.Travel != TravelTime {
		return solve.Solve(ctx, p.instance, par)
	}
	t, err := p.newByTime(d, progress)
	if err != nil {
		return nil, err
	}
	return t.run(ctx, par)
}

func (p *problem) newByTime(d Deps, progress territory.ProgressFunc) (*byTime, error) {
	if d.Travel == nil {
		return nil, refused("travel", sentence.StartNoTravelTime.With(nil))
	}
	if !p.instance.Metric.Geographic() {
		return nil, refused("travel", sentence.StartNoPositions.With(nil))
	}
	profile := p.request.Profile
	if profile == "" {
		profile = d.Travel.Profiles()[0]
	}
	t := &byTime{p: p, deps: d, widest: max(fewestCandidates, int(4*math.Sqrt(float64(p.areas))))}
	t.table = &travelTable{service: d.Travel, cache: d.TravelCache, profile: profile, detour: p.request.detour(), progress: progress,
		known: map[int64]map[int64]float64{}, tried: map[[2]int64]bool{}, fetched: map[[2]int64]bool{}}
	in := p.instance
	var km float64
	t.of, t.table.places, km = groupPlaces(in.X, in.Y, mostTravelPairs/min(t.widest, p.areas))
	for _, place := range t.table.places {
		t.table.packed = append(t.table.packed, packPosition(place))
	}
	t.table.order = alongCurve(t.table.places)
	t.table.report = TravelReport{Service: t.table.name(), Places: len(t.table.places), GroupedKm: km}
	return t, nil
}

func (t *byTime) run(ctx context.Context, par solve.Params) (*solve.Result, error) {
	whole := par.TimeLimit
	centres, err := t.firstCentres(ctx, par)
	if err != nil {
		return nil, err
	}
	var best *solve.Result
	var bestIn *instance.Instance
	var bestReport TravelReport
	for range timeRounds {
		if whole > 0 {
			par.TimeLimit = max(time.Second, whole/timeRounds)
		}
		in, result, err := t.round(ctx, par, centres)
		if err != nil {
			if best != nil && ctx.Err() != nil {
				break // cancelled while looking for better: the plan so far stands
			}
			return nil, err
		}
		if best != nil && !better(result, best) {
			break
		}
		best, bestIn, bestReport = result, in, t.table.report
		if ctx.Err() != nil || !t.anyFree() {
			break
		}
		moved := t.recentre(result, centres)
		if slices.Equal(moved, centres) {
			break
		}
		centres = moved
	}
	t.p.instance, t.p.travel = bestIn, &bestReport
	t.measure(best)
	return best, nil
}

// better compares plans: fewer broken limits first, then less cost.
func better(a, b *solve.Result) bool {
	if len(a.Violations) != len(b.Violations) {
		return len(a.Violations) < len(b.Violations)
	}
	return a.Total < b.Total*(1-1e-6)
}

func (t *byTime) anyFree() bool {
	return slices.ContainsFunc(t.p.instance.Areas, func(a instance.Area) bool { return !a.Pinned })
}

// firstCentres are the pinned ones, or those of a plan by distance.
func (t *byTime) firstCentres(ctx context.Context, par solve.Params) ([]geom.Point, error) {
	in := t.p.instance
	centres := make([]geom.Point, len(in.Areas))
	if t.anyFree() {
		if par.TimeLimit > 0 {
			par.TimeLimit = max(time.Second, par.TimeLimit/4)
		}
		plain := *in
		plain.Areas = slices.Clone(in.Areas)
		for j := range plain.Areas {
			plain.Areas[j].MaxDistance = 0 // it is about time
		}
		result, err := solve.Solve(ctx, &plain, par)
		if err != nil {
			return nil, err
		}
		for j, c := range result.Centres {
			centres[j] = geom.Point{X: c.X, Y: c.Y}
		}
	}
	for j, a := range in.Areas {
		if a.Pinned {
			centres[j] = geom.Point{X: a.X, Y: a.Y}
		}
	}
	return centres, nil
}

// round solves with the times from the centres, with more candidates when
// limits stay broken.
func (t *byTime) round(ctx context.Context, par solve.Params, centres []geom.Point) (*instance.Instance, *solve.Result, error) {
	for count := t.widest; ; count *= 3 {
		in, err := t.instance(ctx, centres, count)
		if err != nil {
			return nil, nil, err
		}
		result, err := solve.Solve(ctx, in, par)
		if err != nil {
			return nil, nil, err
		}
		result.Centres = nil
		for _, c := range centres {
			result.Centres = append(result.Centres, check.Point{X: c.X, Y: c.Y})
		}
		if len(result.Violations) == 0 || count >= len(centres) || len(t.table.places)*count*3 > 3*mostTravelPairs || ctx.Err() != nil {
			return in, result, nil
		}
		t.widest = min(len(centres), count*3)
	}
}

// measure adds the figures of a plan to the report.
func (t *byTime) measure(result *solve.Result) {
	r := t.p.travel
	in := t.p.instance
	r.MeanMinutes = result.MeanDistance / 60
	for i, j := range result.Assignment {
		if j < 0 {
			continue
		}
		if at, found := slices.BinarySearch(in.Travel.Of(i), j); found {
			r.LongestMinutes = max(r.LongestMinutes, in.Travel.Cost[int(in.Travel.Offset[i])+at]/60)
		}
	}
}
