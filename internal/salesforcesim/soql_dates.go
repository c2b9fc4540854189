package salesforcesim

import (
	"strings"
	"time"
)

// isDateLiteral says whether an upper-case word names a range of days.
func isDateLiteral(word string) bool {
	_, _, ok := dateRange(word, 1, time.Unix(0, 0).UTC())
	return ok
}

// dateRange returns the days [from, to) that a date literal names. The fiscal
// year of the org is the calendar year, its week begins on Sunday.
func dateRange(word string, n int, now time.Time) (from, to time.Time, ok bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	day := func(k int) time.Time { return today.AddDate(0, 0, k) }
	word = strings.ReplaceAll(word, "FISCAL_", "")
	switch word {
	case "YESTERDAY":
		return day(-1), today, true
	case "TODAY":
		return today, day(1), true
	case "TOMORROW":
		return day(1), day(2), true
	case "LAST_90_DAYS":
		return day(-90), day(1), true
	case "NEXT_90_DAYS":
		return day(1), day(91), true
	}
	if unit, found := strings.CutPrefix(word, "N_"); found {
		unit, found = strings.CutSuffix(unit, "S_AGO")
		if !found || !isUnit(unit) {
			return from, to, false
		}
		start := unitStart(unit, today)
		return addUnits(unit, start, -n), addUnits(unit, start, 1-n), true
	}
	which, unit, found := strings.Cut(word, "_")
	if !found {
		return from, to, false
	}
	if plural, many := strings.CutPrefix(unit, "N_"); many {
		unit = strings.TrimSuffix(plural, "S")
		if unit == plural || !isUnit(unit) {
			return from, to, false
		}
		start := unitStart(unit, today)
		switch {
		case which == "LAST" && unit == "DAY":
			return day(-n), day(1), true
		case which == "LAST":
			return addUnits(unit, start, -n), start, true
		case which == "NEXT":
			return addUnits(unit, start, 1), addUnits(unit, start, 1+n), true
		}
		return from, to, false
	}
	if !isUnit(unit) || unit == "DAY" {
		return from, to, false
	}
	start := unitStart(unit, today)
	switch which {
	case "LAST":
		return addUnits(unit, start, -1), start, true
	case "THIS":
		return start, addUnits(unit, start, 1), true
	case "NEXT":
		return addUnits(unit, start, 1), addUnits(unit, start, 2), true
	}
	return from, to, false
}

func isUnit(unit string) bool {
	switch unit {
	case "DAY", "WEEK", "MONTH", "QUARTER", "YEAR":
		return true
	}
	return false
}

// unitStart returns the first day of the week, month, quarter or year.
func unitStart(unit string, t time.Time) time.Time {
	switch unit {
	case "WEEK":
		return t.AddDate(0, 0, -int(t.Weekday()))
	case "MONTH":
		return t.AddDate(0, 0, 1-t.Day())
	case "QUARTER":
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	case "YEAR":
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

func addUnits(unit string, t time.Time, n int) time.Time {
	switch unit {
	case "WEEK":
		return t.AddDate(0, 0, 7*n)
	case "MONTH":
		return t.AddDate(0, n, 0)
	case "QUARTER":
		return t.AddDate(0, 3*n, 0)
	case "YEAR":
		return t.AddDate(n, 0, 0)
	}
	return t.AddDate(0, 0, n)
}
