package optimize

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
)

// OverlayJobKind is the kind of jobs whose parameters are an OverlaySpec.
const OverlayJobKind = "overlay"

// OverlaySpec asks for a plan of one tree in which its territories meet as few
// territories of another tree as they can.
type OverlaySpec struct {
	Spec
	// PartnerID is the alignment of the other tree, at a version.
	PartnerID      string `json:"partnerId"`
	PartnerVersion int64  `json:"partnerVersion"`
	// TravelMore is how much longer travel may get than in a plan made without
	// regard to the other tree, as a fraction.
	TravelMore float64 `json:"travelMore"`
}

// OverlayReport says how many pairs of territories of two trees meet.
type OverlayReport struct {
	PartnerID   string  `json:"partnerId"`
	PartnerName string  `json:"partnerName"`
	PairsBefore int     `json:"pairsBefore" doc:"Pairs in the present plan."`
	PairsAlone  int     `json:"pairsAlone" doc:"Pairs when the tree is optimised without regard to the other."`
	PairsAfter  int     `json:"pairsAfter"`
	TravelAlone float64 `json:"travelAloneKm" doc:"Mean travel when the tree is optimised without regard to the other."`
	TravelAfter float64 `json:"travelAfterKm" doc:"Mean travel to the same centres in this plan."`
}

// pulls are the prices, as multiples of the mean travel, that draw a unit to
// the territory that most of its partner's units are in. 0 is the plan without
// regard to the partner.
var pulls = []float64{0, 0.5, 2, 8}

// CheckOverlay reports whether an optimisation against another tree can start.
func CheckOverlay(ctx context.Context, d Deps, spec OverlaySpec) error {
	_, _, err := prepareOverlay(ctx, d, &spec)
	return err
}

func prepareOverlay(ctx context.Context, d Deps, spec *OverlaySpec) (*problem, *alignment.State, error) {
	if math.IsNaN(spec.TravelMore) || spec.TravelMore < 0 {
		return nil, nil, invalid("travelMore", "travel may get longer by a fraction of 0 or more, such as 0.2 for 20 %%.")
	}
	p, err := prepare(ctx, d, &spec.Spec)
	if err != nil {
		return nil, nil, err
	}
	partner, err := d.Alignments.State(ctx, spec.PartnerID, spec.PartnerVersion)
	if err != nil {
		return nil, nil, err
	}
	if err := p.distancesOnly("A plan against another tree"); err != nil {
		return nil, nil, err
	}
	return p, partner, alignment.SameSnapshot(p.state, partner)
}

