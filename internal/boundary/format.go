package boundary

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Format is a file format boundaries come in.
type Format string

// The formats. GeoPackage is a database and is read by package geopackage.
const (
	GeoJSON    Format = "GeoJSON"
	TopoJSON   Format = "TopoJSON"
	Shapefile  Format = "Shapefile"
	KML        Format = "KML"
	KMZ        Format = "KMZ"
	FlatGeobuf Format = "FlatGeobuf"
	GeoPackage Format = "GeoPackage"
	PointCSV   Format = "CSV of point codes"
)

// sniffed is how much of a file's beginning is looked at.
const sniffed = 1 << 16

// Detect tells the format of a file from its contents; zipped reports whether
// all of it is compressed with gzip. The name of the file does not matter.
func Detect(r io.ReaderAt, size int64) (format Format, zipped bool, err error) {
	head, err := readHead(io.NewSectionReader(r, 0, size))
	if err != nil {
		return "", false, err
	}
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		unzip, err := gzip.NewReader(io.NewSectionReader(r, 0, size))
		if err != nil {
			return "", false, wrong(sentence.ShapesGzipDamaged.With(sentence.Params{"cause": err.Error()}))
		}
		if head, err = readHead(unzip); err != nil {
			return "", false, wrong(sentence.ShapesGzipDamaged.With(sentence.Params{"cause": err.Error()}))
		}
		zipped = true
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) && !zipped {
		format, err = detectZip(r, size)
		return format, false, err
	}
	format, err = detectPlain(head)
	return format, zipped, err
}

func readHead(r io.Reader) ([]byte, error) {
	head, err := io.ReadAll(io.LimitReader(r, sniffed))
	if err != nil {
		return nil, err
	}
	if len(head) == 0 {
		return nil, wrong(sentence.ShapesEmpty.With(nil))
	}
	return head, nil
}

func detectPlain(head []byte) (Format, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n\x1e")
	switch {
	case bytes.HasPrefix(head, flatGeobufMagic):
		return FlatGeobuf, nil
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return GeoPackage, nil
	case bytes.HasPrefix(text, []byte("<")):
		return KML, nil
	case bytes.HasPrefix(text, []byte("{")):
		if bytes.Contains(text, []byte(`"Topology"`)) || bytes.Contains(text, []byte(`"arcs"`)) {
			return TopoJSON, nil
		}
		return GeoJSON, nil
	case len(head) > 4 && bytes.Equal(head[:4], []byte{0, 0, 0x27, 0x0a}):
		return "", wrong(sentence.ShapesShpAlone.With(nil))
	}
	if _, ok := newPointTable(firstLine(head)); ok {
		return PointCSV, nil
	}
	return "", wrong(sentence.ShapesFormat.With(nil))
}

func detectZip(r io.ReaderAt, size int64) (Format, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return "", wrong(sentence.ShapesZipDamaged.With(sentence.Params{"cause": err.Error()}))
	}
	for _, f := range archive.File {
		switch strings.ToLower(path.Ext(f.Name)) {
		case ".shp":
			return Shapefile, nil
		case ".kml":
			return KMZ, nil
		}
	}
	return "", wrong(sentence.ShapesZipOther.With(nil))
}

// Read reads a file of any format but GeoPackage.
func Read(r io.ReaderAt, size int64, opts ReadOptions) (*Set, *Report, error) {
	format, zipped, err := Detect(r, size)
	if err != nil {
		return nil, &Report{}, err
	}
	switch format {
	case Shapefile:
		return ReadShapefile(r, size, opts)
	case KMZ:
		return ReadKMZ(r, size, opts)
	}
	stream := io.Reader(io.NewSectionReader(r, 0, size))
	if zipped {
		if stream, err = gzip.NewReader(stream); err != nil {
			return nil, &Report{}, wrong(sentence.ShapesGzipDamaged.With(sentence.Params{"cause": err.Error()}))
		}
	}
	switch format {
	case TopoJSON:
		return ReadTopoJSON(stream, opts)
	case KML:
		return ReadKML(stream, opts)
	case FlatGeobuf:
		return ReadFlatGeobuf(stream, opts)
	case PointCSV:
		return ReadPointCSV(stream, opts)
	case GeoPackage:
		return nil, &Report{}, wrong(sentence.ShapesPacked.With(nil))
	}
	return ReadGeoJSON(stream, opts)
}
