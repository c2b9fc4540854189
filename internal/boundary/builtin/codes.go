package builtin

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed iso3166.txt
var isoText string

//go:embed states.txt
var stateText string

// Country is one entry of ISO 3166-1.
type Country struct {
	Numeric string // three digits, such as "840"
	Alpha2  string
	Alpha3  string
	Name    string
}

// Countries returns ISO 3166-1 in the order of the numeric codes. The slice is
// shared and must not be changed.
var Countries = sync.OnceValue(func() []Country {
	var out []Country
	for line := range strings.Lines(isoText) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 4)
		out = append(out, Country{f[0], f[1], f[2], f[3]})
	}
	return out
})

// withoutISO gives areas of the world file that have no ISO 3166 code a code
// from the range XA–XZ, which the standard leaves to users; XK for Kosovo is in
// wide use.
var withoutISO = map[string]string{
	"Kosovo":            "XK",
	"Somaliland":        "XS",
	"N. Cyprus":         "XN",
	"Siachen Glacier":   "XG",
	"Indian Ocean Ter.": "XI",
}

// stateCodes returns the two-letter postal code by FIPS state code.
var stateCodes = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(stateText) {
		fips, postal, _ := strings.Cut(strings.TrimSpace(line), " ")
		out[fips] = postal
	}
	return out
})
