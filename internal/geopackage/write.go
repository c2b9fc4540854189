package geopackage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// made is the date written into a file, always the same so that equal plans
// give equal bytes.
const made = "2000-01-01T00:00:00.000Z"

// schema is what every GeoPackage holds (OGC 12-128r18, annex C).
const schema = `
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
	organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
	last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
	CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
	z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
	CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
	CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
	('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
	('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
	('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', 'longitude and latitude');
`

// Write writes the features as a GeoPackage with one table of multipolygons. It
// makes the file in a folder of its own for scratch, and copies it to w.
func Write(ctx context.Context, w io.Writer, layer string, features []boundary.Feature) (err error) {
	folder, err := os.MkdirTemp("", "bailiwick-gpkg-")
	if err != nil {
		return fmt.Errorf("write GeoPackage: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "out.gpkg")
	if err := writeDatabase(ctx, path, layer, features); err != nil {
		return fmt.Errorf("write GeoPackage: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("write GeoPackage: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

func writeDatabase(ctx context.Context, path, layer string, features []boundary.Feature) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	columns := boundary.Columns(features)
	if err := describe(ctx, tx, layer, columns, features); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+quote(layer)+" VALUES (?, ?"+strings.Repeat(", ?", len(columns))+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for i, f := range features {
		row := []any{i + 1, encode(f.Shape)}
		for _, c := range columns {
			row = append(row, plain(f.Properties[c.Name], c.Kind))
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// describe makes the table of the features and enters it in the contents.
func describe(ctx context.Context, tx *sql.Tx, layer string, columns []boundary.Column, features []boundary.Feature) error {
	box := geom.EmptyBox()
	for _, f := range features {
		if len(f.Shape) > 0 {
			box = box.Union(f.Shape.Box())
		}
	}
	if box.Empty() {
		box = geom.Box{}
	}
	table := "CREATE TABLE " + quote(layer) + " (" + quote(unused("fid", columns)) + " INTEGER PRIMARY KEY, " + quote(unused("geom", columns)) + " MULTIPOLYGON"
	used := map[string]bool{}
	for _, c := range columns {
		name := c.Name
		for n := 2; used[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", c.Name, n)
		}
		used[strings.ToLower(name)] = true
		table += ", " + quote(name) + " " + map[boundary.ColumnKind]string{boundary.IntegerColumn: "INTEGER", boundary.NumberColumn: "DOUBLE", boundary.TextColumn: "TEXT"}[c.Kind]
	}
	if _, err := tx.ExecContext(ctx, table+")"); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)", layer, layer, made, box.MinX, box.MinY, box.MaxX, box.MaxY)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'MULTIPOLYGON', 4326, 0, 0)", layer, unused("geom", columns))
	return err
}

// unused returns the name, with an underscore where a column has it (SQLite
// tells no capitals apart).
func unused(name string, columns []boundary.Column) string {
	for _, c := range columns {
		if strings.EqualFold(c.Name, name) {
			return unused(name+"_", columns)
		}
	}
	return name
}

// plain turns a property into what the database holds.
func plain(value any, kind boundary.ColumnKind) any {
	switch v := value.(type) {
	case nil:
		return nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		return v
	case string:
		return v
	}
	if kind == boundary.IntegerColumn {
		return value
	}
	return fmt.Sprint(value)
}

// encode returns the geometry in GeoPackage form: a header with the envelope,
// then well-known binary. Features without polygons have none.
func encode(m geom.MultiPolygon) any {
	if len(m) == 0 {
		return nil
	}
	le := binary.LittleEndian
	number := func(out []byte, v float64) []byte { return le.AppendUint64(out, math.Float64bits(v)) }
	box := m.Box()
	out := le.AppendUint32([]byte{'G', 'P', 0, 0b011}, 4326)
	for _, v := range []float64{box.MinX, box.MaxX, box.MinY, box.MaxY} {
		out = number(out, v)
	}
	out = le.AppendUint32(append(out, 1), 6)
	out = le.AppendUint32(out, uint32(len(m)))
	for _, polygon := range m {
		out = le.AppendUint32(append(out, 1), 3)
		out = le.AppendUint32(out, uint32(len(polygon)))
		for _, ring := range polygon {
			out = le.AppendUint32(out, uint32(len(ring)+1))
			for k := range len(ring) + 1 {
				p := ring[k%len(ring)]
				out = number(number(out, p.X), p.Y)
			}
		}
	}
	return out
}
