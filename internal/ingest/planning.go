package ingest

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// scheme is what all files of an import have in common, with a plan for each.
type scheme struct {
	columns []decided // of all files together, in order of first appearance
	plans   []*plan
	samples []*sample
	notes   []sentence.Sentence
	// base is the snapshot being added to, nil for a new one; earlier is how
	// many sources it has.
	base    *dataset.Snapshot
	earlier int
}

// makeScheme samples every file and settles how they are read. Columns of like
// that nothing was chosen for keep their types and roles.
func makeScheme(ctx context.Context, d Deps, spec Spec, base *dataset.Snapshot, like []ColumnChoice) (*scheme, error) {
	s := &scheme{base: base}
	var all []*columnGuess
	options := spec.Options
	byName := map[string]*columnGuess{}
	for _, u := range spec.Uploads {
		one, err := takeSample(ctx, d.Blobs, d.Formats, u, spec.Options)
		if err != nil {
			return nil, err
		}
		s.samples = append(s.samples, one)
		options = withDeclared(options, one.those(like))
		options = withDeclared(options, one.declared)
		for _, note := range one.notes {
			s.notes = append(s.notes, sentence.NoteOfFile.With(sentence.Params{"file": u.Name, "note": note}))
		}
		if row := one.dialect.HeaderRow; row > 1 {
			s.notes = append(s.notes, sentence.NoteOfFile.With(sentence.Params{"file": u.Name, "note": aboveHeader(row)}))
		}
		for _, c := range one.columns {
			if known := byName[c.name]; known != nil {
				known.merge(c)
				continue
			}
			byName[c.name] = c
			all = append(all, c)
		}
	}
	if base != nil {
		options.Columns = slices.DeleteFunc(options.Columns, func(c ColumnChoice) bool { return byName[c.Name] == nil })
	}
	var err error
	order := s.samples[0].dialect
	if s.columns, err = decide(all, options, &order); err != nil {
		return nil, err
	}
	for i := range s.samples {
		s.samples[i].dialect.DateOrder = order.DateOrder
	}
	for i, c := range s.columns {
		if c.Type == dataset.Date && !all[i].orderChosen(options) && all[i].ambiguousOrder() {
			s.notes = append(s.notes, sentence.NoteOfColumn.With(sentence.Params{"column": c.Name, "note": all[i].ambiguity()}))
		}
	}
	var common plan
	if base == nil {
		common = s.newPlan(d, spec)
	} else if common, err = s.planOnto(d); err != nil {
		return nil, err
	}
	common.keepMissing = spec.Options.Location != nil
	if common.filter, err = newRowFilter(spec.Where, spec.Definitions, common.columns); err != nil {
		return nil, err
	}
	if spec.Where != "" {
		s.notes = append(s.notes, sentence.NoteOnlyWhere.With(sentence.Params{"condition": spec.Where}))
	}
	for i := 0; i < len(spec.Uploads) && err == nil; i++ {
		err = s.addPlan(common, i, spec.Uploads[i])
	}
	return s, err
}

// merge adds what another file's sample says about the same column.
func (c *columnGuess) merge(other *columnGuess) {
	c.seen += other.seen
	c.missing += other.missing
	c.numbers += other.numbers
	c.notFinite += other.notFinite
	c.padded += other.padded
	c.tooPrecise += other.tooPrecise
	c.decimals += other.decimals
	c.booleans += other.booleans
	c.low, c.high = math.Min(c.low, other.low), math.Max(c.high, other.high)
	for order, n := range other.dates {
		c.dates[order] += n
	}
	for value, n := range other.values {
		c.values[value] += n
	}
}

// newPlan lays out the columns of a new snapshot.
func (s *scheme) newPlan(d Deps, spec Spec) plan {
	base := plan{id: -1, lat: -1, lon: -1, row: -1, source: -1, country: -1, locate: d.Locate}
	add := func(name string, t dataset.Type, role dataset.Role) int {
		base.columns = append(base.columns, dataset.Column{Name: name, Type: t, Role: role})
		return len(base.columns) - 1
	}
	for _, c := range s.columns {
		if c.Role == dataset.RoleIgnore {
			continue
		}
		i := add(c.Name, c.Type, c.Role)
		switch c.Role {
		case dataset.RoleID:
			base.id = i
		case dataset.RoleLatitude:
			base.lat = i
		case dataset.RoleLongitude:
			base.lon = i
		}
	}
	if base.id < 0 {
		base.id = add(IDColumn, dataset.Text, dataset.RoleID)
		s.notes = append(s.notes, sentence.NoteRowNumbers.With(nil))
	}
	base.row = add(RowColumn, dataset.Number, dataset.RolePlain)
	if len(spec.Uploads) > 1 {
		base.source = add(SourceColumn, dataset.Number, dataset.RolePlain)
	}
	if base.lat >= 0 && d.Locate != nil {
		base.country = add(CountryColumn, dataset.Text, dataset.RoleCategory)
		add(StateColumn, dataset.Text, dataset.RoleCategory)
		add(CountyColumn, dataset.Text, dataset.RoleCategory)
	}
	return base
}

// addPlan fits the common plan to one file's columns.
func (s *scheme) addPlan(base plan, i int, u Upload) error {
	p := base
	one := s.samples[i]
	p.sourceIndex, p.file = s.earlier+i, u.Name
	for range p.columns {
		p.decimals, p.orders = append(p.decimals, one.dialect.Decimal[0]), append(p.orders, one.dialect.DateOrder)
	}
	for _, c := range one.columns {
		p.union = append(p.union, slices.IndexFunc(s.columns, func(d decided) bool { return d.Name == c.name }))
	}
	for k, column := range p.columns {
		field := -1 // columns of our own are never read from a file
		if !strings.HasPrefix(column.Name, "$") {
			field = slices.IndexFunc(one.columns, func(c *columnGuess) bool { return c.name == column.Name })
		}
		p.fields = append(p.fields, field)
		if field >= 0 {
			p.decimals[k] = one.columns[field].decimal
			p.orders[k] = s.columns[p.union[field]].order
		}
		made := k == p.id && column.Name == IDColumn
		if needed := k == p.id || k == p.lat || k == p.lon; needed && field < 0 && !made {
			return territory.Say(territory.Invalid, sentence.ImportFileLacksColumn.With(sentence.Params{"file": u.Name, "column": column.Name, "role": column.Role}))
		}
	}
	s.plans = append(s.plans, &p)
	return nil
}

func (s *scheme) header() []string {
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.Name
	}
	return names
}

// retype makes text of a column whose values turned out not to fit, and says
// so in a note.
func (s *scheme) retype(e *retypeError) (ColumnChoice, sentence.Sentence) {
	i := slices.IndexFunc(s.columns, func(d decided) bool { return d.Name == e.column })
	c := s.columns[i]
	choice := ColumnChoice{Name: c.Name, Type: dataset.Text, Role: c.Role}
	if choice.Role == dataset.RoleMeasure {
		choice.Role = dataset.RolePlain
	}
	return choice, sentence.NoteKeptAsText.With(sentence.Params{"column": c.Name, "misfits": e.misfits, "of": e.present, "type": c.Type})
}
