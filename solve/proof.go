package solve

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/solve/check"
)

// proof is a bound that the checker works out beside the rounding: it rests on
// centres and prices alone, which rounding leaves as they are.
type proof struct {
	claim check.Claim
	done  chan struct{} // closed when the bound is there
	bound float64
	err   error
}

// claim is what the bound of a plan rests on.
func (e *engine) claim() check.Claim {
	c := check.Claim{CapPrice: e.capPrice}
	if e.in.Metric.Geographic() {
		for _, v := range e.fine.Centres {
			x, y := e.mod.Geo.FromVec(v)
			c.Centres = append(c.Centres, check.Point{X: x, Y: y})
		}
	}
	for m := range e.mod.M {
		c.Prices = append(c.Prices, slices.Clone(e.fine.Prices[m*e.mod.K:(m+1)*e.mod.K]))
	}
	return c
}

// prove has the bound worked out at the prices as they are. likely is the
// cheapest area of every unit, in the order of the model. Under a cap on
// disruption prices may still change, so the bound is left for the end.
func (e *engine) prove(likely []int32) {
	if e.proof != nil || e.mod.Capped != nil {
		return
	}
	p := &proof{claim: e.claim(), done: make(chan struct{})}
	e.proof = p
	hint := check.Hint{Area: e.mod.Back(likely), Order: e.mod.Order}
	go func() {
		defer close(p.done)
		p.bound, p.err = check.BoundUntil(e.lenient(), e.in, p.claim, hint, e.p.workers())
	}()
}

// proven returns the bound at a claim, the one worked out already if it rests
// on the same.
func (e *engine) proven(claim check.Claim, plan []int32) (float64, error) {
	if p := e.proof; p != nil {
		<-p.done
		if p.err == nil && sameClaim(p.claim, claim) {
			return p.bound, nil
		}
	}
	return check.Bound(e.in, claim, check.Hint{Area: plan, Order: e.mod.Order}, e.p.workers())
}

// leaveProof waits until a cancelled run has given its bound up: who solves may
// change the instance afterwards.
func (e *engine) leaveProof() {
	if e.proof != nil {
		<-e.proof.done
	}
}

func sameClaim(a, b check.Claim) bool {
	return a.CapPrice == b.CapPrice && slices.Equal(a.Centres, b.Centres) && slices.EqualFunc(a.Prices, b.Prices, slices.Equal[[]float64])
}
