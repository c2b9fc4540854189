package boundaryset

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/tiles"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// GridFormat stands for the format of a set that was made, not read.
const GridFormat boundary.Format = "S2 grid"

// JobKind is the kind of jobs whose parameters are a Spec.
const JobKind = "import-boundaries"

// Options say what the file holds and how to read it. Fields left empty are
// found by name and content.
type Options struct {
	Type        string `json:"type,omitempty" maxLength:"100" doc:"What one boundary is, such as county or postal code."`
	Country     string `json:"country,omitempty" pattern:"^([A-Z]{2})?$" doc:"ISO 3166 alpha-2 code; empty when there are several."`
	Edition     string `json:"edition,omitempty" maxLength:"100" doc:"Such as 2024."`
	Licence     string `json:"licence,omitempty" maxLength:"500"`
	Layer       string `json:"layer,omitempty" doc:"Layer or object, where the file holds several; the largest by default."`
	CodeField   string `json:"codeField,omitempty" doc:"Field with the code; id stands for a feature's own id."`
	NameField   string `json:"nameField,omitempty"`
	ParentField string `json:"parentField,omitempty" doc:"Field with the code of the boundary around it."`
	// CountryField is for files of several countries.
	CountryField string `json:"countryField,omitempty" doc:"Field with the ISO 3166 alpha-2 code of the country, for files of several countries."`
}

// Spec is the parameters of one import.
type Spec struct {
	SetID string `json:"setId"`
	Name  string `json:"name"`
	// Source names the upload, with its hash; UploadBlob holds its bytes.
	Source     Source  `json:"source"`
	UploadBlob string  `json:"uploadBlob"`
	Options    Options `json:"options"`
	// Grid makes the set of grid cells instead of a file.
	Grid *Grid `json:"grid,omitempty"`
}

// Deps is what an import needs from outside.
type Deps struct {
	Blobs blob.Store
	Sets  BoundarySets
	// GeoPackage reads a file of that format, which needs a database.
	GeoPackage func(ctx context.Context, file blob.Object, opts boundary.ReadOptions) (*boundary.Set, *boundary.Report, error)
	Now        func() time.Time
	// Open opens a set and Units those of a dataset, for grids over them.
	Open  func(ctx context.Context, id string) (*Opened, error)
	Units UnitsFunc
}

// Outcome is the result of an import.
type Outcome struct {
	Set     Record  `json:"set"`
	Seconds float64 `json:"seconds"`
}

// Run reads the upload, finds the adjacency, stores both and records the set.
// It is safe to run again after a crash.
func Run(ctx context.Context, d Deps, s Spec, progress territory.ProgressFunc) (*Outcome, error) {
	if r, err := d.Sets.BoundarySet(ctx, s.SetID); err == nil {
		return &Outcome{Set: r}, nil
	} else if territory.CodeOf(err) != territory.NotFound {
		return nil, err
	}
	if progress == nil {
		progress = func(territory.Progress) {}
	}
	began := d.Now()
	r := Record{
		ID: s.SetID, Name: s.Name, Type: s.Options.Type, Country: s.Options.Country, Edition: s.Options.Edition,
		Licence: s.Options.Licence, Created: began.UTC(), Source: s.Source,
		SetBlob: "boundaries/" + s.SetID + "/set", EdgesBlob: "boundaries/" + s.SetID + "/edges.csv",
	}
	set, err := d.read(ctx, s, &r, progress)
	if err != nil {
		if s.Grid != nil {
			return nil, gridFault(*s.Grid, err)
		}
		return nil, fileFault(s.Source.File, err)
	}
	progress(territory.Progress{Phase: "finding neighbours"})
	topology := boundary.NewTopology(set, boundary.TopologyOptions{})
	r.Figures = figures(set, topology)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	progress(territory.Progress{Phase: "storing"})
	if err := store(ctx, d.Blobs, r.SetBlob, func(w io.Writer) error { return boundary.EncodeSet(w, set) }); err != nil {
		return nil, err
	}
	if err := store(ctx, d.Blobs, r.EdgesBlob, func(w io.Writer) error { return WriteEdges(w, set, topology) }); err != nil {
		return nil, err
	}
	progress(territory.Progress{Phase: "making tiles"})
	tiler := tiles.NewTiler(set, TileLayer)
	if err := store(ctx, d.Blobs, overviewBlob(r.SetBlob), func(w io.Writer) error { return tiler.WriteOverview(ctx, w, overviewZoom) }); err != nil {
		return nil, err
	}
	if err := d.Sets.AddBoundarySet(ctx, r); err != nil {
		return nil, err
	}
	return &Outcome{Set: r, Seconds: d.Now().Sub(began).Seconds()}, nil
}

