package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ontoBase returns options that read the uploads with the columns of the
// snapshot they are added to: types are fixed, columns it does not have are
// left out.
func ontoBase(o Options, base *dataset.Snapshot) Options {
	o.Columns = nil
	for _, c := range base.Columns {
		if !strings.HasPrefix(c.Name, "$") {
			o.Columns = append(o.Columns, ColumnChoice{Name: c.Name, Type: c.Type, Role: c.Role, Fixed: true})
		}
	}
	return o
}

// planOnto lays out the columns of a snapshot that holds the units of the base
// and further ones: those of the base, and the source if it had only one.
func (s *scheme) planOnto(d Deps) (plan, error) {
	p := plan{id: -1, lat: -1, lon: -1, row: -1, source: -1, country: -1, locate: d.Locate}
	s.earlier = len(s.base.Sources)
	for i, c := range s.base.Columns {
		c.Profile = nil
		p.columns = append(p.columns, c)
		switch {
		case c.Name == RowColumn:
			p.row = i
		case c.Name == SourceColumn:
			p.source = i
		case c.Name == CountryColumn:
			p.country = i
		case c.Role == dataset.RoleID:
			p.id = i
		case strings.HasPrefix(c.Name, "$"): // positions made by location come again
		case c.Role == dataset.RoleLatitude:
			p.lat = i
		case c.Role == dataset.RoleLongitude:
			p.lon = i
		}
	}
	if p.lat < 0 {
		p.country = -1
	}
	if p.source < 0 {
		p.columns = append(p.columns, dataset.Column{Name: SourceColumn, Type: dataset.Number, Role: dataset.RolePlain})
		p.source = len(p.columns) - 1
	}
	if p.columns[p.id].Name == IDColumn {
		return p, territory.Say(territory.Invalid, sentence.ImportAppendNoIDs.With(nil))
	}
	if p.country >= 0 && d.Locate == nil {
		return p, fmt.Errorf("add to snapshot %s: it has places and there are no boundaries to find them in", s.base.ID)
	}
	s.noteLeftOut(p.columns)
	return p, nil
}

func (s *scheme) noteLeftOut(columns []dataset.Column) {
	for i, c := range s.columns {
		known := slices.ContainsFunc(columns, func(k dataset.Column) bool { return k.Name == c.Name })
		if !known && c.Role != dataset.RoleIgnore {
			s.columns[i].Role = dataset.RoleIgnore
			s.notes = append(s.notes, sentence.NoteLeftOut.With(sentence.Params{"column": c.Name}))
		}
	}
}

// addBase copies the units of the base snapshot.
func (c *collector) addBase(ctx context.Context, d Deps) error {
	base := c.scheme.base
	reader, err := dataset.Open(ctx, d.Blobs, *base)
	if err != nil {
		return err
	}
	var names []string
	for _, column := range base.Columns {
		names = append(names, column.Name)
	}
	p := c.scheme.plans[0]
	return reader.Scan(ctx, names, func(_ int, f *dataset.Frame) error {
		c.keep = c.keep[:0]
		ids, rows := &f.Columns[p.id].Texts, f.Columns[p.row].Numbers
		for i := range f.Units {
			c.ids.add(hashID(ids.Raw(i)), int(rows[i]))
			c.keep = append(c.keep, true)
		}
		for i := range f.Columns {
			to, from := &c.frame.Columns[i], &f.Columns[i]
			to.Numbers = append(to.Numbers, from.Numbers...)
			appendTexts(&to.Texts, &from.Texts, nil, true)
		}
		if len(f.Columns) < len(p.columns) { // the base has one source
			to := &c.frame.Columns[p.source]
			to.Numbers = append(to.Numbers, make([]float64, f.Units)...)
		}
		c.frame.Units += f.Units
		c.units += f.Units
		c.extendBox(p, f.Columns)
		return c.flush()
	})
}

// columnsLike returns the types and roles of a snapshot's columns, nothing for
// the id "".
func columnsLike(ctx context.Context, d Deps, snapshotID string) ([]ColumnChoice, error) {
	if snapshotID == "" {
		return nil, nil
	}
	like, err := d.Catalog.Snapshot(ctx, snapshotID)
	if err != nil {
		return nil, err
	}
	var choices []ColumnChoice
	for _, c := range like.Columns {
		if !strings.HasPrefix(c.Name, "$") {
			choices = append(choices, ColumnChoice{Name: c.Name, Type: c.Type, Role: c.Role})
		}
	}
	return choices, nil
}

// those returns the choices for columns that the sample has.
func (s *sample) those(choices []ColumnChoice) []ColumnChoice {
	return slices.DeleteFunc(slices.Clone(choices), func(c ColumnChoice) bool {
		return !slices.ContainsFunc(s.columns, func(g *columnGuess) bool { return g.name == c.Name })
	})
}
