package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/synth"
)

// mainland is the land of the states that hang together, with its locator.
var mainland = sync.OnceValue(func() (land struct {
	shape  geom.MultiPolygon
	locate *boundary.Locator
}) {
	states := mustOpen(builtin.USStates)
	group := make([]int32, len(states.Boundaries))
	for i := range states.Boundaries {
		if b := states.Boundaries[i].Shape.Box(); b.MinX < -126 || b.MaxX > -66 || b.MinY < 24 || b.MaxY > 50 {
			group[i] = -1
		}
	}
	joined, err := boundary.Dissolve(context.Background(), states, group)
	if err != nil {
		panic("the embedded states do not join: " + err.Error())
	}
	land.shape = joined[0]
	land.locate = boundary.NewLocator(&boundary.Set{Boundaries: []boundary.Boundary{{Code: "US", Shape: land.shape}}})
	return land
})

// makeCells makes synthetic postal areas of the United States.
func makeCells(n, detail int, seed uint64) (*synth.Cells, error) {
	land := mainland()
	return synth.NewCells(synth.CellOptions{Seed: seed, N: n, Detail: detail, Land: land.shape,
		OnLand: func(lon, lat float64) bool { return land.locate.At(geom.Point{X: lon, Y: lat}) >= 0 }})
}

// cellFeatures are cells as they go into a file of boundaries.
func cellFeatures(c *synth.Cells) []boundary.Feature {
	features := make([]boundary.Feature, len(c.Codes))
	for i, code := range c.Codes {
		features[i] = boundary.Feature{ID: code, Shape: c.Shapes[i], Properties: map[string]any{"code": code, "name": "Area " + code, "pop": c.People[i]}}
	}
	return features
}

// writeCells writes boundaries as GeoJSON, compressed where the name says so.
func writeCells(name string, c *synth.Cells) error {
	return writeFile(name, func(w io.Writer) error {
		if !strings.HasSuffix(name, ".gz") {
			return boundary.WriteGeoJSON(w, cellFeatures(c))
		}
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return err
		}
		if err := boundary.WriteGeoJSON(z, cellFeatures(c)); err != nil {
			return err
		}
		return z.Close()
	})
}

// writeCellRows writes a unit per cell, with its people.
func writeCellRows(name string, c *synth.Cells) error {
	return writeFile(name, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<16)
		fmt.Fprintln(out, "id,name,lon,lat,pop")
		for i, code := range c.Codes {
			fmt.Fprintf(out, "%s,Area %s,%.7f,%.7f,%d\n", code, code, c.Lon[i], c.Lat[i], c.People[i])
		}
		return out.Flush()
	})
}
