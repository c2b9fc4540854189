package check

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Claim is what a lower bound rests on: centres and prices. Any prices give a
// valid bound; good prices give a tight one.
type Claim struct {
	Centres []Point
	// Prices holds the price of measure m in area j at [m][j].
	Prices [][]float64
	// CapPrice is the price on the capped disruption, ≥ 0.
	CapPrice float64
}

// Hint makes a bound faster to compute and changes nothing but its rounding.
type Hint struct {
	// Area names a likely area of every unit; nil when there is no guess.
	Area []int32
	// Order lists the units so that neighbours in it lie close together and
	// have similar amounts per weight. Anything but a list of every unit once
	// is ignored.
	Order []int32
}

// roundOff is the share of the terms taken off a bound to cover rounding.
const roundOff = 1e-12

// Bound computes a lower bound on the objective of every plan that keeps the
// hard limits and serves areas from the centres of the claim. It is the
// Lagrangian dual at the prices of the claim: every unit pays for its cheapest
// area, less what the limits could give back. Work is shared by
// workers goroutines (at least one) and summed in a fixed order.
func Bound(in *instance.Instance, c Claim, h Hint, workers int) (float64, error) {
	return BoundUntil(context.Background(), in, c, h, workers)
}

// BoundUntil is Bound, which gives up with the error of ctx soon after it ends.
func BoundUntil(ctx context.Context, in *instance.Instance, c Claim, h Hint, workers int) (float64, error) {
	k := len(in.Areas)
	if len(c.Prices) != len(in.Measures) {
		return 0, fmt.Errorf("check: prices for %d measures, want %d", len(c.Prices), len(in.Measures))
	}
	for m, p := range c.Prices {
		if len(p) != k {
			return 0, fmt.Errorf("check: Prices[%d] has %d entries for %d areas", m, len(p), k)
		}
		for j, v := range p {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return 0, fmt.Errorf("check: Prices[%d][%d] is %v", m, j, v)
			}
		}
	}
	if in.Metric.Geographic() && len(c.Centres) != k {
		return 0, fmt.Errorf("check: %d centres for %d areas", len(c.Centres), k)
	}
	if !(c.CapPrice >= 0) || c.CapPrice > 0 && in.Disruption.Cap == nil {
		return 0, fmt.Errorf("check: CapPrice is %v", c.CapPrice)
	}
	b := &bounder{in: in, claim: c, k: k, costs: newCosts(in, c.Centres)}
	b.prepare()
	bound := b.total(ctx, h, max(1, workers))
	return bound, ctx.Err()
}

type bounder struct {
	in      *instance.Instance
	claim   Claim
	k       int
	costs   *costs
	centres [][3]float64 // vectors, unit length on the sphere
	scale   float64      // cost per model distance
	blur    float64      // rounding of a distance, in cost, before roundOff
}

func (b *bounder) prepare() {
	b.scale = b.costs.detour
	if b.in.Metric.OnSphere() {
		b.scale *= instance.EarthRadius
	}
	if b.in.Metric.Squared() {
		b.scale *= b.scale
	}
	b.blur = b.blurOf()
	if b.in.Metric.Geographic() {
		for _, c := range b.claim.Centres {
			b.centres = append(b.centres, unitVector(b.in.Metric, c.X, c.Y))
		}
	}
}

// blurOf bounds how far a distance may be off by rounding of coordinates; on
// squares it counts twice the widest distance.
func (b *bounder) blurOf() float64 {
	if !b.in.Metric.Geographic() {
		return 0
	}
	size := 1.0
	if !b.in.Metric.OnSphere() {
		size = 0
		for i := range b.in.X {
			size = math.Max(size, math.Max(math.Abs(b.in.X[i]), math.Abs(b.in.Y[i])))
		}
		for _, c := range b.claim.Centres {
			size = math.Max(size, math.Max(math.Abs(c.X), math.Abs(c.Y)))
		}
	}
	e := 4e-15 * size
	if b.in.Metric.Squared() {
		e *= 4 * size
	}
	return e * b.scale / roundOff
}

// weight returns the travel weight of unit i.
func (b *bounder) weight(i int) float64 {
	if b.in.Weight == nil {
		return 1
	}
	if b.in.Family == nil {
		return b.in.Weight[i]
	}
	w := 0.0
	for p := b.in.Family[i]; p < b.in.Family[i+1]; p++ {
		w += b.in.Weight[p]
	}
	return w
}

