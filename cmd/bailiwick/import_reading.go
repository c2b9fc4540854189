package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// reading says how files are to be read; everything left out is detected.
type reading struct {
	Type      map[string]string `help:"Type of a column, as COLUMN=text, number, date or boolean." mapsep:","`
	Decimal   map[string]string `help:"Decimal mark of a column, as COLUMN=comma or COLUMN=point; * for all." mapsep:","`
	DateOrder map[string]string `help:"Order of dates of a column, as COLUMN=ymd, mdy or dmy; * for all." mapsep:","`
	Delimiter string            `help:"Delimiter: comma, semicolon, tab, pipe or one character."`
	Quote     string            `help:"Mark around fields: double, single or none."`
	Encoding  string            `help:"Encoding: utf-8, utf-16le, utf-16be or windows-1252."`
	HeaderRow int               `help:"Row with the column names, the first being 1."`
	Sheet     string            `help:"Sheet of a workbook."`
}

var (
	delimiterWords = map[string]string{"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
	quoteWords     = map[string]string{"double": `"`, "single": "'"}
	decimalWords   = map[string]string{"comma": ",", "point": "."}
)

// worded replaces a word by what it stands for.
func worded(words map[string]string, text string) string {
	if mark, ok := words[text]; ok {
		return mark
	}
	return text
}

// options turns the flags into choices.
func (r *reading) options(roles map[string]string) ingest.Options {
	o := ingest.Options{Dialect: ingest.Dialect{Delimiter: worded(delimiterWords, r.Delimiter), Quote: worded(quoteWords, r.Quote), Encoding: r.Encoding,
		HeaderRow: r.HeaderRow, Sheet: r.Sheet, Decimal: worded(decimalWords, r.Decimal["*"]), DateOrder: r.DateOrder["*"]}}
	columns := map[string]*ingest.ColumnChoice{}
	each := func(choices map[string]string, set func(c *ingest.ColumnChoice, value string)) {
		for name, value := range choices {
			if name == "*" {
				continue
			}
			if columns[name] == nil {
				columns[name] = &ingest.ColumnChoice{Name: name}
			}
			set(columns[name], value)
		}
	}
	each(roles, func(c *ingest.ColumnChoice, v string) { c.Role = dataset.Role(v) })
	each(r.Type, func(c *ingest.ColumnChoice, v string) { c.Type = dataset.Type(v) })
	each(r.Decimal, func(c *ingest.ColumnChoice, v string) { c.Decimal = worded(decimalWords, v) })
	each(r.DateOrder, func(c *ingest.ColumnChoice, v string) { c.DateOrder = v })
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		o.Columns = append(o.Columns, *columns[name])
	}
	return o
}

// preview shows how the first file will be read.
func (c *importCmd) preview(ctx context.Context, t *terminal, api *client) error {
	if len(c.Files) == 0 {
		return territory.Errorf(territory.Invalid, "Name the file to look at.")
	}
	upload, err := sendFile(ctx, api, c.Files[0])
	if err != nil {
		return err
	}
	var p ingest.Preview
	if err := api.post(ctx, "/uploads/"+upload.ID+"/preview", c.options(c.Role), &p); err != nil {
		return err
	}
	return t.print(p, func(w io.Writer) { printPreview(w, &p) })
}

func printPreview(w io.Writer, p *ingest.Preview) {
	for _, g := range p.Guesses {
		fmt.Fprintf(w, "%-10s %-14q %s\n", g.What, g.Value, g.Reason)
	}
	fmt.Fprintf(w, "Columns, by the first %d rows:\n", p.SampledRows)
	for _, c := range p.Columns {
		fmt.Fprintf(w, "  %-26s %-8s %-12s %d missing, %d distinct, such as %s\n", c.Name, c.Type, c.Role, c.Missing, c.Profile.Distinct, strings.Join(c.Samples[:min(3, len(c.Samples))], " | "))
		fmt.Fprintf(w, "  %-26s type: %s; role: %s\n", "", c.TypeReason, c.Reason)
	}
	for _, problem := range p.Problems {
		fmt.Fprintf(w, "! %s%s\n", strings.TrimLeft(problem.Column+": ", ": "), problem.Text)
	}
}
