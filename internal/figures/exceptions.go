package figures

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// Override is a unit that stands elsewhere than the rules or the optimised plan
// put it.
type Override struct {
	Unit           int32
	Area, Expected alignment.AreaNumber
	// Days is how long it has stood there.
	Days int
}

// Overrides compares where units are with where they were expected; nothing is
// expected of a unit whose expected area is Unassigned.
func Overrides(assigned, expected []alignment.AreaNumber) []Override {
	var overrides []Override
	for unit, want := range expected {
		if want != alignment.Unassigned && assigned[unit] != want {
			overrides = append(overrides, Override{Unit: int32(unit), Area: assigned[unit], Expected: want})
		}
	}
	return overrides
}

// AreaExceptions is how far one area departs from what was expected. Parents
// sum up the territories below them.
type AreaExceptions struct {
	Area  alignment.AreaNumber `json:"area"`
	Units int                  `json:"units" doc:"Units in the area."`
	// Overrides are units in the area that were expected elsewhere, Away those
	// expected here that are elsewhere.
	Overrides int     `json:"overrides" doc:"Units in the area that were expected in another territory."`
	Away      int     `json:"away" doc:"Units expected in the area that are in another territory or in none."`
	Share     float64 `json:"share" doc:"Overrides ÷ units."`
	// MedianDays and OldestDays are ages of the overrides; 0 without any.
	MedianDays int  `json:"medianDays"`
	OldestDays int  `json:"oldestDays"`
	Alarm      bool `json:"alarm" doc:"The share is above the limit."`
}

// Exceptions sums overrides up per area, in tree order; the last entry, of area
// Unassigned, is the whole plan. A share above limit is an alarm; limit 0 is
// none.
func Exceptions(s *alignment.State, overrides []Override, limit float64) []AreaExceptions {
	ordered := s.Ordered()
	rows := make([]AreaExceptions, len(ordered)+1)
	days := make([][]int, len(rows))
	at := make(map[alignment.AreaNumber]int, len(rows))
	for i, a := range ordered {
		rows[i].Area, at[a.Number] = a.Number, i
	}
	above := func(number alignment.AreaNumber, do func(row int)) {
		for a := s.Areas[number]; a != nil; a = s.Areas[a.Parent] {
			do(at[a.Number])
		}
		do(len(ordered))
	}
	held := make(map[alignment.AreaNumber]int)
	for _, number := range s.Assigned {
		held[number]++
	}
	delete(held, alignment.Unassigned)
	for number, units := range held {
		above(number, func(row int) { rows[row].Units += units })
	}
	for _, o := range overrides {
		if o.Area != alignment.Unassigned {
			above(o.Area, func(row int) {
				rows[row].Overrides++
				days[row] = append(days[row], o.Days)
			})
		}
		above(o.Expected, func(row int) { rows[row].Away++ })
	}
	for i := range rows {
		r := &rows[i]
		if n := len(days[i]); n > 0 {
			slices.Sort(days[i])
			r.MedianDays, r.OldestDays = days[i][n/2], days[i][n-1]
		}
		if r.Units > 0 {
			r.Share = float64(r.Overrides) / float64(r.Units)
		}
		r.Alarm = limit > 0 && r.Share > limit
	}
	return rows
}
