// Package geopackage reads boundary sets from GeoPackage files (OGC 12-128r18),
// which are SQLite databases. It opens the file read-only and trusts nothing in
// it: limits are those of package boundary.
package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Read reads one feature table of the file at path as a set. With no layer
// chosen the table with the most rows is read. Errors about the contents are
// *boundary.InputError values.
func Read(ctx context.Context, path string, opts boundary.ReadOptions) (*boundary.Set, *boundary.Report, error) {
	address := url.URL{Scheme: "file", Opaque: url.PathEscape(path),
		RawQuery: "mode=ro&immutable=1&_pragma=query_only(1)&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, &boundary.Report{}, fmt.Errorf("open GeoPackage: %w", err)
	}
	defer db.Close()
	l, err := chooseLayer(ctx, db, opts.Layer)
	if err != nil {
		return nil, &boundary.Report{}, err
	}
	return l.read(ctx, db, opts)
}

// layer is one feature table.
type layer struct {
	table, column string // names in the database
	projection    boundary.Projection
}

// damaged turns an error of the database into a fault of the file, unless the
// work was cancelled.
func damaged(ctx context.Context, err error) error {
	var fault *boundary.InputError
	if ctx.Err() != nil || errors.As(err, &fault) {
		return err
	}
	return &boundary.InputError{What: sentence.ShapesGeoPackage.With(sentence.Params{"cause": err.Error()})}
}

// chooseLayer finds the wanted feature table, or the one with the most rows.
func chooseLayer(ctx context.Context, db *sql.DB, wanted string) (*layer, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT g.table_name, g.column_name, coalesce(s.organization, ''), coalesce(s.organization_coordsys_id, 0),
			coalesce(s.definition, ''), coalesce(s.srs_name, '')
		FROM gpkg_geometry_columns g
		JOIN gpkg_contents c ON c.table_name = g.table_name AND c.data_type = 'features'
		LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
		ORDER BY g.table_name`)
	if err != nil {
		return nil, damaged(ctx, err)
	}
	defer rows.Close()
	type candidate struct {
		layer
		organization, definition, name string
		code                           int
	}
	var found []candidate
	var names []string
	for rows.Next() {
		var c candidate
		if err := rows.Scan(&c.table, &c.column, &c.organization, &c.code, &c.definition, &c.name); err != nil {
			return nil, damaged(ctx, err)
		}
		names = append(names, c.table)
		if wanted == "" || c.table == wanted {
			found = append(found, c)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, damaged(ctx, err)
	}
	if len(found) == 0 {
		return nil, boundary.Unreadable("there is no layer %q; there are: %s", wanted, strings.Join(names, ", "))
	}
	best, most := found[0], int64(-1)
	for _, c := range found {
		var n int64
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+quote(c.table)).Scan(&n); err != nil {
			return nil, damaged(ctx, err)
		}
		if n > most {
			best, most = c, n
		}
	}
	if strings.EqualFold(best.organization, "EPSG") && (best.code == 4326 || best.code == 4269 || best.code == 4258) || best.code <= 0 {
		return &best.layer, nil
	}
	if best.layer.projection, err = boundary.ParseProjection(best.definition); err != nil {
		return nil, fmt.Errorf("layer %q, %s: %w", best.table, best.name, err)
	}
	return &best.layer, nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (l *layer) read(ctx context.Context, db *sql.DB, opts boundary.ReadOptions) (*boundary.Set, *boundary.Report, error) {
	b := boundary.NewBuilder(opts)
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+quote(l.table))
	if err != nil {
		return nil, b.Report(), damaged(ctx, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, b.Report(), damaged(ctx, err)
	}
	values := make([]any, len(names))
	targets := make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, b.Report(), damaged(ctx, err)
		}
		if err := l.add(b, names, values); err != nil {
			return nil, b.Report(), err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, b.Report(), damaged(ctx, err)
	}
	b.Report().Layer = l.table
	return b.Finish()
}

// add turns one row into a feature.
func (l *layer) add(b *boundary.Builder, names []string, values []any) error {
	f := boundary.Feature{Properties: make(map[string]any, len(names))}
	size := 0
	for i, name := range names {
		raw, isBlob := values[i].([]byte)
		switch {
		case strings.EqualFold(name, l.column):
			if err := l.geometry(b, raw, &f); err != nil {
				return err
			}
		case isBlob:
			// Blobs are no attributes.
		default:
			f.Properties[name] = values[i]
			if text, ok := values[i].(string); ok {
				size += len(text)
			}
			size += 16
		}
	}
	if err := b.GrowText(size); err != nil {
		return err
	}
	return b.Add(f)
}

// geometry reads a GeoPackage geometry: a header, an optional envelope, and
// well-known binary.
func (l *layer) geometry(b *boundary.Builder, data []byte, f *boundary.Feature) error {
	if len(data) == 0 {
		return nil
	}
	if len(data) < 8 || string(data[:2]) != "GP" {
		return boundary.Unreadable("a geometry is not in GeoPackage form")
	}
	const empty, extended = 1 << 4, 1 << 5
	flags := data[3]
	if flags&extended != 0 {
		return boundary.Unreadable("a geometry is of an extended type that is not supported")
	}
	envelope := [8]int{0, 32, 48, 48, 64, 0, 0, 0}[flags>>1&7]
	if flags&empty != 0 || len(data) < 8+envelope {
		return nil
	}
	return b.DecodeWKB(data[8+envelope:], l.projection, f)
}
