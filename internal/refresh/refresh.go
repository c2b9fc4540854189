// Package refresh moves alignments onto another snapshot of their dataset:
// units keep their areas by id, new ones are placed, and a report says what
// became of every area. It decides and has alignment.Repository store it, all
// alignments in one transaction.
package refresh

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// JobKind is the kind of jobs whose parameters are a Spec.
const JobKind = "refresh"

// Way is how new units find a territory.
type Way string

// The ways. Units that none of the chosen ones places stay unassigned.
const (
	ByRule     Way = "rule"     // the rules of the areas
	ByBoundary Way = "boundary" // where most units with the same code are
	ByNearest  Way = "nearest"  // where the nearest unit is
)

// Spec says what to move where.
type Spec struct {
	DatasetID string `json:"datasetId"`
	// To is the id of the snapshot, older ones included.
	To string `json:"to"`
	// Alignments are ids; none means every alignment that is not on To yet.
	Alignments []string `json:"alignments,omitempty"`
	// Place lists the ways in the order tried; nil is all of them.
	Place []Way `json:"place"`
	// Code is the text column that ByBoundary compares; "" chooses the postal
	// code, else the county or the state found by position.
	Code string `json:"code,omitempty"`
	// DryRun reports and stores nothing.
	DryRun bool            `json:"dryRun,omitempty"`
	Actor  territory.Actor `json:"actor"`
}

// RulesFunc runs the rules of s over its snapshot for the unassigned units.
type RulesFunc func(ctx context.Context, r *dataset.Reader, s *alignment.State) (*alignment.RuleRun, error)

// Deps is what a refresh works with.
type Deps struct {
	Catalog    dataset.Catalog
	Blobs      blob.Store
	Columns    *dataset.Cache
	Alignments alignment.Repository
	Rules      RulesFunc
	Now        func() time.Time
}

// Report is what a refresh did or, when dry, would do.
type Report struct {
	DatasetID  string            `json:"datasetId"`
	Dataset    string            `json:"dataset"`
	To         string            `json:"to" doc:"Id of the snapshot moved onto."`
	DryRun     bool              `json:"dryRun"`
	Alignments []AlignmentReport `json:"alignments" nullable:"false"`
	Seconds    float64           `json:"seconds"`
}

// AlignmentReport is what became of one alignment.
type AlignmentReport struct {
	AlignmentID string `json:"alignmentId"`
	Name        string `json:"name"`
	From        string `json:"from" doc:"Id of the snapshot it stood on."`
	To          string `json:"to"`
	Version     int64  `json:"version" doc:"Its version on the new snapshot; restoring the one before goes back to the old."`
	Already     bool   `json:"already,omitempty" doc:"It stood on the snapshot before; nothing was done."`
	// Kept units are in both snapshots; Moved and Changed count those among
	// them whose position or another value differs.
	Kept    int `json:"kept"`
	Moved   int `json:"moved"`
	Changed int `json:"changed"`
	// Gone units are no longer in the dataset; GoneAssigned had an area.
	Gone         int `json:"gone"`
	GoneAssigned int `json:"goneAssigned"`
	// Added units are new; they were placed in one of the ways, or not.
	Added      int                  `json:"added"`
	Placed     map[Way]int          `json:"placed" nullable:"false"`
	Unassigned int                  `json:"unassigned" doc:"New units that found no territory."`
	Columns    []dataset.ColumnDiff `json:"columns" nullable:"false"`
	Areas      []AreaReport         `json:"areas" nullable:"false" doc:"Territories whose units changed; area 0 is unassigned."`
	Notes      []string             `json:"notes" nullable:"false"`
	NotesSaid  []sentence.Sentence  `json:"notesSaid,omitempty" doc:"The notes with their codes, in the same order."`
}

// AreaReport is what became of the units of a territory.
type AreaReport struct {
	Number alignment.AreaNumber `json:"number"`
	Name   string               `json:"name"`
	Before int                  `json:"before"`
	After  int                  `json:"after"`
	Gone   int                  `json:"gone"`
	Added  int                  `json:"added"`
	// Changed units stayed and have another position or value.
	Changed int `json:"changed"`
}

// tries bounds how often a move is worked out again because somebody changed
// an alignment meanwhile.
const tries = 5

