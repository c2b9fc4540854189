package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// kmPerDegree is the length of a degree of latitude.
const kmPerDegree = 111.2

// Shares of the accounts of a metropolitan area.
const (
	ruralShare = 0.12 // far outside
	coreShare  = 0.40 // around the centre; the rest is in the suburbs
)

// maxDraws is how often a position is drawn in one area until it is on land,
// maxAreas how many areas are tried.
const (
	maxDraws = 50
	maxAreas = 200
)

// spot is where an account is.
type spot struct {
	city, state, postalCode string
	lat, lon                float64
	rural                   bool
}

// places holds the metropolitan areas with their suburbs.
type places struct {
	areas      []area
	cumulative []float64 // of people
}

type area struct {
	metro
	radius  float64 // km within which most of the area lies
	suburbs []suburb
}

type suburb struct {
	name     string
	lat, lon float64
	spread   float64 // km
	share    float64 // cumulative within the area
}

func newPlaces(rng *rand.Rand) *places {
	p := &places{}
	total := 0.0
	for _, m := range metros {
		total += m.people
		p.cumulative = append(p.cumulative, total)
		p.areas = append(p.areas, newArea(rng, m))
	}
	return p
}

// newArea gives an area suburbs at distances that grow with its size: a ring
// rather than a disc, with the larger suburbs nearer.
func newArea(rng *rand.Rand, m metro) area {
	a := area{metro: m, radius: 6 + 0.55*math.Sqrt(m.people)}
	n := 4 + int(math.Sqrt(m.people)/4)
	used := map[string]bool{}
	total := 0.0
	for range n {
		name := ""
		for name == "" || used[name] {
			name = pick(rng, suburbFirst) + pick(rng, suburbLast)
		}
		used[name] = true
		distance := a.radius * (0.45 + 0.75*math.Sqrt(rng.Float64()))
		s := suburb{name: name, spread: 1.5 + a.radius*0.10*(0.5+rng.Float64())}
		s.lat, s.lon = offset(m.lat, m.lon, distance, 2*math.Pi*rng.Float64())
		total += math.Exp(0.6*rng.NormFloat64()) * a.radius / distance
		s.share = total
		a.suburbs = append(a.suburbs, s)
	}
	for i := range a.suburbs {
		a.suburbs[i].share /= total
	}
	return a
}

// draw returns a place on land, in proportion to people. It gives up, and
// returns one off the land, where hardly any area is on it.
func (p *places) draw(rng *rand.Rand, onLand func(lon, lat float64) bool) spot {
	var s spot
	for range maxAreas {
		a := &p.areas[search(p.cumulative, rng.Float64()*p.cumulative[len(p.cumulative)-1])]
		for range maxDraws {
			if s = a.draw(rng); onLand(s.lon, s.lat) {
				return s
			}
		}
	}
	return s
}

func (a *area) draw(rng *rand.Rand) spot {
	s := spot{city: a.city, state: a.state}
	switch x := rng.Float64(); {
	case x < ruralShare:
		s.rural = true
		s.city = a.suburbs[rng.IntN(len(a.suburbs))].name
		s.lat, s.lon = offset(a.lat, a.lon, a.radius*1.2+rng.ExpFloat64()*65, 2*math.Pi*rng.Float64())
		s.postalCode = a.zip + fmt.Sprintf("%02d", 70+rng.IntN(30))
	case x < ruralShare+coreShare:
		// Density falls off exponentially from the centre, as cities' does.
		distance := a.radius * 0.14 * (rng.ExpFloat64() + rng.ExpFloat64())
		s.lat, s.lon = offset(a.lat, a.lon, distance, 2*math.Pi*rng.Float64())
		s.postalCode = a.zip + fmt.Sprintf("%02d", 1+rng.IntN(29))
	default:
		shares := rng.Float64()
		i := 0
		for i < len(a.suburbs)-1 && a.suburbs[i].share < shares {
			i++
		}
		b := &a.suburbs[i]
		s.city = b.name
		s.lat, s.lon = offset(b.lat, b.lon, b.spread*(rng.ExpFloat64()+rng.ExpFloat64())/1.6, 2*math.Pi*rng.Float64())
		s.postalCode = a.zip + fmt.Sprintf("%02d", 30+i%40)
	}
	return s
}

// offset returns the position at a distance in km and a bearing.
func offset(lat, lon, km, bearing float64) (float64, float64) {
	return lat + km*math.Cos(bearing)/kmPerDegree,
		lon + km*math.Sin(bearing)/(kmPerDegree*math.Cos(lat*math.Pi/180))
}

// distance returns about how many km two positions are apart.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	dy := (lat2 - lat1) * kmPerDegree
	dx := (lon2 - lon1) * kmPerDegree * math.Cos((lat1+lat2)/2*math.Pi/180)
	return math.Hypot(dx, dy)
}

// search returns the first index whose cumulative value exceeds x.
func search(cumulative []float64, x float64) int {
	low, high := 0, len(cumulative)-1
	for low < high {
		if mid := (low + high) / 2; cumulative[mid] > x {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
