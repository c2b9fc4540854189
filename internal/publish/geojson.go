package publish

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

// GeoJSONFile writes the territories as a GeoJSON feature collection (RFC
// 7946): gap-free, overlap-free polygons around each territory's units,
// clipped to land, with the figures of the areas file as properties. Without
// positions the geometries are null.
type GeoJSONFile struct{}

// Format implements Target.
func (GeoJSONFile) Format() Format { return AreasGeoJSON }

// File implements Target.
func (GeoJSONFile) File() (string, string) { return "areas.geojson", "application/geo+json" }

// Write implements Target.
func (GeoJSONFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	features, err := p.areaFeatures(ctx)
	if err != nil {
		return err
	}
	return boundary.WriteGeoJSON(w, features)
}

// areaFeatures returns a feature per territory to write, with its figures.
func (p *Plan) areaFeatures(ctx context.Context) ([]boundary.Feature, error) {
	leaves := p.State.Territories()
	shapes, err := p.Outlines(ctx)
	if err != nil {
		return nil, err
	}
	rows := make(map[alignment.AreaNumber]figures.Row)
	for _, row := range figures.Tree(p.State, p.Measured, p.Columns) {
		rows[row.Area.Number] = row
	}
	var features []boundary.Feature
	for j, a := range leaves {
		if !p.in(a.Number) {
			continue
		}
		f := boundary.Feature{Properties: properties(p, rows[a.Number])}
		if j < len(shapes) {
			f.Shape = shapes[j]
		}
		features = append(features, f)
	}
	return features, nil
}

func properties(p *Plan, row figures.Row) map[string]any {
	a := row.Area
	out := map[string]any{"number": a.Number, "name": a.Name, "owner": a.Owner, "units": row.Units, "travel_km": row.TravelKm}
	for l, name := range branch(p.State, a.Number) {
		out["level_"+levelName(p.State, l)] = name
	}
	for m, name := range p.Columns.Names {
		if name == "" {
			name = "units"
		}
		out[name], out[name+"_target"], out[name+"_deviation"] = row.Sums[m], row.Targets[m], row.Deviations[m]
	}
	return out
}
