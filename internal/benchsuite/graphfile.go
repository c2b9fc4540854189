package benchsuite

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// writeGraph writes a graph in the format of METIS 5 (manual, section 4.1.1):
// vertices counted from 1, integer vertex weights, and integer edge weights
// where edge is not nil. edge holds one weight beside each target of g.
func writeGraph(w io.Writer, g *instance.Graph, vertex []int64, edge []int64) error {
	out := bufio.NewWriterSize(w, 1<<16)
	format := "010"
	if edge != nil {
		format = "011"
	}
	fmt.Fprintf(out, "%d %d %s\n", len(g.Offset)-1, len(g.Target)/2, format)
	var line []byte
	for i := range len(g.Offset) - 1 {
		line = strconv.AppendInt(line[:0], vertex[i], 10)
		for e := g.Offset[i]; e < g.Offset[i+1]; e++ {
			line = strconv.AppendInt(append(line, ' '), int64(g.Target[e])+1, 10)
			if edge != nil {
				line = strconv.AppendInt(append(line, ' '), edge[e], 10)
			}
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}

// metres rounds borders in kilometres to metres, at least 1 because METIS
// takes no edge of weight 0.
func metres(borders []float64) []int64 {
	out := make([]int64, len(borders))
	for e, km := range borders {
		out[e] = max(1, int64(math.Round(1000*km)))
	}
	return out
}

// readParts reads the part of each of n vertices, one number from 0 a line.
func readParts(r io.Reader, n, parts int) (instance.Assignment, error) {
	a := make(instance.Assignment, 0, n)
	for lines := bufio.NewScanner(r); ; {
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return nil, fmt.Errorf("read parts: %w", err)
			}
			break
		}
		part, err := strconv.Atoi(lines.Text())
		if err != nil || part < 0 || part >= parts {
			return nil, fmt.Errorf("read parts: line %d: %q is not a part from 0 to %d", len(a)+1, lines.Text(), parts-1)
		}
		a = append(a, int32(part))
	}
	if len(a) != n {
		return nil, fmt.Errorf("read parts: %d lines for %d vertices", len(a), n)
	}
	return a, nil
}
