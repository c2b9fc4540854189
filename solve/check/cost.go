package check

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// costs computes travel the long way, from degrees and formulas.
type costs struct {
	in      *instance.Instance
	centres []Point
	detour  float64
}

func newCosts(in *instance.Instance, centres []Point) *costs {
	d := in.Detour
	if d == 0 {
		d = 1
	}
	return &costs{in: in, centres: centres, detour: d}
}

// travel is what it takes to serve one unit from a centre.
type travel struct {
	cost     float64 // weighted, with detour, squared where the metric says so
	distance float64 // weighted plain distance
	weight   float64
	farthest float64 // plain distance of the farthest position
}

func (c *costs) of(i, j int) travel {
	switch {
	case c.in.Metric == instance.None:
		return travel{}
	case c.in.Metric == instance.Matrix:
		return c.matrix(i, j)
	}
	lo, hi := i, i+1
	if c.in.Family != nil {
		lo, hi = int(c.in.Family[i]), int(c.in.Family[i+1])
	}
	var t travel
	for p := lo; p < hi; p++ {
		w := 1.0
		if c.in.Weight != nil {
			w = c.in.Weight[p]
		}
		d := Distance(c.in.Metric, c.in.X[p], c.in.Y[p], c.centres[j])
		f := d * c.detour
		if c.in.Metric.Squared() {
			f *= f
		}
		t.cost += w * f
		t.distance += w * d
		t.weight += w
		t.farthest = math.Max(t.farthest, d)
	}
	return t
}

func (c *costs) matrix(i, j int) travel {
	w := 1.0
	if c.in.Weight != nil {
		w = c.in.Weight[i]
	}
	tr := c.in.Travel
	for p := tr.Offset[i]; p < tr.Offset[i+1]; p++ {
		if int(tr.Area[p]) == j {
			d := tr.Cost[p]
			return travel{cost: w * d * c.detour, distance: w * d, weight: w, farthest: d}
		}
	}
	return travel{}
}

// Distance is the plain distance of a position from a centre: great circle in
// metres by the haversine formula, its chord where the metric squares it, or
// Euclidean.
func Distance(m instance.Metric, x, y float64, c Point) float64 {
	if !m.OnSphere() {
		return math.Hypot(x-c.X, y-c.Y)
	}
	const rad = math.Pi / 180
	s1, s2 := math.Sin((c.Y-y)*rad/2), math.Sin((c.X-x)*rad/2)
	half := math.Sqrt(math.Min(1, s1*s1+math.Cos(y*rad)*math.Cos(c.Y*rad)*s2*s2))
	if m.Squared() {
		return 2 * instance.EarthRadius * half
	}
	return 2 * instance.EarthRadius * math.Asin(half)
}

// inertia computes the weighted mean squared distance to the area means. On
// the sphere the mean is taken in space and the distance is the chord to it.
func (c *checker) inertia() {
	if !c.in.Metric.Geographic() {
		return
	}
	acc := make([][5]sum, c.k) // w, wx, wy, wz, w|x|²
	for i, j := range c.a {
		if j < 0 {
			continue
		}
		lo, hi := i, i+1
		if c.in.Family != nil {
			lo, hi = int(c.in.Family[i]), int(c.in.Family[i+1])
		}
		for p := lo; p < hi; p++ {
			w := 1.0
			if c.in.Weight != nil {
				w = c.in.Weight[p]
			}
			v := vector(c.in, p)
			acc[j][0].add(w)
			for d := range v {
				acc[j][d+1].add(w * v[d])
			}
			acc[j][4].add(w * (v[0]*v[0] + v[1]*v[1] + v[2]*v[2]))
		}
	}
	var inertia, weight sum
	for j := range acc {
		w := acc[j][0].value()
		if w <= 0 {
			continue
		}
		x, y, z := acc[j][1].value(), acc[j][2].value(), acc[j][3].value()
		weight.add(w)
		inertia.add(acc[j][4].value() - (x*x+y*y+z*z)/w)
	}
	if w := weight.value(); w > 0 {
		c.r.Inertia = math.Max(0, inertia.value()) / w
	}
}

// vector returns the position p in space (metres) or in the plane.
func vector(in *instance.Instance, p int) [3]float64 {
	if !in.Metric.OnSphere() {
		return [3]float64{in.X[p], in.Y[p], 0}
	}
	const rad = math.Pi / 180
	cos := math.Cos(in.Y[p] * rad)
	r := instance.EarthRadius
	return [3]float64{r * cos * math.Cos(in.X[p]*rad), r * cos * math.Sin(in.X[p]*rad), r * math.Sin(in.Y[p]*rad)}
}

// Cost returns what unit i costs in area j by travel alone, its weighted
// distance per weight from the centre, and the distance of its farthest
// position.
func Cost(in *instance.Instance, centres []Point, i, j int) (cost, mean, farthest float64) {
	t := newCosts(in, centres).of(i, j)
	if t.weight > 0 {
		mean = t.distance / t.weight
	}
	return t.cost, mean, t.farthest
}

// Eligible reports whether lock, eligibility and the travel table allow unit i
// in area j.
func Eligible(in *instance.Instance, i int, j int32) bool {
	if l := in.LockOf(i); l >= 0 && l != j {
		return false
	}
	return (&checker{in: in}).eligible(i, j)
}
