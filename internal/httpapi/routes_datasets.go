package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SnapshotSummary is what a list of datasets shows of the current snapshot.
type SnapshotSummary struct {
	ID       string      `json:"id"`
	Units    int         `json:"units"`
	Rejected int         `json:"rejected"`
	LeftOut  int         `json:"leftOut,omitempty" doc:"Rows that the filter of the import did not let in."`
	Columns  int         `json:"columns"`
	Box      *[4]float64 `json:"box,omitempty" doc:"West, south, east, north in degrees."`
}

// DatasetItem is a dataset with what a list shows of it.
type DatasetItem struct {
	dataset.Dataset
	Snapshot   *SnapshotSummary `json:"snapshot,omitempty"`
	Alignments int              `json:"alignments"`
}

// DatasetList is all datasets.
type DatasetList struct {
	Datasets []DatasetItem `json:"datasets" nullable:"false"`
}

// ImportStarted answers a request that starts an import.
type ImportStarted struct {
	Dataset dataset.Dataset `json:"dataset"`
	Job     job.Job         `json:"job"`
}

// DatasetPath is the input of routes about one dataset.
type DatasetPath struct {
	ID string `path:"id"`
}

func (i *DatasetPath) resource() access.Resource {
	return access.Resource{Kind: "dataset", ID: i.ID}
}

// ImportBody says what to import and how to read it.
type ImportBody struct {
	Upload  string   `json:"upload" doc:"Id of the upload to read."`
	Further []string `json:"further,omitempty" nullable:"false" maxItems:"100" doc:"Further uploads, read into the same snapshot; every unit remembers its file."`
	Append  bool     `json:"append,omitempty" doc:"Keep the units of the dataset's current snapshot and add the rows to them: for rejected rows that were corrected, and for further files."`
	Like    bool     `json:"like,omitempty" doc:"Columns that the dataset has already keep their types and roles: for a refresh."`
	Where   string   `json:"where,omitempty" maxLength:"100000" doc:"Import only rows for which this condition holds; it may use columns of the file and, for a dataset that exists, its attributes and saved filters."`
	ingest.Options
}

type listDatasetsInput struct {
	Archived bool `query:"archived" doc:"Archived datasets too."`
}

func (i *listDatasetsInput) resource() access.Resource { return access.Resource{Kind: "dataset"} }

type createDatasetInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
		ImportBody
	}
}

func (i *createDatasetInput) resource() access.Resource { return access.Resource{Kind: "dataset"} }

type importInput struct {
	DatasetPath
	Body ImportBody
}

type renameDatasetInput struct {
	DatasetPath
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
	}
}

func (s *Server) registerDatasets() {
	register(s, get("list-datasets", "/datasets", "Datasets", "The datasets with their current snapshot"), access.View, s.listDatasets)
	register(s, post("create-dataset", "/datasets", "Datasets", "Create a dataset and import an upload into it", http.StatusAccepted), access.Manage, s.createDataset)
	register(s, get("get-dataset", "/datasets/{id}", "Datasets", "One dataset"), access.View,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[DatasetItem], error) {
			d, err := s.Catalog.Dataset(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(s.datasetItem(ctx, d))
		})
	register(s, operation("rename-dataset", http.MethodPatch, "/datasets/{id}", "Datasets", "Rename a dataset"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *renameDatasetInput) (*body[dataset.Dataset], error) {
			if err := s.Catalog.RenameDataset(ctx, in.ID, strings.TrimSpace(in.Body.Name)); err != nil {
				return nil, err
			}
			return answer(s.Catalog.Dataset(ctx, in.ID))
		})
	register(s, operation("delete-dataset", http.MethodDelete, "/datasets/{id}", "Datasets", "Move a dataset with its alignments into the trash"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*struct{}, error) {
			return nil, s.Catalog.TrashDataset(ctx, in.ID, s.Now().UTC())
		})
	register(s, post("import-snapshot", "/datasets/{id}/snapshots", "Datasets", "Import an upload as the dataset's next snapshot", http.StatusAccepted), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *importInput) (*body[ImportStarted], error) {
			d, err := s.Catalog.Dataset(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(s.startImport(ctx, actor, d, in.Body))
		})
}

