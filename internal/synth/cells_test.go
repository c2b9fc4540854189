package synth_test

import (
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/synth"
)

// Cells cover their land without gaps or overlaps, each around its position,
// and neighbours have the same vertices on the border between them.
func TestNewCells_CoverTheLand(t *testing.T) {
	t.Parallel()
	land := geom.MultiPolygon{{
		{{X: -90, Y: 35}, {X: -80, Y: 35}, {X: -80, Y: 42}, {X: -86, Y: 40}, {X: -90, Y: 42}},
		{{X: -88, Y: 37}, {X: -87, Y: 38}, {X: -86, Y: 37}},
	}}
	o := synth.CellOptions{Seed: 4, N: 600, Detail: 4, Land: land, OnLand: func(lon, lat float64) bool { return land.Contains(geom.Point{X: lon, Y: lat}) }}
	c, err := synth.NewCells(o)
	if err != nil {
		t.Fatal(err)
	}
	sum, once := 0.0, map[[2]geom.Point]int{}
	for i, shape := range c.Shapes {
		if !shape.Contains(geom.Point{X: c.Lon[i], Y: c.Lat[i]}) {
			t.Errorf("cell %s does not hold its position", c.Codes[i])
		}
		sum += shape.Area()
		for _, polygon := range shape {
			for _, ring := range polygon {
				for k, p := range ring {
					q := ring[(k+1)%len(ring)]
					once[[2]geom.Point{p, q}]++
				}
			}
		}
	}
	if math.Abs(sum/land.Area()-1) > 1e-6 {
		t.Errorf("the cells cover %g of the land", sum/land.Area())
	}
	twice, alone := 0, 0
	for e, n := range once {
		if n > 1 {
			t.Errorf("%d cells have the edge %v on the same side", n, e)
		}
		if once[[2]geom.Point{e[1], e[0]}] == 1 {
			twice++
		} else {
			alone++
		}
	}
	if alone > twice/20 {
		t.Errorf("%d edges lie on the coast and %d between cells", alone, twice)
	}
}
