package ingest

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// verdict is what became of reading a field.
type verdict uint8

const (
	good verdict = iota
	missing
	unparseable
	notFinite
)

// pow10 holds the powers of ten that are exact in a float64.
var pow10 = [23]float64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// parseNumber reads a number whose decimal mark is '.' or ','. It accepts a
// sign, an exponent, digit groups of three, a currency sign before or after,
// and parentheses for a negative amount. Anything else is not guessed at.
func parseNumber(text []byte, decimal byte) (float64, verdict) {
	text = trimSpace(text)
	if x, ok := parsePlain(text, decimal); ok {
		return x, good
	}
	return parseDecorated(text, decimal)
}

// parsePlain reads the plain form -12.5. It gives up, without an opinion, on
// anything that one multiplication or division cannot do exactly (Clinger
// 1990: a mantissa below 2^53 and a power of ten up to 10^22).
func parsePlain(text []byte, decimal byte) (float64, bool) {
	i, negative := 0, false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		negative, i = text[0] == '-', 1
	}
	var mantissa uint64
	digits, fraction, seenMark := 0, 0, false
	for ; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			mantissa = mantissa*10 + uint64(c-'0')
			digits++
			if seenMark {
				fraction++
			}
		case c == decimal && !seenMark:
			seenMark = true
		default:
			return 0, false
		}
	}
	if digits == 0 || digits > 18 || mantissa > 1<<53 {
		return 0, false
	}
	x := float64(mantissa) / pow10[fraction]
	if negative {
		x = -x
	}
	return x, true
}

// parseDecorated reads every other accepted form.
func parseDecorated(text []byte, decimal byte) (float64, verdict) {
	if isMissing(text) {
		return math.NaN(), missing
	}
	negative := false
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' {
		text, negative = trimSpace(text[1:len(text)-1]), true
	}
	text = trimCurrency(text)
	if isNotFinite(text) {
		return math.NaN(), notFinite
	}
	var scratch [64]byte
	plain, ok := removeGroups(scratch[:0], text, decimal)
	if !ok || negative && (plain[0] == '-' || plain[0] == '+') {
		return 0, unparseable
	}
	x, err := strconv.ParseFloat(string(plain), 64)
	if math.IsInf(x, 0) {
		return x, notFinite
	}
	if err != nil {
		return 0, unparseable
	}
	if negative {
		x = -x
	}
	return x, good
}

// removeGroups appends the number in Go's form to out: no group marks and a
// point as decimal mark. Groups have one mark throughout and three digits but
// for the first. It is false for anything that is not a number.
func removeGroups(out, text []byte, decimal byte) ([]byte, bool) {
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		out = append(out, text[0])
		text = trimCurrency(text[1:])
	}
	whole, rest := text, []byte(nil)
	if i := bytes.IndexAny(text, string(rune(decimal))+"eE"); i >= 0 {
		whole, rest = text[:i], text[i:]
	}
	var mark rune
	run, groups := 0, 0
	for len(whole) > 0 {
		r, size := utf8.DecodeRune(whole)
		whole = whole[size:]
		if r >= '0' && r <= '9' {
			out = append(out, byte(r))
			run++
			continue
		}
		if !isGroupMark(r, decimal) || groups > 0 && r != mark || groups > 0 && run != 3 || groups == 0 && (run < 1 || run > 3) {
			return nil, false
		}
		mark, run, groups = r, 0, groups+1
	}
	if groups > 0 && run != 3 {
		return nil, false
	}
	if len(rest) > 0 && rest[0] == decimal {
		out, rest = append(out, '.'), rest[1:]
	}
	for _, c := range rest {
		if (c < '0' || c > '9') && c != 'e' && c != 'E' && c != '+' && c != '-' {
			return nil, false
		}
	}
	return append(out, rest...), len(out)+len(rest) > 0
}

func isGroupMark(r rune, decimal byte) bool {
	switch r {
	case ',', '.':
		return r != rune(decimal)
	case ' ', '\'', '’', '\u00A0', '\u202F':
		return true
	}
	return false
}

var currencies = [][]byte{[]byte("$"), []byte("€"), []byte("£"), []byte("¥"), []byte("US$")}

func trimCurrency(text []byte) []byte {
	for _, sign := range currencies {
		if rest, found := bytes.CutPrefix(text, sign); found {
			return trimSpace(rest)
		}
		if rest, found := bytes.CutSuffix(text, sign); found {
			return trimSpace(rest)
		}
	}
	return text
}

func isNotFinite(text []byte) bool {
	text = bytes.TrimLeft(text, "+-")
	for _, word := range []string{"nan", "inf", "infinity"} {
		if bytes.EqualFold(text, []byte(word)) {
			return true
		}
	}
	return false
}

// isMissing is true for the usual ways of writing that a value is not there.
func isMissing(text []byte) bool {
	switch len(text) {
	case 0:
		return true
	case 1:
		return text[0] == '-'
	case 2, 3, 4:
		for _, word := range []string{"na", "n/a", "#n/a", "null", "none"} {
			if bytes.EqualFold(text, []byte(word)) {
				return true
			}
		}
	}
	return false
}

// trimSpace removes spaces, tabs and no-break spaces around text.
func trimSpace(text []byte) []byte {
	if len(text) == 0 || text[0] > ' ' && text[0] < utf8.RuneSelf && text[len(text)-1] > ' ' && text[len(text)-1] < utf8.RuneSelf {
		return text
	}
	return bytes.Trim(text, " \t\r\n\u00A0\u202F")
}
