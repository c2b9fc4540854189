package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
)

type boundariesCmd struct {
	Import boundariesImportCmd `cmd:"" help:"Import boundaries: GeoJSON, TopoJSON, zipped Shapefile, KML, KMZ, GeoPackage, FlatGeobuf, CSV of point codes."`
	Grid   boundariesGridCmd   `cmd:"" help:"Make a set of S2 grid cells over a box, boundaries or a dataset."`
	List   boundariesListCmd   `cmd:"" help:"List the boundary sets, built-in and imported."`
	Show   boundariesShowCmd   `cmd:"" help:"Show a set with its figures and the report of its import."`
	Export boundariesExportCmd `cmd:"" help:"Write a set as GeoJSON."`
	Edges  boundariesEdgesCmd  `cmd:"" help:"Write which boundaries touch as CSV, as solve --edges reads it."`
	Tiles  boundariesTilesCmd  `cmd:"" help:"Write the vector tiles of a set as a PMTiles archive."`
	Delete boundariesDeleteCmd `cmd:"" help:"Delete an imported set."`
}

type boundariesImportCmd struct {
	connection
	boundaryOptions
	Name string `help:"Name of the set; the file's name by default."`
	File string `arg:"" help:"The file; its format is found from its contents." type:"path"`
}

// boundaryOptions are boundaryset.Options as flags.
type boundaryOptions struct {
	Code         string `help:"Field with the code; found by itself when not given. 'id' is a feature's own id."`
	Label        string `help:"Field with the name; found by itself when not given."`
	Parent       string `help:"Field with the code of the boundary around it."`
	Layer        string `help:"Layer or object to read; the largest by default."`
	Edition      string `help:"Edition, such as 2024."`
	Country      string `help:"ISO 3166 alpha-2 code of the country."`
	CountryField string `help:"Field with the ISO 3166 alpha-2 code of the country, for files of several countries."`
	Type         string `help:"What one boundary is, such as county or postal code."`
	Licence      string `help:"Licence of the data." aliases:"license"`
}

// Run uploads the file and follows the import.
func (c *boundariesImportCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	outcome, err := c.run(ctx, t, api)
	if err != nil {
		return err
	}
	return t.print(outcome, func(w io.Writer) {
		fmt.Fprintf(w, "Imported in %.2f s.\n", outcome.Seconds)
		printBoundarySet(w, outcome.Set)
	})
}

func (c *boundariesImportCmd) run(ctx context.Context, t *terminal, api *client) (*boundaryset.Outcome, error) {
	upload, err := sendFile(ctx, api, c.File)
	if err != nil {
		return nil, err
	}
	name := c.Name
	if name == "" {
		name, _, _ = strings.Cut(filepath.Base(c.File), ".")
	}
	request := struct {
		Upload string `json:"upload"`
		Name   string `json:"name"`
		boundaryset.Options
	}{upload.ID, name, boundaryset.Options{
		Type: c.Type, Country: strings.ToUpper(c.Country), Edition: c.Edition, Licence: c.Licence,
		Layer: c.Layer, CodeField: c.Code, NameField: c.Label, ParentField: c.Parent, CountryField: c.CountryField,
	}}
	var started job.Job
	if err := api.post(ctx, "/boundary-sets", request, &started); err != nil {
		return nil, err
	}
	var outcome boundaryset.Outcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		return nil, err
	}
	return &outcome, nil
}

func printBoundarySet(w io.Writer, r boundaryset.Record) {
	fmt.Fprintf(w, "%s  %s\n", r.Name, describeSet(r))
	fmt.Fprintf(w, "  id %s\n", r.ID)
	if r.Source.File != "" {
		fmt.Fprintf(w, "  from %s (%s), code field %q, name field %q\n", r.Source.File, r.Source.Format, r.Source.CodeField, r.Source.NameField)
	}
	f := r.Figures
	fmt.Fprintf(w, "  %d boundaries (%d without a shape), %d vertices, %d borders, %d bridges\n", f.Boundaries, f.Points, f.Vertices, f.Edges, f.Bridges)
	p := r.Report
	if p.Repaired+p.Skipped+p.Merged+p.Empty > 0 {
		fmt.Fprintf(w, "  of %d features: %d repaired, %d left out, %d merged, %d without area\n", p.Features, p.Repaired, p.Skipped, p.Merged, p.Empty)
	}
	for i, fault := range p.Faults {
		if i == 20 {
			fmt.Fprintf(w, "    … --json lists more\n")
			break
		}
		fmt.Fprintf(w, "    feature %d (%s) %s: %s\n", fault.Feature, fault.Code, fault.Kind, fault.What)
	}
}

// describeSet says in a few words what a set is.
func describeSet(r boundaryset.Record) string {
	var words []string
	for _, word := range []string{r.Type, r.Country, r.Edition} {
		if word != "" {
			words = append(words, word)
		}
	}
	if r.Builtin {
		words = append(words, "built-in")
	}
	return strings.Join(words, ", ")
}
