package dataset

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Finding is a doubt about a unit's address; a unit may have several.
type Finding uint8

// The findings.
const (
	AtZero         Finding = 1 << iota // at 0° N 0° E, where failed geocoding puts things
	OutsideLand                        // in no country: over water, or far off
	SharedPosition                     // at the very position of many others, as when only the town is known
	DuplicateUnit                      // with the name and the position of an earlier unit
	FarFromPostal                      // far from most units with its postal code
	OtherState                         // in another state than most units that state the same one
	NoPosition                         // without coordinates
	Swapped                            // elsewhere than it says, and there with latitude and longitude exchanged
)

// findingWords are the stable words for programs, in the order of the bits.
var findingWords = []string{"at_zero", "outside_land", "shared_position", "duplicate_unit", "far_from_postal_code", "other_state", "missing", "swapped"}

// Words names the findings in stable words, "" for none.
func (f Finding) Words() string {
	text := ""
	for bit, word := range findingWords {
		if f&(1<<bit) != 0 {
			if text != "" {
				text += " "
			}
			text += word
		}
	}
	return text
}

// Thresholds of the findings.
const (
	zeroDegrees   = 0.01
	sharedUnits   = 10    // units at one position to doubt it
	postalUnits   = 4     // units of a postal code to know where it is
	postalMeters  = 100e3 // distance from its middle to doubt a unit
	stateUnits    = 10    // units that state the same to know what it means
	stateMajority = 0.8   // share of them that must agree
	farKilometres = 25    // distance from the boundary of its own code to doubt a unit
	countryUnits  = 3     // units that state the same country to know what it means
	earthMeters   = 6_371_008.8
)

// AddressQuality holds the findings about the units' addresses.
type AddressQuality struct {
	// Counts is the number of units by finding; findings that could not be
	// looked for, since the dataset has no such column, are not in it.
	Counts map[string]int `json:"counts"`
	// Units is the number of units with any finding.
	Units int `json:"units"`
	// Findings holds them by unit.
	Findings []Finding `json:"-"`
}

// CountriesFunc finds the country of every position, as ISO 3166 alpha-2 code,
// "" for none.
type CountriesFunc func(lon, lat []float64) []string

// CheckAddresses looks for doubtful positions. The error has code invalid for
// a dataset without positions. countries is needed to find exchanged latitude
// and longitude; without it nobody looks for them. 250,000 units take about
// 0.2 s, and positions in doubt of being exchanged a microsecond each.
func CheckAddresses(ctx context.Context, r *Reader, countries CountriesFunc) (*AddressQuality, error) {
	lon, lat, err := r.Positions(ctx)
	if err != nil {
		return nil, err
	}
	q := &AddressQuality{Counts: map[string]int{}, Findings: make([]Finding, len(lon))}
	looked := AtZero | SharedPosition | NoPosition
	for i := range lon {
		switch {
		case math.IsNaN(lon[i]) || math.IsNaN(lat[i]):
			q.Findings[i] |= NoPosition
		case math.Abs(lon[i]) < zeroDegrees && math.Abs(lat[i]) < zeroDegrees:
			q.Findings[i] |= AtZero
		}
	}
	own, err := r.ownPositions(ctx)
	if err != nil {
		return nil, err
	}
	q.findShared(lon, lat, own)
	if countries != nil {
		done, err := q.findSwapped(ctx, r, lon, lat, countries)
		if err != nil {
			return nil, err
		}
		looked |= done
	}
	steps := []struct {
		finding Finding
		role    Role
		column  string
		find    func(stated, located *Texts)
	}{
		{OutsideLand, "", "$country", func(_, country *Texts) { q.findOutside(country) }},
		{DuplicateUnit, RoleName, "", func(names, _ *Texts) { q.findDuplicates(names, lon, lat) }},
		{FarFromPostal, RolePostalCode, "", func(codes, _ *Texts) { q.findFar(codes, lon, lat, own) }},
		{OtherState, RoleState, "$state", q.findOtherState},
	}
	for _, s := range steps {
		stated, located, ok, err := r.statedAndLocated(ctx, s.role, s.column)
		if err != nil {
			return nil, fmt.Errorf("check addresses: %w", err)
		}
		if ok {
			looked |= s.finding
			s.find(stated, located)
		}
	}
	if _, ok := r.names[FromCodeColumn]; ok {
		if err := q.findOutsideCode(ctx, r); err != nil {
			return nil, err
		}
		looked |= FarFromPostal
	}
	q.count(looked)
	return q, nil
}

