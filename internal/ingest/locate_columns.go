package ingest

import (
	"maps"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// madeColumn writes a column of the pass: a number, or a text.
type madeColumn struct {
	column dataset.Column
	number func(i int) float64
	text   func(i int) string
}

// columns are those the pass writes, by name.
func (l *locating) columns() map[string]madeColumn {
	made := map[string]madeColumn{}
	text := func(name string, value func(i int) string) {
		made[name] = madeColumn{dataset.Column{Name: name, Type: dataset.Text, Role: dataset.RoleCategory}, nil, value}
	}
	number := func(name string, role dataset.Role, value func(i int) float64) {
		made[name] = madeColumn{dataset.Column{Name: name, Type: dataset.Number, Role: role}, value, nil}
	}
	lat, lon := dataset.LatitudeColumn, dataset.LongitudeColumn
	if c, ok := l.from.RoleColumn(dataset.RoleLatitude); ok {
		lat = c.Name
	}
	if c, ok := l.from.RoleColumn(dataset.RoleLongitude); ok {
		lon = c.Name
	}
	number(lat, dataset.RoleLatitude, func(i int) float64 { return l.lat[i] })
	number(lon, dataset.RoleLongitude, func(i int) float64 { return l.lon[i] })
	text(dataset.AccuracyColumn, func(i int) string { return string(l.accuracy[i]) })
	l.placeColumns(text)
	if l.atlas == nil {
		return made
	}
	text(dataset.LocatedColumn, func(i int) string { return string(l.how[i]) })
	text(dataset.BoundaryColumn, func(i int) string {
		if l.place[i] == boundary.Nowhere {
			return ""
		}
		return l.atlas.Key(l.place[i])
	})
	if len(l.atlas.Sheets) > 1 {
		text(dataset.BoundarySetColumn, func(i int) string {
			if l.place[i] == boundary.Nowhere {
				return ""
			}
			return l.atlas.Sheets[l.place[i].Sheet].Set.Name
		})
	}
	if l.code != nil {
		number(dataset.FromCodeColumn, dataset.RolePlain, l.fromCode)
	}
	return made
}

// placeColumns finds country, state and county again, since positions may be
// new.
func (l *locating) placeColumns(text func(string, func(int) string)) {
	if l.deps.Locate == nil {
		return
	}
	places := l.deps.Locate(l.lon, l.lat)
	text(CountryColumn, func(i int) string { return places.Country[i] })
	text(StateColumn, func(i int) string { return places.State[i] })
	text(CountyColumn, func(i int) string { return places.County[i] })
}

// fromCode is how far a given or geocoded position lies outside the boundary of
// the unit's code, in km.
func (l *locating) fromCode(i int) float64 {
	a := l.accuracy[i]
	if l.byCode[i] == boundary.Nowhere || a != dataset.Given && !a.Geocoded() {
		return math.NaN()
	}
	d := l.atlas.Distance(l.byCode[i], geom.Point{X: l.lon[i], Y: l.lat[i]})
	return math.Round(float64(d)) / 1000
}

// withMade returns the columns with those made in the places of the ones they
// replace, and the others behind.
func withMade(columns []dataset.Column, made map[string]madeColumn) []dataset.Column {
	columns = slices.Clone(columns)
	for name, m := range made {
		if at := slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == name }); at >= 0 {
			columns[at] = m.column
		}
	}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if !slices.ContainsFunc(columns, func(c dataset.Column) bool { return c.Name == name }) {
			columns = append(columns, made[name].column)
		}
	}
	return columns
}

// fill makes a frame of the columns kept, in their order, and those made.
func (l *locating) fill(to, kept *dataset.Frame, columns []dataset.Column, made map[string]madeColumn, first int) *dataset.Frame {
	to.Units = kept.Units
	next := 0
	for k, c := range columns {
		values := &to.Columns[k]
		m, again := made[c.Name]
		if !again {
			from := &kept.Columns[next]
			next++
			values.Numbers = append(values.Numbers, from.Numbers...)
			appendTexts(&values.Texts, &from.Texts, nil, true)
			continue
		}
		for i := first; i < first+kept.Units; i++ {
			if m.text != nil {
				values.Texts.Append([]byte(m.text(i)))
			} else {
				values.Numbers = append(values.Numbers, m.number(i))
			}
		}
	}
	return to
}
