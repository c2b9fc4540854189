package httpapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// BoundarySetList is the built-in boundary sets, then the imported ones.
type BoundarySetList struct {
	BoundarySets []boundaryset.Record `json:"boundarySets" nullable:"false" doc:"Without the faults of their reports; the figures of built-in sets hold the number of boundaries only."`
}

// BoundarySetPath is the input of routes about one boundary set.
type BoundarySetPath struct {
	ID string `path:"id"`
}

func (i *BoundarySetPath) resource() access.Resource {
	return access.Resource{Kind: "boundary set", ID: i.ID}
}

type importBoundariesInput struct {
	Body struct {
		Upload string `json:"upload" minLength:"1" doc:"Id of the uploaded file: GeoJSON (also line by line), TopoJSON, zipped Shapefile, KML, KMZ, GeoPackage, FlatGeobuf, or CSV of point codes (code, latitude, longitude)."`
		Name   string `json:"name" minLength:"1" maxLength:"200"`
		boundaryset.Options
	}
}

func (i *importBoundariesInput) resource() access.Resource {
	return access.Resource{Kind: "boundary set"}
}

func (s *Server) registerBoundaries() {
	register(s, get("list-boundary-sets", "/boundary-sets", "Boundaries", "The boundary sets"), access.View,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[BoundarySetList], error) {
			all, err := s.BoundarySets.List(ctx)
			for i := range all {
				all[i].Report.Faults = []boundaryset.Fault{}
			}
			return answer(BoundarySetList{BoundarySets: all}, err)
		})
	register(s, post("import-boundary-set", "/boundary-sets", "Boundaries", "Import boundaries from an uploaded file", http.StatusAccepted), access.Manage, s.importBoundaries)
	register(s, get("get-boundary-set", "/boundary-sets/{id}", "Boundaries", "One boundary set with its figures and the report of its import"), access.View,
		func(ctx context.Context, _ territory.Actor, in *BoundarySetPath) (*body[boundaryset.Record], error) {
			return answer(s.BoundarySets.Record(ctx, in.ID))
		})
	register(s, operation("delete-boundary-set", http.MethodDelete, "/boundary-sets/{id}", "Boundaries", "Delete an imported boundary set"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *BoundarySetPath) (*struct{}, error) {
			return nil, s.BoundarySets.Delete(ctx, in.ID)
		})
	register(s, post("make-grid", "/boundary-sets/grid", "Boundaries", "Make a boundary set of S2 grid cells over a box, boundaries or a dataset", http.StatusAccepted), access.Manage, s.makeGrid)
	op := get("get-boundary-topology", "/boundary-sets/{id}/topology", "Boundaries", "A built-in boundary set as TopoJSON")
	op.Responses = fileResponse("application/json", "TopoJSON, always gzipped.")
	register(s, op, access.View, builtinTopology)
	s.registerBoundaryFiles()
	s.registerBoundaryAttributes()
}

func (s *Server) importBoundaries(ctx context.Context, actor territory.Actor, in *importBoundariesInput) (*body[job.Job], error) {
	upload, err := s.Uploads.Upload(ctx, in.Body.Upload)
	if err != nil {
		return nil, err
	}
	if err := s.freeSetName(ctx, in.Body.Name, in.Body.Edition); err != nil {
		return nil, err
	}
	spec := boundaryset.Spec{
		SetID: s.NewID(), Name: in.Body.Name, Options: in.Body.Options, UploadBlob: upload.Blob,
		Source: boundaryset.Source{File: upload.Name, Bytes: upload.Bytes, SHA256: upload.SHA256},
	}
	return answer(s.enqueue(ctx, actor, boundaryset.JobKind, spec.SetID, spec))
}

func builtinTopology(_ context.Context, _ territory.Actor, in *BoundarySetPath) (*huma.StreamResponse, error) {
	gz, err := builtin.Topology(in.ID)
	if err != nil {
		return nil, territory.Errorf(territory.NotFound, "There is no built-in boundary set %q; GET /api/v1/boundary-sets lists them.", in.ID)
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "application/json")
		ctx.SetHeader("Content-Encoding", "gzip")
		ctx.SetHeader("Cache-Control", "public, max-age=86400")
		ctx.BodyWriter().Write(gz) //nolint:errcheck // the client has gone
	}}, nil
}

func (s *Server) freeSetName(ctx context.Context, name, edition string) error {
	all, err := s.BoundarySets.List(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Name == name && r.Edition == edition {
			return territory.Say(territory.Conflict, sentence.NameBoundarySet.With(sentence.Params{"name": r.Name, "edition": r.Edition}))
		}
	}
	return nil
}

type makeGridInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
		boundaryset.Grid
	}
}

func (i *makeGridInput) resource() access.Resource {
	return access.Resource{Kind: "boundary set"}
}

func (s *Server) makeGrid(ctx context.Context, actor territory.Actor, in *makeGridInput) (*body[job.Job], error) {
	if err := in.Body.Grid.Validate(); err != nil {
		return nil, err
	}
	if err := s.freeSetName(ctx, in.Body.Name, fmt.Sprintf("S2 level %d", in.Body.Level)); err != nil {
		return nil, err
	}
	spec := boundaryset.Spec{SetID: s.NewID(), Name: in.Body.Name, Grid: &in.Body.Grid}
	return answer(s.enqueue(ctx, actor, boundaryset.JobKind, spec.SetID, spec))
}
