package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SupplementBody says which file's columns to join onto the units, and how.
type SupplementBody struct {
	Upload string `json:"upload" doc:"Id of the upload whose columns are joined."`
	Key    string `json:"key,omitempty" doc:"The file's column to join on; by default the one that looks like an id."`
	On     string `json:"on,omitempty" doc:"The text column of the units it must equal; by default their id."`
	ingest.Options
}

type supplementInput struct {
	DatasetPath
	Body SupplementBody
}

func (s *Server) registerDatasetImports() {
	register(s, post("supplement-dataset", "/datasets/{id}/supplements", "Datasets",
		"Join the columns of an upload onto the units by a key, as the dataset's next snapshot", http.StatusAccepted), access.Manage, s.supplement)
}

func (s *Server) supplement(ctx context.Context, actor territory.Actor, in *supplementInput) (*body[ImportStarted], error) {
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if d.CurrentSnapshot == "" {
		return nil, territory.Errorf(territory.Conflict, "%q has no units yet: import a file first.", d.Name)
	}
	if _, err := s.Uploads.Upload(ctx, in.Body.Upload); err != nil {
		return nil, err
	}
	spec := ingest.SupplementJobSpec{
		DatasetID: d.ID, Base: d.CurrentSnapshot, SnapshotID: s.NewID(), Upload: in.Body.Upload,
		Options: in.Body.Options, Key: in.Body.Key, On: in.Body.On,
	}
	j, err := s.enqueue(ctx, actor, ingest.SupplementJobKind, d.ID, spec)
	return answer(ImportStarted{Dataset: d, Job: j}, err)
}

// importSpec checks what an import asks for and turns it into a job's
// parameters.
func (s *Server) importSpec(ctx context.Context, d dataset.Dataset, in ImportBody) (ingest.JobSpec, error) {
	spec := ingest.JobSpec{SnapshotID: s.NewID(), DatasetID: d.ID, Uploads: append([]string{in.Upload}, in.Further...), Options: in.Options}
	for _, id := range spec.Uploads {
		if _, err := s.Uploads.Upload(ctx, id); err != nil {
			return spec, err
		}
	}
	if in.Like {
		spec.Like = d.CurrentSnapshot
	}
	if !in.Append {
		return spec, nil
	}
	if spec.AppendTo = d.CurrentSnapshot; spec.AppendTo == "" {
		return spec, territory.Errorf(territory.Conflict, "%q has no units yet, so nothing can be added to them: import without append.", d.Name)
	}
	return spec, nil
}
