package optimize

import (
	"fmt"
	"math"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Report is what a run found, for people and programs. Its figures come from
// package figures on the resulting assignment, its objective, violations and
// certificate from the engine's checker.
type Report struct {
	Units       int             `json:"units" doc:"Units the run worked on."`
	Territories int             `json:"territories" doc:"Territories the run worked on."`
	Seconds     float64         `json:"seconds" doc:"Time of the engine."`
	Iterations  int             `json:"iterations"`
	Seed        uint64          `json:"seed"`
	Stop        string          `json:"stop" doc:"Why the run ended: done, time, iterations or cancelled."`
	Checked     bool            `json:"checked" doc:"The independent checker confirmed the plan."`
	Measures    []string        `json:"measures" nullable:"false"`
	Tolerances  []float64       `json:"tolerances" nullable:"false"`
	Before      figures.Figures `json:"before"`
	After       figures.Figures `json:"after"`
	Certificate Certificate     `json:"certificate"`
	Violations  []Finding       `json:"violations" nullable:"false"`
	Conflicts   []Finding       `json:"conflicts" nullable:"false" doc:"Limits that cannot hold together."`
	Areas       []AreaReport    `json:"areas" nullable:"false"`
	Overlay     *OverlayReport  `json:"overlay,omitempty" doc:"For a plan made against another tree."`
	TravelTimes *TravelReport   `json:"travelTimes,omitempty" doc:"For a plan by travel times."`
}

// Certificate is the proof that comes with a plan.
type Certificate struct {
	Kind  string  `json:"kind" doc:"For which plans the bound holds; empty when there is none."`
	Text  string  `json:"text" doc:"The certificate as a sentence."`
	Value float64 `json:"value" doc:"Objective of the plan: travel in km (km² for squared travel, hours for travel times) plus the price of disruption."`
	Bound float64 `json:"bound" doc:"Proven lower bound on the objective."`
	Gap   float64 `json:"gap" doc:"(value − bound) ÷ value."`
	Unit  string  `json:"unit,omitempty" enum:"km,km2,hours,points" doc:"What value and bound are counted in; empty in drafts of older versions."`
}

// AreaReport is one territory before and after.
type AreaReport struct {
	Number           alignment.AreaNumber `json:"number"`
	Name             string               `json:"name"`
	New              bool                 `json:"isNew"`
	Removed          bool                 `json:"removed"`
	UnitsBefore      int                  `json:"unitsBefore"`
	UnitsAfter       int                  `json:"unitsAfter"`
	SumsBefore       []float64            `json:"sumsBefore" nullable:"false"`
	SumsAfter        []float64            `json:"sumsAfter" nullable:"false"`
	Targets          []float64            `json:"targets" nullable:"false"`
	DeviationsBefore []float64            `json:"deviationsBefore" nullable:"false"`
	DeviationsAfter  []float64            `json:"deviationsAfter" nullable:"false"`
	// Centre and Prices are those the certificate rests on; only territories
	// the run worked on have them.
	Centre *alignment.Point `json:"centre,omitempty" doc:"Centre the engine chose."`
	Prices []float64        `json:"prices,omitempty" doc:"Price of each measure, in engine units (metres of travel) per unit of measure: above 0 where the territory is held down to its maximum, below 0 where it is held up to its minimum."`
}

// situation is the plan as it stands, measured.
type situation struct {
	territories []*alignment.Area
	plan        *figures.Plan
	figures     figures.Figures
}

// before measures the present plan once.
func (p *problem) before() *situation {
	if p.was == nil {
		p.was = &situation{territories: p.state.Territories()}
		p.was.plan, p.was.figures = figures.Summarise(p.was.territories, p.state.Assigned, p.columns)
	}
	return p.was
}

func (p *problem) report(result *solve.Result, after []alignment.AreaNumber, territories []*alignment.Area) *Report {
	was := p.before()
	before, planBefore, figuresBefore := was.territories, was.plan, was.figures
	planAfter, figuresAfter := figures.Summarise(territories, after, p.columns)
	figuresAfter.Moved(p.state.Assigned, after, p.columns)
	r := &Report{
		Units: len(p.units), Territories: p.areas, Seconds: result.Seconds, Iterations: result.Iterations,
		Seed: result.Seed, Stop: string(result.Stop), Checked: result.Checked,
		Before: figuresBefore, After: figuresAfter, Certificate: p.certificate(result),
		Violations: []Finding{}, Conflicts: []Finding{}, Areas: []AreaReport{}, Overlay: p.overlay, TravelTimes: p.travel,
	}
	for _, goal := range p.request.Measures {
		r.Measures = append(r.Measures, goal.Column)
		r.Tolerances = append(r.Tolerances, goal.Tolerance)
	}
	for _, v := range result.Violations {
		r.Violations = append(r.Violations, p.violation(v, result, territories))
	}
	for _, c := range result.Conflicts {
		r.Conflicts = append(r.Conflicts, p.conflict(c, territories))
	}
	r.Areas = areaReports(before, territories, planBefore, planAfter, p.columns)
	p.certify(r, result)
	return r
}

// certify adds the centres and prices of the result to the areas.
func (p *problem) certify(r *Report, result *solve.Result) {
	at := make(map[alignment.AreaNumber]*AreaReport, len(r.Areas))
	for i := range r.Areas {
		at[r.Areas[i].Number] = &r.Areas[i]
	}
	for j, number := range p.numbers {
		a := at[number]
		if a == nil {
			continue
		}
		if j < len(result.Centres) {
			a.Centre = &alignment.Point{Lon: result.Centres[j].X, Lat: result.Centres[j].Y}
		}
		for m := range result.Prices {
			a.Prices = append(a.Prices, result.Prices[m][j])
		}
	}
}

// costUnit is what one unit shown is of the engine's cost, its key, and its name.
func (p *problem) costUnit() (scale float64, key, name string) {
	switch {
	case p.instance.Metric == instance.None:
		return 1, "points", "points"
	case p.instance.Metric == instance.Matrix:
		return 3600, "hours", "hours of travel"
	case p.instance.Metric.Squared():
		return 1e6, "km2", "km²"
	}
	return 1000, "km", "km"
}

func (p *problem) certificate(result *solve.Result) Certificate {
	scale, key, unit := p.costUnit()
	c := result.Certificate
	out := Certificate{Kind: string(c.Kind), Value: c.Value / scale, Bound: c.Bound / scale, Gap: c.Gap, Unit: key}
	switch {
	case c.Kind == "":
		out.Text = "No lower bound was computed for this plan."
	case c.Value <= 0:
		out.Text = "The plan costs nothing, so no plan can be cheaper."
	default:
		out.Text = fmt.Sprintf("Proven: no plan that keeps these limits %s can cost less than %s %s; this plan costs %s %s, at most %.2f %% more.",
			c.Kind, grouped(out.Bound), unit, grouped(out.Value), unit, 100*(out.Value-out.Bound)/max(out.Bound, 1e-12))
	}
	return out
}

// grouped writes a number for people: "12,277,123", with decimals only where
// it is small.
func grouped(v float64) string {
	if math.Abs(v) < 100 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	digits := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func areaReports(before, after []*alignment.Area, planBefore, planAfter *figures.Plan, u *figures.Units) []AreaReport {
	remains := make(map[alignment.AreaNumber]bool, len(after))
	existed := make(map[alignment.AreaNumber]bool, len(before))
	for _, a := range after {
		remains[a.Number] = true
	}
	all := append([]*alignment.Area{}, before...)
	for _, a := range before {
		existed[a.Number] = true
	}
	for _, a := range after {
		if !existed[a.Number] {
			all = append(all, a)
		}
	}
	reports := make([]AreaReport, len(all))
	for i, a := range all {
		reports[i] = AreaReport{Number: a.Number, Name: a.Name, New: !existed[a.Number], Removed: !remains[a.Number]}
		was, is := planBefore.Territories[a.Number], planAfter.Territories[a.Number]
		if was != nil {
			reports[i].UnitsBefore = was.Units
		}
		if is != nil {
			reports[i].UnitsAfter = is.Units
		}
	}
	for m, name := range u.Names {
		targetsBefore, targetsAfter := planBefore.Targets(before, m, name), planAfter.Targets(after, m, name)
		for i, a := range all {
			var was, is float64
			if t := planBefore.Territories[a.Number]; t != nil {
				was = t.Sums[m]
			}
			if t := planAfter.Territories[a.Number]; t != nil {
				is = t.Sums[m]
			}
			r := &reports[i]
			r.SumsBefore, r.SumsAfter = append(r.SumsBefore, was), append(r.SumsAfter, is)
			r.Targets = append(r.Targets, targetsAfter[a.Number])
			r.DeviationsBefore = append(r.DeviationsBefore, figures.Deviation(was, targetsBefore[a.Number]))
			r.DeviationsAfter = append(r.DeviationsAfter, figures.Deviation(is, targetsAfter[a.Number]))
		}
	}
	return reports
}
