package reportfile

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// A board of squares: no two that share a side or a corner have one colour.
func TestColours_NeighboursDiffer(t *testing.T) {
	const side = 12
	square := func(x, y float64) geom.MultiPolygon {
		return geom.MultiPolygon{{{{X: x, Y: y}, {X: x + 1, Y: y}, {X: x + 1, Y: y + 1}, {X: x, Y: y + 1}}}}
	}
	var shapes []geom.MultiPolygon
	for i := range side * side {
		shapes = append(shapes, square(float64(i%side), float64(i/side)))
	}
	got := colours(shapes)
	used := map[int]bool{}
	for i, near := range neighbours(shapes) {
		used[got[i]] = true
		if want := 8; i/side > 0 && i/side < side-1 && i%side > 0 && i%side < side-1 && len(near) != want {
			t.Fatalf("square %d has %d neighbours, want %d", i, len(near), want)
		}
		for other := range near {
			if got[i] == got[other] {
				t.Fatalf("squares %d and %d touch and have colour %d", i, other, got[i])
			}
		}
	}
	if len(used) < len(palette) {
		t.Errorf("%d of %d colours used", len(used), len(palette))
	}
}
