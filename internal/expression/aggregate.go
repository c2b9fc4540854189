package expression

import (
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/expr-lang/expr/ast"
)

// tally adds up the values of a group of units; missing ones are left out.
type tally struct {
	sum, low, high float64
	n              int
}

func newTally() tally { return tally{low: math.Inf(1), high: math.Inf(-1)} }

func (t *tally) add(x float64) {
	if math.IsNaN(x) {
		return
	}
	t.n++
	t.sum += x
	t.low, t.high = min(t.low, x), max(t.high, x)
}

// aggregate returns a figure of a group; total is that of all units.
type aggregate func(group, total *tally) float64

var aggregates = map[string]aggregate{
	"total":     func(t, _ *tally) float64 { return t.sum },
	"average":   mean,
	"lowest":    func(t, _ *tally) float64 { return t.low },
	"highest":   func(t, _ *tally) float64 { return t.high },
	"areaSum":   func(t, _ *tally) float64 { return t.sum },
	"areaMean":  mean,
	"areaMin":   func(t, _ *tally) float64 { return t.low },
	"areaMax":   func(t, _ *tally) float64 { return t.high },
	"areaShare": func(t, all *tally) float64 { return t.sum / all.sum },
}

func mean(t, _ *tally) float64 { return t.sum / float64(t.n) }

// whole gives every unit the same figure of all units.
func whole(in work, figure aggregate) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		v, err := in(ctx, e)
		if err != nil {
			return nil, err
		}
		all := newTally()
		for _, x := range v.numbers {
			all.add(x)
		}
		y := finite(figure(&all, &all))
		out := make([]float64, e.units)
		for i := range out {
			out[i] = y
		}
		return &vector{numbers: out}, ctx.Err()
	}
}

// whichArea takes "original" or "proposed" off the end of arguments.
func whichArea(args []ast.Node) (rest []ast.Node, original bool, err error) {
	if len(args) == 0 {
		return args, false, nil
	}
	last := args[len(args)-1]
	if p, isPredicate := last.(*ast.PredicateNode); isPredicate { // how the parser reads a second argument of sum
		last = p.Node
	}
	word, isText := last.(*ast.StringNode)
	if !isText {
		return args, false, nil
	}
	if word.Value != "original" && word.Value != "proposed" {
		return nil, false, at(word, sentence.FormulaEither.With(sentence.Params{"one": `"original"`, "other": `"proposed"`}))
	}
	return args[:len(args)-1], word.Value == "original", nil
}

// areal compiles a function of the unit's territory, which takes "original" as
// a further argument. Units without a territory have no value.
func (c *compiler) areal(n ast.Node, name string, args []ast.Node) (dataset.Type, work, error) {
	if c.on != dataset.OnUnits {
		return "", nil, at(n, sentence.FormulaForUnits.With(sentence.Params{"name": name}))
	}
	c.area = true
	args, original, err := whichArea(args)
	if err != nil {
		return "", nil, err
	}
	of := func(e *evaluation) []int32 {
		if original {
			return e.areas.Original
		}
		return e.areas.Proposed
	}
	if name == "distance" {
		if len(args) != 0 {
			return "", nil, at(n, sentence.FormulaEither.With(sentence.Params{"one": "distance()", "other": `distance("original")`}))
		}
		return dataset.Number, func(_ context.Context, e *evaluation) (*vector, error) {
			if e.areas.Km == nil {
				return &vector{numbers: slices.Repeat([]float64{math.NaN()}, e.units)}, nil
			}
			return &vector{numbers: e.areas.Km(original)}, nil
		}, nil
	}
	if name == "area" {
		if len(args) != 0 {
			return "", nil, at(n, sentence.FormulaEither.With(sentence.Params{"one": "area()", "other": `area("original")`}))
		}
		return dataset.Text, func(_ context.Context, e *evaluation) (*vector, error) {
			out := make([]string, e.units)
			for i, number := range of(e) {
				out[i] = e.areas.Names[number]
			}
			return &vector{texts: out}, nil
		}, nil
	}
	if len(args) != 1 {
		return "", nil, at(n, sentence.FormulaOneNumber.With(sentence.Params{"name": name}))
	}
	kind, in, err := c.node(args[0])
	if err != nil {
		return "", nil, err
	}
	if !numeric(kind) {
		return "", nil, at(args[0], sentence.FormulaNeeds.With(sentence.Params{"name": name, "type": sentence.ValueType(string(dataset.Number)), "got": sentence.ValueType(string(kind))}))
	}
	return dataset.Number, perArea(in, aggregates[name], of), nil
}

func perArea(in work, figure aggregate, of func(*evaluation) []int32) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		v, err := in(ctx, e)
		if err != nil {
			return nil, err
		}
		groups, all := map[int32]*tally{}, newTally()
		for i, number := range of(e) {
			all.add(v.numbers[i])
			if number == 0 {
				continue
			}
			g := groups[number]
			if g == nil {
				fresh := newTally()
				g = &fresh
				groups[number] = g
			}
			g.add(v.numbers[i])
		}
		values := make(map[int32]float64, len(groups))
		for number, g := range groups {
			values[number] = finite(figure(g, &all))
		}
		out := make([]float64, e.units)
		for i, number := range of(e) {
			if out[i] = math.NaN(); number != 0 {
				out[i] = values[number]
			}
		}
		return &vector{numbers: out}, ctx.Err()
	}
}
