package reportfile

import (
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func TestFrame_FitsTheBoxWithNorthUp(t *testing.T) {
	f := newFrame(10, 20, 100, 50, geom.Box{MinX: -125, MinY: 25, MaxX: -67, MaxY: 50})
	northWest, southEast := f.at(geom.Point{X: -125, Y: 50}), f.at(geom.Point{X: -67, Y: 25})
	if northWest.y >= southEast.y || northWest.x >= southEast.x {
		t.Fatalf("north west lies at %v, south east at %v", northWest, southEast)
	}
	for _, p := range []point{northWest, southEast} {
		if p.x < 10 || p.x > 110 || p.y < 20 || p.y > 70 {
			t.Errorf("%v lies outside the rectangle", p)
		}
	}
	if pole := f.at(geom.Point{X: 0, Y: 90}); math.IsInf(pole.y, 0) || math.IsNaN(pole.y) {
		t.Errorf("the pole is at %v", pole)
	}
}

func TestFrame_ShowsWhatOverlaps(t *testing.T) {
	f := newFrame(0, 0, 100, 100, geom.Box{MinX: -125, MinY: 25, MaxX: -67, MaxY: 50})
	for name, c := range map[string]struct {
		box  geom.Box
		want bool
	}{
		"Canada, reaching far north": {geom.Box{MinX: -141, MinY: 41.6, MaxX: -52, MaxY: 83}, true},
		"Mexico":                     {geom.Box{MinX: -118, MinY: 14, MaxX: -86, MaxY: 32.7}, true},
		"Australia":                  {geom.Box{MinX: 113, MinY: -43, MaxX: 153, MaxY: -10}, false},
		"Chile":                      {geom.Box{MinX: -75, MinY: -55, MaxX: -67, MaxY: -18}, false},
	} {
		if got := f.shows(c.box); got != c.want {
			t.Errorf("%s: shown %v, want %v", name, got, c.want)
		}
	}
}
