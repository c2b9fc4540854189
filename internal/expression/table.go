package expression

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/expr-lang/expr/ast"
)

// Scope is what a formula may use. On boundaries and areas a formula has one
// value per boundary or area, names are theirs, and sum, mean, smallest,
// largest, count and share add up formulas of the units inside.
type Scope struct {
	On      dataset.On
	Columns []dataset.Column
	// Units are the columns of the units; none when On is OnUnits.
	Units []dataset.Column
}

// Groups says which rows of a table of boundaries or areas hold which units.
type Groups struct {
	Units Source
	// Of returns the row of every unit, -1 for none; original as it was when the
	// alignment began.
	Of func(original bool) []int32
	// Parents[row] is the row that holds a row, -1 for none; parents stand
	// before their children. nil where no row holds another.
	Parents []int32
	// Figure returns a figure of every row that is kept with it: its "target" or
	// "capacity" for a measure. nil where there is none.
	Figure func(ctx context.Context, kind, measure string) ([]float64, error)
}

// Over works a formula on boundaries or areas out for every row of a table.
func (f *Formula) Over(ctx context.Context, from Source, g *Groups, areas *Areas) (*dataset.Whole, error) {
	below := &evaluation{from: g.Units, areas: areas, units: g.Units.Units(), known: map[string]*vector{}}
	return f.run(ctx, &evaluation{from: from, areas: areas, units: from.Units(), known: map[string]*vector{}, groups: g, below: below})
}

// UnitColumns returns the columns of the units that a formula on boundaries or
// areas adds up, sorted.
func (f *Formula) UnitColumns() []string { return f.units }

// known says what an unknown name could have been.
func (c *compiler) known(name string) sentence.Sentence {
	if c.on == dataset.OnUnits || c.on == "" {
		return datasetHas(c.types)
	}
	for _, column := range c.unitColumns {
		if column.Name == name {
			return sentence.FormulaUnitsHave.With(nil)
		}
	}
	return sentence.FormulaOthersHave.With(sentence.Params{"on": sentence.AttributesOf(string(c.on)), "names": strings.Join(slices.Sorted(maps.Keys(c.types)), ", ")})
}

// gathered compiles an aggregate over the units inside a boundary or area.
func (c *compiler) gathered(n ast.Node, name string, args []ast.Node) (dataset.Type, work, error) {
	if c.on != dataset.OnBoundaries && c.on != dataset.OnAreas {
		return "", nil, at(n, sentence.FormulaAddsUnits.With(sentence.Params{"name": name}))
	}
	args, original, err := whichArea(args)
	if err != nil {
		return "", nil, err
	}
	if len(args) != 1 {
		return "", nil, at(n, sentence.FormulaOneValue.With(sentence.Params{"name": name}))
	}
	inner := newCompiler(c.text, Scope{On: dataset.OnUnits, Columns: c.unitColumns})
	kind, in, err := inner.node(args[0])
	if err != nil {
		return "", nil, err
	}
	if want := gatheredType(name); kind != want {
		return "", nil, at(args[0], sentence.FormulaNeeds.With(sentence.Params{"name": name, "type": sentence.ValueType(string(want)), "got": sentence.ValueType(string(kind))}))
	}
	c.below = append(c.below, inner.used...)
	c.area = c.area || inner.area
	return dataset.Number, gather(in, gathers[name], original), nil
}

func gatheredType(name string) dataset.Type {
	if name == "count" {
		return dataset.Boolean
	}
	return dataset.Number
}

var gathers = map[string]aggregate{
	"sum":      func(t, _ *tally) float64 { return t.sum },
	"count":    func(t, _ *tally) float64 { return t.sum },
	"mean":     mean,
	"smallest": func(t, _ *tally) float64 { return t.low },
	"largest":  func(t, _ *tally) float64 { return t.high },
	"share":    func(t, all *tally) float64 { return t.sum / all.sum },
}

func gather(in work, figure aggregate, original bool) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		v, err := in(ctx, e.below)
		if err != nil {
			return nil, err
		}
		rows, all := make([]tally, e.units), newTally()
		for i := range rows {
			rows[i] = newTally()
		}
		for i, row := range e.groups.Of(original) {
			all.add(v.numbers[i])
			if row >= 0 {
				rows[row].add(v.numbers[i])
			}
		}
		rollUp(rows, e.groups.Parents)
		out := make([]float64, e.units)
		for i := range rows {
			out[i] = finite(figure(&rows[i], &all))
		}
		return &vector{numbers: out}, ctx.Err()
	}
}

// rollUp adds every row to the one that holds it.
func rollUp(rows []tally, parents []int32) {
	for i := len(parents) - 1; i >= 0; i-- {
		if parents[i] >= 0 {
			rows[parents[i]].merge(&rows[i])
		}
	}
}

func (t *tally) merge(o *tally) {
	t.n += o.n
	t.sum += o.sum
	t.low, t.high = math.Min(t.low, o.low), math.Max(t.high, o.high)
}

// figure compiles target("MEASURE") and capacity("MEASURE").
func (c *compiler) figure(n ast.Node, name string, args []ast.Node) (dataset.Type, work, error) {
	if c.on != dataset.OnAreas {
		return "", nil, at(n, sentence.FormulaForAreas.With(sentence.Params{"name": name}))
	}
	measure, isText := (*ast.StringNode)(nil), false
	if len(args) == 1 {
		measure, isText = args[0].(*ast.StringNode)
	}
	if !isText {
		return "", nil, at(n, sentence.FormulaMeasureText.With(sentence.Params{"name": name}))
	}
	if name == "target" && !slices.ContainsFunc(c.unitColumns, func(u dataset.Column) bool { return u.Name == measure.Value && u.Type == dataset.Number }) {
		return "", nil, at(measure, sentence.FormulaNoMeasure.With(sentence.Params{"column": measure.Value}))
	}
	return dataset.Number, func(ctx context.Context, e *evaluation) (*vector, error) {
		if e.groups.Figure == nil {
			return nil, territory.Say(territory.Invalid, sentence.FormulaAreaOnly.With(sentence.Params{"name": name}))
		}
		numbers, err := e.groups.Figure(ctx, name, measure.Value)
		return &vector{numbers: numbers}, err
	}, nil
}
