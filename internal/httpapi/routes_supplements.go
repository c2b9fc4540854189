package httpapi

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// SupplementRequest says which file's attributes describe what, and for whom.
type SupplementRequest struct {
	Upload string     `json:"upload" minLength:"1" doc:"Id of the upload: CSV, XLSX or Parquet."`
	On     dataset.On `json:"on" enum:"units,boundaries,areas" doc:"What the rows describe. Units of a whole dataset are supplemented as its next snapshot instead (POST /datasets/{id}/supplements)."`
	Key    string     `json:"key,omitempty" doc:"Column that names them: a code of a boundary, a name, path or number of an area, an id of a unit; found by itself when left out."`
	// Exactly one of these is given.
	BoundarySet string `json:"boundarySet,omitempty" doc:"Boundary set whose boundaries get the attributes everywhere."`
	Dataset     string `json:"dataset,omitempty" doc:"Dataset in all of whose alignments they are there: boundaries or areas."`
	Alignment   string `json:"alignment,omitempty" doc:"The one alignment that gets them."`
	ingest.Options
}

// SupplementList is attributes by CSV, newest first.
type SupplementList struct {
	Supplements []dataset.Supplement `json:"supplements" nullable:"false"`
}

type addSupplementInput struct{ Body SupplementRequest }

func (i *addSupplementInput) resource() access.Resource {
	return supplementResource(i.Body.BoundarySet, i.Body.Dataset, i.Body.Alignment)
}

type listSupplementsInput struct {
	BoundarySet string `query:"boundarySet"`
	Dataset     string `query:"dataset"`
	Alignment   string `query:"alignment"`
}

func (i *listSupplementsInput) resource() access.Resource {
	return supplementResource(i.BoundarySet, i.Dataset, i.Alignment)
}

func supplementResource(set, datasetID, alignmentID string) access.Resource {
	switch {
	case alignmentID != "":
		return access.Resource{Kind: "alignment", ID: alignmentID}
	case datasetID != "":
		return access.Resource{Kind: "dataset", ID: datasetID}
	}
	return access.Resource{Kind: "boundary set", ID: set}
}

type supplementPath struct {
	ID string `path:"id"`
}

func (i *supplementPath) resource() access.Resource {
	return access.Resource{Kind: "supplement", ID: i.ID}
}

func (s *Server) registerSupplements() {
	register(s, post("add-supplement", "/supplements", "Attributes", "Join attributes from a file onto boundaries, areas or the units of an alignment by a key", http.StatusCreated), access.Manage, s.addSupplement)
	register(s, get("list-supplements", "/supplements", "Attributes", "The attributes by CSV of a boundary set, a dataset and an alignment"), access.View,
		func(ctx context.Context, _ territory.Actor, in *listSupplementsInput) (*body[SupplementList], error) {
			all, err := s.Supplements.Supplements(ctx, in.BoundarySet, in.Dataset, in.Alignment)
			return answer(SupplementList{Supplements: notNil(all)}, err)
		})
	op := get("export-supplement-problems", "/supplements/{id}/problems.csv", "Attributes", "The rows of a file that could not be joined, as CSV")
	op.Responses = fileResponse("text/csv", "CSV: row, key, why (unmatched, duplicate, ambiguous, unreadable).")
	register(s, op, access.View, s.exportSupplementProblems)
	register(s, operation("delete-supplement", http.MethodDelete, "/supplements/{id}", "Attributes", "Take attributes by CSV away again"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *supplementPath) (*struct{}, error) {
			return nil, s.Supplements.DeleteSupplement(ctx, in.ID)
		})
}

// listedProblems is how many rows an answer lists.
const listedProblems = 100

