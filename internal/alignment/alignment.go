// Package alignment models one scenario: a tree of areas and an assignment of
// units to them, as a history of change sets. It is pure: it holds and changes
// state in memory; Repository says what a database must keep.
package alignment

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// AreaNumber identifies an area within its alignment. Numbers start at 1 and
// are never reused; 0 stands for "unassigned" in an assignment column and for
// "no parent" in the tree.
type AreaNumber int32

// Unassigned is the area number of a unit that no area holds.
const Unassigned AreaNumber = 0

// Alignment is the head record of one scenario.
type Alignment struct {
	ID         string `json:"id"`
	DatasetID  string `json:"datasetId"`
	SnapshotID string `json:"snapshotId"`
	Name       string `json:"name"`
	// Levels names the levels of the tree, top first; the last one is the
	// level of territories.
	Levels []string `json:"levels"`
	// Version counts change sets; the first one is version 1.
	Version int64     `json:"version"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	// BoundarySet is the id of the boundary set it assigns, "" for none.
	BoundarySet string `json:"boundarySet,omitempty"`
	// Origin is where a branch or a copy came from; nil for one of its own.
	Origin *Origin `json:"origin,omitempty"`
}

// Origin is the version of another alignment that a branch began at. It is the
// common ancestor when the two are merged.
type Origin struct {
	AlignmentID string `json:"alignmentId"`
	Version     int64  `json:"version"`
}

// Area is a node of the tree. Leaves are territories: only they hold units.
type Area struct {
	Number AreaNumber `json:"number"`
	Parent AreaNumber `json:"parent"`
	Name   string     `json:"name"`
	// Level counts from 0 at the top.
	Level int `json:"level"`
	// Colour is an index into the palette; the web app maps it to a colour.
	Colour int    `json:"colour"`
	Owner  string `json:"owner,omitempty"`
	// Users work in the area, each in a role; the owner need not be among them.
	Users []AreaUser `json:"users,omitempty"`
	Notes string     `json:"notes,omitempty"`
	// Sort orders siblings; ties go by number.
	Sort int `json:"sort"`
	// Locked areas keep all their units and take none.
	Locked bool `json:"locked,omitempty"`
	// Centre is the anchor point; Pinned ones may not move.
	Centre *Point `json:"centre,omitempty"`
	Pinned bool   `json:"pinned,omitempty"`
	// Rule is the condition over columns of the dataset for units that belong
	// here; "" for none. See RunRules.
	Rule string `json:"rule,omitempty"`
	// Profile says whether the area must be connected; "" leaves it to whoever
	// optimises.
	Profile Profile `json:"profile,omitempty" enum:"contiguous,non-contiguous"`
	// Targets per measure name; a measure without one gets an equal share.
	Targets map[string]Target `json:"targets,omitempty"`
	// Capacity is the most that the area's people can carry, by the name of a
	// measure or an account target.
	Capacity map[string]float64 `json:"capacity,omitempty"`
}

// AreaUser is a person who works in an area.
type AreaUser struct {
	Name string `json:"name" minLength:"1" maxLength:"200"`
	// Role is free text, such as "Account manager"; "" for none.
	Role string `json:"role,omitempty" maxLength:"200"`
}

// Profile says whether an area must be connected.
type Profile string

// The profiles.
const (
	Contiguous    Profile = "contiguous"
	NonContiguous Profile = "non-contiguous"
)

// Point is a position in degrees.
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Target is what an area should get of a measure: at most one of Share, a
// multiple of the equal share (1 = equal), Percent of the plan's total, and
// Amount; without any an equal share. Min and Max are absolute hard limits.
type Target struct {
	Share   *float64 `json:"share,omitempty" minimum:"0" doc:"Multiple of the equal share of what targets in percent and amounts leave; 1 is equal."`
	Percent *float64 `json:"percent,omitempty" minimum:"0" doc:"Percentage of the plan's total."`
	Amount  *float64 `json:"amount,omitempty" minimum:"0" doc:"Absolute amount."`
	Min     *float64 `json:"min,omitempty" doc:"Hard lower limit."`
	Max     *float64 `json:"max,omitempty" doc:"Hard upper limit."`
}

// Set says whether the target says anything.
func (t Target) Set() bool {
	return t.Share != nil || t.Percent != nil || t.Amount != nil || t.Min != nil || t.Max != nil
}

// equal compares by value.
func (t Target) equal(o Target) bool {
	return same(t.Share, o.Share) && same(t.Percent, o.Percent) && same(t.Amount, o.Amount) && same(t.Min, o.Min) && same(t.Max, o.Max)
}

// ChangeSet is one gesture: applied whole, undone whole.
type ChangeSet struct {
	// Version is the alignment's version after this change.
	Version int64           `json:"version"`
	At      time.Time       `json:"at"`
	Actor   territory.Actor `json:"actor"`
	// Kind says what made it: "create", "edit", "optimize", "undo", "redo".
	Kind string `json:"kind"`
	// Reason is a sentence for people, e.g. "Accepted draft: balance revenue".
	Reason string `json:"reason"`
	// Said is Reason with its code where the program said it; nil for words of
	// a person.
	Said *sentence.Sentence `json:"said,omitempty"`
	// Undoes is the version whose effect an "undo" or "redo" reverses; 0 for
	// every other kind.
	Undoes int64 `json:"undoes,omitempty"`
	Ops    []Op  `json:"ops"`
}

// Op is one step of a change set; exactly one field is set. Every op carries
// what is needed to invert it.
type Op struct {
	AddArea    *Area   `json:"addArea,omitempty"`
	RemoveArea *Area   `json:"removeArea,omitempty"`
	UpdateArea *Update `json:"updateArea,omitempty"`
	Assign     *Assign `json:"assign,omitempty"`
	Lock       *Lock   `json:"lock,omitempty"`
	SetLevels  *Levels `json:"setLevels,omitempty"`

	SetBoundaries *SetBoundaries `json:"setBoundaries,omitempty"`
	// AssignBoundaries, LockBoundaries and LeaveOut hold indices of boundaries
	// where their types speak of units; LeaveOut marks those the plan does not
	// use.
	AssignBoundaries *Assign       `json:"assignBoundaries,omitempty"`
	LockBoundaries   *Lock         `json:"lockBoundaries,omitempty"`
	LeaveOut         *Lock         `json:"leaveOut,omitempty"`
	ShareBoundaries  *Share        `json:"shareBoundaries,omitempty"`
	AccountTarget    *TargetChange `json:"accountTarget,omitempty"`
	// Hold, SetOptions and SetCalendar change what is beside the tree.
	Hold        *Hold        `json:"hold,omitempty"`
	SetOptions  *SetOptions  `json:"setOptions,omitempty"`
	SetCalendar *SetCalendar `json:"setCalendar,omitempty"`
}

// Update replaces an area's properties (not its number).
type Update struct {
	Before Area `json:"before"`
	After  Area `json:"after"`
}

// Assign moves units. The three columns have equal length; Units is strictly
// ascending. JSON is for small ones at the API; storage uses the compact form
// of codec.go.
type Assign struct {
	Units []int32      `json:"units"`
	From  []AreaNumber `json:"from"`
	To    []AreaNumber `json:"to"`
}

// Lock locks or unlocks units; it lists only units whose lock changes,
// strictly ascending.
type Lock struct {
	Units  []int32 `json:"units"`
	Locked bool    `json:"locked"`
}

// Levels replaces the names of the levels, and so the depth of the tree.
type Levels struct {
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// ChangeSummary is a line of the history, without the columns of moved units.
type ChangeSummary struct {
	Version int64           `json:"version"`
	At      time.Time       `json:"at"`
	Actor   territory.Actor `json:"actor"`
	Kind    string          `json:"kind"`
	Reason  string          `json:"reason"`
	// Said is set where the program gave the reason.
	Said         *sentence.Sentence `json:"said,omitempty" doc:"The reason with its code, where the program gave it; without it the reason is a person's own words, or of an older version."`
	Undoes       int64              `json:"undoes,omitempty"`
	UnitsMoved   int                `json:"unitsMoved"`
	AreasChanged int                `json:"areasChanged"`
	// BoundariesMoved counts boundaries assigned to another area or shared.
	BoundariesMoved int `json:"boundariesMoved,omitempty"`
}

// NamedVersion is a version a planner has given a name, to find it again.
type NamedVersion struct {
	AlignmentID string          `json:"alignmentId"`
	Version     int64           `json:"version"`
	Name        string          `json:"name"`
	Created     time.Time       `json:"created"`
	Actor       territory.Actor `json:"actor"`
}

// DraftState is where a draft stands.
type DraftState string

// The states of a draft; an open one waits for a decision.
const (
	DraftOpen     DraftState = "open"
	DraftAccepted DraftState = "accepted"
	DraftRejected DraftState = "rejected"
	DraftKept     DraftState = "kept" // became an alignment of its own
)

// Draft is a proposed change set, made by an optimisation, against one version
// of an alignment.
type Draft struct {
	ID          string     `json:"id"`
	AlignmentID string     `json:"alignmentId"`
	BaseVersion int64      `json:"baseVersion"`
	JobID       string     `json:"jobId"`
	State       DraftState `json:"state"`
	Created     time.Time  `json:"created"`
	Decided     *time.Time `json:"decided,omitempty"`
	// Params is what was asked, Report what came out (an optimize.Report).
	Params json.RawMessage `json:"params"`
	Report json.RawMessage `json:"report"`
}

// Repository keeps alignments, their histories and drafts. Every method is one
// transaction; a missing thing is a not_found error.
type Repository interface {
	// CreateAlignment stores a new alignment whose first change set (version
	// 1) builds the tree and the first assignment of units units. A taken name
	// within the dataset is a conflict.
	CreateAlignment(ctx context.Context, a Alignment, units int, first ChangeSet) error
	Alignment(ctx context.Context, id string) (Alignment, error)
	// Alignments returns those of a dataset ("" for all), newest change first.
	Alignments(ctx context.Context, datasetID string) ([]Alignment, error)
	RenameAlignment(ctx context.Context, id, name string) error
	DeleteAlignment(ctx context.Context, id string) error
	// State materialises a version; 0 means the newest. The caller owns it.
	State(ctx context.Context, id string, version int64) (*State, error)
	// Append adds c as version expected+1. When the alignment is no longer at
	// version expected it changes nothing and returns a conflict error that
	// names who changed it last and when.
	Append(ctx context.Context, id string, expected int64, c ChangeSet) (version int64, err error)
	// Change appends what f returns for the newest state, whatever version
	// that is by now; changes made this way wait for each other and do not
	// starve. Without ops nothing is appended and the newest version is
	// returned. f gets a copy, may be called again, and must not use the
	// repository.
	Change(ctx context.Context, id string, f func(now *State) (ChangeSet, error)) (version int64, err error)
	// MoveAlignments moves several alignments onto other snapshots of their
	// datasets, all of them or, on an error, none; an alignment that is no
	// longer at its expected version is a conflict. Older versions stay as they
	// are, and State names the snapshot that each stands on.
	MoveAlignments(ctx context.Context, moves []Move) error
	// SnapshotMoves returns the moves of an alignment, newest first.
	SnapshotMoves(ctx context.Context, id string) ([]SnapshotMove, error)
	// History returns change summaries below version before (0: from the
	// newest), newest first.
	History(ctx context.Context, id string, before int64, limit int) ([]ChangeSummary, error)
	// ChangeSet returns one version's change set in full.
	ChangeSet(ctx context.Context, id string, version int64) (ChangeSet, error)

	// NameVersion gives a version a name; a name taken in the alignment is a
	// conflict. A version may have several names.
	NameVersion(ctx context.Context, n NamedVersion) error
	// NamedVersions returns those of an alignment, newest version first.
	NamedVersions(ctx context.Context, id string) ([]NamedVersion, error)
	// UnnameVersion removes a name; the version stays.
	UnnameVersion(ctx context.Context, id, name string) error

	// View returns how an actor looks at an alignment; the zero View when that
	// was never saved.
	View(ctx context.Context, id, actor string) (View, error)
	SaveView(ctx context.Context, id, actor string, v View) error

	// AddDraft stores an open draft with the change it proposes.
	AddDraft(ctx context.Context, d Draft, proposed ChangeSet) error
	Draft(ctx context.Context, id string) (Draft, ChangeSet, error)
	// Drafts returns an alignment's drafts, newest first.
	Drafts(ctx context.Context, alignmentID string) ([]Draft, error)
	// AcceptDraft appends the proposed change set and marks the draft, in one
	// transaction; conflict when the alignment has moved on or the draft is
	// decided already.
	AcceptDraft(ctx context.Context, id string, at time.Time, actor territory.Actor) (version int64, err error)
	// AcceptPart appends c, made from an open draft by Select or Rebase, as
	// version expected+1 and marks the draft accepted, in one transaction.
	AcceptPart(ctx context.Context, id string, expected int64, c ChangeSet) (version int64, err error)
	// DecideDraft marks an open draft rejected or kept.
	DecideDraft(ctx context.Context, id string, s DraftState, at time.Time) error
}
