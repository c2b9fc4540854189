package boundary_test

import (
	"math"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func TestGridOverBox_CoversTheBoxWithoutGapsAndTouching(t *testing.T) {
	box := geom.Box{MinX: -72, MinY: 41, MaxX: -70, MaxY: 43}
	set, err := boundary.GridOverBox(box, 8)
	if err != nil {
		t.Fatal(err)
	}
	locator := boundary.NewLocator(set)
	for x := box.MinX; x <= box.MaxX; x += 0.037 {
		for y := box.MinY; y <= box.MaxY; y += 0.041 {
			if locator.At(geom.Point{X: x, Y: y}) == boundary.None {
				t.Fatalf("(%g, %g) is in no cell", x, y)
			}
		}
	}
	// The same cells as those that hold a fine raster of positions, and none
	// twice as many.
	var lons, lats []float64
	for x := box.MinX; x <= box.MaxX; x += 0.01 {
		for y := box.MinY; y <= box.MaxY; y += 0.01 {
			lons, lats = append(lons, x), append(lats, y)
		}
	}
	want, _, err := boundary.GridCells(lons, lats, 8)
	if err != nil {
		t.Fatal(err)
	}
	codes := set.Index()
	for _, b := range want.Boundaries {
		if _, ok := codes[b.Code]; !ok {
			t.Errorf("cell %s is missing", b.Code)
		}
	}
	if len(set.Boundaries) > len(want.Boundaries)+4*int(math.Sqrt(float64(len(want.Boundaries))))+4 {
		t.Errorf("%d cells for %d that hold something", len(set.Boundaries), len(want.Boundaries))
	}
	topology := boundary.NewTopology(set, boundary.TopologyOptions{})
	if len(topology.Bridges) != 0 {
		t.Errorf("the grid falls apart: %d bridges", len(topology.Bridges))
	}
}

func TestGridOverShape_CoversAState(t *testing.T) {
	states, err := builtin.Open(builtin.USStates)
	if err != nil {
		t.Fatal(err)
	}
	at, end := boundary.NewCodeIndex(states).Find("CO", "")
	if end != boundary.CodeFound {
		t.Skip("states have other codes")
	}
	shape := states.Boundaries[at].Shape
	set, err := boundary.GridOverShape(shape, 7)
	if err != nil {
		t.Fatal(err)
	}
	locator := boundary.NewLocator(set)
	inside := boundary.NewLocator(&boundary.Set{Boundaries: states.Boundaries[at : at+1]})
	for x := -110.0; x < -101; x += 0.05 {
		for y := 36.5; y < 41.5; y += 0.05 {
			p := geom.Point{X: x, Y: y}
			if inside.At(p) != boundary.None && locator.At(p) == boundary.None {
				t.Fatalf("(%g, %g) of the state is in no cell", x, y)
			}
		}
	}
	if far := locator.At(geom.Point{X: -100, Y: 39}); far != boundary.None {
		t.Errorf("the grid reaches far outside the state")
	}
}

func TestGridOverBox_TooManyCellsAreRefusedBeforeTheyAreMade(t *testing.T) {
	_, err := boundary.GridOverBox(geom.Box{MinX: -180, MinY: -90, MaxX: 180, MaxY: 90}, 12)
	if err == nil || !strings.Contains(err.Error(), "lower level") {
		t.Errorf("got %v", err)
	}
}

func TestGridOverBox_WholeEarth(t *testing.T) {
	set, err := boundary.GridOverBox(geom.Box{MinX: -180, MinY: -90, MaxX: 180, MaxY: 90}, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(set.Boundaries), 6*64; got != want {
		t.Errorf("got %d cells, want %d", got, want)
	}
}
