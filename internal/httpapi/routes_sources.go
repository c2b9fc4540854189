package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SourceList is all live sources, by name.
type SourceList struct {
	Sources []live.Source `json:"sources" nullable:"false"`
}

// SourcePath is the input of routes about one live source.
type SourcePath struct {
	ID string `path:"id"`
}

func (i *SourcePath) resource() access.Resource { return access.Resource{Kind: "source", ID: i.ID} }

type addSourceInput struct{ Body live.Wanted }

func (i *addSourceInput) resource() access.Resource { return access.Resource{Kind: "source"} }

type updateSourceInput struct {
	SourcePath
	Body live.Wanted
}

// CheckSourceBody is a query to try.
type CheckSourceBody struct {
	ID         string `json:"id,omitempty" doc:"A stored source, whose connection and query stand in for what is left out."`
	Connection string `json:"connection,omitempty" maxLength:"4000"`
	Query      string `json:"query,omitempty" maxLength:"100000"`
}

type checkSourceInput struct{ Body CheckSourceBody }

func (i *checkSourceInput) resource() access.Resource {
	return access.Resource{Kind: "source", ID: i.Body.ID}
}

func (s *Server) registerSources() {
	register(s, get("list-sources", "/sources", "Import", "The live sources, without their connections"), access.Manage,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[SourceList], error) {
			all, err := s.LiveSources.Sources.Sources(ctx)
			return answer(SourceList{Sources: notNil(all)}, err)
		})
	register(s, post("add-source", "/sources", "Import", "Store a query on a PostgreSQL database; the connection is encrypted and never shown again", http.StatusCreated), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *addSourceInput) (*body[live.Source], error) {
			return answer(s.LiveSources.Add(ctx, in.Body))
		})
	register(s, operation("update-source", http.MethodPut, "/sources/{id}", "Import", "Replace a live source; without a connection it keeps the one it has"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *updateSourceInput) (*body[live.Source], error) {
			return answer(s.LiveSources.Update(ctx, in.ID, in.Body))
		})
	register(s, operation("delete-source", http.MethodDelete, "/sources/{id}", "Import", "Delete a live source; what was imported from it stays"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *SourcePath) (*struct{}, error) {
			return nil, s.LiveSources.Sources.DeleteSource(ctx, in.ID)
		})
	register(s, post("check-source", "/sources/check", "Import", "Connect and run a query for its columns and first 20 rows", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *checkSourceInput) (*body[live.Check], error) {
			check, err := s.LiveSources.Check(ctx, in.Body.ID, in.Body.Connection, in.Body.Query)
			if err != nil {
				return nil, err
			}
			return answer(*check, nil)
		})
	register(s, post("read-source", "/sources/{id}/uploads", "Import", "Read a live source into an upload, which can be previewed and imported like a file; the job's result is the upload", http.StatusAccepted), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *SourcePath) (*body[job.Job], error) {
			if _, _, err := s.LiveSources.Sources.Source(ctx, in.ID); err != nil {
				return nil, err
			}
			return answer(s.enqueue(ctx, actor, ingest.ExtractJobKind, in.ID, ingest.ExtractSpec{Source: in.ID, Upload: s.NewID()}))
		})
	register(s, post("update-dataset", "/datasets/{id}/updates", "Datasets",
		"Read the dataset's live sources again into a new snapshot and, unless told otherwise, move its alignments onto it", http.StatusAccepted), access.Manage, s.startUpdate)
}

// UpdateBody says what follows on reading the sources again.
type UpdateBody struct {
	Keep bool `json:"keep,omitempty" doc:"Leave the alignments on their snapshots."`
	RefreshBody
}

type updateInput struct {
	DatasetPath
	Body UpdateBody
}

// UpdateJobKind is the kind of jobs whose parameters are an UpdateSpec.
const UpdateJobKind = "update"

// UpdateSpec is an update of a dataset as a job: its live sources read again,
// imported as a snapshot, and its alignments moved onto that.
type UpdateSpec struct {
	DatasetID  string          `json:"datasetId"`
	SnapshotID string          `json:"snapshotId"`
	Sources    []string        `json:"sources"`
	Like       string          `json:"like"`
	Keep       bool            `json:"keep"`
	Refresh    RefreshBody     `json:"refresh"`
	Actor      territory.Actor `json:"actor"`
}

func (s *Server) startUpdate(ctx context.Context, actor territory.Actor, in *updateInput) (*body[job.Job], error) {
	spec, err := s.UpdateOf(ctx, actor, in.ID)
	if err != nil {
		return nil, err
	}
	spec.Keep, spec.Refresh = in.Body.Keep, in.Body.RefreshBody
	return answer(s.enqueue(ctx, actor, UpdateJobKind, in.ID, spec))
}

// UpdateOf returns an update of a dataset from the sources of its newest
// snapshot, all of which must be live.
func (s *Server) UpdateOf(ctx context.Context, actor territory.Actor, datasetID string) (UpdateSpec, error) {
	spec := UpdateSpec{DatasetID: datasetID, SnapshotID: s.NewID(), Actor: actor}
	d, err := s.Catalog.Dataset(ctx, datasetID)
	if err != nil {
		return spec, err
	}
	if spec.Like = d.CurrentSnapshot; spec.Like == "" {
		return spec, territory.Say(territory.Conflict, sentence.UpdateNoUnits.With(sentence.Params{"name": d.Name}))
	}
	snapshot, err := s.Catalog.Snapshot(ctx, d.CurrentSnapshot)
	if err != nil {
		return spec, err
	}
	for _, source := range snapshot.Sources {
		if source.LiveSource == "" {
			return spec, territory.Say(territory.Conflict, sentence.UpdateFile.With(sentence.Params{"name": d.Name, "file": source.Name}))
		}
		if _, _, err := s.LiveSources.Sources.Source(ctx, source.LiveSource); err != nil {
			return spec, err
		}
		spec.Sources = append(spec.Sources, source.LiveSource)
	}
	return spec, nil
}
