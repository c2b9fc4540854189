// Package publish renders one version of an alignment for the world outside:
// in this form as files (CSV and Parquet of units, CSV and GeoJSON of areas, reports) through a
// Target. A publication is immutable: its files say what the plan was.
package publish

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// JobKind is the kind of jobs whose parameters are a Spec.
const JobKind = "publish"

// Format names a file a publication can hold.
type Format string

// The formats.
const (
	UnitsCSV        Format = "units_csv"
	UnitsParquet    Format = "units_parquet"
	AreasCSV        Format = "areas_csv"
	AreasGeoJSON    Format = "areas_geojson"
	AreasKML        Format = "areas_kml"
	AreasShapefile  Format = "areas_shapefile"
	AreasGeoPackage Format = "areas_geopackage"
	ReportPDF       Format = "report_pdf"
	ReportXLSX      Format = "report_xlsx"
	MapPNG          Format = "map_png"
)

// Plan is everything a target needs to render one version of an alignment.
type Plan struct {
	State      *alignment.State
	Reader     *dataset.Reader
	Columns    *figures.Units
	Measured   *figures.Plan
	outlines   []geom.MultiPolygon // see Outlines
	boundaries BoundariesFunc
	// focus are the areas to write; nil for all. Figures are those of the whole.
	focus map[alignment.AreaNumber]bool
	// fields are further columns of the dataset for the files of units; chosen
	// are the columns of the file being written, in order, nil for all.
	fields, chosen []string
}

// BoundariesFunc opens the boundary set that an alignment uses.
type BoundariesFunc func(ctx context.Context, source alignment.BoundarySource) (*boundary.Set, error)

// in says whether an area, or the unassigned units, are to be written.
func (p *Plan) in(number alignment.AreaNumber) bool { return p.focus == nil || p.focus[number] }

// Target renders a plan as one file. It must not depend on anything but the
// plan, so that the same plan always gives the same bytes.
type Target interface {
	Format() Format
	// File returns the file's name and MIME type.
	File() (name, contentType string)
	Write(ctx context.Context, w io.Writer, p *Plan) error
}
