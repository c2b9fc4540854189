package publish

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
)

// KMLFile writes the territories as KML, with the figures of the areas file as
// extended data, coloured as on the map.
type KMLFile struct {
	// Fill returns the colour of an area's palette index as "rrggbb".
	Fill func(colour int) string
}

// Format implements Target.
func (KMLFile) Format() Format { return AreasKML }

// File implements Target.
func (KMLFile) File() (string, string) { return "areas.kml", "application/vnd.google-earth.kml+xml" }

// Write implements Target.
func (k KMLFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	features, err := p.areaFeatures(ctx)
	if err != nil {
		return err
	}
	colours := map[any]int{}
	for _, a := range p.State.Territories() {
		colours[a.Number] = a.Colour
	}
	for i := range features {
		features[i].Properties["fill"] = k.Fill(colours[features[i].Properties["number"]])
	}
	return boundary.WriteKML(w, p.State.Alignment.Name, features)
}

// ShapefileFile writes the territories as a zipped Shapefile.
type ShapefileFile struct{}

// Format implements Target.
func (ShapefileFile) Format() Format { return AreasShapefile }

// File implements Target.
func (ShapefileFile) File() (string, string) { return "areas.shp.zip", "application/zip" }

// Write implements Target.
func (ShapefileFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	features, err := p.areaFeatures(ctx)
	if err != nil {
		return err
	}
	return boundary.WriteShapefile(w, "areas", features)
}

// GeoPackageFile writes the territories as a GeoPackage.
type GeoPackageFile struct {
	// Encode writes features as a GeoPackage with one layer.
	Encode func(ctx context.Context, w io.Writer, layer string, features []boundary.Feature) error
}

// Format implements Target.
func (GeoPackageFile) Format() Format { return AreasGeoPackage }

// File implements Target.
func (GeoPackageFile) File() (string, string) { return "areas.gpkg", "application/geopackage+sqlite3" }

// Write implements Target.
func (g GeoPackageFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	features, err := p.areaFeatures(ctx)
	if err != nil {
		return err
	}
	return g.Encode(ctx, w, "areas", features)
}
