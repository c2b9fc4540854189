package httpapi

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// TrashList is the datasets in the trash, newest first.
type TrashList struct {
	Datasets []dataset.Dataset `json:"datasets" nullable:"false"`
}

// RestoreBody says under which name a dataset comes back.
type RestoreBody struct {
	Name string `json:"name,omitempty" maxLength:"200" doc:"Another name; by default the one it had."`
}

type restoreDatasetInput struct {
	DatasetPath
	Body RestoreBody
}

func (s *Server) registerTrash() {
	register(s, post("archive-dataset", "/datasets/{id}/archive", "Datasets", "Put a dataset aside: out of ordinary lists, otherwise as before", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[dataset.Dataset], error) {
			return s.archive(ctx, in.ID, s.Now().UTC())
		})
	register(s, operation("unarchive-dataset", http.MethodDelete, "/datasets/{id}/archive", "Datasets", "Take an archived dataset back"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[dataset.Dataset], error) {
			return s.archive(ctx, in.ID, time.Time{})
		})
	register(s, get("list-trash", "/trash", "Datasets", "The datasets in the trash, newest first"), access.View,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[TrashList], error) {
			all, err := s.Catalog.TrashedDatasets(ctx)
			return answer(TrashList{Datasets: all}, err)
		})
	register(s, post("restore-dataset", "/trash/{id}/restore", "Datasets", "Take a dataset out of the trash", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *restoreDatasetInput) (*body[dataset.Dataset], error) {
			if err := s.Catalog.RestoreDataset(ctx, in.ID, strings.TrimSpace(in.Body.Name)); err != nil {
				return nil, err
			}
			return answer(s.Catalog.Dataset(ctx, in.ID))
		})
	register(s, operation("delete-for-good", http.MethodDelete, "/trash/{id}", "Datasets", "Delete a dataset in the trash for good, with its snapshots and alignments"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*struct{}, error) {
			return nil, s.Catalog.DeleteDataset(ctx, in.ID)
		})
}

func (s *Server) archive(ctx context.Context, id string, at time.Time) (*body[dataset.Dataset], error) {
	if err := s.Catalog.ArchiveDataset(ctx, id, at); err != nil {
		return nil, err
	}
	return answer(s.Catalog.Dataset(ctx, id))
}
