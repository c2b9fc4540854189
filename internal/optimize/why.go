package optimize

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Why says why a unit is where a draft puts it: what it costs in each of the
// cheapest areas, and what would have to change for it to go elsewhere. Costs
// are in km of travel (km² for squared travel, minutes for travel times).
type Why struct {
	Unit    int                  `json:"unit"`
	Area    alignment.AreaNumber `json:"area"`
	Present alignment.AreaNumber `json:"present" doc:"Where the unit was; 0 for nowhere."`
	Locked  bool                 `json:"locked"`
	Text    string               `json:"text" doc:"The answer as a sentence."`
	In      string               `json:"in" enum:"km,km2,minutes,points" doc:"What costs are counted in."`
	Costs   []WhyCost            `json:"costs" doc:"Cheapest first, at most eight."`
	// ToReturn and ToNext are absent where no price would do it.
	ToReturn *float64     `json:"toReturn,omitempty" doc:"How much more a move would have to cost for the unit to stay where it was."`
	ToNext   *float64     `json:"toNext,omitempty" doc:"How much dearer its area would have to get before it goes to the next best one."`
	Binding  []WhyBinding `json:"binding" doc:"Limits that press on the areas concerned."`
}

// WhyCost is what a unit costs in one area.
type WhyCost struct {
	Area       alignment.AreaNumber `json:"area"`
	Name       string               `json:"name"`
	Km         float64              `json:"km" doc:"Distance to the centre; minutes with travel times."`
	Travel     float64              `json:"travel"`
	Disruption float64              `json:"disruption"`
	Press      float64              `json:"press" doc:"What it takes from limits that bind there; below 0 where the area needs more."`
	Total      float64              `json:"total"`
}

// WhyBinding is a limit at which an area stands.
type WhyBinding struct {
	Area    alignment.AreaNumber `json:"area"`
	Name    string               `json:"name"`
	Measure string               `json:"measure"`
	AtMax   bool                 `json:"atMax"`
}

// mostCosts is how many areas an explanation lists.
const mostCosts = 8

// Explain answers for one unit of a draft, from the draft's own centres and
// prices. event is what happened where the draft plans a mid-year event, else
// nil. Units the run did not work on are a not_found error.
func Explain(ctx context.Context, d Deps, draftID string, event *EventSpec, unit int) (*Why, error) {
	draft, change, err := d.Alignments.Draft(ctx, draftID)
	if err != nil {
		return nil, err
	}
	base, err := d.Alignments.State(ctx, draft.AlignmentID, draft.BaseVersion)
	if err != nil {
		return nil, err
	}
	after, err := assignedAfter(base, change)
	if err != nil {
		return nil, err
	}
	spec := Spec{AlignmentID: draft.AlignmentID, BaseVersion: draft.BaseVersion, DraftID: draft.ID}
	if event != nil {
		// The run saw the tree after the event.
		began, _, err := begin(ctx, d, *event)
		if err != nil {
			return nil, err
		}
		d = began
	}
	var report Report
	if err := json.Unmarshal(draft.Params, &spec.Request); err != nil {
		return nil, fmt.Errorf("read request of draft %s: %w", draft.ID, err)
	}
	if err := json.Unmarshal(draft.Report, &report); err != nil {
		return nil, fmt.Errorf("read report of draft %s: %w", draft.ID, err)
	}
	p, err := prepare(ctx, d, &spec)
	if err != nil {
		return nil, err
	}
	if p.cells != nil {
		return nil, territory.Say(territory.Invalid, sentence.WhyBoundaries.With(nil))
	}
	at, found := p.groupOf(int32(unit))
	if !found {
		return nil, territory.Say(territory.NotFound, sentence.WhyNotWorkedOn.With(sentence.Params{"unit": unit}))
	}
	if p.request.Travel == TravelTime {
		if err := p.timesOf(ctx, d, &report); err != nil {
			return nil, err
		}
	}
	result, err := p.result(after, &report)
	if err != nil {
		return nil, err
	}
	e, err := solve.Explain(p.instance, result, at)
	if err != nil {
		return nil, fmt.Errorf("explain unit %d of draft %s: %w", unit, draftID, err)
	}
	return p.why(e, unit, &report), nil
}

// result rebuilds what the engine found from the stored draft: the area of
// every unit after it, and its report.
func (p *problem) result(assigned []alignment.AreaNumber, report *Report) (*solve.Result, error) {
	p.numbers = nil
	for _, a := range p.kept {
		p.numbers = append(p.numbers, a.Number)
	}
	known := make(map[alignment.AreaNumber]*AreaReport, len(report.Areas))
	for i := range report.Areas {
		a := &report.Areas[i]
		known[a.Number] = a
		if a.New {
			p.numbers = append(p.numbers, a.Number)
		}
	}
	index := make(map[alignment.AreaNumber]int32, len(p.numbers))
	r := &solve.Result{Prices: make([][]float64, len(p.request.Measures))}
	for j, number := range p.numbers {
		index[number] = int32(j)
		a := known[number]
		if a == nil || len(a.Prices) != len(r.Prices) {
			return nil, territory.Say(territory.NotFound, sentence.WhyNoPrices.With(nil))
		}
		if a.Centre != nil {
			r.Centres = append(r.Centres, check.Point{X: a.Centre.Lon, Y: a.Centre.Lat})
		}
		for m := range r.Prices {
			r.Prices[m] = append(r.Prices[m], a.Prices[m])
		}
	}
	r.Assignment = make([]int32, p.groups())
	for u := range r.Assignment {
		r.Assignment[u] = -1
		if j, ok := index[assigned[p.members(u)[0]]]; ok {
			r.Assignment[u] = j
		}
	}
	checked, err := check.Plan(p.instance, r.Assignment, r.Centres)
	if err != nil {
		return nil, fmt.Errorf("check the draft: %w", err)
	}
	r.Report = *checked
	return r, nil
}

