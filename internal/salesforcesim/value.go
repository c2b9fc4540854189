package salesforcesim

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// kind says what a value is.
type kind uint8

const (
	null kind = iota
	text
	number
	boolean
	date     // num: days since 1970
	dateTime // num: milliseconds since 1970
	ref      // num: object number and row, see refTo
)

// value is what a field of a row holds. Text is never empty: as in the org
// imitated, empty text is null.
type value struct {
	kind kind
	num  float64
	text string
}

func textValue(s string) value {
	if s == "" {
		return value{}
	}
	return value{kind: text, text: s}
}

func numberValue(x float64) value { return value{kind: number, num: x} }

func boolValue(b bool) value {
	if b {
		return value{kind: boolean, num: 1}
	}
	return value{kind: boolean}
}

func timeValue(t time.Time) value { return value{kind: dateTime, num: float64(t.UnixMilli())} }

func dayValue(t time.Time) value {
	return value{kind: date, num: math.Floor(float64(t.Unix()) / 86400)}
}

// refTo points at a row of an object. Both fit a float64 exactly.
func refTo(o *object, row int32) value {
	return value{kind: ref, num: float64(uint64(o.number)<<32 | uint64(row))}
}

func (v value) object() int { return int(uint64(v.num) >> 32) }
func (v value) row() int32  { return int32(uint32(uint64(v.num))) }
func (v value) isNull() bool {
	return v.kind == null
}
func (v value) bool() bool { return v.kind == boolean && v.num != 0 }

func (v value) time() time.Time {
	if v.kind == date {
		return time.Unix(int64(v.num)*86400, 0).UTC()
	}
	return time.UnixMilli(int64(v.num)).UTC()
}

// column holds one field of all rows, the shape its kind needs. A row beyond
// its end is null, so a field nobody set costs nothing.
type column struct {
	kind   kind
	texts  []string
	nums   []float64 // NaN is null
	flags  []bool
	stamps []int64 // milliseconds, days or a reference, plus stampBias; 0 is null
}

// stampBias keeps times before 1970 apart from null.
const stampBias = 1 << 52

func columnKind(f *field) kind {
	switch f.kind {
	case "boolean":
		return boolean
	case "date":
		return date
	case "datetime":
		return dateTime
	case "reference":
		return ref
	}
	if f.numeric() {
		return number
	}
	return text
}

func (c *column) get(row int32) value {
	i := int(row)
	switch c.kind {
	case text:
		if i < len(c.texts) && c.texts[i] != "" {
			return value{kind: text, text: c.texts[i]}
		}
	case number:
		if i < len(c.nums) && !math.IsNaN(c.nums[i]) {
			return value{kind: number, num: c.nums[i]}
		}
	case boolean:
		return boolValue(i < len(c.flags) && c.flags[i])
	default:
		if i < len(c.stamps) && c.stamps[i] != 0 {
			return value{kind: c.kind, num: float64(c.stamps[i] - stampBias)}
		}
	}
	return value{}
}

func (c *column) set(row int32, v value) {
	i := int(row)
	switch c.kind {
	case text:
		if v.isNull() && i >= len(c.texts) {
			return
		}
		c.texts = grow(c.texts, i, "")
		c.texts[i] = v.text
	case number:
		if v.isNull() {
			if i < len(c.nums) {
				c.nums[i] = math.NaN()
			}
			return
		}
		c.nums = grow(c.nums, i, math.NaN())
		c.nums[i] = v.num
	case boolean:
		if !v.bool() && i >= len(c.flags) {
			return
		}
		c.flags = grow(c.flags, i, false)
		c.flags[i] = v.bool()
	default:
		if v.isNull() {
			if i < len(c.stamps) {
				c.stamps[i] = 0
			}
			return
		}
		c.stamps = grow(c.stamps, i, 0)
		c.stamps[i] = int64(v.num) + stampBias
	}
}

func grow[T any](s []T, i int, fill T) []T {
	for len(s) <= i {
		s = append(s, fill)
	}
	return s
}

// Formats of the times the org imitated writes.
const (
	dateTimeFormat = "2006-01-02T15:04:05.000-0700"
	dateFormat     = "2006-01-02"
)

// parseDateTime reads the forms the documents name.
func parseDateTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04:05.999-0700", "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04Z07:00", dateFormat} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// formatNumber writes a number as the JSON of the org does: integers without
// a fraction, but doubles with ".0".
func formatNumber(f *field, x float64) string {
	if f != nil && f.kind != "int" && x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// compareValues orders two non-null values; text ignores case.
func compareValues(a, b value) int {
	if a.kind == text || b.kind == text {
		return compareFold(a.text, b.text)
	}
	switch {
	case a.num < b.num:
		return -1
	case a.num > b.num:
		return 1
	}
	return 0
}

// compareFold orders two texts, ASCII letters in any case being equal.
func compareFold(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x >= 'A' && x <= 'Z' {
			x |= 0x20
		}
		if y >= 'A' && y <= 'Z' {
			y |= 0x20
		}
		if x != y {
			if x < y {
				return -1
			}
			return 1
		}
	}
	if x, y := len(a), len(b); x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return 0
}

func equalFold(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }
