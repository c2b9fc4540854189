package synth

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// CellOptions say which boundaries to make.
type CellOptions struct {
	Seed uint64
	// N is the number of cells; 0 means 33,000, about as many as the United
	// States have postal areas.
	N int
	// Detail is how often each border between two cells is halved: it has up to
	// 1<<Detail pieces. 0 means 5.
	Detail int
	// Land is what the cells cover, in degrees; OnLand says whether a position
	// lies on it.
	Land   geom.MultiPolygon
	OnLand func(lon, lat float64) bool
}

// Cells are made-up postal areas: many small ones around real cities, few
// large ones between, with ragged borders that neighbours share to the digit
// and the inhabitants that such areas have.
type Cells struct {
	Codes    []string
	Lon, Lat []float64 // a position inside
	People   []int
	Shapes   []geom.MultiPolygon
}

// cellGrid is the number of grid steps per degree: that of boundary sets.
const cellGrid = 1e7

// NewCells makes the cells. The same options give the same cells.
func NewCells(o CellOptions) (*Cells, error) {
	if o.N == 0 {
		o.N = 33_000
	}
	if o.Detail == 0 {
		o.Detail = 5
	}
	c := &Cells{}
	c.settle(o)
	m, err := newMosaic(o, c.Lon, c.Lat)
	if err != nil {
		return nil, fmt.Errorf("synth cells: %w", err)
	}
	if c.Shapes, err = m.shapes(o.Land); err != nil {
		return nil, fmt.Errorf("synth cells: %w", err)
	}
	return c, nil
}

// How cells lie and what they hold: shares and spreads as in the public figures
// of US postal areas (median 2,800 people, mean 10,000, at most 130,000).
const (
	cityCells   = 0.45
	nearest     = 0.006 // degrees between two positions, at least
	cityPeople  = 9.8   // log of the median
	ruralPeople = 7.2
	citySpread  = 0.8
	ruralSpread = 1.2
	mostPeople  = 130_000
)

// settle draws positions and inhabitants.
func (c *Cells) settle(o CellOptions) {
	rng := rand.New(rand.NewPCG(o.Seed, 0xCE11))
	cities, box := newPlaces(rng), o.Land.Box()
	taken := map[[2]int]bool{}
	for len(c.Lon) < o.N {
		var lon, lat float64
		city := rng.Float64() < cityCells
		if city {
			s := cities.draw(rng, o.OnLand)
			lon, lat = s.lon, s.lat
		} else {
			lon, lat = box.MinX+rng.Float64()*(box.MaxX-box.MinX), box.MinY+rng.Float64()*(box.MaxY-box.MinY)
		}
		at := [2]int{int(math.Floor(lon / nearest)), int(math.Floor(lat / nearest))}
		if taken[at] || !o.OnLand(lon, lat) {
			continue
		}
		taken[at] = true
		middle, spread := ruralPeople, ruralSpread
		if city {
			middle, spread = cityPeople, citySpread
		}
		c.Codes = append(c.Codes, fmt.Sprintf("%05d", len(c.Codes)+1))
		c.Lon, c.Lat = append(c.Lon, math.Round(lon*cellGrid)/cellGrid), append(c.Lat, math.Round(lat*cellGrid)/cellGrid)
		c.People = append(c.People, int(min(mostPeople, math.Exp(middle+spread*rng.NormFloat64()))))
	}
}
