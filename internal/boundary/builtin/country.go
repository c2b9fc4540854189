package builtin

import (
	"strings"
	"sync"
)

// usual names of countries that ISO 3166 lists under longer ones.
var usualNames = map[string]string{
	"usa": "US", "u.s.a.": "US", "u.s.": "US", "united states": "US", "america": "US", "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
	"wales": "GB", "united kingdom": "GB", "russia": "RU", "south korea": "KR", "north korea": "KP", "iran": "IR", "vietnam": "VN", "czech republic": "CZ",
	"deutschland": "DE", "españa": "ES", "österreich": "AT", "schweiz": "CH", "suisse": "CH", "italia": "IT", "nederland": "NL", "holland": "NL",
	"the netherlands": "NL", "brasil": "BR", "méxico": "MX", "polska": "PL", "danmark": "DK", "sverige": "SE", "norge": "NO", "suomi": "FI",
	"belgique": "BE", "belgië": "BE", "taiwan": "TW", "bolivia": "BO", "venezuela": "VE", "tanzania": "TZ", "moldova": "MD", "syria": "SY", "laos": "LA",
	"ivory coast": "CI", "turkey": "TR", "türkiye": "TR",
}

var countryCodes = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for _, c := range Countries() {
		for _, word := range []string{c.Alpha2, c.Alpha3, c.Name, c.Numeric} {
			codes[strings.ToLower(word)] = c.Alpha2
		}
	}
	for name, code := range usualNames {
		codes[name] = code
	}
	return codes
})

// Alpha2 returns the ISO 3166 alpha-2 code of a country given by alpha-2,
// alpha-3 or numeric code or by an English or usual name, "" when it is none.
func Alpha2(text string) string {
	return countryCodes()[strings.ToLower(strings.TrimSpace(text))]
}
