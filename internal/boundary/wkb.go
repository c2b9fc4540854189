package boundary

import (
	"encoding/binary"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Geometry types of well-known binary, without the thousands that mark Z and M.
const (
	wkbPoint        = 1
	wkbPolygon      = 3
	wkbMultiPolygon = 6
	wkbCollection   = 7
)

// DecodeWKB adds the polygons, or the point, of a geometry in well-known binary
// (OGC 06-103r4, ISO and extended forms) to the feature. Vertices count
// towards the builder's limit.
func (b *Builder) DecodeWKB(data []byte, project Projection, f *Feature) error {
	r := wkbReader{data: data, b: b, project: project}
	return r.geometry(f, 0)
}

type wkbReader struct {
	data    []byte
	b       *Builder
	project Projection
	order   binary.ByteOrder
	size    int // numbers per position
}

var errWKB = Unreadable("its geometry is cut off or no well-known binary")

func (r *wkbReader) uint32() (uint32, error) {
	if len(r.data) < 4 {
		return 0, errWKB
	}
	v := r.order.Uint32(r.data)
	r.data = r.data[4:]
	return v, nil
}

// count reads a number of things of at least the given size each, which must
// fit in what is left.
func (r *wkbReader) count(size int) (int, error) {
	n, err := r.uint32()
	if err == nil && int64(n)*int64(size) > int64(len(r.data)) {
		err = errWKB
	}
	return int(n), err
}

// head reads byte order and type, and sets the size of positions.
func (r *wkbReader) head() (kind uint32, err error) {
	if len(r.data) < 1 || r.data[0] > 1 {
		return 0, errWKB
	}
	r.order = binary.ByteOrder(binary.BigEndian)
	if r.data[0] == 1 {
		r.order = binary.LittleEndian
	}
	r.data = r.data[1:]
	if kind, err = r.uint32(); err != nil {
		return 0, err
	}
	const hasZ, hasM, hasSRID = 1 << 31, 1 << 30, 1 << 29 // extended form
	r.size = 2
	if kind&hasZ != 0 {
		r.size++
	}
	if kind&hasM != 0 {
		r.size++
	}
	if kind&hasSRID != 0 {
		if _, err := r.uint32(); err != nil {
			return 0, err
		}
	}
	kind &^= hasZ | hasM | hasSRID
	switch kind / 1000 {
	case 1, 2:
		r.size++
	case 3:
		r.size += 2
	}
	return kind % 1000, nil
}

func (r *wkbReader) geometry(f *Feature, depth int) error {
	if depth > maxNesting {
		return tooDeep()
	}
	kind, err := r.head()
	if err != nil {
		return err
	}
	switch kind {
	case wkbPoint:
		p, err := r.position()
		if err != nil {
			return err
		}
		if p.Finite() { // an empty point has NaN coordinates
			f.Point = &p
		}
		return nil
	case wkbPolygon:
		return r.polygon(f)
	case wkbMultiPolygon, wkbCollection:
		n, err := r.count(5)
		for range n {
			if err != nil {
				break
			}
			err = r.geometry(f, depth+1)
		}
		return err
	}
	return wrong(sentence.ShapesLines.With(sentence.Params{"kind": kind}))
}

func (r *wkbReader) polygon(f *Feature) error {
	rings, err := r.count(4)
	if err != nil {
		return err
	}
	var poly geom.Polygon
	for range rings {
		n, err := r.count(8 * r.size)
		if err != nil {
			return err
		}
		if err := r.b.Grow(n); err != nil {
			return err
		}
		ring := make(geom.Ring, n)
		for i := range ring {
			if ring[i], err = r.position(); err != nil {
				return err
			}
		}
		if n > 0 {
			poly = append(poly, ring)
		}
	}
	if len(poly) > 0 {
		f.Shape = append(f.Shape, poly)
	}
	return nil
}

func (r *wkbReader) position() (geom.Point, error) {
	if len(r.data) < 8*r.size {
		return geom.Point{}, errWKB
	}
	p := geom.Point{
		X: math.Float64frombits(r.order.Uint64(r.data)),
		Y: math.Float64frombits(r.order.Uint64(r.data[8:])),
	}
	r.data = r.data[8*r.size:]
	if r.project != nil {
		p = r.project(p)
	}
	return p, nil
}
