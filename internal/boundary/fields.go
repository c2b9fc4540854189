package boundary

import (
	"sort"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// codeNames and nameNames are the field names of well-known sources (Census
// TIGER, Eurostat, Natural Earth, IGN, national statistics), best first. They
// are compared without case, and year suffixes such as in GEOID20 are ignored.
var (
	codeNames = []string{"code", "geoid", "zcta5ce", "zip", "zipcode", "zip_code", "postcode", "postalcode",
		"postal_code", "plz", "fips", "insee_com", "nuts_id", "lau_id", "iso_a2", "iso_a3", "gid", "geocode", "key"}
	nameNames = []string{"name", "namelsad", "name_en", "nom_com", "nom", "label", "admin", "title", "basename", "nuts_name"}
)

// chooseFields settles the code and name fields. A field named by the caller
// must exist; otherwise the feature ids are used when all have one and no two
// are alike, then a field with a usual name, then any field without doubles, then the ids
// with their doubles.
func (b *Builder) chooseFields() error {
	fields := b.fieldNames()
	for _, wanted := range []string{b.opts.CodeField, b.opts.NameField, b.opts.ParentField, b.opts.CountryField} {
		if wanted != "" && wanted != "id" && !containsText(fields, wanted) {
			return Unreadable("no feature has a field %q; there are: %s", wanted, strings.Join(fields, ", "))
		}
	}
	b.report.CodeField = b.opts.CodeField
	if b.report.CodeField == "" {
		b.report.CodeField = b.guessCode(fields)
	}
	if b.report.CodeField == "" {
		return wrong(sentence.ShapesNoCodeField.With(sentence.Params{"fields": strings.Join(fields, ", ")}))
	}
	b.report.NameField = b.opts.NameField
	if b.report.NameField == "" {
		b.report.NameField = firstNamed(fields, nameNames)
	}
	return nil
}

func (b *Builder) guessCode(fields []string) string {
	if b.filled("id") == len(b.features) && b.distinct("id") {
		return "id"
	}
	if name := firstNamed(fields, codeNames); name != "" && b.filled(name)*2 > len(b.features) {
		return name
	}
	for _, field := range fields {
		if b.filled(field) == len(b.features) && b.distinct(field) {
			return field
		}
	}
	if b.filled("id") > 0 {
		return "id"
	}
	return ""
}

func (b *Builder) filled(field string) int {
	n := 0
	for i := range b.features {
		if b.text(&b.features[i], field) != "" {
			n++
		}
	}
	return n
}

func (b *Builder) distinct(field string) bool {
	seen := make(map[string]bool, len(b.features))
	for i := range b.features {
		v := b.text(&b.features[i], field)
		if v != "" && seen[v] {
			return false
		}
		seen[v] = true
	}
	return true
}

// fieldNames returns the names of all properties, sorted.
func (b *Builder) fieldNames() []string {
	seen := map[string]bool{}
	for i := range b.features {
		for name := range b.features[i].Properties {
			seen[name] = true
		}
	}
	out := make([]string, 0, len(seen))
	for name := range seen {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func firstNamed(fields, names []string) string {
	for _, name := range names {
		for _, field := range fields {
			if strings.EqualFold(strings.TrimRight(field, "0123456789"), name) || strings.EqualFold(field, name) {
				return field
			}
		}
	}
	return ""
}

func containsText(list []string, text string) bool {
	for _, v := range list {
		if v == text {
			return true
		}
	}
	return false
}
