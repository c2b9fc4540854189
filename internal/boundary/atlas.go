package boundary

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Atlas is several sets in which records are located together, such as the
// postal codes of one country and the counties of another. It is safe for
// concurrent use.
type Atlas struct {
	Sheets []Sheet
	// Alpha2 turns what a record says about its country into an ISO 3166 alpha-2
	// code, "" when it is none; nil takes two letters as they are.
	Alpha2 func(text string) string
}

// Sheet is one set of an atlas with its indexes.
type Sheet struct {
	Set     *Set
	Codes   *CodeIndex
	Locator *Locator
}

// Place is a boundary of an atlas.
type Place struct{ Sheet, Boundary int32 }

// Nowhere is the place that stands for none.
var Nowhere = Place{None, None}

// Find looks a code up in all sets that may hold the country: those of that
// country, of several, and of none. It returns Nowhere unless exactly one
// boundary is meant; a code that two sets have is ambiguous.
func (a *Atlas) Find(code, country string) (Place, CodeMatch) {
	country = a.country(country)
	if _, prefix := splitCountry(strings.TrimSpace(code)); prefix != "" {
		country = prefix
	}
	found, end := Nowhere, CodeUnknown
	for k := range a.Sheets {
		s := &a.Sheets[k]
		if !s.mayHold(country) {
			continue
		}
		at, match := s.Codes.Find(code, country)
		switch {
		case match == CodeFound && !s.sameCountry(at, country):
		case match == CodeFound && found == Nowhere:
			found = Place{int32(k), at}
			end = CodeFound
		case match == CodeFound, match == CodeAmbiguous:
			return Nowhere, CodeAmbiguous
		}
	}
	return found, end
}

func (a *Atlas) country(text string) string {
	if a.Alpha2 != nil {
		return a.Alpha2(strings.TrimSpace(text))
	}
	return countryOf(strings.TrimSpace(text))
}

func (s *Sheet) mayHold(country string) bool {
	return country == "" || s.Set.Country == "" || strings.EqualFold(s.Set.Country, country)
}

// sameCountry refuses a code found alone in a boundary of another country.
func (s *Sheet) sameCountry(at int32, country string) bool {
	own := s.Set.Boundaries[at].Country
	return country == "" || own == "" || strings.EqualFold(own, country)
}

// At returns the boundary that holds a position, or the nearest one within the
// given distance: first in the sets of the country, then in the others.
func (a *Atlas) At(p geom.Point, country string, within geom.Meters) Place {
	if !p.Finite() {
		return Nowhere
	}
	country = a.country(country)
	for _, own := range []bool{true, false} {
		for k := range a.Sheets {
			s := &a.Sheets[k]
			if (country != "" && strings.EqualFold(s.Set.Country, country)) != own {
				continue
			}
			if at := s.Locator.At(p); at != None {
				return Place{int32(k), at}
			}
		}
	}
	best, least := Nowhere, within
	for k := range a.Sheets {
		if at, d := a.Sheets[k].Locator.Nearest(p, least); at != None {
			best, least = Place{int32(k), at}, d
		}
	}
	return best
}

// Boundary returns the boundary of a place.
func (a *Atlas) Boundary(p Place) *Boundary { return &a.Sheets[p.Sheet].Set.Boundaries[p.Boundary] }

// Key is how a place is written: its code, and with several sets as
// COUNTRY_CODE where its country is known.
func (a *Atlas) Key(p Place) string {
	b := a.Boundary(p)
	country := b.Country
	if country == "" {
		country = a.Sheets[p.Sheet].Set.Country
	}
	if _, prefix := splitCountry(b.Code); len(a.Sheets) < 2 || prefix != "" || country == "" {
		return b.Code
	}
	return strings.ToUpper(country) + "_" + b.Code
}

// Distance is how far a position lies outside a boundary: 0 inside, else to its
// nearest corner, or to the place of a point code.
func (a *Atlas) Distance(p Place, from geom.Point) geom.Meters {
	b := a.Boundary(p)
	if len(b.Shape) == 0 {
		return geom.Distance(from, b.Point)
	}
	for _, poly := range b.Shape {
		if poly.Contains(from) {
			return 0
		}
	}
	least := geom.Distance(from, b.Point)
	for _, poly := range b.Shape {
		for _, ring := range poly {
			for i, v := range ring {
				least = min(least, geom.SegmentDistance(from, v, ring[(i+1)%len(ring)]))
			}
		}
	}
	return least
}
