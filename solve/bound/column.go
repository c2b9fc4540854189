package bound

import (
	"cmp"
	"slices"
)

// offer is what an area would win by serving a unit.
type offer struct {
	unit  int32
	value float64 // cost − prize, below 0
	ratio float64 // per amount
	share float64 // of it that fits
}

// column is scratch for the best area at one centre.
type column struct {
	p      *problem
	offers []offer
}

// best fills c.offers with the units that an area at the centre would serve, of
// those listed, and returns its value, at most 0: the relaxed knapsack takes
// the offers by value per amount until the area is full. Distances are taken
// to be shorter by slack, so that the value holds for every centre within it.
func (c *column) best(units []int32, centre [3]float64, slack float64, prize []float64) float64 {
	p := c.p
	c.offers = c.offers[:0]
	total := 0.0
	for _, i := range units {
		v := p.cost(i, max(0, distance(p.x[i], centre)-slack)) - prize[i]
		if v < 0 {
			c.offers = append(c.offers, offer{unit: i, value: v, ratio: v / (p.a[i] + 1e-300), share: 1})
			total += p.a[i]
		}
	}
	if total <= p.room {
		return sumOf(c.offers)
	}
	slices.SortFunc(c.offers, func(x, y offer) int {
		return cmp.Or(cmp.Compare(x.ratio, y.ratio), cmp.Compare(x.unit, y.unit))
	})
	left := p.room
	for o := range c.offers {
		if a := p.a[c.offers[o].unit]; a > left {
			c.offers[o].share = left / a
		}
		left -= p.a[c.offers[o].unit] * c.offers[o].share
	}
	return sumOf(c.offers)
}

func sumOf(offers []offer) float64 {
	v := 0.0
	for _, o := range offers {
		v += o.value * o.share
	}
	return v
}
