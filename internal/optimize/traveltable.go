package optimize

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// TravelReport says what a plan by travel times rests on.
type TravelReport struct {
	Service    string  `json:"service" doc:"Host and way of travelling."`
	Places     int     `json:"places" doc:"Different places whose times were asked for."`
	GroupedKm  float64 `json:"groupedKm" doc:"Units within about so many km of each other share a place; 0: every position by itself."`
	Candidates int     `json:"candidates" doc:"Nearest centres looked at for each place."`
	Pairs      int     `json:"pairs" doc:"Pairs of centre and place the plan rests on."`
	FromCache  int     `json:"fromCache" doc:"Those that were known from before."`
	FellBack   int     `json:"fellBack" doc:"Those the service did not answer: great circle × detour ÷ speed instead."`
	NoWay      int     `json:"noWay" doc:"Those without a way; such a centre is out of reach, unless it is the only one, where the estimate counts."`
	Problem    string  `json:"problem,omitempty" doc:"Why pairs fell back."`
	// The figures of the plan.
	MeanMinutes    float64 `json:"meanMinutes" doc:"Mean time from the centre, by weight."`
	LongestMinutes float64 `json:"longestMinutes"`
}

// Bounds of the work on travel times.
const (
	// mostTravelPairs is about how many pairs a run asks for; units share places
	// beyond it.
	mostTravelPairs = 300_000
	// fewestCandidates is how many of the nearest centres are looked at at least.
	fewestCandidates = 8
	// failedTables is how many tables in a row may fail before nobody asks on.
	failedTables = 3
)

// travelTable finds times from centres to places: kept ones, then those of the
// service, then estimates.
type travelTable struct {
	service  TravelService
	cache    TravelCache
	profile  string
	detour   float64
	progress territory.ProgressFunc

	places  []geom.Point
	packed  []int64
	order   []int32 // places along a curve, so that blocks lie together
	known   map[int64]map[int64]float64
	tried   map[[2]int64]bool // pairs that fell back in this run
	failed  int
	report  TravelReport
	fetched map[[2]int64]bool
}

func (t *travelTable) name() string { return t.service.Name(t.profile) }

// estimate is the time of a pair nobody answered.
func (t *travelTable) estimate(centre, place geom.Point) float64 {
	return float64(geom.Distance(centre, place)) * t.detour / t.service.Speed(t.profile)
}

// candidates returns for every place the nearest centres, ascending by index.
func (t *travelTable) candidates(centres []geom.Point, count int) [][]int32 {
	out := make([][]int32, len(t.places))
	type near struct {
		at int32
		d  geom.Meters
	}
	list := make([]near, len(centres))
	for p, place := range t.places {
		for j, c := range centres {
			list[j] = near{int32(j), geom.Distance(place, c)}
		}
		if count < len(centres) {
			slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.at, b.at)) })
		}
		for _, n := range list[:min(count, len(list))] {
			out[p] = append(out[p], n.at)
		}
		slices.Sort(out[p])
	}
	return out
}

// load makes sure that every wanted pair of place and centre is known or has
// been given up.
func (t *travelTable) load(ctx context.Context, centres []geom.Point, wanted [][]int32) error {
	keys := make([]int64, len(centres))
	for j, c := range centres {
		keys[j] = packPosition(c)
		if t.known[keys[j]] != nil {
			continue
		}
		kept, err := t.cache.TravelTimes(ctx, t.name(), keys[j])
		if err != nil {
			return err
		}
		t.known[keys[j]] = kept
	}
	block := max(1, t.service.Places()*2/3)
	for from := 0; from < len(t.order); from += block {
		t.tell(from)
		if err := t.loadBlock(ctx, keys, wanted, t.order[from:min(len(t.order), from+block)]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (t *travelTable) tell(done int) {
	if t.progress != nil {
		t.progress(territory.Progress{Phase: "travel times", Done: int64(done), Total: int64(len(t.order))}.
			Saying(sentence.TravelTimesOf.With(sentence.Params{"done": done, "total": len(t.order)})))
	}
}

// loadBlock asks for the pairs of places that lie together which are not known.
func (t *travelTable) loadBlock(ctx context.Context, keys []int64, wanted [][]int32, block []int32) error {
	var places []int32
	used := map[int32]bool{}
	for _, p := range block {
		missing := false
		for _, j := range wanted[p] {
			if _, ok := t.known[keys[j]][t.packed[p]]; !ok && !t.tried[[2]int64{keys[j], t.packed[p]}] {
				missing, used[j] = true, true
			}
		}
		if missing {
			places = append(places, p)
		}
	}
	if len(places) == 0 {
		return nil
	}
	var centres []int32
	for j := range used {
		centres = append(centres, j)
	}
	slices.Sort(centres)
	if t.failed < failedTables {
		from, to := make([]geom.Point, len(centres)), make([]geom.Point, len(places))
		for k, j := range centres {
			from[k] = unpackPosition(keys[j])
		}
		for k, p := range places {
			to[k] = unpackPosition(t.packed[p])
		}
		seconds, err := t.service.Table(ctx, t.profile, from, to)
		if err == nil {
			t.failed = 0
			return t.keep(ctx, keys, centres, places, seconds)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if territory.CodeOf(err) == territory.Invalid {
			return err
		}
		t.failed++
		t.report.Problem = fmt.Sprintf("The travel-time service %s did not answer: %v.", t.name(), err)
	}
	for _, p := range places {
		for _, j := range centres {
			t.tried[[2]int64{keys[j], t.packed[p]}] = true
		}
	}
	return nil
}

// keep takes the answer of a table in and keeps it for later runs.
func (t *travelTable) keep(ctx context.Context, keys []int64, centres, places []int32, seconds []float64) error {
	times := make([]KeptTime, 0, len(seconds))
	for r, j := range centres {
		for k, p := range places {
			v := seconds[r*len(places)+k]
			if math.IsNaN(v) {
				v = NoWay
			}
			t.known[keys[j]][t.packed[p]] = v
			t.fetched[[2]int64{keys[j], t.packed[p]}] = true
			times = append(times, KeptTime{Centre: keys[j], Place: t.packed[p], Seconds: v})
		}
	}
	return t.cache.PutTravelTimes(ctx, t.name(), times)
}

// time returns the seconds of a pair and how they came about.
func (t *travelTable) time(centre geom.Point, place int32) (seconds float64, noWay, fellBack bool) {
	v, ok := t.known[packPosition(centre)][t.packed[place]]
	switch {
	case !ok:
		return t.estimate(centre, t.places[place]), false, true
	case v < 0:
		return t.estimate(centre, t.places[place]), true, false
	}
	return v, false, false
}
