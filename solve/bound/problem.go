package bound

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Most is the largest number of units for which a bound is sought; the work
// grows with their square ÷ the number of areas.
const Most = 10_000

// problem is what is left of an instance: positions, costs and one amount with
// the most that an area may hold.
type problem struct {
	k      int
	metric instance.Metric
	x      [][3]float64
	w      []float64 // cost of a unit of model distance
	a      []float64 // 1 where no measure is limited
	room   float64   // most of a per area, infinite without a limit
	mean   float64   // of a per area
}

func read(in *instance.Instance) (*problem, error) {
	n := in.Units()
	switch {
	case !in.Metric.Geographic() || in.Family != nil:
		return nil, fmt.Errorf("bound: it needs units with one position each")
	case n == 0 || len(in.Areas) == 0:
		return nil, fmt.Errorf("bound: there are no units or no areas")
	case n > Most:
		return nil, fmt.Errorf("bound: %d units are more than %d", n, Most)
	}
	p := &problem{k: len(in.Areas), metric: in.Metric, room: math.Inf(1)}
	scale := 1.0
	if in.Detour > 0 {
		scale = in.Detour
	}
	if in.Metric.OnSphere() {
		scale *= instance.EarthRadius
	}
	if in.Metric.Squared() {
		scale *= scale
	}
	for i := range n {
		w := scale
		if in.Weight != nil {
			w *= in.Weight[i]
		}
		p.x, p.w, p.a = append(p.x, place(in.Metric, in.X[i], in.Y[i])), append(p.w, w), append(p.a, 1)
	}
	p.limit(in)
	for _, a := range p.a {
		p.mean += a / float64(p.k)
	}
	return p, nil
}

// limit takes over the measure whose maxima leave least room. Dropping the
// others, and giving every area the largest maximum, can only lower the bound.
func (p *problem) limit(in *instance.Instance) {
	tightest := math.Inf(1)
	for m, me := range in.Measures {
		total, most := in.Total(m), 0.0
		for _, a := range in.Areas {
			most = math.Max(most, a.Limits[m].Max)
		}
		if room := most * float64(p.k) / total; me.Soft == 0 && total > 0 && room < tightest {
			tightest = room
			p.a, p.room = me.Values, most
		}
	}
}

func place(m instance.Metric, x, y float64) [3]float64 {
	if !m.OnSphere() {
		return [3]float64{x, y, 0}
	}
	const rad = math.Pi / 180
	cos := math.Cos(y * rad)
	return [3]float64{cos * math.Cos(x*rad), cos * math.Sin(x*rad), math.Sin(y * rad)}
}

// cost is what unit i travels to a centre at least so far away in a straight
// line.
func (p *problem) cost(i int32, straight float64) float64 {
	d := straight
	switch {
	case p.metric.Squared():
		d *= straight
	case p.metric.OnSphere():
		d = 2 * math.Asin(math.Min(1, straight/2))
	}
	return p.w[i] * d
}

func distance(x, y [3]float64) float64 {
	dx, dy, dz := x[0]-y[0], x[1]-y[1], x[2]-y[2]
	return math.Sqrt(dx*dx + dy*dy + dz*dz)
}
