package boundary

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// flatGeobufMagic begins a FlatGeobuf file of version 3; the last byte is the
// patch level, which may differ.
var flatGeobufMagic = []byte{'f', 'g', 'b', 3, 'f', 'g', 'b'}

// Fields of the FlatGeobuf tables (header.fbs and feature.fbs of version 3).
const (
	fgbHeaderType     = 2
	fgbHeaderColumns  = 7
	fgbHeaderCount    = 8
	fgbHeaderNodeSize = 9
	fgbHeaderCRS      = 10

	fgbCRSCode = 1
	fgbCRSName = 2
	fgbCRSText = 4

	fgbFeatureGeometry   = 0
	fgbFeatureProperties = 1
	fgbFeatureColumns    = 2

	fgbGeometryEnds  = 0
	fgbGeometryXY    = 1
	fgbGeometryType  = 6
	fgbGeometryParts = 7

	fgbPoint        = 1
	fgbPolygon      = 3
	fgbMultiPolygon = 6
	fgbCollection   = 7
)

// maxMessage bounds one FlatBuffers message beyond its coordinates.
const maxMessage = 64 << 20

// ReadFlatGeobuf reads a FlatGeobuf file of version 3 as a stream; its spatial
// index is passed over.
func ReadFlatGeobuf(r io.Reader, opts ReadOptions) (*Set, *Report, error) {
	b := NewBuilder(opts)
	in := bufio.NewReaderSize(newLimitReader(r, b.opts.MaxBytes), 1<<16)
	g := flatGeobufReader{b: b}
	if err := g.read(in); err != nil {
		return nil, b.report, err
	}
	return b.Finish()
}

type flatGeobufReader struct {
	b       *Builder
	kind    uint8
	columns []flatColumn
	project Projection
}

type flatColumn struct {
	name string
	kind uint8
}

func (g *flatGeobufReader) read(in *bufio.Reader) error {
	var magic [8]byte
	if _, err := io.ReadFull(in, magic[:]); err != nil || !bytes.Equal(magic[:7], flatGeobufMagic) {
		return Unreadable("this is not a FlatGeobuf file of version 3")
	}
	header, err := g.message(in)
	if err != nil {
		return placed(cutOff(err), sentence.PlaceHeader.With(nil))
	}
	skip, err := g.header(flatRoot(header))
	if err != nil {
		return err
	}
	if _, err := io.CopyN(io.Discard, in, skip); err != nil {
		return cutOff(err)
	}
	for {
		data, err := g.message(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = g.feature(flatRoot(data))
		}
		if err != nil {
			return placed(err, sentence.PlaceFeature.With(sentence.Params{"number": g.b.report.Features + 1}))
		}
	}
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return wrong(sentence.ShapesCutOff.With(nil))
	}
	return err
}

// message reads one message with its length before it; io.EOF where there is
// none.
func (g *flatGeobufReader) message(in io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, cutOff(err)
	}
	n := int64(binary.LittleEndian.Uint32(size[:]))
	if n > maxMessage+32*int64(g.b.opts.MaxVertices) {
		return nil, Unreadable("it claims %d bytes", n)
	}
	var buf bytes.Buffer // grows with what is really there
	if _, err := io.CopyN(&buf, in, n); err != nil {
		return nil, cutOff(err)
	}
	return buf.Bytes(), nil
}

// header reads types, columns and reference system, and returns the size of
// the spatial index.
func (g *flatGeobufReader) header(h flatTable) (index int64, err error) {
	g.kind = h.uint8(fgbHeaderType, 0)
	g.columns = columnsOf(h, fgbHeaderColumns)
	if p := h.field(fgbHeaderCRS, 4); p >= 0 {
		crs := flatAt(h.data, p)
		if g.project, err = g.projection(crs); err != nil {
			return 0, err
		}
	}
	count, node := h.uint64(fgbHeaderCount), uint64(h.uint16(fgbHeaderNodeSize, 16))
	if count == 0 || node < 2 {
		return 0, nil
	}
	if count > uint64(g.b.opts.MaxBoundaries) {
		return 0, tooManyFeatures(g.b.opts.MaxBoundaries)
	}
	nodes := count
	for n := count; n > 1; {
		n = (n + node - 1) / node
		nodes += n
	}
	if count == 1 {
		nodes++
	}
	return int64(nodes) * 40, nil
}

func (g *flatGeobufReader) projection(crs flatTable) (Projection, error) {
	switch code := crs.int32(fgbCRSCode); {
	case code == 0 || code == 4326 || code == 4269 || code == 4258:
		return nil, nil
	case code == 3857:
		return geom.InverseWebMercator, nil
	case crs.text(fgbCRSText) != "":
		return ParseProjection(crs.text(fgbCRSText))
	default:
		return nil, wrong(sentence.SystemNumber.With(sentence.Params{"number": code, "name": crs.text(fgbCRSName)})).at(sentence.PlaceSystem.With(nil))
	}
}