func unitVector(m instance.Metric, x, y float64) [3]float64 {
	if !m.OnSphere() {
		return [3]float64{x, y, 0}
	}
	const rad = math.Pi / 180
	cos := math.Cos(y * rad)
	return [3]float64{cos * math.Cos(x*rad), cos * math.Sin(x*rad), math.Sin(y * rad)}
}

// block is the number of units summed by one goroutine at a time.
const block = 4096

func (b *bounder) total(ctx context.Context, h Hint, workers int) float64 {
	n, order := b.in.Units(), b.order(h.Order)
	blocks := (n + block - 1) / block
	sums, sizes := make([]sum, blocks), make([]sum, blocks)
	var wg sync.WaitGroup
	for w := range workers {
		run := func() {
			t := &tally{b: b, hint: h.Area, order: order, row: make([]float64, b.k), dist: make([]float64, b.k)}
			for q := w; q < blocks && ctx.Err() == nil; q += workers {
				t.block(q*block, min(n, (q+1)*block), &sums[q], &sizes[q])
			}
		}
		if workers == 1 {
			run()
			continue
		}
		wg.Add(1)
		go func() { defer wg.Done(); run() }()
	}
	wg.Wait()
	var total, size sum
	for q := range sums {
		total.add(sums[q].value())
		size.add(sizes[q].value())
	}
	b.limits(&total, &size)
	return total.value() - roundOff*size.value()
}

// tally adds up units for one goroutine.
type tally struct {
	b     *bounder
	hint  []int32
	order []int32 // nil: as they stand
	row   []float64
	dist  []float64
	areas []int32 // candidates of the run; nil: all
}

func (t *tally) block(from, to int, total, size *sum) {
	for p := from; p < to; p++ {
		i := p
		if t.order != nil {
			i = int(t.order[p])
			if (p-from)%runSize == 0 {
				box := t.b.box(t.order[p:min(to, p+runSize)])
				t.areas = t.b.survivors(&box, t.dist, t.areas[:0])
			}
		}
		v := t.unit(i)
		total.add(v)
		size.add(math.Abs(v) + t.b.blur*t.b.weight(i))
	}
}

// limits takes off what the limits could give back at these prices.
func (b *bounder) limits(total, size *sum) {
	for m, me := range b.in.Measures {
		all := b.in.Total(m)
		for j, a := range b.in.Areas {
			l, p := a.Limits[m], b.claim.Prices[m][j]
			// No sum exceeds the total, whatever the limit says.
			most := math.Max(l.Min, math.Min(l.Max, all))
			v := math.Max(p*most, p*l.Min)
			if me.Soft > 0 {
				t := l.Target
				if t <= 0 {
					t = 1
				}
				v += p * p * t * t / (4 * me.Soft)
			}
			total.add(-v)
			size.add(math.Abs(v))
		}
	}
	if b.claim.CapPrice > 0 {
		v := b.claim.CapPrice * b.in.Disruption.Cap.Most
		total.add(-v)
		size.add(v)
	}
}

// movePrice is what unit i pays for leaving its present area, its share of the
// cap included.
func (b *bounder) movePrice(i int) float64 {
	if b.in.PresentOf(i) < 0 {
		return 0
	}
	p := b.in.Disruption.PerUnit
	for m, price := range b.in.Disruption.PerMeasure {
		p += price * b.in.Measures[m].Values[i]
	}
	if b.claim.CapPrice > 0 {
		q := 1.0
		if m := b.in.Disruption.Cap.Measure; m >= 0 {
			q = b.in.Measures[m].Values[i]
		}
		p += b.claim.CapPrice * q
	}
	return p
}

// unit returns the least priced cost of unit i over the areas it may go to.
func (t *tally) unit(i int) float64 {
	b := t.b
	move, present := b.movePrice(i), b.in.PresentOf(i)
	if l := b.in.LockOf(i); l >= 0 {
		return b.one(i, int(l), move, present)
	}
	list := b.list(i)
	if list == nil && b.in.Family == nil && b.in.Metric.Geographic() {
		return t.scan(i, move, present)
	}
	least := math.Inf(1)
	each := func(j int) {
		if most := b.in.Areas[j].MaxDistance; most == 0 || b.costs.of(i, j).farthest <= most*(1+1e-9) {
			least = math.Min(least, b.one(i, j, move, present))
		}
	}
	if list == nil {
		for j := 0; j < b.k; j++ {
			each(j)
		}
	}
	for _, j := range list {
		each(int(j))
	}
	return b.fallback(i, least, move, present)
}