func (p *problem) why(e *solve.Explanation, unit int, report *Report) *Why {
	names := make(map[alignment.AreaNumber]string, len(report.Areas))
	for _, a := range report.Areas {
		names[a.Number] = a.Name
	}
	scale, in, _ := p.costUnit()
	far := 1000.0
	if p.instance.Metric == instance.Matrix {
		far, scale, in = 60, 60, "minutes"
	}
	number := func(j int32) alignment.AreaNumber {
		if j < 0 {
			return alignment.Unassigned
		}
		return p.numbers[j]
	}
	w := &Why{Unit: unit, In: in, Area: number(e.Area), Present: number(e.Present), Locked: e.Locked, Costs: []WhyCost{}, Binding: []WhyBinding{}}
	for _, c := range e.Costs {
		if len(w.Costs) == mostCosts && c.Area != e.Area && c.Area != e.Present {
			continue
		}
		w.Costs = append(w.Costs, WhyCost{
			Area: number(c.Area), Name: names[number(c.Area)], Km: c.Distance / far,
			Travel: c.Travel / scale, Disruption: c.Disruption / scale, Press: c.Press / scale, Total: c.Total / scale,
		})
	}
	for _, b := range e.Binding {
		w.Binding = append(w.Binding, WhyBinding{Area: number(b.Area), Name: names[number(b.Area)], Measure: p.request.Measures[b.Measure].words(), AtMax: b.AtMax})
	}
	w.ToReturn, w.ToNext = finite(e.ToReturn/scale), finite(e.ToNext/scale)
	w.Text = w.sentence(names)
	if p.instance.Metric == instance.Matrix {
		w.Text = inMinutes.Replace(w.Text)
	}
	return w
}

// inMinutes puts a sentence about distances into one about times.
var inMinutes = strings.NewReplacer(" km away,", " minutes away,", " km more.", " minutes more.", " km.", " minutes.")

// timesOf lays the table of times out again around the centres of a report, for
// the most part from what is kept.
func (p *problem) timesOf(ctx context.Context, d Deps, report *Report) error {
	t, err := p.newByTime(d, nil)
	if err != nil {
		return err
	}
	centres := make([]geom.Point, p.areas)
	at := 0
	known := map[alignment.AreaNumber]*alignment.Point{}
	var added []*alignment.Point
	for i := range report.Areas {
		a := &report.Areas[i]
		if known[a.Number] = a.Centre; a.New {
			added = append(added, a.Centre)
		}
	}
	for _, a := range p.kept {
		if c := known[a.Number]; c != nil {
			centres[at] = geom.Point{X: c.Lon, Y: c.Lat}
		}
		at++
	}
	for k := 0; at < len(centres) && k < len(added); k++ {
		if added[k] != nil {
			centres[at] = geom.Point{X: added[k].Lon, Y: added[k].Lat}
		}
		at++
	}
	p.instance, err = t.instance(ctx, centres, t.widest)
	return err
}

// finite returns nil for a price nobody could pay.
func finite(v float64) *float64 {
	if v > 1e300 || v != v {
		return nil
	}
	return &v
}

func (w *Why) sentence(names map[alignment.AreaNumber]string) string {
	own := names[w.Area]
	switch {
	case w.Area == alignment.Unassigned:
		return "No territory could take this unit within its limits."
	case w.Locked:
		return fmt.Sprintf("It is locked to %s.", own)
	}
	var mine, next *WhyCost
	for i := range w.Costs {
		switch c := &w.Costs[i]; {
		case c.Area == w.Area:
			mine = c
		case next == nil:
			next = c
		}
	}
	if mine == nil || next == nil {
		return fmt.Sprintf("%s is the only territory that may take it.", own)
	}
	text := fmt.Sprintf("%s is %.0f km away, the next best choice, %s, %.0f km.", own, mine.Km, next.Name, next.Km)
	for _, b := range w.Binding {
		switch {
		case b.AtMax && b.Area == next.Area:
			text += fmt.Sprintf(" %s is full: it stands at its maximum of %s.", b.Name, b.Measure)
		case !b.AtMax && b.Area == w.Area:
			text += fmt.Sprintf(" %s needs it: it stands at its minimum of %s.", b.Name, b.Measure)
		}
	}
	if w.Present != w.Area && w.Present != alignment.Unassigned && w.ToReturn != nil {
		text += fmt.Sprintf(" It would have stayed with %s if moving it cost %.0f km more.", names[w.Present], *w.ToReturn)
	}
	return text
}
