package boundary

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// ReadShapefile reads a zipped Shapefile: the parts .shp and .dbf, and .prj and
// .cpg where there are, of one layer (ESRI, "Shapefile technical description",
// 1998). With no layer chosen the largest is read. Without .prj the coordinates
// are taken for degrees.
func ReadShapefile(r io.ReaderAt, size int64, opts ReadOptions) (*Set, *Report, error) {
	b := NewBuilder(opts)
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, b.report, Unreadable("this is not a zip file: %v", err)
	}
	parts, err := chooseLayer(archive, b)
	if err != nil {
		return nil, b.report, err
	}
	s := &shapefileReader{b: b}
	if text, err := parts.text("prj"); err != nil {
		return nil, b.report, err
	} else if s.project, err = ParseProjection(text); err != nil {
		return nil, b.report, err
	}
	if s.table, err = parts.table(b.opts.MaxBytes); err != nil {
		return nil, b.report, err
	}
	if err := s.read(parts["shp"]); err != nil {
		return nil, b.report, err
	}
	return b.Finish()
}

// layerParts holds the files of one layer by extension.
type layerParts map[string]*zip.File

func chooseLayer(archive *zip.Reader, b *Builder) (layerParts, error) {
	layers := map[string]layerParts{}
	best := ""
	for _, f := range archive.File {
		ext := strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))
		base := strings.TrimSuffix(f.Name, path.Ext(f.Name))
		if strings.HasPrefix(path.Base(f.Name), "._") {
			continue // resource forks of macOS archives
		}
		if layers[base] == nil {
			layers[base] = layerParts{}
		}
		layers[base][ext] = f
	}
	for base, parts := range layers {
		if parts["shp"] == nil || (b.opts.Layer != "" && path.Base(base) != b.opts.Layer) {
			continue
		}
		if best == "" || parts.size() > layers[best].size() || (parts.size() == layers[best].size() && base < best) {
			best = base
		}
	}
	if best == "" {
		if b.opts.Layer != "" {
			return nil, Unreadable("the zip file holds no layer %q", b.opts.Layer)
		}
		return nil, Unreadable("the zip file holds no .shp file")
	}
	b.report.Layer = path.Base(best)
	return layers[best], nil
}

func (l layerParts) size() uint64 { return l["shp"].UncompressedSize64 }

// text returns a small part as text, "" when it is missing.
func (l layerParts) text(ext string) (string, error) {
	if l[ext] == nil {
		return "", nil
	}
	f, err := l[ext].Open()
	if err != nil {
		return "", fmt.Errorf("open .%s part: %w", ext, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxWKTBytes))
	if err != nil {
		return "", zipError(ext, err)
	}
	return string(data), nil
}

// zipError turns a damaged archive into an input fault.
func zipError(ext string, err error) error {
	var fault *InputError
	if errors.As(err, &fault) {
		return err
	}
	return wrong(sentence.ShapesPartCut.With(sentence.Params{"cause": err.Error()})).at(filePart(ext))
}

// shapefileReader reads the .shp part beside the rows of the .dbf part.
type shapefileReader struct {
	b       *Builder
	table   *dbfTable
	project Projection
}

// Shape types; those with Z and M add 10 and 20.
const (
	shpNull    = 0
	shpPoint   = 1
	shpPolygon = 5
)

func (s *shapefileReader) read(part *zip.File) error {
	f, err := part.Open()
	if err != nil {
		return fmt.Errorf("open .shp part: %w", err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(newLimitReader(f, s.b.opts.MaxBytes), 1<<16)
	var head [100]byte
	if _, err := io.ReadFull(in, head[:]); err != nil || binary.BigEndian.Uint32(head[:]) != 9994 {
		return Unreadable("it is not a Shapefile").at(filePart("shp"))
	}
	if kind := binary.LittleEndian.Uint32(head[32:]) % 10; kind != shpPolygon && kind != shpPoint && kind != shpNull {
		return wrong(sentence.ShapesLines.With(sentence.Params{"kind": kind})).at(filePart("shp"))
	}
	for row := 0; ; row++ {
		var record [8]byte
		if _, err := io.ReadFull(in, record[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return zipError("shp", err)
		}
		length := 2 * int64(binary.BigEndian.Uint32(record[4:]))
		if err := s.record(in, length, row); err != nil {
			return placed(err, sentence.PlaceRecord.With(sentence.Params{"number": row + 1}))
		}
	}
}

// placed names the place of a fault that has none.
func placed(err error, where sentence.Sentence) error {
	var fault *InputError
	if errors.As(err, &fault) && !fault.placed() {
		return fault.at(where)
	}
	return err
}

func (s *shapefileReader) record(in io.Reader, length int64, row int) error {
	if length > 16*int64(s.b.opts.MaxVertices)+1<<16 {
		return Unreadable("it claims %d bytes", length)
	}
	var buf bytes.Buffer // grows with what is really there
	if _, err := io.CopyN(&buf, in, length); err != nil {
		return zipError("shp", err)
	}
	data := buf.Bytes()
	properties, deleted := s.table.row(row)
	if err := s.b.GrowText(s.table.rowBytes()); err != nil {
		return err
	}
	if deleted {
		return nil
	}
	f := Feature{Properties: properties}
	if len(data) < 4 {
		return Unreadable("it has %d bytes", len(data))
	}
	switch binary.LittleEndian.Uint32(data) % 10 {
	case shpPoint:
		if len(data) < 20 {
			return Unreadable("the point has %d bytes", len(data))
		}
		p := s.position(data[4:])
		f.Point = &p
	case shpPolygon:
		rings, err := s.rings(data)
		if err != nil {
			return err
		}
		f.Shape = groupRings(rings)
	}
	return s.b.Add(f)
}

// rings reads the parts of a polygon record.
func (s *shapefileReader) rings(data []byte) ([]geom.Ring, error) {
	if len(data) < 44 {
		return nil, Unreadable("the polygon has %d bytes", len(data))
	}
	parts := int64(binary.LittleEndian.Uint32(data[36:]))
	points := int64(binary.LittleEndian.Uint32(data[40:]))
	if 44+4*parts+16*points > int64(len(data)) {
		return nil, Unreadable("it claims %d parts and %d points in %d bytes", parts, points, len(data))
	}
	if err := s.b.Grow(int(points)); err != nil {
		return nil, err
	}
	start := func(k int64) int64 {
		if k == parts {
			return points
		}
		return int64(binary.LittleEndian.Uint32(data[44+4*k:]))
	}
	rings := make([]geom.Ring, 0, parts)
	for k := range parts {
		from, to := start(k), start(k+1)
		if from > to || to > points {
			return nil, Unreadable("part %d runs from point %d to %d of %d", k+1, from, to, points)
		}
		ring := make(geom.Ring, 0, to-from)
		for i := from; i < to; i++ {
			ring = append(ring, s.position(data[44+4*parts+16*i:]))
		}
		if len(ring) > 0 {
			rings = append(rings, ring)
		}
	}
	return rings, nil
}

func (s *shapefileReader) position(data []byte) geom.Point {
	p := geom.Point{
		X: math.Float64frombits(binary.LittleEndian.Uint64(data)),
		Y: math.Float64frombits(binary.LittleEndian.Uint64(data[8:])),
	}
	if s.project != nil {
		p = s.project(p)
	}
	return p
}
