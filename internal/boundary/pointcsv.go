package boundary

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// The names of the position columns of a table of point codes, best first, as
// plainField writes them.
var (
	latNames     = []string{"latitude", "lat", "y", "ycoord", "latdd"}
	lonNames     = []string{"longitude", "lon", "lng", "long", "x", "xcoord", "londd"}
	countryNames = []string{"country", "countrycode", "iso", "isoa2", "iso2", "cc"}
)

// pointTable is the header of a table of point codes.
type pointTable struct {
	comma             rune
	header            []string
	lat, lon, country int // -1 for no country column
}

// newPointTable reads a header line; ok is false when it names no position.
func newPointTable(line string) (t pointTable, ok bool) {
	line = strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "\ufeff")
	t.comma = ','
	for _, c := range []rune{';', '\t', '|'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(t.comma)) {
			t.comma = c
		}
	}
	for name := range strings.SplitSeq(line, string(t.comma)) {
		t.header = append(t.header, strings.TrimSpace(strings.Trim(strings.TrimSpace(name), `"`)))
	}
	t.lat, t.lon, t.country = findField(t.header, latNames), findField(t.header, lonNames), findField(t.header, countryNames)
	return t, len(t.header) >= 3 && t.lat >= 0 && t.lon >= 0
}

func findField(header, names []string) int {
	for _, name := range names {
		for i, field := range header {
			if plainField(field) == name {
				return i
			}
		}
	}
	return -1
}

func plainField(name string) string {
	return strings.NewReplacer("_", "", " ", "", "-", "").Replace(strings.ToLower(name))
}

// firstLine returns the text up to the first line end.
func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

// ReadPointCSV reads a table of point codes: codes with a position and no
// shape, such as postal codes of large customers or of countries without
// published outlines. It needs columns for code, latitude and longitude, and
// uses one for the country (ISO 3166 alpha-2): codes of several countries
// become COUNTRY_CODE keys. Other columns become attributes. Delimiters are
// comma, semicolon, tab and bar.
func ReadPointCSV(r io.Reader, opts ReadOptions) (*Set, *Report, error) {
	opts = opts.withDefaults()
	in := textReader(newLimitReader(r, opts.MaxBytes))
	line, err := in.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &Report{}, err
	}
	table, ok := newPointTable(line)
	if !ok {
		return nil, &Report{}, wrong(sentence.ShapesCSVColumns.With(sentence.Params{"columns": strings.Join(table.header, ", ")})).at(fileLine(1))
	}
	if table.country >= 0 && opts.CountryField == "" {
		opts.CountryField = table.header[table.country]
	}
	b := NewBuilder(opts)
	if err := table.read(in, b); err != nil {
		return nil, b.Report(), err
	}
	b.prefixCountries()
	return b.Finish()
}

func (t *pointTable) read(in *bufio.Reader, b *Builder) error {
	rows := csv.NewReader(in)
	rows.Comma, rows.ReuseRecord, rows.FieldsPerRecord, rows.LazyQuotes = t.comma, true, -1, true
	for line := 2; ; line++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			var fault *InputError
			if errors.As(err, &fault) {
				return err
			}
			return wrong(sentence.ShapesCSVRow.With(sentence.Params{"cause": err.Error()})).at(fileLine(line))
		}
		if err := b.GrowText(rowBytes(row)); err != nil {
			return err
		}
		if err := b.Add(t.feature(row)); err != nil {
			return err
		}
	}
}

func rowBytes(row []string) (n int) {
	for _, field := range row {
		n += len(field)
	}
	return n
}

func (t *pointTable) feature(row []string) Feature {
	f := Feature{Properties: make(map[string]any, len(t.header))}
	for i, name := range t.header {
		if i < len(row) && i != t.lat && i != t.lon && name != "" {
			f.Properties[name] = strings.TrimSpace(row[i])
		}
	}
	if p, ok := t.position(row); ok {
		f.Point = &p
	}
	return f
}

// position reads the place of a row; with another delimiter than the comma, a
// comma is a decimal point.
func (t *pointTable) position(row []string) (geom.Point, bool) {
	if t.lat >= len(row) || t.lon >= len(row) {
		return geom.Point{}, false
	}
	number := func(text string) (float64, bool) {
		text = strings.TrimSpace(text)
		if t.comma != ',' {
			text = strings.Replace(text, ",", ".", 1)
		}
		v, err := strconv.ParseFloat(text, 64)
		return v, err == nil
	}
	lat, okLat := number(row[t.lat])
	lon, okLon := number(row[t.lon])
	p := geom.Point{X: lon, Y: lat}
	return p, okLat && okLon && p.Finite() && validPosition(p)
}

// prefixCountries makes COUNTRY_CODE keys of the codes where the features are
// of several countries, so that equal codes of two countries stay apart.
func (b *Builder) prefixCountries() {
	field := b.opts.CountryField
	countries := map[string]bool{}
	for i := range b.features {
		if c := countryOf(b.text(&b.features[i], field)); c != "" {
			countries[c] = true
		}
	}
	if len(countries) < 2 {
		return
	}
	code := b.opts.CodeField
	if code == "" {
		code = b.guessCode(b.fieldNames())
		if code == "" || code == field {
			code = firstNamed(b.fieldNames(), codeNames)
		}
	}
	for i := range b.features {
		f := &b.features[i]
		country, text := countryOf(b.text(f, field)), b.text(f, code)
		if _, has := splitCountry(text); country != "" && text != "" && has == "" {
			f.Properties[code] = country + "_" + text
		}
	}
}

// countryOf reads an ISO 3166 alpha-2 code, "" for anything else.
func countryOf(text string) string {
	if len(text) == 2 && isLetter(text[0]) && isLetter(text[1]) {
		return strings.ToUpper(text)
	}
	return ""
}
