package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type publishInput struct {
	AlignmentPath
	Body struct {
		Formats  []publish.Format    `json:"formats" minItems:"1" uniqueItems:"true" nullable:"false" enum:"units_csv,units_parquet,areas_csv,areas_geojson,areas_kml,areas_shapefile,areas_geopackage,report_pdf,report_xlsx,map_png"`
		Measures []string            `json:"measures,omitempty" nullable:"false" doc:"Numeric columns to write; none writes all columns whose role is measure."`
		Columns  []string            `json:"columns,omitempty" nullable:"false" uniqueItems:"true" doc:"Further columns of the dataset, calculated ones too, for the files of units."`
		Fields   map[string][]string `json:"fields,omitempty" doc:"The columns of single files of rows, in order, by format (units_csv, units_parquet, areas_csv); files that are not named get all of theirs."`
		Version  int64               `json:"version,omitempty" minimum:"0" doc:"0 means the newest."`
		AsOf     alignment.Date      `json:"asOf,omitempty" doc:"Instead of a version, a day: the version in force then."`
		Focus    alignment.Focus     `json:"focus,omitempty" doc:"Only these areas with all below them and their units; none means the whole tree."`
	}
}

// PublicationList is an alignment's publications, newest first.
type PublicationList struct {
	Publications []publish.Publication `json:"publications" nullable:"false"`
}

type publicationFileInput struct {
	ID   string `path:"id"`
	Name string `path:"name"`
}

func (i *publicationFileInput) resource() access.Resource {
	return access.Resource{Kind: "publication", ID: i.ID}
}

func (s *Server) registerPublications() {
	register(s, post("publish-alignment", "/alignments/{id}/publications", "Publishing", "Write an alignment as files", http.StatusAccepted), access.Edit, s.publish)
	register(s, get("list-publications", "/alignments/{id}/publications", "Publishing", "The files written so far"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[PublicationList], error) {
			list, err := s.Publications.Publications(ctx, in.ID)
			return answer(PublicationList{Publications: notNil(list)}, err)
		})
	op := get("get-publication-file", "/publications/{id}/files/{name}", "Publishing", "A published file")
	op.Responses = fileResponse("application/octet-stream", "The file, with its own content type.")
	register(s, op, access.View, s.publicationFile)
}

func (s *Server) publish(ctx context.Context, actor territory.Actor, in *publishInput) (*body[job.Job], error) {
	state, err := s.state(ctx, &AlignmentVersion{AlignmentPath: in.AlignmentPath, Version: in.Body.Version, AsOf: in.Body.AsOf})
	if err != nil {
		return nil, err
	}
	measures := countUnits(in.Body.Measures)
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	if len(measures) == 0 {
		measures = measureColumns(r.Snapshot())
	}
	for _, name := range measures {
		if name == "" {
			continue
		}
		if _, err := r.Numbers(ctx, name); err != nil {
			return nil, err
		}
	}
	for _, name := range in.Body.Columns {
		if _, err := r.Column(name); err != nil {
			return nil, err
		}
	}
	fields := make(map[publish.Format][]string, len(in.Body.Fields))
	for format, names := range in.Body.Fields {
		if err := publish.CheckFields(publish.Format(format), names, state, r, measures); err != nil {
			return nil, err
		}
		fields[publish.Format(format)] = names
	}
	spec := publish.Spec{PublicationID: s.NewID(), AlignmentID: in.ID, Version: state.Alignment.Version, Formats: in.Body.Formats,
		Measures: measures, Columns: in.Body.Columns, Fields: fields, Focus: in.Body.Focus}
	return answer(s.enqueue(ctx, actor, publish.JobKind, in.ID, spec))
}

func (s *Server) publicationFile(ctx context.Context, _ territory.Actor, in *publicationFileInput) (*huma.StreamResponse, error) {
	p, err := s.Publications.Publication(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range p.Files {
		if f.Name != in.Name {
			continue
		}
		object, err := s.Blobs.Open(ctx, f.Blob)
		if err != nil {
			return nil, err
		}
		return download(f.Name, f.ContentType, f.Bytes, func(w io.Writer) error {
			defer object.Close() //nolint:errcheck // opened for reading
			_, err := io.Copy(w, object)
			return err
		}), nil
	}
	return nil, territory.Errorf(territory.NotFound, "This publication has no file %q.", in.Name)
}

// measureColumns lists the columns of a snapshot that are measures.
func measureColumns(snapshot dataset.Snapshot) []string {
	names := []string{}
	for _, c := range snapshot.Columns {
		if c.Role == dataset.RoleMeasure && c.Type == dataset.Number {
			names = append(names, c.Name)
		}
	}
	return names
}
