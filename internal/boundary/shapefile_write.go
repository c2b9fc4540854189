package boundary

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// wgs84 describes longitude and latitude, for the .prj part.
const wgs84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

// errLargeShapefile says what the format cannot hold: lengths are 32-bit counts
// of two bytes.
var errLargeShapefile = errors.New("write Shapefile: the shapes take more than 4 GB; choose GeoPackage")

// WriteShapefile writes the features as a zipped Shapefile of polygons: parts
// .shp, .shx, .dbf, .prj and .cpg of a layer. A feature without polygons gets
// the null shape. The format cuts names of attributes to ten bytes and texts to
// 254; names that become alike are numbered.
func WriteShapefile(w io.Writer, layer string, features []Feature) error {
	shapes := make([]shpRecord, len(features))
	total, box := int64(shpHead), geom.EmptyBox()
	for i, f := range features {
		shapes[i] = newShpRecord(f.Shape)
		total += 8 + shapes[i].bytes
		if len(f.Shape) > 0 {
			box = box.Union(f.Shape.Box())
		}
	}
	if total/2 > math.MaxInt32 {
		return errLargeShapefile
	}
	archive := zip.NewWriter(w)
	part := func(ext string, write func(io.Writer) error) error {
		out, err := archive.Create(layer + "." + ext)
		if err != nil {
			return err
		}
		return write(out)
	}
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	err := errors.Join(
		part("shp", func(w io.Writer) error { return writeShp(w, shapes, total, box) }),
		part("shx", func(w io.Writer) error { return writeShx(w, shapes, box) }),
		part("dbf", func(w io.Writer) error { return writeDBF(w, features) }),
		part("prj", text(wgs84)),
		part("cpg", text("UTF-8")),
		archive.Close())
	if err != nil {
		return fmt.Errorf("write Shapefile: %w", err)
	}
	return nil
}

// shpHead is the length of the header of the parts .shp and .shx.
const shpHead = 100

// shpRecord is a shape with the length of its record, in bytes.
type shpRecord struct {
	shape geom.MultiPolygon
	parts int
	bytes int64
}

func newShpRecord(m geom.MultiPolygon) shpRecord {
	r := shpRecord{shape: m, bytes: 4}
	points := 0
	for _, polygon := range m {
		r.parts += len(polygon)
		for _, ring := range polygon {
			points += len(ring) + 1
		}
	}
	if r.parts > 0 {
		r.bytes = 44 + 4*int64(r.parts) + 16*int64(points)
	}
	return r
}

func shpHeader(bytes int64, box geom.Box) []byte {
	head := make([]byte, 0, shpHead)
	head = binary.BigEndian.AppendUint32(head, 9994)
	head = append(head, make([]byte, 20)...)
	head = binary.BigEndian.AppendUint32(head, uint32(bytes/2))
	head = binary.LittleEndian.AppendUint32(head, 1000)
	head = binary.LittleEndian.AppendUint32(head, shpPolygon)
	if box.Empty() {
		box = geom.Box{}
	}
	return append(appendBox(head, box), make([]byte, 32)...)
}

func appendBox(out []byte, b geom.Box) []byte {
	for _, v := range []float64{b.MinX, b.MinY, b.MaxX, b.MaxY} {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	return out
}

func writeShp(w io.Writer, shapes []shpRecord, total int64, box geom.Box) error {
	if _, err := w.Write(shpHeader(total, box)); err != nil {
		return err
	}
	var out []byte
	for i, r := range shapes {
		out = binary.BigEndian.AppendUint32(out[:0], uint32(i+1))
		out = binary.BigEndian.AppendUint32(out, uint32(r.bytes/2))
		if _, err := w.Write(r.append(out)); err != nil {
			return err
		}
	}
	return nil
}

// append adds the contents of the record. In this format outer rings run
// clockwise and holes counterclockwise, the reverse of ours.
func (r shpRecord) append(out []byte) []byte {
	if r.parts == 0 {
		return binary.LittleEndian.AppendUint32(out, shpNull)
	}
	out = binary.LittleEndian.AppendUint32(out, shpPolygon)
	out = appendBox(out, r.shape.Box())
	out = binary.LittleEndian.AppendUint32(out, uint32(r.parts))
	out = binary.LittleEndian.AppendUint32(out, uint32((r.bytes-44-4*int64(r.parts))/16))
	at := 0
	for _, polygon := range r.shape {
		for _, ring := range polygon {
			out = binary.LittleEndian.AppendUint32(out, uint32(at))
			at += len(ring) + 1
		}
	}
	for _, polygon := range r.shape {
		for _, ring := range polygon {
			for k := len(ring); k >= 0; k-- {
				p := ring[k%len(ring)]
				out = binary.LittleEndian.AppendUint64(out, math.Float64bits(p.X))
				out = binary.LittleEndian.AppendUint64(out, math.Float64bits(p.Y))
			}
		}
	}
	return out
}

func writeShx(w io.Writer, shapes []shpRecord, box geom.Box) error {
	out := shpHeader(shpHead+8*int64(len(shapes)), box)
	at := int64(shpHead)
	for _, r := range shapes {
		out = binary.BigEndian.AppendUint32(out, uint32(at/2))
		out = binary.BigEndian.AppendUint32(out, uint32(r.bytes/2))
		at += 8 + r.bytes
	}
	_, err := w.Write(out)
	return err
}
