package attribute

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// placed is the state of an alignment. areas is called when a value that needs
// them is worked out.
type placed struct {
	areas   func(ctx context.Context) (*expression.Areas, error)
	version string
}

// standing is a placed that only types are asked of.
var standing = &placed{}

// compiled is a definition that can be worked out.
type compiled struct {
	dataset.Definition
	formula *expression.Formula
	column  dataset.Column
}

// arrange compiles definitions, each after those it builds on, and says of every
// other one why it cannot be used.
func arrange(definitions []dataset.Definition, in expression.Scope, at *placed) ([]compiled, map[string]error) {
	var made []compiled
	wrong := map[string]error{}
	for left := slices.Clone(definitions); len(left) > 0; {
		var later []dataset.Definition
		clear(wrong)
		for _, d := range left {
			f, err := expression.CompileOn(d.Text, in)
			if err == nil && f.NeedsAreas() && at == nil {
				err = territory.Say(territory.Invalid, sentence.AttributeAreas.With(nil))
			}
			if err != nil {
				wrong[d.Name] = err
				later = append(later, d)
				continue
			}
			c := compiled{d, f, columnOf(d.Name, f.Type())}
			made, in.Columns = append(made, c), append(slices.Clone(in.Columns), c.column)
		}
		if len(later) == len(left) {
			break
		}
		left = later
	}
	return made, wrong
}

func columnOf(name string, kind dataset.Type) dataset.Column {
	c := dataset.Column{Name: name, Type: kind, Role: dataset.RolePlain}
	if kind == dataset.Number {
		c.Role = dataset.RoleMeasure
	}
	return c
}

// compute turns definitions on units into columns.
func compute(definitions []dataset.Definition, columns []dataset.Column, at *placed) ([]dataset.Computed, map[string]error) {
	all, wrong := arrange(definitions, expression.Scope{On: dataset.OnUnits, Columns: columns}, at)
	var made []dataset.Computed
	version := sha256.New()
	for _, c := range all {
		fmt.Fprintf(version, "%q=%q;", c.Name, c.Text)
		made = append(made, computed(c, hex.EncodeToString(version.Sum(nil)), at))
	}
	return made, wrong
}

func computed(c compiled, version string, at *placed) dataset.Computed {
	out := dataset.Computed{Column: c.column, Version: version}
	if at != nil {
		out.Version += " " + at.version
	}
	out.Work = func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) {
		var areas *expression.Areas
		if at != nil && c.formula.NeedsAreas() {
			var err error
			if areas, err = at.areas(ctx); err != nil {
				return nil, err
			}
		}
		return c.formula.Values(ctx, r, areas)
	}
	return out
}

// on returns the definitions that describe something.
func on(definitions []dataset.Definition, what dataset.On) []dataset.Definition {
	var some []dataset.Definition
	for _, d := range definitions {
		if d.On == what || d.On == "" && what == dataset.OnUnits {
			some = append(some, d)
		}
	}
	return some
}

// Calculated is an attribute of units with its formula.
type Calculated struct {
	Column  dataset.Column
	Formula *expression.Formula
}

// UnitFormulas compiles the definitions on units that can be worked out over
// columns, each after those it builds on.
func UnitFormulas(definitions []dataset.Definition, columns []dataset.Column) []Calculated {
	made, _ := arrange(on(definitions, dataset.OnUnits), expression.Scope{On: dataset.OnUnits, Columns: columns}, nil)
	var all []Calculated
	for _, c := range made {
		all = append(all, Calculated{c.column, c.formula})
	}
	return all
}
