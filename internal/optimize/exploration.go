package optimize

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// Kinds of jobs that make explorations.
const (
	ParetoJobKind    = "pareto"
	HeadcountJobKind = "headcount"
)

// Exploration is what one job computed to choose from: plans of a Pareto set
// or the points of a headcount curve. It never changes.
type Exploration struct {
	ID          string           `json:"id"`
	AlignmentID string           `json:"alignmentId"`
	BaseVersion int64            `json:"baseVersion" doc:"Version of the alignment the plans start from."`
	JobID       string           `json:"jobId"`
	Kind        string           `json:"kind" enum:"pareto,headcount"`
	Created     time.Time        `json:"created"`
	Units       int              `json:"units" doc:"Units worked on."`
	Seconds     float64          `json:"seconds"`
	Stopped     bool             `json:"stopped" doc:"Cancelled before the end; what had been found is here."`
	Request     Request          `json:"request"`
	Measures    []string         `json:"measures" nullable:"false" doc:"Columns balanced; empty counts units."`
	Present     *PlanFigures     `json:"present,omitempty" doc:"The plan as it is, for comparison."`
	Plans       []ExploredPlan   `json:"plans" nullable:"false"`
	Points      []HeadcountPoint `json:"points" nullable:"false"`
	// LeftOut counts plans that broke a hard minimum or maximum.
	LeftOut int `json:"leftOut" doc:"Plans not shown because they would break a minimum or maximum of the request."`
	// Assignments and Details name the blobs that belong to the plans; empty
	// for a curve.
	Assignments string `json:"-"`
	Details     string `json:"-"`
}

// PlanFigures are the three goals of a Pareto set and compactness.
type PlanFigures struct {
	Balance     float64 `json:"balance" doc:"Largest deviation of any territory and measure from its target, either side, as a fraction."`
	TravelKm    float64 `json:"travelKm" doc:"Mean great-circle distance of units to the centre of their territory, in km."`
	MovedUnits  int     `json:"movedUnits"`
	MovedShare  float64 `json:"movedShare" doc:"Moved units ÷ units assigned before."`
	Compactness float64 `json:"compactness"`
}

// ExploredPlan is one plan of a Pareto set.
type ExploredPlan struct {
	PlanFigures
	Plan        int         `json:"plan" doc:"Number of the plan in this exploration, from 0."`
	Tolerance   float64     `json:"tolerance" doc:"Tolerance of the first measure it was found with."`
	PriceKm     float64     `json:"priceKm" doc:"Price of moving a unit it was found with, in km of travel."`
	Territories int         `json:"territories"`
	Violations  int         `json:"violations" doc:"Limits the plan does not keep."`
	Certificate Certificate `json:"certificate"`
	Checked     bool        `json:"checked"`
}

// planDetail is what a plan needs to become a draft.
type planDetail struct {
	Request Request           `json:"request"`
	Report  *Report           `json:"report"`
	Added   []*alignment.Area `json:"added"`
	Removed []*alignment.Area `json:"removed"`
}

// Explorations keeps explorations.
type Explorations interface {
	// AddExploration returns a conflict error when there is one with this id
	// and not_found when there is no such alignment.
	AddExploration(ctx context.Context, e Exploration) error
	// Exploration returns a not_found error when there is none.
	Exploration(ctx context.Context, id string) (Exploration, error)
	// Explorations lists those of an alignment, newest first.
	Explorations(ctx context.Context, alignmentID string) ([]Exploration, error)
	// DeleteExploration returns a not_found error when there is none.
	DeleteExploration(ctx context.Context, id string) error
}

// ExplorationOutcome is the result of the job.
type ExplorationOutcome struct {
	ExplorationID string `json:"explorationId"`
	Plans         int    `json:"plans" doc:"Plans or points found."`
}
