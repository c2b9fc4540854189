package alignment

import "time"

// Date is a day in UTC, written 2026-12-31, so that dates compare as text. The
// empty date stands for "no date".
type Date string

// DateOf returns the day of a moment.
func DateOf(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }

// Valid says whether the date is a day of the calendar.
func (d Date) Valid() bool {
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && DateOf(t) == d
}

// AddDays returns the day so many days later; d must be valid.
func (d Date) AddDays(days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return DateOf(t.AddDate(0, 0, days))
}

// DaysUntil returns how many days later other is; both must be valid.
func (d Date) DaysUntil(other Date) int {
	from, err := time.Parse(time.DateOnly, string(d))
	to, errTo := time.Parse(time.DateOnly, string(other))
	if err != nil || errTo != nil {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}
