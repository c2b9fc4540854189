package benchdata

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Distance says how an instance measures distance.
type Distance string

// The kinds of distance named by instances.csv.
const (
	Euclid      Distance = "euclid"     // real Euclidean distance
	EuclidFloor Distance = "euclid_int" // each distance rounded down
	Matrix      Distance = "matrix"     // taken from a matrix file
)

// ReadDistances parses instances.csv and returns the kind of distance of each
// instance. A file without a distance column means Euclid throughout.
func ReadDistances(r io.Reader) (map[string]Distance, error) {
	rows, err := readPairs(r, "distance")
	if errors.Is(err, errNoColumn) {
		return map[string]Distance{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read distances: %w", err)
	}
	kinds := make(map[string]Distance, len(rows))
	for name, text := range rows {
		kind := Distance(text)
		switch kind {
		case Euclid, EuclidFloor, Matrix:
			kinds[name] = kind
		default:
			return nil, fmt.Errorf("read distances: instance %q: unknown distance %q", name, text)
		}
	}
	return kinds, nil
}

// ReadBestKnown parses best-known.csv and returns the best objective of each
// instance that has one.
func ReadBestKnown(r io.Reader) (map[string]float64, error) {
	rows, err := readPairs(r, "best_known")
	if err != nil {
		return nil, fmt.Errorf("read best known: %w", err)
	}
	best := make(map[string]float64, len(rows))
	for name, text := range rows {
		if text == "" {
			continue
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v >= 0 && v <= maxCoordinate) {
			return nil, fmt.Errorf("read best known: instance %q: %q is not an objective", name, text)
		}
		best[name] = v
	}
	return best, nil
}

func readPairs(r io.Reader, column string) (map[string]string, error) {
	t, err := openTable(r, "instance", column)
	if err != nil {
		return nil, err
	}
	rows := map[string]string{}
	for {
		row, err := t.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", t.row, err)
		}
		rows[row[0]] = row[1]
	}
}

// decompress returns r itself, or its unpacked content where it starts like gzip.
func decompress(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(r)
	magic, err := buffered.Peek(2)
	if err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		return buffered, nil
	}
	unpacked, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return unpacked, nil
}
