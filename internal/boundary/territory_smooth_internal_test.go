package boundary

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// A border that runs to and fro between two rows of units becomes shorter and
// turns less, ends where it ended, and leaves every unit on its side.
func TestSmoothBorders_ShorterAndGentler(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	const step = 1e9 // outline grid
	var borders []cellBorder
	var sites []site
	var near []float64
	before := []geom.Point{{X: 0, Y: 0}}
	for i := 1; i <= 40; i++ {
		p := geom.Point{X: float64(i) * step, Y: math.Round((r.Float64() - 0.5) * step)}
		q := before[len(before)-1]
		borders = append(borders, cellBorder{q, p, 0, 1}) // area 0 is above
		before = append(before, p)
		for _, side := range []float64{1, -1} {
			middle := geom.Point{X: (p.X + q.X) / 2, Y: (p.Y+q.Y)/2 + side*0.4*step}
			sites = append(sites, site{geom.Point{X: math.Round(middle.X / finer), Y: math.Round(middle.Y / finer)}, int32((1 - side) / 2)})
			near = append(near, 0.2*step)
		}
	}
	borders[0], borders[7] = borders[7], borders[0] // in no order
	var after []geom.Point
	for _, e := range smoothBorders(borders, sites, near) {
		if e.Region == 0 {
			after = append(after, e.A, e.B)
		}
	}
	if after[0] != before[0] || after[len(after)-1] != before[len(before)-1] {
		t.Fatalf("the border runs from %v to %v", after[0], after[len(after)-1])
	}
	if l, m := lineLength(after), lineLength(before); l > 0.97*m {
		t.Errorf("length %g, before %g", l, m)
	}
	if s, m := sharpest(after), sharpest(before); s > 0.75*m {
		t.Errorf("sharpest turn %g, before %g", s, m)
	}
	for _, s := range sites {
		x, y := s.p.X*finer, s.p.Y*finer
		for i := 0; i+1 < len(after); i++ {
			if a, b := after[i], after[i+1]; a.X <= x && x < b.X && (y > a.Y+(b.Y-a.Y)*(x-a.X)/(b.X-a.X)) != (s.area == 0) {
				t.Errorf("the unit at %g, %g of area %d is on the other side", x, y, s.area)
			}
		}
	}
}

func lineLength(line []geom.Point) float64 {
	sum := 0.0
	for i := 0; i+1 < len(line); i++ {
		sum += math.Hypot(line[i+1].X-line[i].X, line[i+1].Y-line[i].Y)
	}
	return sum
}

// sharpest returns the largest turn of a line, in radians.
func sharpest(line []geom.Point) float64 {
	most, last := 0.0, math.NaN()
	for i := 0; i+1 < len(line); i++ {
		if line[i] == line[i+1] {
			continue
		}
		angle := math.Atan2(line[i+1].Y-line[i].Y, line[i+1].X-line[i].X)
		if d := math.Abs(math.Remainder(angle-last, 2*math.Pi)); d > most {
			most = d
		}
		last = angle
	}
	return most
}