// Run moves the alignments, all or none. Running it again after it was killed
// finds those that stand on the snapshot already and repeats their report.
func Run(ctx context.Context, d Deps, spec Spec, progress territory.ProgressFunc) (*Report, error) {
	if err := spec.validate(); err != nil {
		return nil, err
	}
	began := d.Now()
	of, err := d.Catalog.Dataset(ctx, spec.DatasetID)
	if err != nil {
		return nil, err
	}
	to, err := d.Catalog.Snapshot(ctx, spec.To)
	if err != nil {
		return nil, err
	}
	if to.DatasetID != of.ID {
		return nil, territory.Errorf(territory.Invalid, "Snapshot %s belongs to another dataset than %q.", to.ID, of.Name)
	}
	for try := 1; ; try++ {
		report, moves, err := prepare(ctx, d, spec, to, progress)
		if err != nil {
			return nil, err
		}
		report.Dataset, report.DryRun = of.Name, spec.DryRun
		if !spec.DryRun && len(moves) > 0 {
			err = d.Alignments.MoveAlignments(ctx, moves)
		}
		if err == nil {
			report.Seconds = d.Now().Sub(began).Seconds()
			return report, nil
		}
		if territory.CodeOf(err) != territory.Conflict || try == tries {
			return nil, err
		}
	}
}

func (s Spec) validate() error {
	for _, way := range s.Place {
		if !slices.Contains([]Way{ByRule, ByBoundary, ByNearest}, way) {
			return territory.Errorf(territory.Invalid, "New units cannot be placed by %q; choose among rule, boundary and nearest.", way)
		}
	}
	return nil
}

// prepare works out every move.
func prepare(ctx context.Context, d Deps, spec Spec, to dataset.Snapshot, progress territory.ProgressFunc) (*Report, []alignment.Move, error) {
	chosen, err := choose(ctx, d, spec)
	if err != nil {
		return nil, nil, err
	}
	c := comparer{deps: d, known: map[string]*dataset.Diff{}}
	if c.reader, err = d.Columns.Open(ctx, d.Blobs, to); err != nil {
		return nil, nil, err
	}
	report := &Report{DatasetID: spec.DatasetID, To: to.ID, Alignments: []AlignmentReport{}}
	var moves []alignment.Move
	for i, a := range chosen {
		if progress != nil {
			progress(territory.Progress{Phase: "moving", Done: int64(i), Total: int64(len(chosen))}.Saying(sentence.WorkingOut.With(sentence.Params{"name": a.Name})))
		}
		if a.SnapshotID == to.ID {
			if len(spec.Alignments) > 0 || movedOnto(ctx, d, a) != nil {
				report.Alignments = append(report.Alignments, already(ctx, d, a))
			}
			continue
		}
		one, move, err := c.moveOne(ctx, spec, a)
		if err != nil {
			return nil, nil, fmt.Errorf("alignment %q: %w", a.Name, err)
		}
		report.Alignments = append(report.Alignments, *one)
		moves = append(moves, *move)
	}
	return report, moves, nil
}

// choose returns the alignments named, or all of the dataset.
func choose(ctx context.Context, d Deps, spec Spec) ([]alignment.Alignment, error) {
	if len(spec.Alignments) == 0 {
		return d.Alignments.Alignments(ctx, spec.DatasetID)
	}
	var chosen []alignment.Alignment
	for _, id := range slices.Compact(slices.Sorted(slices.Values(spec.Alignments))) {
		a, err := d.Alignments.Alignment(ctx, id)
		if err != nil {
			return nil, err
		}
		if a.DatasetID != spec.DatasetID {
			return nil, territory.Errorf(territory.Invalid, "%q belongs to another dataset and cannot move onto this snapshot.", a.Name)
		}
		chosen = append(chosen, a)
	}
	return chosen, nil
}

// movedOnto returns the report of the move that brought a where it is, nil
// when it began there.
func movedOnto(ctx context.Context, d Deps, a alignment.Alignment) *AlignmentReport {
	moves, err := d.Alignments.SnapshotMoves(ctx, a.ID)
	if err != nil || len(moves) == 0 || moves[0].To != a.SnapshotID {
		return nil
	}
	var r AlignmentReport
	if json.Unmarshal(moves[0].Report, &r) != nil {
		return nil
	}
	return &r
}

func already(ctx context.Context, d Deps, a alignment.Alignment) AlignmentReport {
	r := movedOnto(ctx, d, a)
	if r == nil {
		r = &AlignmentReport{AlignmentID: a.ID, From: a.SnapshotID, To: a.SnapshotID, Version: a.Version, Placed: map[Way]int{},
			Columns: []dataset.ColumnDiff{}, Areas: []AreaReport{}, Notes: []string{}}
	}
	r.Name, r.Already = a.Name, true
	return *r
}

// comparer compares the snapshot moved onto with each of those moved from once.
type comparer struct {
	deps   Deps
	reader *dataset.Reader
	known  map[string]*dataset.Diff
}

