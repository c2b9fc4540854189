package expression

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/expr-lang/expr/vm"
)

// Source gives the columns of one snapshot; a dataset.Reader is one.
type Source interface {
	Units() int
	Numbers(ctx context.Context, name string) ([]float64, error)
	Texts(ctx context.Context, name string) (*dataset.Texts, error)
}

// values are the columns a condition reads, by name.
type values struct {
	numbers map[string][]float64
	texts   map[string]*dataset.Texts
	units   int
}

func (c *Condition) load(ctx context.Context, from Source) (*values, error) {
	v := &values{numbers: make(map[string][]float64), texts: make(map[string]*dataset.Texts), units: from.Units()}
	for _, name := range c.used {
		var err error
		if c.types[name] == dataset.Text {
			v.texts[name], err = from.Texts(ctx, name)
		} else {
			v.numbers[name], err = from.Numbers(ctx, name)
		}
		if err != nil {
			return nil, err
		}
	}
	return v, nil
}

// Match returns for every unit whether the condition holds.
func (c *Condition) Match(ctx context.Context, from Source) ([]bool, error) {
	v, err := c.load(ctx, from)
	if err != nil {
		return nil, err
	}
	if mask, done := c.columnwise(c.tree, v); done {
		return mask, nil
	}
	return c.unitwise(ctx, v)
}

// unitwise runs the compiled program for every unit.
func (c *Condition) unitwise(ctx context.Context, v *values) ([]bool, error) {
	mask := make([]bool, v.units)
	env := make(map[string]any, len(c.used))
	var machine vm.VM
	for unit := range mask {
		if unit%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for name, column := range v.texts {
			env[name] = column.At(unit)
		}
		for name, column := range v.numbers {
			if c.types[name] == dataset.Boolean {
				env[name] = column[unit] == 1
			} else {
				env[name] = column[unit]
			}
		}
		out, err := machine.Run(c.program, env)
		if err != nil {
			return nil, territory.Say(territory.Invalid, sentence.ConditionFails.With(sentence.Params{"condition": c.text, "unit": unit, "cause": err.Error()}))
		}
		mask[unit] = out.(bool)
	}
	return mask, nil
}

// compare decides one of the six comparisons.
func compare[T string | float64](operator string, a, b T) bool {
	switch operator {
	case "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	default:
		return a >= b
	}
}

// isComparison says whether an operator is one that compare knows.
func isComparison(operator string) bool {
	switch operator {
	case "==", "!=", "<", "<=", ">", ">=":
		return true
	}
	return false
}

func isTrue(v float64) bool { return !math.IsNaN(v) && v == 1 }