// fallback prices a unit that no area can take as if all could.
func (b *bounder) fallback(i int, least, move float64, present int32) float64 {
	if !math.IsInf(least, 1) {
		return least
	}
	for j := 0; j < b.k; j++ {
		least = math.Min(least, b.one(i, j, move, present))
	}
	return least
}

func (b *bounder) list(i int) []int32 {
	if b.in.Metric == instance.Matrix {
		return b.in.Travel.Of(i)
	}
	if b.in.Eligible != nil {
		return b.in.Eligible.Of(i)
	}
	return nil
}

// one is the priced cost of unit i in area j.
func (b *bounder) one(i, j int, move float64, present int32) float64 {
	v := b.costs.of(i, j).cost
	for m, p := range b.claim.Prices {
		v += b.in.Measures[m].Values[i] * p[j]
	}
	if int32(j) != present {
		v += move
	}
	return v
}

// scan goes over the areas and computes a distance only where the priced
// amounts leave room for one.
func (t *tally) scan(i int, move float64, present int32) float64 {
	b, in := t.b, t.b.in
	x := unitVector(in.Metric, in.X[i], in.Y[i])
	w := b.scale
	if in.Weight != nil {
		w *= in.Weight[i]
	}
	least := math.Inf(1)
	if present >= 0 {
		least = b.try(x, w, int(present), b.press(i, int(present)), least)
	}
	if t.hint != nil && t.hint[i] >= 0 && t.hint[i] != present {
		least = b.try(x, w, int(t.hint[i]), b.press(i, int(t.hint[i]))+move, least)
	}
	if t.areas != nil {
		for _, j := range t.areas {
			least = b.consider(x, w, int(j), b.press(i, int(j))+move, least)
		}
		return b.fallback(i, least, move, present)
	}
	for j := range t.row {
		t.row[j] = move
	}
	for m, p := range b.claim.Prices {
		a := in.Measures[m].Values[i]
		for j := range t.row {
			t.row[j] += a * p[j]
		}
	}
	for j, r := range t.row {
		least = b.consider(x, w, j, r, least)
	}
	return b.fallback(i, least, move, present)
}

// press returns the priced amounts of unit i in area j.
func (b *bounder) press(i, j int) float64 {
	v := 0.0
	for m, p := range b.claim.Prices {
		v += b.in.Measures[m].Values[i] * p[j]
	}
	return v
}

// consider looks at area j, whose cost is row plus travel, and returns the
// lower of that and least.
func (b *bounder) consider(x [3]float64, w float64, j int, row, least float64) float64 {
	room := least - row
	if room <= 0 {
		return least
	}
	sq := square(x, b.centres[j])
	if b.in.Metric.Squared() {
		if w*sq >= room {
			return least
		}
	} else if w*w*sq >= room*room { // an arc is no shorter than its chord
		return least
	}
	return b.try(x, w, j, row, least)
}

// try returns the lower of least and the priced cost in area j.
func (b *bounder) try(x [3]float64, w float64, j int, row, least float64) float64 {
	c := b.centres[j]
	sq := (x[0]-c[0])*(x[0]-c[0]) + (x[1]-c[1])*(x[1]-c[1]) + (x[2]-c[2])*(x[2]-c[2])
	d := sq
	switch b.in.Metric {
	case instance.Sphere:
		d = 2 * math.Asin(math.Min(1, math.Sqrt(sq)/2))
	case instance.Plane:
		d = math.Sqrt(sq)
	}
	if most := b.in.Areas[j].MaxDistance; most > 0 {
		far := d
		if b.in.Metric.Squared() {
			far = math.Sqrt(sq)
		}
		if b.in.Metric.OnSphere() {
			far *= instance.EarthRadius
		}
		if far > most*(1+1e-9) {
			return least
		}
	}
	return math.Min(least, w*d+row)
}
