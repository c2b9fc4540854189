package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/synth"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// synthCmd writes instances for peers and benchmarks. The U family is that of
// docs/benchmarks.md: points in clusters on the unit square; boundaries are
// postal areas of a country that looks like the United States.
type synthCmd struct {
	Family string `arg:"" help:"accounts, boundaries, U250, U30 or U5." enum:"accounts,boundaries,U250,U30,U5"`
	N      int    `short:"n" help:"Number of units; the family's own by default."`
	Owners int    `help:"Number of owners of accounts; 0 chooses."`
	Seed   uint64 `help:"Seed; the same seed gives the same file." default:"1"`
	Bad    bool   `help:"Add rows with mistakes to the accounts."`
	Shapes string `help:"GeoJSON file (.geojson or .geojson.gz) of synthetic boundaries to write." type:"path"`
	Detail int    `help:"How often each border between boundaries is halved." default:"5"`
	Units  string `help:"CSV file of units to write." required:"" type:"path"`
	Edges  string `help:"CSV file of Delaunay edges to write, as pairs of row numbers from 0." type:"path"`
}

// Run writes the files.
func (c *synthCmd) Run(_ context.Context, t *terminal) error {
	if c.N == 0 {
		c.N = map[string]int{"accounts": 25_000, "boundaries": 33_000, "U250": 250_000, "U30": 30_000, "U5": 5_000}[c.Family]
	}
	var edges int
	var err error
	switch c.Family {
	case "boundaries":
		err = c.writeBoundaries()
	case "accounts":
		if c.Edges != "" {
			return territory.Errorf(territory.Invalid, "Accounts have no edges; leave --edges out.")
		}
		err = writeFile(c.Units, func(w io.Writer) error { return writeAccounts(w, c.Seed, c.N, c.Owners, c.Bad) })
	default:
		edges, err = c.writeU()
	}
	if err != nil {
		return err
	}
	return t.print(map[string]any{"family": c.Family, "units": c.N, "edges": edges, "seed": c.Seed}, func(w io.Writer) {
		fmt.Fprintf(w, "Wrote %d units and %d edges.\n", c.N, edges)
	})
}

// writeBoundaries writes the shapes and a row for each.
func (c *synthCmd) writeBoundaries() error {
	if c.Edges != "" {
		return territory.Errorf(territory.Invalid, "The edges of boundaries come from their shapes: import them and write bailiwick boundaries edges; leave --edges out.")
	}
	cells, err := makeCells(c.N, c.Detail, c.Seed)
	if err != nil {
		return err
	}
	if c.Shapes != "" {
		if err := writeCells(c.Shapes, cells); err != nil {
			return err
		}
	}
	return writeCellRows(c.Units, cells)
}

func (c *synthCmd) writeU() (edges int, err error) {
	points := synth.U(c.N, c.Seed)
	err = writeFile(c.Units, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<16)
		fmt.Fprintln(out, "id,x,y,weight")
		for i := range points.X {
			fmt.Fprintf(out, "%d,%s,%s,%d\n", i, strconv.FormatFloat(points.X[i], 'g', -1, 64), strconv.FormatFloat(points.Y[i], 'g', -1, 64), points.Weight[i])
		}
		return out.Flush()
	})
	if err != nil || c.Edges == "" {
		return 0, err
	}
	graph, err := delaunay(points.X, points.Y)
	if err != nil {
		return 0, err
	}
	return len(graph), writeFile(c.Edges, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<16)
		fmt.Fprintln(out, "a,b")
		for _, e := range graph {
			fmt.Fprintf(out, "%d,%d\n", e[0], e[1])
		}
		return out.Flush()
	})
}

// delaunay returns the edges of the triangulation, each once. Points at
// one place are joined, so the graph is connected.
func delaunay(x, y []float64) ([][2]int32, error) {
	t, err := geom.Delaunay(x, y)
	if err != nil {
		return nil, fmt.Errorf("triangulate: %w", err)
	}
	var edges [][2]int32
	for i := range int32(len(x)) {
		for _, j := range t.Neighbors[t.Offsets[i]:t.Offsets[i+1]] {
			if i < j {
				edges = append(edges, [2]int32{i, j})
			}
		}
	}
	return edges, nil
}
