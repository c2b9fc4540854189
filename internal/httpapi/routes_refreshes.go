package httpapi

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/refresh"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// RefreshBody says which alignments move onto which snapshot.
type RefreshBody struct {
	To         string        `json:"to,omitempty" doc:"Id of a snapshot of the dataset; by default the newest."`
	Alignments []string      `json:"alignments,omitempty" nullable:"false" maxItems:"10000" doc:"Ids; none means every alignment of the dataset that is not on it."`
	Place      []refresh.Way `json:"place,omitempty" maxItems:"3" enum:"rule,boundary,nearest" doc:"How new units find a territory, in the order tried; left out: all three. Units that none places stay unassigned."`
	Unplaced   bool          `json:"unplaced,omitempty" doc:"Leave all new units unassigned."`
	Code       string        `json:"code,omitempty" doc:"Text column for boundary; by default the postal code, else the county or state."`
	DryRun     bool          `json:"dryRun,omitempty" doc:"Report what would become of the units and change nothing."`
}

// Ways returns how new units are placed: nil for every way, none for
// unplaced.
func (b RefreshBody) Ways() []refresh.Way {
	if b.Unplaced {
		return []refresh.Way{}
	}
	return b.Place
}

type refreshInput struct {
	DatasetPath
	Body RefreshBody
}

// SnapshotMoveList is the moves of an alignment, newest first.
type SnapshotMoveList struct {
	Moves []alignment.SnapshotMove `json:"moves" nullable:"false"`
}

type moveInput struct {
	AlignmentPath
	Version int64 `path:"version" minimum:"2" doc:"The version with which it moved."`
}

func (s *Server) registerRefreshes() {
	register(s, post("refresh-dataset", "/datasets/{id}/refreshes", "Datasets",
		"Move alignments onto another snapshot, all in one transaction; the job's result is the report", http.StatusAccepted), access.Manage, s.startRefresh)
	register(s, get("list-snapshot-moves", "/alignments/{id}/moves", "Alignments", "When the alignment moved onto another snapshot, with the reports"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[SnapshotMoveList], error) {
			moves, err := s.Alignments.SnapshotMoves(ctx, in.ID)
			return answer(SnapshotMoveList{Moves: notNil(moves)}, err)
		})
	op := get("export-snapshot-move", "/alignments/{id}/moves/{version}/units.csv", "Alignments", "What a move onto another snapshot did to every unit that is new, gone, moved or changed")
	op.Responses = fileResponse("text/csv", "CSV: id, change, area before, area after.")
	register(s, op, access.View, s.exportMove)
}

func (s *Server) startRefresh(ctx context.Context, actor territory.Actor, in *refreshInput) (*body[job.Job], error) {
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec := refresh.Spec{DatasetID: d.ID, To: in.Body.To, Alignments: in.Body.Alignments, Place: in.Body.Ways(), Code: in.Body.Code, DryRun: in.Body.DryRun, Actor: actor}
	if spec.To == "" {
		spec.To = d.CurrentSnapshot
	}
	if _, err := s.Catalog.Snapshot(ctx, spec.To); err != nil {
		return nil, err
	}
	return answer(s.enqueue(ctx, actor, refresh.JobKind, d.ID, spec))
}

// exportMove compares the two snapshots again; they never change.
func (s *Server) exportMove(ctx context.Context, _ territory.Actor, in *moveInput) (*huma.StreamResponse, error) {
	before, err := s.Alignments.State(ctx, in.ID, in.Version-1)
	if err != nil {
		return nil, err
	}
	after, err := s.Alignments.State(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	if before.Alignment.SnapshotID == after.Alignment.SnapshotID {
		return nil, territory.Say(territory.Invalid, sentence.SnapshotMoved.With(sentence.Params{"version": in.Version, "name": after.Alignment.Name}))
	}
	d, old, now, err := s.changes(ctx, &changesInput{SnapshotPath: SnapshotPath{ID: after.Alignment.SnapshotID}, From: before.Alignment.SnapshotID})
	if err != nil {
		return nil, err
	}
	oldIDs, err := old.IDs(ctx)
	if err != nil {
		return nil, err
	}
	newIDs, err := now.IDs(ctx)
	if err != nil {
		return nil, err
	}
	return download("moves-"+strconv.FormatInt(in.Version, 10)+".csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.Write([]string{"id", "change", "before", "after"}) //nolint:errcheck // Error below reports it
		for unit, old := range d.ToOld {
			switch {
			case old < 0:
				out.Write([]string{newIDs.At(unit), fateText(d.Fates[unit]), "", pathOf(after, after.Assigned[unit])}) //nolint:errcheck // as above
			case d.Fates[unit] != 0:
				out.Write([]string{newIDs.At(unit), fateText(d.Fates[unit]), pathOf(before, before.Assigned[old]), pathOf(after, after.Assigned[unit])}) //nolint:errcheck // as above
			}
		}
		for unit, there := range d.ToNew {
			if there < 0 {
				out.Write([]string{oldIDs.At(unit), "gone", pathOf(before, before.Assigned[unit]), ""}) //nolint:errcheck // as above
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}

// carried returns s over another snapshot of its dataset, by ids.
func (s *Server) carried(ctx context.Context, state *alignment.State, snapshotID string) (*alignment.State, error) {
	old, err := s.reader(ctx, state.Alignment.SnapshotID)
	if err != nil {
		return nil, err
	}
	now, err := s.reader(ctx, snapshotID)
	if err != nil {
		return nil, err
	}
	toOld, err := now.Match(ctx, old)
	if err != nil {
		return nil, err
	}
	return state.Carry(snapshotID, toOld), nil
}
