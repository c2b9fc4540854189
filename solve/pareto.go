package solve

import (
	"context"
	"fmt"
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// ParetoParams says which plans a Pareto set is sought from.
type ParetoParams struct {
	// Widths multiply the width of every limit around its middle: 1 keeps the
	// limits, 0.2 asks for five times the balance, 5 for less. Nil means
	// 0.2, 0.5, 1, 2, 5.
	Widths []float64
	// Prices are prices of disruption per unit moved, in units of travel cost,
	// added to those of the instance. Nil means 0 and, where there is a present
	// plan, multiples of the mean travel cost of a unit: 0.3, 1 and 4.
	Prices []float64
}

// ParetoPlan is one plan of a Pareto set.
type ParetoPlan struct {
	// Width and Price are the parameters it was found with.
	Width, Price float64
	// Balance is the largest deviation of any area and measure from its target
	// on either side, as a fraction; Travel and Moved are the other two goals.
	Balance, Travel float64
	Moved           int
	Result          *Result
}

// Pareto returns plans none of which is better than another in balance, travel
// and disruption at once, by rising deviation. Every plan keeps the limits of
// its own width: where no plan is found that does, one of a somewhat larger
// width takes its place, and where there is none either it is left out. Only
// when in itself has no plan that keeps its limits, which the Conflicts of the
// results then say, are they returned as they are. All plans start from the
// first one, so that the set costs little more than one plan does for each.
// When ctx ends it returns the plans found so far.
func Pareto(ctx context.Context, in *instance.Instance, pp ParetoParams, p Params) ([]ParetoPlan, error) {
	first, err := Solve(ctx, in, p)
	if err != nil {
		return nil, fmt.Errorf("pareto: %w", err)
	}
	widths, prices := pp.Widths, pp.Prices
	if widths == nil {
		widths = []float64{0.2, 0.5, 1, 2, 5}
	}
	if prices == nil {
		prices = defaultPrices(in, first)
	}
	var plans []ParetoPlan
	for _, price := range prices {
		prev := first
		for _, width := range widths {
			if ctx.Err() != nil {
				break
			}
			plan, err := keeping(ctx, in, width, price, prev, p)
			if err != nil {
				return nil, fmt.Errorf("pareto: %w", err)
			}
			prev = plan.Result
			if len(prev.Violations) == 0 || len(first.Violations) > 0 {
				plans = append(plans, *plan)
			}
		}
	}
	return undominated(plans), nil
}

// widening holds the factors on a width that are tried until its limits hold.
var widening = []float64{1, 1.3, 2}

// keeping returns the plan of the first width, of those asked for and a little
// more, whose limits it keeps; the last one tried when there is none.
func keeping(ctx context.Context, in *instance.Instance, width, price float64, prev *Result, p Params) (*ParetoPlan, error) {
	var plan *ParetoPlan
	for _, more := range widening {
		variant := withWidth(in, more*width)
		variant.Disruption.PerUnit += price
		res, err := Resolve(ctx, variant, prev, nil, p)
		if err != nil {
			return nil, err
		}
		plan = &ParetoPlan{Width: more * width, Price: price, Balance: imbalance(res), Travel: res.Travel, Moved: res.MovedUnits, Result: res}
		if len(res.Violations) == 0 || ctx.Err() != nil {
			break
		}
	}
	return plan, nil
}

func defaultPrices(in *instance.Instance, first *Result) []float64 {
	if in.Present == nil {
		return []float64{0}
	}
	unit := first.Travel / float64(in.Units())
	return []float64{0, 0.3 * unit, unit, 4 * unit}
}

// withWidth returns a copy of in whose limits are wider by the factor.
func withWidth(in *instance.Instance, width float64) *instance.Instance {
	c := *in
	c.Areas = append([]instance.Area(nil), in.Areas...)
	for j := range c.Areas {
		limits := append([]instance.Limit(nil), c.Areas[j].Limits...)
		for m, l := range limits {
			if math.IsInf(l.Max, 1) {
				continue
			}
			mid, half := (l.Min+l.Max)/2, width*(l.Max-l.Min)/2
			limits[m].Min, limits[m].Max = math.Max(0, mid-half), mid+half
		}
		c.Areas[j].Limits = limits
	}
	return &c
}

func imbalance(res *Result) float64 {
	worst := 0.0
	for _, d := range res.Deviations {
		worst = math.Max(worst, math.Max(d.Max, -d.Min))
	}
	return worst
}

// undominated drops plans that another one equals or beats in every goal.
func undominated(plans []ParetoPlan) []ParetoPlan {
	var out []ParetoPlan
	for a, x := range plans {
		beaten := false
		for b, y := range plans {
			if a == b {
				continue
			}
			noWorse := y.Balance <= x.Balance && y.Travel <= x.Travel && y.Moved <= x.Moved
			better := y.Balance < x.Balance || y.Travel < x.Travel || y.Moved < x.Moved
			if noWorse && (better || b < a) {
				beaten = true
				break
			}
		}
		if !beaten {
			out = append(out, x)
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Balance < out[b].Balance })
	return out
}
