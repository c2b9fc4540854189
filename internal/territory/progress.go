package territory

import "github.com/bailiwick-planning/bailiwick/internal/sentence"

// Progress is how far a long piece of work is. It is a snapshot: later ones
// replace earlier ones, none may be relied on to arrive.
type Progress struct {
	// Phase is a short word for the stage, one of sentence.Phases: "reading",
	// "locating", "balance".
	Phase string `json:"phase"`
	// Done of Total, in whatever unit the phase counts (bytes, rows,
	// iterations); Total 0 means the end is not known.
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
	// Message is one sentence with the figures of the moment, or "".
	Message string `json:"message,omitempty"`
	// Said is Message with its code.
	Said *sentence.Sentence `json:"said,omitempty" doc:"The message with its code."`
	// Plan holds the figures of the plan of a running optimisation.
	Plan PlanProgress `json:"plan,omitzero"`
}

// Saying gives the progress its sentence.
func (p Progress) Saying(s sentence.Sentence) Progress {
	p.Message, p.Said = s.English, &s
	return p
}

// PlanProgress is what is known of the plan of a running optimisation.
type PlanProgress struct {
	Iteration int `json:"iteration"`
	// Deviation is the largest deviation from target, either side, as a
	// fraction.
	Deviation float64 `json:"deviation"`
	// Objective and Bound are travel in km plus the price of disruption; 0
	// while unknown.
	Objective float64 `json:"objective"`
	Bound     float64 `json:"bound"`
}

// ProgressFunc receives progress a few times a second at most. It may be
// called from one goroutine at a time and must return quickly. Nil is allowed
// wherever one is taken.
type ProgressFunc func(Progress)

// Actor is who is acting: the name written into history and job records.
// Access is decided before an Actor reaches the work packages.
type Actor struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}