func columnsOf(t flatTable, field int) []flatColumn {
	var out []flatColumn
	for _, c := range t.tables(field) {
		out = append(out, flatColumn{c.text(0), c.uint8(1, 0)})
	}
	return out
}

func (g *flatGeobufReader) feature(t flatTable) error {
	f := Feature{Properties: map[string]any{}}
	columns := g.columns
	if own := columnsOf(t, fgbFeatureColumns); len(own) > 0 {
		columns = own
	}
	raw, _ := t.vector(fgbFeatureProperties, 1)
	if err := g.b.GrowText(len(raw)); err != nil {
		return err
	}
	if err := flatProperties(raw, columns, f.Properties); err != nil {
		return err
	}
	if p := t.field(fgbFeatureGeometry, 4); p >= 0 {
		if err := g.geometry(flatAt(t.data, p), &f, g.kind, 0); err != nil {
			return err
		}
	}
	return g.b.Add(f)
}

func (g *flatGeobufReader) geometry(t flatTable, f *Feature, kind uint8, depth int) error {
	if depth > maxNesting {
		return tooDeep()
	}
	if own := t.uint8(fgbGeometryType, 0); own != 0 {
		kind = own
	}
	xy, n := t.vector(fgbGeometryXY, 8)
	switch kind {
	case fgbPoint:
		if n >= 2 {
			p := g.position(xy, 0)
			f.Point = &p
		}
	case fgbPolygon:
		return g.polygon(t, f, xy, n/2)
	case fgbMultiPolygon, fgbCollection:
		inner := uint8(fgbPolygon)
		for _, part := range t.tables(fgbGeometryParts) {
			// Parts may be named again and again; each counts as a vertex.
			if err := g.b.Grow(1); err != nil {
				return err
			}
			if err := g.geometry(part, f, inner, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *flatGeobufReader) polygon(t flatTable, f *Feature, xy []byte, points int) error {
	if err := g.b.Grow(points); err != nil {
		return err
	}
	ends, n := t.vector(fgbGeometryEnds, 4)
	if n == 0 {
		ends, n = binary.LittleEndian.AppendUint32(nil, uint32(points)), 1
	}
	var poly geom.Polygon
	from := 0
	for k := range n {
		to := int(binary.LittleEndian.Uint32(ends[4*k:]))
		if to < from || to > points {
			return Unreadable("ring %d ends at position %d of %d", k+1, to, points)
		}
		ring := make(geom.Ring, 0, to-from)
		for i := from; i < to; i++ {
			ring = append(ring, g.position(xy, i))
		}
		if len(ring) > 0 {
			poly = append(poly, ring)
		}
		from = to
	}
	if len(poly) > 0 {
		f.Shape = append(f.Shape, poly)
	}
	return nil
}

func (g *flatGeobufReader) position(xy []byte, i int) geom.Point {
	p := geom.Point{X: float64At(xy, 2*i), Y: float64At(xy, 2*i+1)}
	if g.project != nil {
		p = g.project(p)
	}
	return p
}

// flatProperties decodes pairs of column number and value.
func flatProperties(raw []byte, columns []flatColumn, into map[string]any) error {
	for len(raw) >= 2 {
		k := int(binary.LittleEndian.Uint16(raw))
		raw = raw[2:]
		if k >= len(columns) {
			return Unreadable("it has a value for column %d of %d", k, len(columns))
		}
		v, size := flatValue(columns[k].kind, raw)
		if size < 0 || size > len(raw) {
			return Unreadable("the value of %q is cut off", columns[k].name)
		}
		into[columns[k].name] = v
		raw = raw[size:]
	}
	return nil
}

// flatValue decodes a value of a column type; size is -1 when it does not fit.
func flatValue(kind uint8, raw []byte) (v any, size int) {
	sizes := [11]int{1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8}
	if int(kind) < len(sizes) {
		if size = sizes[kind]; size > len(raw) {
			return nil, -1
		}
	}
	le := binary.LittleEndian
	switch kind {
	case 0:
		return int64(int8(raw[0])), size
	case 1:
		return int64(raw[0]), size
	case 2:
		return raw[0] != 0, size
	case 3:
		return int64(int16(le.Uint16(raw))), size
	case 4:
		return int64(le.Uint16(raw)), size
	case 5:
		return int64(int32(le.Uint32(raw))), size
	case 6:
		return int64(le.Uint32(raw)), size
	case 7, 8:
		return int64(le.Uint64(raw)), size
	case 9:
		return float64(math.Float32frombits(le.Uint32(raw))), size
	case 10:
		return math.Float64frombits(le.Uint64(raw)), size
	}
	if len(raw) < 4 { // texts, JSON, dates and bytes have their length before them
		return nil, -1
	}
	n := int64(le.Uint32(raw))
	if n > int64(len(raw)-4) {
		return nil, -1
	}
	return string(raw[4 : 4+n]), int(4 + n)
}
