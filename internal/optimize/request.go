// Package optimize turns an alignment and its dataset into an instance for the
// engine, runs it, and turns the plan into a draft: a change set somebody may
// accept. It translates ids and words into indices and back, and never touches
// the alignment itself.
package optimize

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
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
	Travel       Travel         `json:"travel,omitempty" enum:"distance,squared" doc:"distance: great-circle km (default); squared: squared distance, which favours compact shapes."`
	// Weight is the column that weighs travel.
	Weight string                 `json:"weight,omitempty" doc:"Numeric column that multiplies travel, such as visits a year."`
	Locked Locked                 `json:"locked,omitempty" enum:"count,ignore" doc:"Whether locked units count towards the limits (default) or not."`
	Focus  []alignment.AreaNumber `json:"focus,omitempty" nullable:"false" doc:"Areas to work on, with all below them; none means the whole tree."`
	// Family and Apart say which units stay together.
	Family string `json:"family,omitempty" doc:"Text column whose equal values stay together in one territory; with the parent record's column whole chains of parents do. By default as the alignment's settings say."`
	Apart  bool   `json:"apart,omitempty" doc:"Families may be split, whatever the settings say."`
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
	seen := map[string]bool{}
	for i, m := range r.Measures {
		where := fmt.Sprintf("measures[%d]", i)
		switch {
		case seen[m.Column]:
			return r, invalid(where, "%s is listed twice; keep one of them.", m.words())
		case math.IsNaN(m.Tolerance) || m.Tolerance < 0:
			return r, invalid(where, "the tolerance of %s must be 0 or more, e.g. 0.02 for 2 %%.", m.words())
		case m.Min != nil && m.Max != nil && *m.Min > *m.Max:
			return r, invalid(where, "the minimum %g of %s is above its maximum %g.", *m.Min, m.words(), *m.Max)
		}
		seen[m.Column] = true
	}
	if err := r.checkWanted(); err != nil {
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

func invalid(where, format string, args ...any) *territory.Error {
	e := territory.Errorf(territory.Invalid, "This optimisation cannot start.")
	e.Details = []territory.Detail{{Where: where, What: fmt.Sprintf(format, args...)}}
	return e
}
