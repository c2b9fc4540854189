// Package optimize turns an alignment and its dataset into an instance for the
// engine, runs it, and turns the plan into a draft: a change set somebody may
// accept. It translates ids and words into indices and back, and never touches
// the alignment itself.
package optimize

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// JobKind is the kind of jobs whose parameters are a Spec.
const JobKind = "optimize"

// Spec is the parameters of one run. With the same Spec the run gives the same
// draft.
type Spec struct {
	AlignmentID string  `json:"alignmentId"`
	BaseVersion int64   `json:"baseVersion"`
	DraftID     string  `json:"draftId"`
	Request     Request `json:"request"`
}

// Request is what a planner asks for.
type Request struct {
	By          By            `json:"by,omitempty" enum:"unit,boundary" doc:"unit: every unit by itself (default); boundary: whole boundaries with the units in them, connected over their borders."`
	Territories int           `json:"territories,omitempty" minimum:"0" maximum:"100000" doc:"How many territories; 0 keeps the existing ones."`
	Measures    []MeasureGoal `json:"measures,omitempty" maxItems:"16" nullable:"false" doc:"What to balance; none balances the number of units."`
	// Continuity weighs keeping units where they are against short travel.
	Continuity float64 `json:"continuity,omitempty" minimum:"0" maximum:"1" doc:"0 ignores the present plan, 0.5 lets a move pay when it saves the mean travel of a unit, 1 moves only what balance needs."`
	// DisruptionKm prices a move directly and wins over Continuity.
	DisruptionKm *float64       `json:"disruptionKm,omitempty" minimum:"0" doc:"Price of moving one unit, in km of travel."`
	Cap          *MoveCap       `json:"cap,omitempty" doc:"Limits what may move; kept together with balance."`
	Targets      []TargetChange `json:"targets,omitempty" maxItems:"10000" nullable:"false" doc:"Other shares for areas; accepting the draft changes their targets."`
	Centres      Centres        `json:"centres,omitempty" enum:"free,keep" doc:"free: centres move, except pinned ones (default); keep: every territory keeps its present centre."`
	Travel       Travel         `json:"travel,omitempty" enum:"distance,squared,time" doc:"distance: great-circle km (default); squared: squared distance, which favours compact shapes; time: travel times of the service set on the server."`
	// Detour and the limits are about travel.
	Detour           float64 `json:"detour,omitempty" minimum:"1" maximum:"5" doc:"How many times longer ways are than the great circle; 1 by default. With travel times for pairs the service does not answer, 1.3 by default."`
	Profile          string  `json:"profile,omitempty" maxLength:"100" doc:"Way of travelling, one of the service's; the usual one by default."`
	MaxTravelMinutes float64 `json:"maxTravelMinutes,omitempty" minimum:"0" doc:"No unit may be farther from its centre, with travel times; 0: no limit."`
	// Weight is the column that weighs travel.
	Weight string                 `json:"weight,omitempty" doc:"Numeric column that multiplies travel, such as visits a year."`
	Locked Locked                 `json:"locked,omitempty" enum:"count,ignore" doc:"Whether locked units count towards the limits (default) or not."`
	Focus  []alignment.AreaNumber `json:"focus,omitempty" nullable:"false" doc:"Areas to work on, with all below them; none means the whole tree."`
	// Family and Apart say which units stay together.
	Family string `json:"family,omitempty" doc:"Text column whose equal values stay together in one territory; with the parent record's column whole chains of parents do. By default as the alignment's settings say."`
	Apart  bool   `json:"apart,omitempty" doc:"Families may be split, whatever the settings say."`
	// Contiguous asks for territories in one piece where whole boundaries do not
	// move: units touch their neighbours in the Delaunay graph.
	Contiguous    bool          `json:"contiguous,omitempty" doc:"Every territory in one piece also without boundaries, unless its profile says otherwise; neighbours are those of the Delaunay graph of the units."`
	MaxDistanceKm *float64      `json:"maxDistanceKm,omitempty" minimum:"0" doc:"Largest distance of a unit from the centre of its territory, in km."`
	Homes         []Home        `json:"homes,omitempty" maxItems:"10000" nullable:"false" doc:"Centres that may not move, such as reps' homes; those without an area make new territories."`
	Eligible      []Eligibility `json:"eligible,omitempty" maxItems:"1000" nullable:"false" doc:"What units an area, with all below it, may take."`
	Filter        string        `json:"filter,omitempty" maxLength:"20000" doc:"Condition on units: only those that meet it are worked on, the others stay and count as locked ones do."`
	// WithoutUnassigned leaves unassigned units alone.
	WithoutUnassigned bool    `json:"withoutUnassigned,omitempty" doc:"Leave unassigned units unassigned."`
	Seed              uint64  `json:"seed,omitempty"`
	TimeLimitSeconds  float64 `json:"timeLimitSeconds,omitempty" minimum:"0" maximum:"86400" doc:"End after so many seconds with the best plan so far; 0 lets the search end by itself."`
}

