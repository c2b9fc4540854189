package geom_test

import (
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// A search that prunes boxes by BoxDistance must never skip the nearest point,
// also over the poles and the antimeridian.
func TestBoxDistance_NeverMoreThanDistanceToAPointInTheBox(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	at := func() geom.Point { return geom.Point{X: r.Float64()*360 - 180, Y: r.Float64()*180 - 90} }
	for range 20000 {
		box := geom.BoxOf([]geom.Point{at(), at()})
		p := at()
		in := geom.Point{X: box.MinX + r.Float64()*(box.MaxX-box.MinX), Y: box.MinY + r.Float64()*(box.MaxY-box.MinY)}
		if bound, d := geom.BoxDistance(p, box), geom.Distance(p, in); bound > d*(1+1e-9)+1e-3 {
			t.Fatalf("BoxDistance(%v, %v) = %v m, but %v in it is %v m away", p, box, bound, in, d)
		}
	}
	inside := geom.Box{MinX: -10, MinY: -10, MaxX: 10, MaxY: 10}
	if d := geom.BoxDistance(geom.Point{X: 1, Y: 2}, inside); d != 0 {
		t.Errorf("inside: %v m, want 0", d)
	}
	if d := geom.BoxDistance(geom.Point{X: 179, Y: 0}, geom.Box{MinX: -179, MinY: -1, MaxX: -178, MaxY: 1}); d < 200_000 || d > 230_000 {
		t.Errorf("across the antimeridian: %v m, want about 222 km", d)
	}
}
