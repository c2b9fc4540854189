package median

import "math"

// settled is the share of a cycle after which the price of overload only rises
// and the temperature drops to finish.
const settled = 0.95

// plan is the cooling of a search.
type plan struct {
	heat, cold  float64 // first and last temperature, in mean distances
	perPoint    float64 // growth of heat with the mean number of points of a cluster
	most        float64 // highest heat
	cycles      int     // how often the search cools
	reheat      float64 // first temperature of later cycles, as a share of heat
	slackStart  float64 // overload allowed at first, as a share of the demand
	slackEnd    float64 // share of a cycle at which none is allowed any more
	fixedCharge float64 // fixed charge on an overloaded cluster, in mean demands
	market      float64 // share of every cycle but the first that goes to market rounds
	curve       float64 // growth of the price of overload per mean demand of it
	priceStep   float64 // how fast the price of overload adapts
}

// at splits the share of the search that has passed into cycle and share of it.
func (p *plan) at(f float64) (cycle int, g float64) {
	v := f * float64(p.cycles)
	cycle = min(int(v), p.cycles-1)
	return cycle, v - float64(cycle)
}

func (p *plan) temperature(cycle int, g float64) float64 {
	first := p.heat
	if cycle > 0 {
		first *= p.reheat
		g = max(0, g-p.market) / (1 - p.market)
	}
	t := first * math.Pow(p.cold/first, g)
	if g >= settled {
		t = p.cold / 10
	}
	return t
}

func (p *plan) slack(g float64) float64 {
	return p.slackStart * max(0, 1-g/p.slackEnd)
}

// usualPlan is the cooling of every search.
var usualPlan = plan{
	heat: 0.8, perPoint: 0.2, most: 15, cold: 0.03, cycles: 2, reheat: 0.4, market: 0.3,
	slackStart: 1e-3, slackEnd: 0.4, fixedCharge: 0.05, curve: 1, priceStep: 20,
}

// fewPoints is the size up to which there is time to cool from the full heat
// several times.
const fewPoints = 2500

// forInstance sets the first temperature. In larger clusters a point weighs less,
// and it takes more heat to carry a median across the map.
func (p plan) forInstance(in *instance) plan {
	p.heat = min(max(p.heat, p.perPoint*float64(in.n)/float64(in.p)), p.most)
	if in.n <= fewPoints {
		p.cycles, p.reheat, p.market = 4, 1, 0.4
	}
	return p
}
