package publish

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
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
	leaves := p.State.Territories()
	shapes, err := outlines(ctx, p, leaves)
	if err != nil {
		return err
	}
	rows := make(map[alignment.AreaNumber]figures.Row)
	for _, row := range figures.Tree(p.State, p.Measured, p.Columns) {
		rows[row.Area.Number] = row
	}
	features := make([]boundary.Feature, len(leaves))
	for j, a := range leaves {
		features[j] = boundary.Feature{Properties: properties(p, rows[a.Number])}
		if j < len(shapes) {
			features[j].Shape = shapes[j]
		}
	}
	return boundary.WriteGeoJSON(w, features)
}

// outlines returns a shape per territory, nil without positions.
func outlines(ctx context.Context, p *Plan, leaves []*alignment.Area) ([]geom.MultiPolygon, error) {
	if p.Columns.Lon == nil {
		return nil, nil
	}
	index := make(map[alignment.AreaNumber]int32, len(leaves))
	for j, a := range leaves {
		index[a.Number] = int32(j)
	}
	area := make([]int32, len(p.State.Assigned))
	for i, number := range p.State.Assigned {
		area[i] = -1
		if j, ok := index[number]; ok {
			area[i] = j
		}
	}
	land, err := builtin.Land(landFor(p.Columns))
	if err != nil {
		return nil, err
	}
	drawn, err := boundary.TerritoryPolygons(ctx, p.Columns.Lon, p.Columns.Lat, area, land)
	if err != nil {
		return nil, err
	}
	return drawn.Shapes, nil
}

// landFor chooses the finer coast where every unit is near the United States.
func landFor(u *figures.Units) string {
	for i := range u.Lon {
		if u.Lat[i] < 17 || u.Lat[i] > 72 || u.Lon[i] > -64 {
			return builtin.WorldCountries
		}
	}
	return builtin.USStates
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
