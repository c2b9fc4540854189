package ingest

import (
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text    string
		decimal byte
		want    float64
		verdict verdict
	}{
		{"12", '.', 12, good}, {"-0.5", '.', -0.5, good}, {"+3", '.', 3, good}, {" 7 ", '.', 7, good},
		{".5", '.', 0.5, good}, {"5.", '.', 5, good}, {"1e3", '.', 1000, good}, {"1.5E-3", '.', 0.0015, good},
		{"1,234", '.', 1234, good}, {"1,234,567.89", '.', 1234567.89, good}, {"$1,234", '.', 1234, good},
		{"-$5.00", '.', -5, good}, {"(1,234.50)", '.', -1234.5, good}, {"12 €", '.', 12, good}, {"US$ 9", '.', 9, good},
		{"1.234,56", ',', 1234.56, good}, {"12,5", ',', 12.5, good}, {"1 234,5", ',', 1234.5, good},
		{"1\u00A0234", '.', 1234, good}, {"1'234.5", '.', 1234.5, good}, {"12345678901234567890", '.', 12345678901234567890, good},
		{"", '.', 0, missing}, {"  ", '.', 0, missing}, {"NA", '.', 0, missing}, {"n/a", '.', 0, missing}, {"-", '.', 0, missing}, {"NULL", '.', 0, missing},
		{"NaN", '.', 0, notFinite}, {"-Inf", '.', 0, notFinite}, {"1e999", '.', 0, notFinite},
		{"1,23", '.', 0, unparseable}, {"12,34,567", '.', 0, unparseable}, {"1.234.56", ',', 0, unparseable}, {",123", '.', 0, unparseable},
		{"12%", '.', 0, unparseable}, {"abc", '.', 0, unparseable}, {"1 2", '.', 0, unparseable}, {"0x10", '.', 0, unparseable},
		{"1_000", '.', 0, unparseable}, {"--1", '.', 0, unparseable}, {"(-1)", '.', 0, unparseable}, {"$", '.', 0, unparseable}, {"1.2.3", '.', 0, unparseable},
		{"e5", '.', 0, unparseable}, {".", '.', 0, unparseable}, {"1,234 567", '.', 0, unparseable},
	}
	for _, c := range cases {
		got, v := parseNumber([]byte(c.text), c.decimal)
		if v != c.verdict || v == good && got != c.want {
			t.Errorf("parseNumber(%q, %q) = %v, %d; want %v, %d", c.text, c.decimal, got, v, c.want, c.verdict)
		}
	}
}

// Every number written by Go is read back to the last bit.
func TestParseNumber_AgreesWithStrconv(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Draw(t, "x")
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return
		}
		format := rapid.SampledFrom([]byte{'f', 'g', 'e'}).Draw(t, "format")
		text := strconv.FormatFloat(x, format, -1, 64)
		if got, v := parseNumber([]byte(text), '.'); v != good || got != x {
			t.Fatalf("parseNumber(%q) = %v, %d", text, got, v)
		}
	})
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	day := func(y, m, d int) float64 {
		return float64(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	}
	cases := []struct {
		text, order string
		want        float64
		verdict     verdict
	}{
		{"2026-01-02", monthDayYear, day(2026, 1, 2), good}, {"2026/1/2", dayMonthYear, day(2026, 1, 2), good},
		{"1/2/2026", monthDayYear, day(2026, 1, 2), good}, {"1.2.2026", dayMonthYear, day(2026, 2, 1), good},
		{"1/2/69", monthDayYear, day(1969, 1, 2), good}, {"1/2/68", monthDayYear, day(2068, 1, 2), good},
		{"2026-01-02T00:00:00.000Z", monthDayYear, day(2026, 1, 2), good}, {"2026-01-02 00:00", yearMonthDay, day(2026, 1, 2), good},
		{"1969-12-31", yearMonthDay, -1, good}, {"0001-01-01", yearMonthDay, day(1, 1, 1), good},
		{"", yearMonthDay, 0, missing},
		{"2026-01-02T10:30:00", yearMonthDay, 0, unparseable}, {"31/2/2026", dayMonthYear, 0, unparseable},
		{"13/1/2026", monthDayYear, 0, unparseable}, {"2026-1/2", yearMonthDay, 0, unparseable}, {"20260102", yearMonthDay, 0, unparseable},
		{"1/2/3", monthDayYear, 0, unparseable}, {"1/2", monthDayYear, 0, unparseable}, {"a/b/c", monthDayYear, 0, unparseable},
	}
	for _, c := range cases {
		got, v := parseDate([]byte(c.text), c.order)
		if v != c.verdict || v == good && got != c.want {
			t.Errorf("parseDate(%q, %s) = %v, %d; want %v, %d", c.text, c.order, got, v, c.want, c.verdict)
		}
	}
}

func BenchmarkParseNumber(b *testing.B) {
	texts := [][]byte{[]byte("40.71284"), []byte("-112.38431"), []byte("17"), []byte("1234567.89")}
	for i := 0; b.Loop(); i++ {
		parseNumber(texts[i&3], '.')
	}
}
