package boundary

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// setMagic begins a stored set; its last byte is the version of the format,
// which docs/formats/boundary-set.md describes.
const setMagic = "BLWKSET\x01"

// maxSetHeader bounds the JSON part of a stored set.
const maxSetHeader = 1 << 30

// setHeader is the JSON part of a stored set: everything but the shapes.
type setHeader struct {
	ID         string           `json:"id"`
	Name       string           `json:"name"`
	Type       string           `json:"type"`
	Country    string           `json:"country"`
	Edition    string           `json:"edition"`
	Licence    string           `json:"licence"`
	Attributes []Attribute      `json:"attributes"`
	Boundaries []boundaryHeader `json:"boundaries"`
}

type boundaryHeader struct {
	Code    string  `json:"code"`
	Name    string  `json:"name"`
	Parent  string  `json:"parent,omitempty"`
	Country string  `json:"country,omitempty"`
	Lon     float64 `json:"lon"`
	Lat     float64 `json:"lat"`
}

// EncodeSet writes a set in the form DecodeSet reads. The same set gives the
// same bytes.
func EncodeSet(w io.Writer, s *Set) error {
	h := setHeader{s.ID, s.Name, s.Type, s.Country, s.Edition, s.Licence, s.Attributes, nil}
	for i := range s.Boundaries {
		b := &s.Boundaries[i]
		h.Boundaries = append(h.Boundaries, boundaryHeader{b.Code, b.Name, b.Parent, b.Country, b.Point.X, b.Point.Y})
	}
	text, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("write boundary set: %w", err)
	}
	if _, err := io.WriteString(w, setMagic); err != nil {
		return fmt.Errorf("write boundary set: %w", err)
	}
	zip := gzip.NewWriter(w)
	out := bufio.NewWriterSize(zip, 1<<16)
	out.Write(binary.AppendUvarint(nil, uint64(len(text))))
	out.Write(text)
	for i := range s.Boundaries {
		writeShape(out, s.Boundaries[i].Shape)
	}
	if err := errors.Join(out.Flush(), zip.Close()); err != nil {
		return fmt.Errorf("write boundary set: %w", err)
	}
	return nil
}

// writeShape writes counts, and vertices as steps on the grid.
func writeShape(out *bufio.Writer, shape geom.MultiPolygon) {
	var buf []byte
	buf = binary.AppendUvarint(buf, uint64(len(shape)))
	for _, poly := range shape {
		buf = binary.AppendUvarint(buf, uint64(len(poly)))
		for _, r := range poly {
			buf = binary.AppendUvarint(buf, uint64(len(r)))
			var x, y int64
			for _, p := range r {
				px, py := int64(math.Round(p.X*setGrid)), int64(math.Round(p.Y*setGrid))
				buf = binary.AppendVarint(binary.AppendVarint(buf, px-x), py-y)
				x, y = px, py
			}
		}
	}
	out.Write(buf)
}

// DecodeSet reads a set written by EncodeSet. It refuses other versions, and
// never allocates more than a few times what the input really holds.
func DecodeSet(r io.Reader) (*Set, error) {
	var magic [len(setMagic)]byte
	if _, err := io.ReadFull(r, magic[:]); err != nil || string(magic[:7]) != setMagic[:7] {
		return nil, Unreadable("this is not a stored boundary set")
	}
	if string(magic[:]) != setMagic {
		return nil, Unreadable("the stored boundary set is of version %d; this program reads version 1", magic[7])
	}
	unzip, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read boundary set: %w", err)
	}
	d := setDecoder{in: bufio.NewReaderSize(unzip, 1<<16)}
	s, err := d.set()
	if err == nil {
		_, err = io.Copy(io.Discard, d.in) // to the checksum at the end
	}
	if err != nil {
		return nil, fmt.Errorf("read boundary set: %w", err)
	}
	return s, nil
}

type setDecoder struct {
	in       *bufio.Reader
	vertices int
}

var errSetDamaged = Unreadable("the stored boundary set is damaged")

func (d *setDecoder) set() (*Set, error) {
	n, err := binary.ReadUvarint(d.in)
	if err != nil || n > maxSetHeader {
		return nil, errSetDamaged
	}
	var h setHeader
	head := io.LimitReader(d.in, int64(n))
	if err := json.NewDecoder(head).Decode(&h); err != nil {
		return nil, errSetDamaged
	}
	if _, err := io.Copy(io.Discard, head); err != nil {
		return nil, err
	}
	s := &Set{ID: h.ID, Name: h.Name, Type: h.Type, Country: h.Country, Edition: h.Edition, Licence: h.Licence, Attributes: h.Attributes}
	s.Boundaries = make([]Boundary, len(h.Boundaries))
	for i, b := range h.Boundaries {
		s.Boundaries[i] = Boundary{Code: b.Code, Name: b.Name, Parent: b.Parent, Country: b.Country, Point: geom.Point{X: b.Lon, Y: b.Lat}}
		if s.Boundaries[i].Shape, err = d.shape(); err != nil {
			return nil, err
		}
	}
	for _, a := range s.Attributes {
		if len(a.Values) != len(s.Boundaries) {
			return nil, errSetDamaged
		}
	}
	return s, nil
}

func (d *setDecoder) shape() (geom.MultiPolygon, error) {
	polys, err := d.count()
	if err != nil {
		return nil, err
	}
	var shape geom.MultiPolygon
	for range polys {
		rings, err := d.count()
		if err != nil {
			return nil, err
		}
		var poly geom.Polygon
		for range rings {
			r, err := d.ring()
			if err != nil {
				return nil, err
			}
			poly = append(poly, r)
		}
		shape = append(shape, poly)
	}
	return shape, nil
}

// count reads the number of parts of something; each costs one of the vertices
// a set may have, so that empty parts cannot fill the memory.
func (d *setDecoder) count() (int, error) {
	n, err := binary.ReadUvarint(d.in)
	if err != nil || n > DefaultMaxVertices {
		return 0, errSetDamaged
	}
	if d.vertices += int(n); d.vertices > 4*DefaultMaxVertices {
		return 0, errSetDamaged
	}
	return int(n), nil
}

func (d *setDecoder) ring() (geom.Ring, error) {
	n, err := d.count()
	if err != nil {
		return nil, err
	}
	r := make(geom.Ring, 0, min(n, 1024))
	var x, y int64
	for range n {
		dx, errX := binary.ReadVarint(d.in)
		dy, errY := binary.ReadVarint(d.in)
		if errX != nil || errY != nil {
			return nil, errSetDamaged
		}
		x, y = x+dx, y+dy
		r = append(r, geom.Point{X: float64(x) / setGrid, Y: float64(y) / setGrid})
	}
	return r, nil
}