// RunOverlay solves the tree several times, each time drawing units harder to
// where the other tree's territories already are, moves whole cells of units to
// save further pairs, and stores the plan with the fewest pairs whose limits
// and travel hold by the checker's account as a draft. Like Run it may be run
// again.
func RunOverlay(ctx context.Context, d Deps, jobID string, spec OverlaySpec, progress territory.ProgressFunc) (*Outcome, error) {
	done, err := finished(ctx, d, spec.Spec)
	if done != nil || err != nil {
		return done, err
	}
	p, partner, err := prepareOverlay(ctx, d, &spec)
	if err != nil {
		return nil, err
	}
	o := &overlayRun{problem: p, partner: partner.Assigned, more: spec.TravelMore}
	report := &OverlayReport{PartnerID: partner.Alignment.ID, PartnerName: partner.Alignment.Name, PairsBefore: pairsOf(p.state.Assigned, partner.Assigned)}
	for i, pull := range pulls {
		if i > 0 && ctx.Err() != nil {
			break
		}
		share := func(g territory.Progress) {
			g.Done, g.Total = (int64(i)*1000+g.Done)/int64(len(pulls)), 1000
			progress(g)
		}
		if progress == nil {
			share = nil
		}
		par := params(d, p.request)
		par.Progress = p.follow(d, jobID, share)
		if err := o.try(ctx, par, pull); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil && d.Stopping(ctx) {
		return nil, ctx.Err()
	}
	report.PairsAlone, report.TravelAlone = o.alonePairs, o.aloneTravel/1000
	report.PairsAfter, report.TravelAfter = o.pairs, o.best.MeanDistance/1000
	p.overlay = report
	return p.store(context.WithoutCancel(ctx), d, jobID, spec.Spec, o.best)
}

// overlayRun keeps the best plan while it tries pulls.
type overlayRun struct {
	*problem
	partner []alignment.AreaNumber
	more    float64
	best    *solve.Result
	pairs   int
	// The plan without regard to the partner.
	alonePairs  int
	aloneTravel float64 // metres
	broken      int
}

// try solves with one pull, improves, and keeps the plan when it is better.
func (o *overlayRun) try(ctx context.Context, par solve.Params, pull float64) error {
	in := *o.instance
	if pull > 0 {
		in.Present, in.Disruption.PerUnit = o.drawn(o.best.Assignment), max(pull*o.typical(), 1)
	}
	result, err := solve.Solve(ctx, &in, par)
	if err != nil {
		return territory.Say(territory.Invalid, sentence.StartEngine.With(sentence.Params{"cause": fmt.Sprint(errors.Unwrap(err))}))
	}
	if !result.Checked {
		return errNotChecked
	}
	if pull == 0 {
		o.best, o.pairs, o.broken = result, o.meets(result.Assignment), len(result.Violations)
		o.alonePairs, o.aloneTravel = o.pairs, result.MeanDistance
	}
	return o.keep(result)
}

// keep improves a plan and takes it when the checker says that it breaks no
// more limits, travels no further than allowed and has fewer pairs.
func (o *overlayRun) keep(result *solve.Result) error {
	improved := o.savePairs(result.Assignment, result.Centres)
	report, err := check.Plan(o.instance, improved, result.Centres)
	if err != nil {
		return err
	}
	pairs := o.meets(improved)
	if len(report.Violations) > o.broken || report.MeanDistance > o.aloneTravel*(1+o.more)+1e-6 || pairs >= o.pairs {
		return nil
	}
	better := *result
	better.Assignment, better.Report = improved, *report
	// The bound was proven for a plan of another price.
	better.Certificate = solve.Certificate{}
	o.best, o.pairs = &better, pairs
	return nil
}

// typical is the mean travel of the plan without regard to the partner, in the
// units of the engine's objective.
func (o *overlayRun) typical() float64 {
	if o.instance.Metric.Squared() {
		return o.aloneTravel * o.aloneTravel
	}
	return o.aloneTravel
}

// drawn returns, per engine unit, the territory that holds most units of the
// unit's partner in a plan.
func (o *overlayRun) drawn(plan []int32) []int32 {
	held := make(map[alignment.AreaNumber]map[int32]int)
	for u, j := range plan {
		for _, i := range o.members(u) {
			b := o.partner[i]
			if b == alignment.Unassigned || j < 0 {
				continue
			}
			if held[b] == nil {
				held[b] = make(map[int32]int)
			}
			held[b][j]++
		}
	}
	most := make(map[alignment.AreaNumber]int32, len(held))
	for b, areas := range held {
		best := int32(-1)
		for j, n := range areas {
			if best < 0 || n > areas[best] || n == areas[best] && j < best {
				best = j
			}
		}
		most[b] = best
	}
	present := make([]int32, len(plan))
	for u := range present {
		present[u] = -1
		if j, ok := most[o.partner[o.members(u)[0]]]; ok {
			present[u] = j
		}
	}
	return present
}

// meets counts the pairs of a plan, with the units that are out of focus as
// they are.
func (o *overlayRun) meets(plan []int32) int {
	return pairsOf(o.assigned(plan, o.areaNumbers(&alignment.ChangeSet{})), o.partner)
}

func pairsOf(first, second []alignment.AreaNumber) int {
	type pair struct{ a, b alignment.AreaNumber }
	met := make(map[pair]bool)
	for i, a := range first {
		if b := second[i]; a != alignment.Unassigned && b != alignment.Unassigned {
			met[pair{a, b}] = true
		}
	}
	return len(met)
}