func (c *comparer) diff(ctx context.Context, from string) (*dataset.Diff, error) {
	if known := c.known[from]; known != nil {
		return known, nil
	}
	snapshot, err := c.deps.Catalog.Snapshot(ctx, from)
	if err != nil {
		return nil, err
	}
	old, err := c.deps.Columns.Open(ctx, c.deps.Blobs, snapshot)
	if err != nil {
		return nil, err
	}
	c.known[from], err = dataset.Compare(ctx, old, c.reader)
	return c.known[from], err
}

// moveOne works out the move of one alignment.
func (c *comparer) moveOne(ctx context.Context, spec Spec, a alignment.Alignment) (*AlignmentReport, *alignment.Move, error) {
	before, err := c.deps.Alignments.State(ctx, a.ID, 0)
	if err != nil {
		return nil, nil, err
	}
	diff, err := c.diff(ctx, before.Alignment.SnapshotID)
	if err != nil {
		return nil, nil, err
	}
	after := before.Carry(spec.To, diff.ToOld)
	p := placement{reader: c.reader, state: after, fresh: added(diff), placed: map[Way]int{}, notes: []sentence.Sentence{}}
	if id, ok := c.reader.RoleColumn(dataset.RoleID); ok && id.Name[0] == '$' {
		p.notes = append(p.notes, sentence.NoteSameByRow.With(nil))
	}
	if err := p.run(ctx, c.deps.Rules, spec); err != nil {
		return nil, nil, err
	}
	report := summarise(before, after, diff)
	report.Placed, report.NotesSaid = p.placed, p.notes
	for _, note := range p.notes {
		report.Notes = append(report.Notes, note.English)
	}
	report.Unassigned = len(p.fresh)
	raw, err := json.Marshal(report)
	if err != nil {
		return nil, nil, fmt.Errorf("encode report: %w", err)
	}
	change := alignment.ChangeSet{At: c.deps.Now().UTC(), Actor: spec.Actor, Kind: alignment.KindRefresh, Ops: placedOps(after, diff)}.
		Because(sentence.MovedSnapshot.With(sentence.Params{"added": report.Added, "gone": report.Gone, "changed": len(diff.Fates) - report.Added - diff.Same}))
	return report, &alignment.Move{Expected: before.Alignment.Version, State: after, Change: change, Report: raw}, nil
}

func added(d *dataset.Diff) []int32 {
	var units []int32
	for unit, old := range d.ToOld {
		if old < 0 {
			units = append(units, int32(unit))
		}
	}
	return units
}

// placedOps lists the new units that were placed, for the history.
func placedOps(after *alignment.State, d *dataset.Diff) []alignment.Op {
	var a alignment.Assign
	for _, unit := range added(d) {
		if to := after.Assigned[unit]; to != alignment.Unassigned {
			a.Units = append(a.Units, unit)
			a.From = append(a.From, alignment.Unassigned)
			a.To = append(a.To, to)
		}
	}
	if len(a.Units) == 0 {
		return nil
	}
	return []alignment.Op{{Assign: &a}}
}

func summarise(before, after *alignment.State, d *dataset.Diff) *AlignmentReport {
	r := &AlignmentReport{
		AlignmentID: before.Alignment.ID, Name: before.Alignment.Name, From: before.Alignment.SnapshotID, To: after.Alignment.SnapshotID,
		Version: before.Alignment.Version + 1, Kept: len(d.ToOld) - d.Added, Moved: d.Moved, Changed: d.Changed, Gone: d.Gone, Added: d.Added,
		Columns: d.Columns, Areas: []AreaReport{},
	}
	areas := map[alignment.AreaNumber]*AreaReport{alignment.Unassigned: {Name: "Unassigned"}}
	for _, a := range before.Areas {
		areas[a.Number] = &AreaReport{Number: a.Number, Name: before.Path(a.Number)}
	}
	for unit, number := range before.Assigned {
		areas[number].Before++
		if d.ToNew[unit] < 0 {
			areas[number].Gone++
			if number != alignment.Unassigned {
				r.GoneAssigned++
			}
		}
	}
	for unit, number := range after.Assigned {
		a := areas[number]
		a.After++
		switch {
		case d.ToOld[unit] < 0:
			a.Added++
		case d.Fates[unit] != 0:
			a.Changed++
		}
	}
	for _, a := range before.Ordered() {
		r.add(areas[a.Number])
	}
	r.add(areas[alignment.Unassigned])
	return r
}

func (r *AlignmentReport) add(a *AreaReport) {
	if a.Gone+a.Added+a.Changed > 0 {
		r.Areas = append(r.Areas, *a)
	}
}
