package benchdata

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxMatrixLine bounds a line of a matrix file, in bytes.
const maxMatrixLine = 16 << 20

// ReadMatrix parses n rows of n comma-separated distances (a trailing comma is
// allowed) and returns them row-major: entry i*n+j is the distance of point i to
// median j. Distances must be finite and not negative.
func ReadMatrix(r io.Reader, n int) ([]float64, error) {
	plain, err := decompress(r)
	if err != nil {
		return nil, fmt.Errorf("read matrix: %w", err)
	}
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, maxMatrixLine)
	var d []float64
	row := 0
	for lines.Scan() {
		text := strings.TrimSuffix(strings.TrimSpace(lines.Text()), ",")
		if text == "" {
			continue
		}
		row++
		if d, err = appendRow(d, text, n); err != nil {
			return nil, fmt.Errorf("read matrix: row %d: %w", row, err)
		}
		if row > n {
			return nil, fmt.Errorf("read matrix: more than %d rows", n)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read matrix: after row %d: %w", row, err)
	}
	if row != n {
		return nil, fmt.Errorf("read matrix: %d rows, want %d", row, n)
	}
	return d, nil
}

func appendRow(d []float64, text string, n int) ([]float64, error) {
	count := 0
	for field := range strings.SplitSeq(text, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
		if err != nil || !(v >= 0 && v <= math.MaxFloat32) {
			return nil, fmt.Errorf("column %d: %q is not a distance", count+1, field)
		}
		d = append(d, v)
		count++
	}
	if count != n {
		return nil, fmt.Errorf("%d columns, want %d", count, n)
	}
	return d, nil
}
