package benchsuite

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Geography is the report of working on a boundary set.
type Geography struct {
	Boundaries int `json:"boundaries"`
	Vertices   int `json:"vertices"`
	// ReadSeconds is the time to read the file and join its borders,
	// AdjacencySeconds that to find who shares one; MemoryBytes is how much the
	// resident memory grew over both, at its peak, 0 where the system does not
	// tell.
	ReadSeconds      float64 `json:"read_seconds"`
	AdjacencySeconds float64 `json:"adjacency_seconds"`
	Edges            int     `json:"edges"`
	MemoryBytes      int64   `json:"memory_bytes"`
	// IndexSeconds is the time to prepare locating, LocateSeconds that for all
	// points.
	Points        int     `json:"points"`
	IndexSeconds  float64 `json:"index_seconds"`
	LocateSeconds float64 `json:"locate_seconds"`
	Located       int     `json:"located"`
	// DissolveSeconds is the time to join the boundaries into territories; the
	// median of three.
	Territories     int     `json:"territories"`
	DissolveSeconds float64 `json:"dissolve_seconds"`
}

// GeographyOptions say what is done with a set.
type GeographyOptions struct {
	Points, Territories, Workers int
	Now                          func() time.Time
}

// Geographic reads a GeoJSON set, finds its adjacency, locates random points of
// its box in it and joins its boundaries into territories around random ones.
func Geographic(ctx context.Context, file io.Reader, o GeographyOptions) (*Geography, error) {
	known := resetPeak()
	before, _ := resident()
	began := o.Now()
	took := func() float64 {
		seconds := o.Now().Sub(began).Seconds()
		began = o.Now()
		return seconds
	}
	set, _, err := boundary.ReadGeoJSON(file, boundary.ReadOptions{})
	if err != nil {
		return nil, fmt.Errorf("bench boundaries: %w", err)
	}
	out := &Geography{Boundaries: len(set.Boundaries), Vertices: set.Vertices(), Points: o.Points, Territories: o.Territories}
	out.ReadSeconds = took()
	topology := boundary.NewTopology(set, boundary.TopologyOptions{})
	out.AdjacencySeconds = took()
	out.Edges = len(topology.Neighbors) / 2
	if _, peak := resident(); known && before > 0 {
		out.MemoryBytes = peak - before
	}
	lons, lats := scattered(set, o.Points)
	took()
	locator := boundary.NewLocator(set)
	out.IndexSeconds = took()
	for _, b := range locator.Locate(lons, lats, o.Workers) {
		if b != boundary.None {
			out.Located++
		}
	}
	out.LocateSeconds = took()
	group := around(set, o.Territories)
	var runs []float64
	for range 3 {
		took()
		if _, err := boundary.Dissolve(ctx, set, group); err != nil {
			return nil, fmt.Errorf("bench boundaries: %w", err)
		}
		runs = append(runs, took())
	}
	slices.Sort(runs)
	out.DissolveSeconds = runs[len(runs)/2]
	return out, nil
}

// scattered draws points in the box of a set.
func scattered(set *boundary.Set, n int) (lons, lats []float64) {
	box := geom.EmptyBox()
	for i := range set.Boundaries {
		box = box.Union(set.Boundaries[i].Shape.Box())
	}
	rng := rand.New(rand.NewPCG(9, 10))
	lons, lats = make([]float64, n), make([]float64, n)
	for i := range n {
		lons[i] = box.MinX + (box.MaxX-box.MinX)*rng.Float64()
		lats[i] = box.MinY + (box.MaxY-box.MinY)*rng.Float64()
	}
	return lons, lats
}

// around gives each boundary to the nearest of k random ones.
func around(set *boundary.Set, k int) []int32 {
	rng := rand.New(rand.NewPCG(11, 12))
	middle := func(i int) geom.Point {
		b := set.Boundaries[i].Shape.Box()
		return geom.Point{X: (b.MinX + b.MaxX) / 2, Y: (b.MinY + b.MaxY) / 2}
	}
	seeds := make([]geom.Point, k)
	for j, i := range rng.Perm(len(set.Boundaries))[:k] {
		seeds[j] = middle(i)
	}
	group := make([]int32, len(set.Boundaries))
	for i := range group {
		p, least := middle(i), math.Inf(1)
		for j, s := range seeds {
			if d := (p.X-s.X)*(p.X-s.X) + (p.Y-s.Y)*(p.Y-s.Y); d < least {
				group[i], least = int32(j), d
			}
		}
	}
	return group
}
