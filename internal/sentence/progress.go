package sentence

import "strings"

// Phases are the stages that jobs report; each has a sentence of its own, for
// which see Phase.
var Phases = []string{
	"start", "centres", "balance", "round", "improve", "check", "travel times",
	"reading", "querying", "locating", "geocoding", "writing", "profiling", "saving", "moving", "comparing",
	"finding neighbours", "storing", "making tiles", "making cells",
}

func init() {
	for _, phase := range Phases {
		template(PhaseCode(phase), "")
	}
}

// PhaseCode is the code that stands for a phase.
func PhaseCode(phase string) Code {
	return Code("phase_" + strings.ReplaceAll(phase, " ", "_"))
}

// What a running job says beside its phase.
var (
	LargestDeviation = template("largest_deviation", "largest deviation {percent} %")
	PlanOf           = template("plan_of", "plan {at} of {of}")
	NumberOf         = template("number_of", "number {at} of {of}")
	RowsQueried      = template("rows_queried", "{rows|row|rows} read from the database")
	WorkingOut       = template("working_out", `Working out "{name}"`)
	RecordsRead      = template("records_read", "Read {records|record|records} of {name}")
	UnitsRead        = template("units_read", "{units|unit|units} read, {rejected|row|rows} kept aside")
	Summarising      = template("summarising", "Summarising {columns|column|columns} of {units|unit|units}")
	AddressesAsked   = template("addresses_asked", "{done} of {total} addresses asked for")
	TravelTimesOf    = template("travel_times_of", "Travel times of {done} of {total} places")
)
