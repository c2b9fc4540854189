package dataset

import (
	"context"
	"math"
)

// ownPositions marks the units whose position is their own, not that of the
// boundary of their code.
func (r *Reader) ownPositions(ctx context.Context) ([]bool, error) {
	lon, lat, err := r.Positions(ctx)
	if err != nil {
		return nil, err
	}
	own := make([]bool, len(lon))
	for i := range own {
		own[i] = !math.IsNaN(lon[i]) && !math.IsNaN(lat[i])
	}
	if _, ok := r.names[AccuracyColumn]; !ok {
		return own, nil
	}
	accuracy, err := r.Texts(ctx, AccuracyColumn)
	if err != nil {
		return nil, err
	}
	for i := range own {
		if a := Accuracy(accuracy.At(i)); a == AtBoundary || a == AtPoint {
			own[i] = false
		}
	}
	return own, nil
}

// findOutsideCode takes the distances from boundaries of their own code that
// location has measured.
func (q *AddressQuality) findOutsideCode(ctx context.Context, r *Reader) error {
	from, err := r.Numbers(ctx, FromCodeColumn)
	if err != nil {
		return err
	}
	for i, km := range from {
		switch {
		case km > farKilometres:
			q.Findings[i] |= FarFromPostal
		case !math.IsNaN(km): // measured, which is better than compared with others
			q.Findings[i] &^= FarFromPostal
		}
	}
	return nil
}

// findSwapped doubts units that lie elsewhere than in the country they state,
// or without one in that of most units, and that would lie there if latitude
// and longitude were exchanged.
func (q *AddressQuality) findSwapped(ctx context.Context, r *Reader, lon, lat []float64, countries CountriesFunc) (Finding, error) {
	stated, located, ok, err := r.statedAndLocated(ctx, "", "$country")
	if err != nil || !ok {
		return 0, err
	}
	if c, found := r.RoleColumn(RoleCountry); found && c.Type == Text {
		if stated, err = r.Texts(ctx, c.Name); err != nil {
			return 0, err
		}
	}
	expected := expectedCountries(stated, located)
	var units []int
	var lons, lats []float64
	for i := range lon {
		if expected[i] >= 0 && located.Codes[i] != expected[i] && math.Abs(lon[i]) <= 90 && q.Findings[i]&(NoPosition|AtZero) == 0 {
			units, lons, lats = append(units, i), append(lons, lat[i]), append(lats, lon[i])
		}
	}
	for k, country := range countries(lons, lats) {
		if i := units[k]; country == located.Values[expected[i]] {
			q.Findings[i] |= Swapped
		}
	}
	return Swapped, nil
}

// expectedCountries returns for every unit the country most units that state
// the same lie in, or most of all, -1 where nothing can be said.
func expectedCountries(stated, located *Texts) []int32 {
	var all []int32
	for i := range located.Codes {
		all = append(all, int32(i))
	}
	usual := majorityOf(all, located)
	expected := make([]int32, len(located.Codes))
	for i := range expected {
		expected[i] = usual
	}
	if stated == nil {
		return expected
	}
	for _, units := range groups(stated) {
		if of := majorityOf(units, located); of >= 0 {
			for _, i := range units {
				expected[i] = of
			}
		}
	}
	return expected
}

func majorityOf(units []int32, located *Texts) int32 {
	votes := map[int32]int{}
	for _, i := range units {
		votes[located.Codes[i]]++
	}
	for code, n := range votes {
		if code >= 0 && n >= countryUnits && 2*n > len(units) {
			return code
		}
	}
	return -1
}
