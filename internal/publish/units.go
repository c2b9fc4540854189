package publish

import (
	"context"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// unitField is one column of the files of units: its value for every unit of
// the snapshot. Text is set for text columns, Number for all others (dates are
// days since 1970-01-01, booleans 0 or 1, NaN is missing).
type unitField struct {
	Column dataset.Column
	Text   func(unit int) string
	Number func(unit int) float64
}

// unitFields returns the columns of the files of units: id, the area of every
// level, the number and owner of the territory, position, measures, and the
// further columns that were asked for. A name that is taken gets a number:
// Region_2 is the dataset's column beside the level Region.
func (p *Plan) unitFields(ctx context.Context) ([]unitField, error) {
	ids, err := p.Reader.IDs(ctx)
	if err != nil {
		return nil, err
	}
	list := &fieldList{taken: map[string]bool{}}
	list.text("id", dataset.RoleID, ids.At)
	areas := p.branches()
	levels := p.State.Alignment.Levels
	for level, name := range levels {
		role := dataset.RoleCategory
		if level == len(levels)-1 {
			role = dataset.RoleTerritory
		}
		list.text(name, role, func(unit int) string { return areas[p.State.Assigned[unit]].names[level] })
	}
	list.number("area_number", dataset.RolePlain, func(unit int) float64 { return float64(p.State.Assigned[unit]) })
	list.text("owner", dataset.RoleOwner, func(unit int) string { return areas[p.State.Assigned[unit]].owner })
	if p.Columns.Lon != nil {
		list.number("longitude", dataset.RoleLongitude, func(unit int) float64 { return p.Columns.Lon[unit] })
		list.number("latitude", dataset.RoleLatitude, func(unit int) float64 { return p.Columns.Lat[unit] })
	}
	for m, name := range p.Columns.Names {
		if name != "" {
			list.number(name, dataset.RoleMeasure, func(unit int) float64 { return p.Columns.Value(m, unit) })
		}
	}
	for _, name := range p.fields {
		if slices.Contains(p.Columns.Names, name) {
			continue
		}
		if err := list.read(ctx, p.Reader, name); err != nil {
			return nil, err
		}
	}
	return p.chosenUnitFields(ctx, list)
}

// chosenUnitFields keeps the columns that were chosen, and reads those of the
// dataset that are not there yet.
func (p *Plan) chosenUnitFields(ctx context.Context, list *fieldList) ([]unitField, error) {
	if p.chosen == nil {
		return list.fields, nil
	}
	out := make([]unitField, 0, len(p.chosen))
	for _, name := range p.chosen {
		if !list.taken[name] {
			if err := list.read(ctx, p.Reader, name); err != nil {
				return nil, err
			}
		}
		at := slices.IndexFunc(list.fields, func(f unitField) bool { return f.Column.Name == name })
		out = append(out, list.fields[at])
	}
	return out, nil
}

// fieldList collects columns whose names differ.
type fieldList struct {
	fields []unitField
	taken  map[string]bool
}

func (l *fieldList) add(f unitField) {
	name := f.Column.Name
	for n := 2; l.taken[f.Column.Name]; n++ {
		f.Column.Name = fmt.Sprintf("%s_%d", name, n)
	}
	l.taken[f.Column.Name] = true
	l.fields = append(l.fields, f)
}

func (l *fieldList) text(name string, role dataset.Role, value func(int) string) {
	l.add(unitField{Column: dataset.Column{Name: name, Type: dataset.Text, Role: role}, Text: value})
}

func (l *fieldList) number(name string, role dataset.Role, value func(int) float64) {
	l.add(unitField{Column: dataset.Column{Name: name, Type: dataset.Number, Role: role}, Number: value})
}

// read adds a column of the dataset with its own type.
func (l *fieldList) read(ctx context.Context, r *dataset.Reader, name string) error {
	column, err := r.Column(name)
	if err != nil {
		return err
	}
	f := unitField{Column: dataset.Column{Name: name, Type: column.Type, Role: dataset.RolePlain}}
	if column.Type == dataset.Text {
		texts, err := r.Texts(ctx, name)
		if err != nil {
			return err
		}
		f.Text = texts.At
	} else {
		numbers, err := r.Numbers(ctx, name)
		if err != nil {
			return err
		}
		f.Number = func(unit int) float64 { return numbers[unit] }
	}
	l.add(f)
	return nil
}

// branchOf is what a unit's row says about its territory.
type branchOf struct {
	names []string // per level, top first
	owner string
}

// branches returns the row texts of every area and of the unassigned units.
func (p *Plan) branches() map[alignment.AreaNumber]branchOf {
	out := map[alignment.AreaNumber]branchOf{alignment.Unassigned: {names: make([]string, len(p.State.Alignment.Levels))}}
	for number, a := range p.State.Areas {
		out[number] = branchOf{names: branch(p.State, number), owner: a.Owner}
	}
	return out
}

// eachUnit calls visit with every unit that is to be written, in order.
func (p *Plan) eachUnit(ctx context.Context, visit func(unit int) error) error {
	for unit, number := range p.State.Assigned {
		if unit%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !p.in(number) {
			continue
		}
		if err := visit(unit); err != nil {
			return err
		}
	}
	return nil
}
