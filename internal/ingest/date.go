package ingest

import (
	"bytes"
	"time"
)

// The orders of day, month and year in Dialect.DateOrder.
const (
	yearMonthDay = "ymd"
	monthDayYear = "mdy"
	dayMonthYear = "dmy"
)

var dateOrders = []string{yearMonthDay, monthDayYear, dayMonthYear}

// parseDate reads a date as days since 1970-01-01. It accepts three numbers
// with one of "-", "/" or "." between them: a year of four digits first, or
// else in the given order. A time of day is accepted only at midnight, since
// any other would be lost. Years of two digits are 1969 to 2068, as in POSIX.
func parseDate(text []byte, order string) (float64, verdict) {
	text = trimSpace(text)
	if isMissing(text) {
		return 0, missing
	}
	text, ok := cutMidnight(text)
	if !ok {
		return 0, unparseable
	}
	parts, widths, ok := threeNumbers(text)
	if !ok {
		return 0, unparseable
	}
	var year, month, day, width int
	switch {
	case widths[0] == 4 || order == yearMonthDay:
		year, month, day, width = parts[0], parts[1], parts[2], widths[0]
	case order == dayMonthYear:
		day, month, year, width = parts[0], parts[1], parts[2], widths[2]
	default:
		month, day, year, width = parts[0], parts[1], parts[2], widths[2]
	}
	switch {
	case width == 2 && year <= 68:
		year += 2000
	case width == 2:
		year += 1900
	case width != 4:
		return 0, unparseable
	}
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if date.Day() != day || int(date.Month()) != month {
		return 0, unparseable // such as 31 February
	}
	return float64(date.Unix() / 86400), good
}

// cutMidnight cuts off a time of day, which must be midnight.
func cutMidnight(text []byte) ([]byte, bool) {
	i := bytes.IndexAny(text, "T ")
	if i < 0 {
		return text, true
	}
	clock := bytes.TrimSuffix(text[i+1:], []byte("Z"))
	clock = bytes.TrimSuffix(clock, []byte("+0000"))
	clock = bytes.TrimSuffix(clock, []byte("+00:00"))
	if len(clock) < 4 {
		return nil, false
	}
	for _, c := range clock {
		if c != '0' && c != ':' && c != '.' {
			return nil, false
		}
	}
	return text[:i], true
}

// threeNumbers reads "12/31/2026": three runs of at most four digits with the
// same mark between them, and how many digits each has.
func threeNumbers(text []byte) (parts, widths [3]int, ok bool) {
	part, mark := 0, byte(0)
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			if widths[part]++; widths[part] > 4 {
				return parts, widths, false
			}
			parts[part] = parts[part]*10 + int(c-'0')
		case (c == '-' || c == '/' || c == '.') && part < 2 && widths[part] > 0 && (mark == 0 || mark == c):
			mark = c
			part++
		default:
			return parts, widths, false
		}
	}
	return parts, widths, part == 2 && widths[2] > 0
}

// parseBoolean reads yes and no in the usual spellings as 1 and 0.
func parseBoolean(text []byte) (float64, verdict) {
	text = trimSpace(text)
	if isMissing(text) {
		return 0, missing
	}
	for _, word := range []string{"true", "yes", "y"} {
		if bytes.EqualFold(text, []byte(word)) {
			return 1, good
		}
	}
	for _, word := range []string{"false", "no", "n"} {
		if bytes.EqualFold(text, []byte(word)) {
			return 0, good
		}
	}
	return 0, unparseable
}
