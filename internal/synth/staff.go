package synth

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// How the present plan came to be: mostly by distance from the owner's home,
// with favours, history and mistakes.
const (
	regionStrays  = 0.030 // given to any owner of the region
	countryStrays = 0.007 // given to any owner
	judgement     = 0.30  // spread of how near an account seems to an owner
	sizeSpread    = 0.38  // spread (log-normal) of how many accounts owners hold
	districtSize  = 5     // owners per district, about
	settleSample  = 4000  // positions to find how far owners reach, at most
	settleRounds  = 40
)

// owner is a sales person.
type owner struct {
	name             string
	lat, lon         float64
	reach            float64
	region, district string
}

// staff is the sales organisation: regions of districts of owners.
type staff struct {
	owners   []owner
	byRegion map[string][]int
}

// newStaff settles owners in metropolitan areas, the larger ones more often
// and from coast to coast, and groups them into regions and districts.
func newStaff(rng *rand.Rand, n int) *staff {
	s := &staff{byRegion: map[string][]int{}}
	ordered := slices.Clone(metros)
	slices.SortStableFunc(ordered, func(a, b metro) int { return cmp.Compare(a.lon, b.lon) })
	weights := make([]float64, len(metros))
	total := 0.0
	for i, m := range ordered {
		total += math.Pow(m.people, 0.7)
		weights[i] = total
	}
	used := map[string]bool{}
	for i := range n {
		m := ordered[search(weights, (float64(i)+rng.Float64())/float64(n)*total)]
		o := owner{reach: 1, region: regionOf(m)}
		o.lat, o.lon = offset(m.lat, m.lon, 25*rng.Float64(), 2*math.Pi*rng.Float64())
		o.name = freshName(rng, used)
		s.owners = append(s.owners, o)
	}
	for i, o := range s.owners {
		s.byRegion[o.region] = append(s.byRegion[o.region], i)
	}
	s.formDistricts()
	return s
}

func freshName(rng *rand.Rand, used map[string]bool) string {
	for try := 0; ; try++ {
		name := pick(rng, firstNames) + " " + pick(rng, lastNames)
		if try > 50 {
			name = fmt.Sprintf("%s %c. %s", pick(rng, firstNames), 'A'+rng.IntN(26), pick(rng, lastNames))
		}
		if !used[name] {
			used[name] = true
			return name
		}
	}
}

func regionOf(m metro) string {
	switch {
	case m.lon < -102:
		return "West"
	case m.lat < 36.6 && m.lon < -88:
		return "Central South"
	case m.lat < 37.2:
		return "South East"
	case m.lon < -80.5:
		return "Midwest"
	}
	return "North East"
}

// formDistricts splits each region's owners into groups of neighbours: sorted
// along the region's longer side and cut into runs of equal length.
func (s *staff) formDistricts() {
	regions := make([]string, 0, len(s.byRegion))
	for region := range s.byRegion {
		regions = append(regions, region)
	}
	slices.Sort(regions)
	for _, region := range regions {
		members := slices.Clone(s.byRegion[region])
		key := func(i int) float64 { return s.owners[i].lon }
		if region == "West" || region == "North East" {
			key = func(i int) float64 { return s.owners[i].lat }
		}
		slices.SortFunc(members, func(a, b int) int { return cmp.Or(cmp.Compare(key(a), key(b)), a-b) })
		districts := max(1, (len(members)+districtSize/2)/districtSize)
		for k, i := range members {
			s.owners[i].district = fmt.Sprintf("%s %d", region, 1+k*districts/len(members))
		}
	}
}

// settle finds how far owners reach, so that the accounts they hold differ by
// sizeSpread and not by the accident of where two of them live: it gives the
// sample to the nearest by reach, again and again, and lets those with too few
// reach farther.
func (s *staff) settle(rng *rand.Rand, sample []spot) {
	size := make([]float64, len(s.owners))
	total := 0.0
	for i := range size {
		size[i] = math.Exp(sizeSpread * rng.NormFloat64())
		total += size[i]
	}
	away := make([][]float64, len(sample))
	for p, at := range sample {
		away[p] = make([]float64, len(s.owners))
		for i, o := range s.owners {
			away[p][i] = (20 + distance(at.lat, at.lon, o.lat, o.lon)) * math.Exp(judgement*rng.NormFloat64())
		}
	}
	for round := range settleRounds {
		held := make([]float64, len(s.owners))
		for p := range sample {
			held[s.nearest(away[p])]++
		}
		step := 0.3 / (1 + float64(round)/10)
		for i := range s.owners {
			wanted := size[i] / total * float64(len(sample))
			s.owners[i].reach *= math.Pow((wanted+2)/(held[i]+2), step)
		}
	}
}

// nearest returns the owner who is nearest by reach.
func (s *staff) nearest(away []float64) int {
	best := 0
	for i := range s.owners {
		if away[i]/s.owners[i].reach < away[best]/s.owners[best].reach {
			best = i
		}
	}
	return best
}

// choose returns the owner of an account at the position.
func (s *staff) choose(rng *rand.Rand, lon, lat float64) *owner {
	away := make([]float64, len(s.owners))
	for i, o := range s.owners {
		away[i] = (20 + distance(lat, lon, o.lat, o.lon)) * math.Exp(judgement*rng.NormFloat64())
	}
	best := s.nearest(away)
	switch x := rng.Float64(); {
	case x < countryStrays:
		best = rng.IntN(len(s.owners))
	case x < countryStrays+regionStrays:
		same := s.byRegion[s.owners[best].region]
		best = same[rng.IntN(len(same))]
	}
	return &s.owners[best]
}
