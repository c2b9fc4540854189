package boundary

import (
	"strings"
)

// CodeMatch says how a search for a code ended.
type CodeMatch uint8

// The ends of a search.
const (
	// CodeUnknown: no boundary has the code.
	CodeUnknown CodeMatch = iota
	// CodeFound: one boundary has it.
	CodeFound
	// CodeAmbiguous: several have it and nothing tells them apart; none is
	// guessed.
	CodeAmbiguous
)

// CodeIndex finds the boundaries of a set by the codes that records carry. It
// compares significant digits only: capitals without spaces, hyphens and
// leading zeros, and of a code that is longer than those of the set the part
// before its first hyphen or space, or as many digits as the set's codes have
// (12345-6789, 123456789 and 12345 are one).
type CodeIndex struct {
	exact map[string]int32
	// plain holds codes as plainCode writes them, and behind "CC_" by country.
	plain map[string]int32
	// digits is the length of all codes when they are numbers of one length.
	digits int
}

// ambiguous marks a key that several boundaries have.
const ambiguous int32 = -2

// NewCodeIndex indexes the codes of a set. Point codes come last: where a
// boundary with a shape has the same plain code, it wins.
func NewCodeIndex(s *Set) *CodeIndex {
	x := &CodeIndex{exact: s.Index(), plain: make(map[string]int32, 2*len(s.Boundaries)), digits: digitsOf(s)}
	for _, points := range []bool{false, true} {
		pass := make(map[string]int32)
		for i := range s.Boundaries {
			b := &s.Boundaries[i]
			if points != (len(b.Shape) == 0) {
				continue
			}
			code, country := splitCountry(b.Code)
			if country == "" {
				country = b.Country
			}
			for _, key := range countryKeys(code, country) {
				if old, taken := pass[key]; taken && old != int32(i) {
					pass[key] = ambiguous
				} else {
					pass[key] = int32(i)
				}
			}
		}
		for key, i := range pass {
			if _, taken := x.plain[key]; !taken {
				x.plain[key] = i
			}
		}
	}
	return x
}

func countryKeys(code, country string) []string {
	keys := []string{plainCode(code)}
	if country != "" {
		keys = append(keys, strings.ToUpper(country)+"_"+plainCode(code))
	}
	return keys
}

// Find looks a code up in this order: with its country ("" when it is not
// known), as a COUNTRY_CODE key, alone, and among point codes. It returns None
// unless exactly one boundary is meant.
func (x *CodeIndex) Find(code, country string) (int32, CodeMatch) {
	code = strings.TrimSpace(code)
	if code == "" {
		return None, CodeUnknown
	}
	rest, prefix := splitCountry(code)
	country = strings.ToUpper(strings.TrimSpace(country))
	for _, form := range x.forms(code) {
		if country == "" {
			break
		}
		if i, ok := x.plain[country+"_"+plainCode(form)]; ok && i >= 0 {
			return i, CodeFound
		}
	}
	if i, ok := x.exact[code]; ok {
		return i, CodeFound
	}
	end := CodeUnknown
	for _, form := range x.forms(rest) {
		key := plainCode(form)
		if prefix != "" {
			key = prefix + "_" + key
		}
		switch i, ok := x.plain[key]; {
		case ok && i >= 0 && key != "":
			return i, CodeFound
		case ok && i == ambiguous:
			end = CodeAmbiguous
		}
	}
	return None, end
}

// forms lists what a code may mean, the whole of it first.
func (x *CodeIndex) forms(code string) []string {
	forms := []string{code}
	if k := strings.IndexAny(code, "- \u00a0"); k > 0 {
		forms = append(forms, code[:k])
	}
	if x.digits > 0 && allDigits(code) {
		switch {
		case len(code) > x.digits+3: // the zeros in front may be lost
			forms = append(forms, code[:x.digits])
		case len(code) == x.digits+3:
			forms = append(forms, "0"+code[:x.digits-1])
		}
	}
	return forms
}

// digitsOf returns the length of a set's codes when all are numbers of one
// length, else 0.
func digitsOf(s *Set) int {
	n := 0
	for i := range s.Boundaries {
		code, _ := splitCountry(s.Boundaries[i].Code)
		if i == 0 {
			n = len(code)
		}
		if len(code) != n || !allDigits(code) {
			return 0
		}
	}
	return n
}

func allDigits(code string) bool {
	return code != "" && strings.Trim(code, "0123456789") == ""
}

// splitCountry takes "US_12345" apart; country is "" without such a prefix.
func splitCountry(code string) (rest, country string) {
	if len(code) > 3 && code[2] == '_' && isLetter(code[0]) && isLetter(code[1]) {
		return code[3:], strings.ToUpper(code[:2])
	}
	return code, ""
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

var codeMarks = strings.NewReplacer(" ", "", "-", "", "\u00a0", "")

// plainCode is a code in capitals, without spaces, hyphens and leading zeros.
func plainCode(code string) string {
	code = strings.ToUpper(codeMarks.Replace(code))
	if short := strings.TrimLeft(code, "0"); short != "" {
		return short
	}
	return code
}
