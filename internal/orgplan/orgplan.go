// Package orgplan is the plan of writes that a publication does in somebody
// else's system (an "org"), and the doing of it. A destination says which
// records there should be (Desired) and reads which there are (Record); Diff
// makes the list of creates, updates and deletes; Apply does exactly that list
// with a journal, so that it can be cut off at any moment and goes on without
// writing anything twice; Invert makes the plan that takes it back; Drift lists
// what somebody changed in the org since.
//
// The package knows no system, file or network: Org writes, Store keeps.
package orgplan

import (
	"encoding/json"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Action is what an operation does to a record.
type Action string

// The actions.
const (
	Create Action = "create"
	Update Action = "update"
	Delete Action = "delete"
)

// Field is one field of an operation with its old and new value: a string, a
// number, a boolean or nil for empty.
type Field struct {
	Name string `json:"name"`
	Old  any    `json:"old,omitempty"`
	New  any    `json:"new,omitempty"`
	// Ref is the key of the record whose id is the new value, where that record
	// does not exist yet when the plan is made.
	Ref string `json:"ref,omitempty" doc:"Key of the record, made by this plan, whose id is written."`
}

// Operation is one write to one record.
type Operation struct {
	// Seq counts from 1 in the order of the plan, which is the order of
	// dependency.
	Seq    int    `json:"seq"`
	Action Action `json:"action" enum:"create,update,delete"`
	Object string `json:"object"`
	// Key is our stable name of the record; it survives renames on both sides.
	Key string `json:"key"`
	// RecordID is the org's id; "" for a create.
	RecordID string `json:"recordId,omitempty"`
	Label    string `json:"label" doc:"The record as people know it."`
	// Stage orders operations: all of a stage end before the next begins.
	Stage  int     `json:"stage"`
	Fields []Field `json:"fields" nullable:"false"`
	// Match names the fields that tell the record from all others of its kind;
	// a create that is in doubt is looked for with them.
	Match []string `json:"match,omitempty"`
	// MatchedBy says how an existing record was recognised: "id" (the mapping
	// of earlier publications), "key" (a field that is unique), "name".
	MatchedBy string `json:"matchedBy,omitempty" enum:"id,key,name"`
	// Conflict tells what was changed in the org since the last publication and
	// would be overwritten; "" for nothing.
	Conflict string `json:"conflict,omitempty"`
}

// Field returns the operation's field of that name, nil for none.
func (o *Operation) Field(name string) *Field {
	for i := range o.Fields {
		if o.Fields[i].Name == name {
			return &o.Fields[i]
		}
	}
	return nil
}

// OpState is where an operation stands.
type OpState string

// The states. Blocked operations wait for one that failed.
const (
	Pending OpState = "pending"
	Done    OpState = "done"
	Failed  OpState = "failed"
	Blocked OpState = "blocked"
)

// Result is what became of an operation.
type Result struct {
	Seq      int     `json:"seq"`
	State    OpState `json:"state" enum:"pending,done,failed,blocked"`
	RecordID string  `json:"recordId,omitempty"`
	// Code is the org's word for what went wrong, Message its text.
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	// Retry says that the org refused for a reason that passes, such as a
	// locked row; the record is certainly not written.
	Retry bool `json:"-"`
}

// Entry is an operation with its result.
type Entry struct {
	Operation
	Result Result `json:"result"`
}

// Level says how grave a problem is.
type Level string

// The levels. A plan with errors cannot be applied.
const (
	Wrong   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// Problem is something a person should know before a plan is applied.
type Problem struct {
	Level Level  `json:"level" enum:"error,warning,note"`
	Where string `json:"where"`
	What  string `json:"what"`
	// Said is What with its code; plans made by earlier versions have none.
	Said *sentence.Sentence `json:"said,omitempty" doc:"What it is, with its code; plans made by earlier versions have none."`
	// Place is Where with its code, where it is no name.
	Place *sentence.Sentence `json:"place,omitempty" doc:"The place with its code, where it is no name."`
}

// Found makes a problem of something that has a name.
func Found(level Level, name string, what sentence.Sentence) Problem {
	return Problem{Level: level, Where: name, What: what.English, Said: &what}
}

// FoundAt makes a problem of a place that has no name of its own.
func FoundAt(level Level, place, what sentence.Sentence) Problem {
	p := Found(level, place.English, what)
	p.Place = &place
	return p
}

// State is where a plan stands.
type State string

// The states. An interrupted or incomplete plan can be applied again; it goes
// on where it was.
const (
	Ready      State = "ready"
	Applying   State = "applying"
	Applied    State = "applied"
	Incomplete State = "incomplete" // ended, and some operations failed
	RolledBack State = "rolled back"
)

// Count is how many operations an object gets.
type Count struct {
	Object string `json:"object"`
	Create int    `json:"create"`
	Update int    `json:"update"`
	Delete int    `json:"delete"`
}

// Plan is the head of a list of operations. It never changes but for State.
type Plan struct {
	ID           string `json:"id"`
	ConnectionID string `json:"connectionId"`
	// Kind is the destination: "sales_territories", "record_fields", …
	Kind string `json:"kind"`
	// Scope names the part of the org that the destination owns, such as one
	// territory model. Keys are unique within it.
	Scope       string          `json:"scope"`
	AlignmentID string          `json:"alignmentId,omitempty"`
	Version     int64           `json:"version,omitempty"`
	Title       string          `json:"title"`
	State       State           `json:"state" enum:"ready,applying,applied,incomplete,rolled back"`
	Created     time.Time       `json:"created"`
	Actor       territory.Actor `json:"actor"`
	Applied     *time.Time      `json:"applied,omitempty"`
	Operations  int             `json:"operations"`
	Counts      []Count         `json:"counts" nullable:"false"`
	// Calls is how many API calls applying will cost, about.
	Calls     int       `json:"calls"`
	Conflicts int       `json:"conflicts" doc:"Operations that overwrite a change made in the org since the last publication."`
	Problems  []Problem `json:"problems" nullable:"false"`
	// Steps are what a person has to do in the org afterwards, in order.
	Steps []string `json:"steps" nullable:"false"`
	// Request is what was asked for, so that the plan can be made again to
	// verify; Report is what the destination has to say (the proof of rules).
	Request json.RawMessage `json:"request,omitempty"`
	Report  json.RawMessage `json:"report,omitempty"`
	// RollsBack is the id of the plan this one takes back.
	RollsBack string `json:"rollsBack,omitempty"`
}

// Errors returns the problems that forbid applying.
func (p *Plan) Errors() []Problem {
	var wrong []Problem
	for _, q := range p.Problems {
		if q.Level == Wrong {
			wrong = append(wrong, q)
		}
	}
	return wrong
}

// count fills in the figures that follow from the operations.
func (p *Plan) count(ops []Operation) {
	p.Operations, p.Conflicts, p.Counts = len(ops), 0, []Count{}
	place := map[string]int{}
	for i := range ops {
		o := &ops[i]
		at, known := place[o.Object]
		if !known {
			at = len(p.Counts)
			place[o.Object] = at
			p.Counts = append(p.Counts, Count{Object: o.Object})
		}
		switch o.Action {
		case Create:
			p.Counts[at].Create++
		case Update:
			p.Counts[at].Update++
		default:
			p.Counts[at].Delete++
		}
		if o.Conflict != "" {
			p.Conflicts++
		}
	}
}

// Finish numbers the operations in order of their stages and fills in the
// plan's figures. calls says what writing a run of like operations costs.
func Finish(p *Plan, ops []Operation, org Costs) []Operation {
	sortByStage(ops)
	for i := range ops {
		ops[i].Seq = i + 1
	}
	p.count(ops)
	p.Calls = calls(ops, org)
	if p.Problems == nil {
		p.Problems = []Problem{}
	}
	if p.Steps == nil {
		p.Steps = []string{}
	}
	return ops
}
