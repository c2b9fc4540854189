package optimize

import (
	"context"
	"encoding/json"
	"math"
	"slices"
)

// Estimate says what a run will work on and how long it will take.
type Estimate struct {
	Units       int     `json:"units"`
	Territories int     `json:"territories"`
	Added       int     `json:"added" doc:"Territories the run will add."`
	Retired     int     `json:"retired" doc:"Territories the run will give up."`
	Seconds     float64 `json:"seconds" doc:"Expected time of the engine."`
	// EarlierRuns tells how far to trust Seconds.
	EarlierRuns int              `json:"earlierRuns" doc:"Runs on this alignment the time is taken from; 0 uses a figure measured on two cores."`
	Measures    []EstimateAmount `json:"measures" nullable:"false"`
}

// EstimateAmount is what there is of a measure and what each territory gets of
// it on average.
type EstimateAmount struct {
	Measure      string  `json:"measure" doc:"Column name; empty counts units."`
	Total        float64 `json:"total"`
	PerTerritory float64 `json:"perTerritory"`
}

// secondsPerStep is the time of the engine ÷ (units × log2 (territories + 1)),
// measured with 250,000 units and 250 territories on two cores: 5 s.
const secondsPerStep = 5.0 / (250_000 * 8)

// leastSeconds is what every run takes.
const leastSeconds = 0.05

// EstimateRun says what a request will work on; a request that cannot start is
// an error, as in Check.
func EstimateRun(ctx context.Context, d Deps, spec Spec) (*Estimate, error) {
	p, err := prepare(ctx, d, &spec)
	if err != nil {
		return nil, err
	}
	e := &Estimate{Units: len(p.units), Territories: p.areas, Added: p.areas - len(p.kept), Retired: len(p.retired)}
	for m, name := range p.columns.Names {
		total := p.instance.Total(m)
		e.Measures = append(e.Measures, EstimateAmount{Measure: name, Total: total, PerTerritory: total / float64(p.areas)})
	}
	rate, runs, err := d.rate(ctx, spec.AlignmentID)
	if err != nil {
		return nil, err
	}
	e.Seconds, e.EarlierRuns = leastSeconds+rate*steps(e.Units, e.Territories), runs
	if limit := p.request.TimeLimitSeconds; limit > 0 {
		e.Seconds = min(e.Seconds, limit)
	}
	return e, nil
}

func steps(units, territories int) float64 {
	return float64(units) * math.Log2(float64(territories)+1)
}

// rate is the median time per step of the alignment's runs that ended by
// themselves.
func (d Deps) rate(ctx context.Context, alignmentID string) (perStep float64, runs int, err error) {
	drafts, err := d.Alignments.Drafts(ctx, alignmentID)
	if err != nil {
		return 0, 0, err
	}
	var rates []float64
	for _, draft := range drafts[:min(len(drafts), 20)] {
		var r Report
		if json.Unmarshal(draft.Report, &r) == nil && r.Stop == "done" && r.Units > 0 && r.Territories > 0 {
			rates = append(rates, r.Seconds/steps(r.Units, r.Territories))
		}
	}
	if len(rates) == 0 {
		return secondsPerStep, 0, nil
	}
	slices.Sort(rates)
	return rates[len(rates)/2], len(rates), nil
}