// statedAndLocated returns the columns a finding needs; ok is false when the
// dataset lacks one of them.
func (r *Reader) statedAndLocated(ctx context.Context, role Role, column string) (stated, located *Texts, ok bool, err error) {
	if role != "" {
		c, found := r.RoleColumn(role)
		if !found {
			return nil, nil, false, nil
		}
		if stated, err = r.Texts(ctx, c.Name); err != nil {
			return nil, nil, false, err
		}
	}
	if column != "" {
		if _, found := r.names[column]; !found {
			return nil, nil, false, nil
		}
		if located, err = r.Texts(ctx, column); err != nil {
			return nil, nil, false, err
		}
	}
	return stated, located, true, nil
}

func (q *AddressQuality) count(looked Finding) {
	for bit, word := range findingWords {
		if looked&(1<<bit) != 0 {
			q.Counts[word] = 0
		}
	}
	for _, f := range q.Findings {
		if f != 0 {
			q.Units++
		}
		for bit, word := range findingWords {
			if f&(1<<bit) != 0 {
				q.Counts[word]++
			}
		}
	}
}

type position struct{ lon, lat float64 }

func (q *AddressQuality) findShared(lon, lat []float64, own []bool) {
	at := make(map[position]int32, len(lon))
	for i := range lon {
		if own[i] {
			at[position{lon[i], lat[i]}]++
		}
	}
	for i := range lon {
		if own[i] && at[position{lon[i], lat[i]}] >= sharedUnits {
			q.Findings[i] |= SharedPosition
		}
	}
}

func (q *AddressQuality) findOutside(country *Texts) {
	for i, code := range country.Codes {
		if code < 0 && q.Findings[i]&NoPosition == 0 {
			q.Findings[i] |= OutsideLand
		}
	}
}

func (q *AddressQuality) findDuplicates(names *Texts, lon, lat []float64) {
	type key struct {
		position
		name int32
	}
	seen := make(map[key]bool, len(lon))
	for i, name := range names.Codes {
		k := key{position{lon[i], lat[i]}, name}
		if q.Findings[i]&NoPosition != 0 {
			continue
		}
		if name >= 0 && seen[k] {
			q.Findings[i] |= DuplicateUnit
		}
		seen[k] = true
	}
}

// findFar compares every unit with the median position of its postal code,
// which a few wrong ones cannot move.
func (q *AddressQuality) findFar(codes *Texts, lon, lat []float64, own []bool) {
	for _, units := range groups(codes) {
		units = slices.DeleteFunc(units, func(i int32) bool { return !own[i] })
		if len(units) < postalUnits {
			continue
		}
		middle := position{median(units, lon), median(units, lat)}
		for _, i := range units {
			if meters(middle, position{lon[i], lat[i]}) > postalMeters {
				q.Findings[i] |= FarFromPostal
			}
		}
	}
}

// findOtherState learns which located state a stated one means by majority, so
// it needs no table of names and codes.
func (q *AddressQuality) findOtherState(stated, located *Texts) {
	for _, units := range groups(stated) {
		if len(units) < stateUnits {
			continue
		}
		votes := map[int32]int{}
		best := int32(-1)
		for _, i := range units {
			code := located.Codes[i]
			if votes[code]++; code >= 0 && (best < 0 || votes[code] > votes[best]) {
				best = code
			}
		}
		if best < 0 || float64(votes[best]) < stateMajority*float64(len(units)) {
			continue
		}
		for _, i := range units {
			if code := located.Codes[i]; code >= 0 && code != best {
				q.Findings[i] |= OtherState
			}
		}
	}
}

// groups returns the units by value, leaving out those without one.
func groups(t *Texts) [][]int32 {
	list := make([][]int32, len(t.Values))
	for i, code := range t.Codes {
		if code >= 0 {
			list[code] = append(list[code], int32(i))
		}
	}
	return list
}

func median(units []int32, values []float64) float64 {
	sorted := make([]float64, len(units))
	for k, i := range units {
		sorted[k] = values[i]
	}
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// meters returns the great-circle distance (haversine formula).
func meters(a, b position) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (b.lat-a.lat)*rad, (b.lon-a.lon)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a.lat*rad)*math.Cos(b.lat*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earthMeters * math.Asin(math.Sqrt(min(1, h)))
}
