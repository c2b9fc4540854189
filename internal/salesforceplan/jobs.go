package salesforceplan

import "github.com/bailiwick-planning/bailiwick/internal/orgplan"

// Kinds of jobs about plans of writes.
const (
	PlanJobKind   = "salesforce-plan"   // parameters: PlanSpec
	ApplyJobKind  = "salesforce-apply"  // parameters: ApplySpec
	VerifyJobKind = "salesforce-verify" // parameters: CheckSpec
	DriftJobKind  = "salesforce-drift"  // parameters: CheckSpec
)

// PlanSpec makes a plan under an id that the caller chose.
type PlanSpec struct {
	PlanID  string  `json:"planId"`
	Request Request `json:"request"`
}

// ApplySpec applies what is left of a plan.
type ApplySpec struct {
	PlanID string `json:"planId"`
	// Again tries failed and blocked operations once more; AcceptConflicts
	// overwrites what was changed in the org since the last publication.
	Again           bool `json:"again,omitempty"`
	AcceptConflicts bool `json:"acceptConflicts,omitempty"`
}

// CheckSpec compares the org with a plan.
type CheckSpec struct {
	PlanID string `json:"planId"`
}

// Verification is the outcome of reading the org back.
type Verification struct {
	PlanID string `json:"planId"`
	// Same is true when the org holds exactly what the plan says.
	Same    bool `json:"same"`
	Records int  `json:"records" doc:"Records compared."`
	Count   int  `json:"count" doc:"Writes it would take to make the org as planned."`
	// Differences are the first of them.
	Differences []orgplan.Operation `json:"differences" nullable:"false"`
	Proof       *Proof              `json:"proof,omitempty"`
}

// DriftReport lists what was changed in the org since the last publication.
type DriftReport struct {
	PlanID  string               `json:"planId"`
	Count   int                  `json:"count"`
	Entries []orgplan.DriftEntry `json:"entries" nullable:"false"`
}