func (s *Server) listDatasets(ctx context.Context, _ territory.Actor, in *listDatasetsInput) (*body[DatasetList], error) {
	all, err := s.Catalog.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	list := DatasetList{Datasets: make([]DatasetItem, 0, len(all))}
	for _, d := range all {
		if d.Archived != nil && !in.Archived {
			continue
		}
		item, err := s.datasetItem(ctx, d)
		if err != nil {
			return nil, err
		}
		list.Datasets = append(list.Datasets, item)
	}
	return answer(list, nil)
}

func (s *Server) datasetItem(ctx context.Context, d dataset.Dataset) (DatasetItem, error) {
	item := DatasetItem{Dataset: d}
	alignments, err := s.Alignments.Alignments(ctx, d.ID)
	if err != nil {
		return item, err
	}
	item.Alignments = len(alignments)
	if d.CurrentSnapshot == "" {
		return item, nil
	}
	snapshot, err := s.Catalog.Snapshot(ctx, d.CurrentSnapshot)
	if err != nil {
		return item, err
	}
	summary := summaryOf(snapshot)
	item.Snapshot = &summary
	return item, nil
}

// createDataset checks the upload before it makes the dataset, and makes it
// together with the job that imports it: neither a wrong request nor a crash
// leaves an empty one behind.
func (s *Server) createDataset(ctx context.Context, actor territory.Actor, in *createDatasetInput) (*body[ImportStarted], error) {
	if _, err := s.importSpec(ctx, dataset.Dataset{Name: in.Body.Name}, in.Body.ImportBody); err != nil {
		return nil, err
	}
	name := strings.TrimSpace(in.Body.Name)
	if name == "" {
		return nil, territory.Say(territory.Invalid, sentence.DatasetNoName.With(nil))
	}
	now := s.Now().UTC()
	d := dataset.Dataset{ID: s.NewID(), Name: name, Created: now, Updated: now}
	spec, err := s.importSpec(ctx, d, in.Body.ImportBody)
	if err != nil {
		return nil, err
	}
	j, err := s.newJob(actor, ingest.JobKind, d.ID, spec)
	if err != nil {
		return nil, err
	}
	if err := s.NewDatasets.CreateDatasetAndEnqueue(ctx, d, j); err != nil {
		if d, err = s.leftover(ctx, name, err); err != nil {
			return nil, err
		}
		return answer(s.startImport(ctx, actor, d, in.Body.ImportBody))
	}
	return answer(ImportStarted{Dataset: d, Job: j}, nil)
}

// leftover returns the dataset of that name when its first import failed, so
// that trying again works; otherwise it returns the conflict.
func (s *Server) leftover(ctx context.Context, name string, conflict error) (dataset.Dataset, error) {
	if territory.CodeOf(conflict) != territory.Conflict {
		return dataset.Dataset{}, conflict
	}
	all, err := s.Catalog.Datasets(ctx)
	if err != nil {
		return dataset.Dataset{}, err
	}
	for _, d := range all {
		if d.Name != name || d.CurrentSnapshot != "" {
			continue
		}
		jobs, err := s.Jobs.Jobs(ctx, d.ID, 1)
		if err != nil {
			return dataset.Dataset{}, err
		}
		if len(jobs) == 0 || jobs[0].State.Final() {
			return d, nil
		}
	}
	return dataset.Dataset{}, conflict
}

func (s *Server) startImport(ctx context.Context, actor territory.Actor, d dataset.Dataset, in ImportBody) (ImportStarted, error) {
	spec, err := s.importSpec(ctx, d, in)
	if err != nil {
		return ImportStarted{}, err
	}
	j, err := s.enqueue(ctx, actor, ingest.JobKind, d.ID, spec)
	return ImportStarted{Dataset: d, Job: j}, err
}
