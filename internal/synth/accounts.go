// Package synth makes seeded synthetic data: believable accounts of a company
// that sells in the United States, for the demo and for tests, and point sets
// for measuring the engine. The same options give the same data. Apart from
// the metropolitan areas (public facts) everything in it is made up.
package synth

import (
	"iter"
	"math"
	"math/rand/v2"
)

// Options say how many accounts to make and how.
type Options struct {
	Seed uint64
	// Accounts is the number of accounts; 0 means 25,000.
	Accounts int
	// Owners is the number of sales people; 0 means one per about 420
	// accounts: 60 for 25,000.
	Owners int
	// BadRows is how many rows that cannot be imported a file of the accounts
	// holds besides.
	BadRows int
	// OnLand says whether a position is on land of the United States; nil
	// accepts all. Positions in the sea are drawn again.
	OnLand func(lon, lat float64) bool
}

func (o Options) withDefaults() Options {
	if o.Accounts == 0 {
		o.Accounts = 25_000
	}
	if o.Owners == 0 {
		o.Owners = max(4, (o.Accounts+208)/417)
	}
	if o.OnLand == nil {
		o.OnLand = func(float64, float64) bool { return true }
	}
	return o
}

// Account is one made-up customer. Region, District and Owner are the levels
// of the present plan, which is not a good one: owners hold unequal numbers of
// accounts, their areas overlap, and some accounts are far from their owner.
type Account struct {
	ID, Name, Industry      string
	City, State, PostalCode string
	Lat, Lon                float64
	AnnualRevenue           float64 // dollars
	VisitsPerYear           int
	OpenCases               int
	Region, District, Owner string
}

// Accounts returns the accounts, one after another.
func Accounts(o Options) iter.Seq[Account] {
	o = o.withDefaults()
	return func(yield func(Account) bool) {
		rng := rand.New(rand.NewPCG(o.Seed, 0xACC0))
		places := newPlaces(rng)
		staff := newStaff(rng, o.Owners)
		sample := make([]spot, min(settleSample, 4*o.Accounts))
		for i := range sample {
			sample[i] = places.draw(rng, o.OnLand)
		}
		staff.settle(rng, sample)
		for i := range o.Accounts {
			spot := places.draw(rng, o.OnLand)
			a := Account{
				ID:   salesforceID("001", o.Seed, i),
				City: spot.city, State: spot.state, PostalCode: spot.postalCode,
				Lat: round(spot.lat, 6), Lon: round(spot.lon, 6),
			}
			a.addBusiness(rng, spot.rural)
			owner := staff.choose(rng, spot.lon, spot.lat)
			a.Region, a.District, a.Owner = owner.region, owner.district, owner.name
			if !yield(a) {
				return
			}
		}
	}
}

// addBusiness draws the industry and all that follows from it.
func (a *Account) addBusiness(rng *rand.Rand, rural bool) {
	kind := drawIndustry(rng)
	if rural && rng.IntN(4) == 0 {
		kind = &industries[len(industries)-1] // agriculture
	}
	a.Industry = kind.name
	a.Name = companyName(rng, kind, a.City)
	revenue := kind.median * math.Exp(1.1*rng.NormFloat64())
	a.AnnualRevenue = math.Max(10, math.Round(revenue)) * 1000
	a.VisitsPerYear = visits(rng, revenue)
	a.OpenCases = poisson(rng, 0.3+math.Log1p(revenue/1000))
}

func drawIndustry(rng *rand.Rand) *industry {
	total := 0.0
	for i := range industries {
		total += industries[i].share
	}
	x := rng.Float64() * total
	for i := range industries {
		if x -= industries[i].share; x < 0 {
			return &industries[i]
		}
	}
	return &industries[0]
}

func companyName(rng *rand.Rand, kind *industry, city string) string {
	word := pick(rng, kind.words)
	switch rng.IntN(10) {
	case 0, 1:
		return city + " " + word
	case 2, 3, 4:
		return pick(rng, lastNames) + " " + word + pick(rng, companySuffixes)
	case 5:
		return pick(rng, lastNames) + " & " + pick(rng, lastNames) + " " + word
	}
	return pick(rng, nameRoots) + " " + word + pick(rng, companySuffixes)
}

// visits grows with revenue (in thousands), in steps as sales plans have them.
func visits(rng *rand.Rand, revenue float64) int {
	steps := []int{2, 4, 6, 12, 24}
	tier := 0
	for _, limit := range []float64{250, 800, 2500, 8000} {
		if revenue > limit {
			tier++
		}
	}
	tier += rng.IntN(3) - 1
	return steps[min(max(tier, 0), len(steps)-1)]
}

// poisson draws from a Poisson distribution with a small mean (Knuth 1969).
func poisson(rng *rand.Rand, mean float64) int {
	limit, product, n := math.Exp(-mean), rng.Float64(), 0
	for product > limit {
		product *= rng.Float64()
		n++
	}
	return n
}

func pick(rng *rand.Rand, list []string) string { return list[rng.IntN(len(list))] }

func round(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(x*scale) / scale
}