// read opens the upload, reads it as what it is, and notes in r what was found.
func (d *Deps) read(ctx context.Context, s Spec, r *Record, progress territory.ProgressFunc) (*boundary.Set, error) {
	if s.Grid != nil {
		progress(territory.Progress{Phase: "making cells"})
		set, err := d.makeGrid(ctx, *s.Grid)
		if err == nil {
			set.ID, set.Name, r.Type, r.Edition = r.ID, r.Name, set.Type, set.Edition+" level "+strconv.Itoa(s.Grid.Level)
			set.Edition, r.Source.Format, r.Report.Features, r.Report.Faults = r.Edition, GridFormat, len(set.Boundaries), []Fault{}
		}
		return set, err
	}
	file, err := d.Blobs.Open(ctx, s.UploadBlob)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading
	in := &watchedFile{ctx: ctx, file: file, size: file.Size(), progress: progress}
	if r.Source.Format, _, err = boundary.Detect(in, in.size); err != nil {
		return nil, err
	}
	o := boundary.ReadOptions{Layer: s.Options.Layer, CodeField: s.Options.CodeField, NameField: s.Options.NameField, ParentField: s.Options.ParentField, CountryField: s.Options.CountryField}
	var set *boundary.Set
	var report *boundary.Report
	if r.Source.Format == boundary.GeoPackage {
		set, report, err = d.GeoPackage(ctx, file, o)
	} else {
		set, report, err = boundary.Read(in, in.size, o)
	}
	if err != nil {
		return nil, err
	}
	set.ID, set.Name, set.Type, set.Country = r.ID, r.Name, r.Type, r.Country
	set.Edition, set.Licence = r.Edition, r.Licence
	for i := range set.Boundaries {
		if set.Boundaries[i].Country == "" {
			set.Boundaries[i].Country = r.Country
		}
	}
	r.Source.Layer, r.Source.CodeField, r.Source.NameField = report.Layer, report.CodeField, report.NameField
	r.Report = newReport(report)
	return set, nil
}

// figures counts what a set holds.
func figures(set *boundary.Set, t *boundary.Topology) Figures {
	f := Figures{Boundaries: len(set.Boundaries), Vertices: set.Vertices(), Edges: len(t.Neighbors) / 2, Bridges: len(t.Bridges)}
	box := geom.EmptyBox()
	for i := range set.Boundaries {
		b := &set.Boundaries[i]
		if len(b.Shape) == 0 {
			f.Points++
		}
		box = box.Union(b.Shape.Box()).Add(b.Point)
	}
	f.Box = [4]float64{box.MinX, box.MinY, box.MaxX, box.MaxY}
	return f
}

func newReport(in *boundary.Report) Report {
	out := Report{
		Features: in.Features, Snapped: in.Snapped, Faults: []Fault{},
		Repaired: in.Kinds[boundary.Repaired], Skipped: in.Kinds[boundary.Skipped],
		Merged: in.Kinds[boundary.Merged], Empty: in.Kinds[boundary.Empty],
	}
	for _, f := range in.Faults {
		out.Faults = append(out.Faults, Fault{f.Feature, f.Code, string(f.Kind), f.What.English, &f.What})
	}
	return out
}

// store writes one blob. One that is there already is of an earlier attempt at
// the same job and holds the same.
func store(ctx context.Context, blobs blob.Store, name string, write func(io.Writer) error) error {
	w, err := blobs.Create(ctx, name)
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := write(w); err != nil {
		return err
	}
	if err := w.Commit(); err != nil && !errors.Is(err, blob.ErrExist) {
		return err
	}
	return nil
}
