package optimize

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// exploration is the record of a run, still without plans or points.
func (p *problem) exploration(d Deps, jobID string, spec Spec, id, kind string) Exploration {
	e := Exploration{
		ID: id, AlignmentID: spec.AlignmentID, BaseVersion: spec.BaseVersion, JobID: jobID, Kind: kind, Created: d.Now().UTC(),
		Units: len(p.units), Request: spec.Request, Measures: p.columns.Names, Plans: []ExploredPlan{}, Points: []HeadcountPoint{},
	}
	if was := p.before(); was.figures.Assigned > 0 {
		present := planFigures(was.figures)
		e.Present = &present
	}
	return e
}

// storePlans writes the assignments as one column of area numbers per plan,
// one after the other (int32, little-endian), and the details as JSON.
func storePlans(ctx context.Context, d Deps, e *Exploration, p *problem, plans []foundPlan) error {
	e.Assignments, e.Details = "explorations/"+e.ID+"/assignments", "explorations/"+e.ID+"/details.json"
	details := make([]planDetail, len(plans))
	for i := range plans {
		e.Plans = append(e.Plans, plans[i].figures)
		details[i] = plans[i].detail
	}
	err := writeBlob(ctx, d.Blobs, e.Assignments, func(w io.Writer) error {
		for i := range plans {
			if err := binary.Write(w, binary.LittleEndian, plans[i].assigned); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeBlob(ctx, d.Blobs, e.Details, func(w io.Writer) error { return json.NewEncoder(w).Encode(details) })
}

// writeBlob writes an object anew; one left by an attempt that was cut off is
// replaced, since no row speaks of it.
func writeBlob(ctx context.Context, store blob.Store, name string, write func(io.Writer) error) error {
	if err := store.Delete(ctx, name); err != nil {
		return err
	}
	w, err := store.Create(ctx, name)
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := write(w); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return w.Commit()
}

// PlanColumn returns the area number of every unit of the snapshot in one plan
// of a Pareto set.
func PlanColumn(ctx context.Context, d Deps, e Exploration, plan, units int) ([]alignment.AreaNumber, error) {
	if plan < 0 || plan >= len(e.Plans) {
		return nil, territory.Errorf(territory.NotFound, "This exploration has no plan %d; its plans are 0 to %d.", plan, len(e.Plans)-1)
	}
	object, err := d.Blobs.Open(ctx, e.Assignments)
	if err != nil {
		return nil, err
	}
	defer object.Close() //nolint:errcheck // opened for reading
	if object.Size() != 4*int64(units)*int64(len(e.Plans)) {
		return nil, fmt.Errorf("%s has %d bytes for %d plans of %d units", e.Assignments, object.Size(), len(e.Plans), units)
	}
	raw := make([]byte, 4*units)
	if _, err := object.ReadAt(raw, 4*int64(units)*int64(plan)); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", e.Assignments, err)
	}
	column := make([]alignment.AreaNumber, units)
	for unit := range column {
		column[unit] = alignment.AreaNumber(binary.LittleEndian.Uint32(raw[4*unit:]))
	}
	return column, nil
}

func readDetail(ctx context.Context, d Deps, e Exploration, plan int) (*planDetail, error) {
	object, err := d.Blobs.Open(ctx, e.Details)
	if err != nil {
		return nil, err
	}
	defer object.Close() //nolint:errcheck // opened for reading
	var details []planDetail
	if err := json.NewDecoder(object).Decode(&details); err != nil {
		return nil, fmt.Errorf("read %s: %w", e.Details, err)
	}
	if plan >= len(details) {
		return nil, fmt.Errorf("%s has %d plans, want number %d", e.Details, len(details), plan)
	}
	return &details[plan], nil
}

// PlanState returns the alignment as it would be with one plan of a Pareto set.
func PlanState(ctx context.Context, d Deps, e Exploration, plan int) (base, after *alignment.State, err error) {
	if base, err = d.Alignments.State(ctx, e.AlignmentID, e.BaseVersion); err != nil {
		return nil, nil, err
	}
	column, err := PlanColumn(ctx, d, e, plan, len(base.Assigned))
	if err != nil {
		return nil, nil, err
	}
	detail, err := readDetail(ctx, d, e, plan)
	if err != nil {
		return nil, nil, err
	}
	after = base.Clone()
	for _, a := range detail.Added {
		after.Areas[a.Number] = a
	}
	for _, a := range detail.Removed {
		delete(after.Areas, a.Number)
	}
	after.Assigned = column
	return base, after, nil
}

// PickPlan makes a draft of one plan of a Pareto set.
func PickPlan(ctx context.Context, d Deps, e Exploration, plan int, draftID string) error {
	base, after, err := PlanState(ctx, d, e, plan)
	if err != nil {
		return err
	}
	detail, err := readDetail(ctx, d, e, plan)
	if err != nil {
		return err
	}
	change := alignment.ChangeSet{Kind: "optimize", At: d.Now().UTC(), Ops: alignment.Between(base, after)}.
		Because(sentence.PickedPlan.With(sentence.Params{"plan": plan + 1, "percent": 100 * e.Plans[plan].Balance, "km": e.Plans[plan].TravelKm}))
	draft := alignment.Draft{ID: draftID, AlignmentID: e.AlignmentID, BaseVersion: e.BaseVersion, JobID: e.JobID, State: alignment.DraftOpen, Created: change.At}
	if draft.Params, err = json.Marshal(detail.Request); err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	if draft.Report, err = json.Marshal(detail.Report); err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	return d.Alignments.AddDraft(ctx, draft, change)
}