func (s *Server) addSupplement(ctx context.Context, _ territory.Actor, in *addSupplementInput) (*body[dataset.Supplement], error) {
	b := in.Body
	if err := b.check(); err != nil {
		return nil, err
	}
	upload, err := s.Uploads.Upload(ctx, b.Upload)
	if err != nil {
		return nil, err
	}
	deps := ingest.Deps{Blobs: s.Blobs, Formats: s.Formats, Now: s.Now, NewID: s.NewID}
	key, columns, table, err := ingest.ReadTable(ctx, deps, upload, b.Options, b.Key)
	if err != nil {
		return nil, err
	}
	one := dataset.Supplement{
		ID: s.NewID(), Name: upload.Name, Created: s.Now().UTC(), On: b.On, SetID: b.BoundarySet, DatasetID: b.Dataset, AlignmentID: b.Alignment,
		Key: key, Columns: columns, Rows: len(table.Keys) + len(table.Problems), Problems: []dataset.KeyProblem{},
	}
	j, err := s.joinSupplement(ctx, b, &table)
	if err != nil {
		return nil, err
	}
	j.Problems = append(table.Problems, j.Problems...)
	j.Counts(&one)
	if one.Matched == 0 && len(table.Keys) > 0 && len(j.RowOf) > 0 {
		return nil, territory.Say(territory.Invalid, sentence.SupplementNoKey.With(sentence.Params{"file": upload.Name, "on": sentence.AttributesOf(string(b.On)), "key": table.Keys[0], "column": key}))
	}
	table.Problems = j.Problems
	one.Problems = append(one.Problems, j.Problems[:min(len(j.Problems), listedProblems)]...)
	return answer(one, s.Supplements.AddSupplement(ctx, one, table))
}

func (b SupplementRequest) check() error {
	given := 0
	for _, id := range []string{b.BoundarySet, b.Dataset, b.Alignment} {
		if id != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return territory.Errorf(territory.Invalid, "Say for whom the attributes are: a boundary set, a dataset or an alignment, and only one of them.")
	case b.BoundarySet != "" && b.On != dataset.OnBoundaries:
		return territory.Errorf(territory.Invalid, "A boundary set has boundaries only: choose boundaries, or a dataset or alignment.")
	case b.Dataset != "" && b.On == dataset.OnUnits:
		return territory.Errorf(territory.Invalid, "Attributes of all units of a dataset become its next snapshot: use POST /datasets/{id}/supplements (bailiwick dataset supplement).")
	}
	return nil
}

// joinSupplement finds what the rows describe. For a dataset there may be no
// alignment yet; then nothing can be compared and nothing is refused.
func (s *Server) joinSupplement(ctx context.Context, b SupplementRequest, table *dataset.SupplementTable) (*attribute.Join, error) {
	if b.BoundarySet != "" {
		o, err := s.BoundarySets.Open(ctx, b.BoundarySet)
		if err != nil {
			return nil, err
		}
		return attribute.JoinBoundaries(table, o.Set), nil
	}
	id := b.Alignment
	if id == "" {
		all, err := s.Alignments.Alignments(ctx, b.Dataset)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(all, func(a alignment.Alignment) bool { return b.On == dataset.OnAreas || a.BoundarySet != "" })
		if at < 0 {
			return &attribute.Join{}, nil
		}
		id = all[at].ID
	}
	state, err := s.Alignments.State(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	switch b.On {
	case dataset.OnUnits:
		r, err := s.reader(ctx, state.Alignment.SnapshotID)
		if err != nil {
			return nil, err
		}
		return attribute.JoinUnits(ctx, table, r)
	case dataset.OnBoundaries:
		if state.Boundaries == nil {
			return nil, territory.Say(territory.Conflict, sentence.ProblemNoBoundarySet.Worded("This alignment uses no boundary set; choose one first.", nil))
		}
		o, err := s.BoundarySets.Open(ctx, state.Boundaries.Set)
		if err != nil {
			return nil, err
		}
		return attribute.JoinBoundaries(table, o.Set), nil
	}
	t, err := s.Attributes.Table(ctx, state, dataset.OnAreas)
	if err != nil {
		return nil, err
	}
	return attribute.JoinAreas(table, state, t.Areas), nil
}

func (s *Server) exportSupplementProblems(ctx context.Context, _ territory.Actor, in *supplementPath) (*huma.StreamResponse, error) {
	table, err := s.Supplements.SupplementTable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return download("problems.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.Write([]string{"row", "key", "why"}) //nolint:errcheck // Error below reports it
		for _, p := range table.Problems {
			out.Write([]string{strconv.Itoa(p.Row), p.Key, p.Why}) //nolint:errcheck // as above
		}
		out.Flush()
		return out.Error()
	}), nil
}