// MeasureGoal says how one measure should be spread.
type MeasureGoal struct {
	Column    string   `json:"column" doc:"Numeric column; empty counts units."`
	Tolerance float64  `json:"tolerance" minimum:"0" maximum:"10" doc:"Largest deviation from target as a fraction: 0.02 is 2 %, both sides."`
	Min       *float64 `json:"min,omitempty" minimum:"0" doc:"No territory may have less."`
	Max       *float64 `json:"max,omitempty" minimum:"0" doc:"No territory may have more."`
}

// By says what moves as one piece.
type By string

// Centres says what the run may do with centres.
type Centres string

// Travel says how distance becomes cost.
type Travel string

// Locked says whether locked units count.
type Locked string

// The values of the choices above.
const (
	ByUnit         By      = "unit"
	ByBoundary     By      = "boundary"
	CentresFree    Centres = "free"
	CentresKeep    Centres = "keep"
	TravelDistance Travel  = "distance"
	TravelSquared  Travel  = "squared"
	TravelTime     Travel  = "time"
	LockedCount    Locked  = "count"
	LockedIgnore   Locked  = "ignore"
)

// normalise fills in defaults and reports the first thing that cannot be.
func (r Request) normalise() (Request, error) {
	if len(r.Measures) == 0 {
		r.Measures = []MeasureGoal{{Tolerance: 0.05}}
	}
	if r.Centres == "" {
		r.Centres = CentresFree
	}
	if r.Travel == "" {
		r.Travel = TravelDistance
	}
	if r.Locked == "" {
		r.Locked = LockedCount
	}
	if err := r.checkTravel(); err != nil {
		return r, err
	}
	seen := map[string]bool{}
	for i, m := range r.Measures {
		where := fmt.Sprintf("measures[%d]", i)
		switch {
		case seen[m.Column]:
			return r, invalid(where, "%s is listed twice; keep one of them.", m.words())
		case math.IsNaN(m.Tolerance) || m.Tolerance < 0:
			return r, invalid(where, "the tolerance of %s must be 0 or more, e.g. 0.02 for 2 %%.", m.words())
		case m.Min != nil && m.Max != nil && *m.Min > *m.Max:
			return r, refused(where, sentence.StartMinMax.With(sentence.Params{"min": *m.Min, "measure": m.said(), "max": *m.Max}))
		}
		seen[m.Column] = true
	}
	if err := r.checkWanted(); err != nil {
		return r, err
	}
	if err := r.checkExtras(); err != nil {
		return r, err
	}
	if r.Territories < 0 {
		return r, invalid("territories", "the number of territories must be 1 or more.")
	}
	return r, nil
}

func (m MeasureGoal) words() string {
	if m.Column == "" {
		return "the number of units"
	}
	return m.Column
}

// said is how the measure is called within a sentence.
func (m MeasureGoal) said() any {
	if m.Column == "" {
		return sentence.UnitCount.With(nil)
	}
	return m.Column
}

// refused says what is wrong with a request that somebody made in the app.
func refused(where string, what sentence.Sentence) *territory.Error {
	e := territory.Say(territory.Invalid, sentence.StartImpossible.With(nil))
	e.Details = []territory.Detail{territory.DetailOf(where, what)}
	return e
}

// invalid says what is wrong with a request that only a program can have made.
func invalid(where, format string, args ...any) *territory.Error {
	e := territory.Say(territory.Invalid, sentence.StartImpossible.With(nil))
	e.Details = []territory.Detail{{Where: where, What: fmt.Sprintf(format, args...)}}
	return e
}

// checkTravel says what is wrong with the wishes about travel.
func (r Request) checkTravel() error {
	switch {
	case r.Detour != 0 && !(r.Detour >= 1 && r.Detour <= 5):
		return invalid("detour", "the detour factor must be between 1 and 5, e.g. 1.3.")
	case !(r.MaxTravelMinutes >= 0):
		return invalid("maxTravelMinutes", "a limit on travel must be 0 or more.")
	case r.MaxTravelMinutes > 0 && r.Travel != TravelTime:
		return invalid("maxTravelMinutes", "a limit in minutes needs travel times: choose travel time, or give maxDistanceKm.")
	case r.MaxDistanceKm != nil && r.Travel == TravelTime:
		return invalid("maxDistanceKm", "with travel times the limit is in minutes: give maxTravelMinutes.")
	case r.Profile != "" && r.Travel != TravelTime:
		return invalid("profile", "a way of travelling needs travel times: choose travel time.")
	}
	return nil
}

// timeDetour is the detour factor of estimates beside travel times.
const timeDetour = 1.3

// detour is the factor between the great circle and the way.
func (r Request) detour() float64 {
	switch {
	case r.Detour > 0:
		return r.Detour
	case r.Travel == TravelTime:
		return timeDetour
	}
	return 1
}
