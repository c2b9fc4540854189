package expression

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/expr-lang/expr/ast"
)

// description is what people read about a function.
type description struct{ name, group, usage, help string }

// function is a function that looks at one unit at a time. Params are the types
// of its arguments; the last one repeats when it is variadic.
type function struct {
	description
	params   []dataset.Type
	variadic bool
	result   dataset.Type
	// row works on one unit: numbers and texts in the order of params.
	row func(numbers []float64, texts []string) (float64, string)
}

const (
	num  = dataset.Number
	text = dataset.Text
	day  = dataset.Date
	yes  = dataset.Boolean
)

func math1(f func(float64) float64) func([]float64, []string) (float64, string) {
	return func(n []float64, _ []string) (float64, string) { return f(n[0]), "" }
}

func text1(f func(string) string) func([]float64, []string) (float64, string) {
	return func(_ []float64, t []string) (float64, string) { return 0, f(t[0]) }
}

func dated(f func(time.Time) int) func([]float64, []string) (float64, string) {
	return func(n []float64, _ []string) (float64, string) {
		if math.IsNaN(n[0]) {
			return n[0], ""
		}
		return float64(f(time.Unix(int64(n[0])*secondsPerDay, 0).UTC())), ""
	}
}

// functions are those that look at one unit at a time.
var functions = []function{
	{description{"abs", "number", "abs(x)", "x without its sign"}, []dataset.Type{num}, false, num, math1(math.Abs)},
	{description{"ceil", "number", "ceil(x)", "The whole number above x"}, []dataset.Type{num}, false, num, math1(math.Ceil)},
	{description{"floor", "number", "floor(x)", "The whole number below x"}, []dataset.Type{num}, false, num, math1(math.Floor)},
	{description{"round", "number", "round(x)", "The nearest whole number"}, []dataset.Type{num}, false, num, math1(math.Round)},
	{description{"sqrt", "number", "sqrt(x)", "The square root; missing for negative x"}, []dataset.Type{num}, false, num, math1(math.Sqrt)},
	{description{"log", "number", "log(x)", "The natural logarithm; missing unless x > 0"}, []dataset.Type{num}, false, num, math1(math.Log)},
	{description{"exp", "number", "exp(x)", "e to the power of x"}, []dataset.Type{num}, false, num, math1(math.Exp)},
	{description{"min", "number", "min(x, y, …)", "The smallest"}, []dataset.Type{num, num}, true, num, fold(math.Min)},
	{description{"max", "number", "max(x, y, …)", "The largest"}, []dataset.Type{num, num}, true, num, fold(math.Max)},
	{description{"number", "number", "number(text)", "The number that a text says; missing when it is none"}, []dataset.Type{text}, false, num,
		func(_ []float64, t []string) (float64, string) {
			x, err := strconv.ParseFloat(strings.TrimSpace(t[0]), 64)
			if err != nil {
				return math.NaN(), ""
			}
			return x, ""
		}},
	{description{"len", "text", "len(text)", "How many characters a text has"}, []dataset.Type{text}, false, num,
		func(_ []float64, t []string) (float64, string) { return float64(len([]rune(t[0]))), "" }},
	{description{"trim", "text", "trim(text)", "Without spaces at both ends"}, []dataset.Type{text}, false, text, text1(strings.TrimSpace)},
	{description{"upper", "text", "upper(text)", "In capitals"}, []dataset.Type{text}, false, text, text1(strings.ToUpper)},
	{description{"lower", "text", "lower(text)", "In small letters"}, []dataset.Type{text}, false, text, text1(strings.ToLower)},
	{description{"left", "text", "left(text, n)", "The first n characters"}, []dataset.Type{text, num}, false, text,
		func(n []float64, t []string) (float64, string) { return 0, part(t[0], 0, n[0]) }},
	{description{"right", "text", "right(text, n)", "The last n characters"}, []dataset.Type{text, num}, false, text,
		func(n []float64, t []string) (float64, string) {
			return 0, part(t[0], float64(len([]rune(t[0])))-n[0], n[0])
		}},
	{description{"replace", "text", "replace(text, old, new)", "Every old replaced by new"}, []dataset.Type{text, text, text}, false, text,
		func(_ []float64, t []string) (float64, string) { return 0, strings.ReplaceAll(t[0], t[1], t[2]) }},
	{description{"concat", "text", "concat(text, text, …)", "The texts one after another"}, []dataset.Type{text, text}, true, text,
		func(_ []float64, t []string) (float64, string) { return 0, strings.Join(t, "") }},
	{description{"text", "text", "text(x)", "A number as text"}, []dataset.Type{num}, false, text,
		func(n []float64, _ []string) (float64, string) {
			if math.IsNaN(n[0]) {
				return 0, ""
			}
			return 0, strconv.FormatFloat(n[0], 'f', -1, 64)
		}},
	{description{"year", "date", "year(date)", "The year"}, []dataset.Type{day}, false, num, dated(time.Time.Year)},
	{description{"month", "date", "month(date)", "The month, 1 to 12"}, []dataset.Type{day}, false, num, dated(func(t time.Time) int { return int(t.Month()) })},
	{description{"day", "date", "day(date)", "The day of the month"}, []dataset.Type{day}, false, num, dated(time.Time.Day)},
	{description{"weekday", "date", "weekday(date)", "1 for Monday to 7 for Sunday"}, []dataset.Type{day}, false, num, dated(func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 })},
}

func fold(f func(a, b float64) float64) func([]float64, []string) (float64, string) {
	return func(n []float64, _ []string) (float64, string) {
		best := n[0]
		for _, x := range n[1:] {
			best = f(best, x)
		}
		return best, ""
	}
}

// part returns n characters from a position on, as many as there are.
func part(s string, from, n float64) string {
	if !(n > 0) {
		return ""
	}
	runes := []rune(s)
	first := int(max(0, min(from, float64(len(runes)))))
	last := int(max(float64(first), min(from+n, float64(len(runes)))))
	return string(runes[first:last])
}

// call compiles a function call.
func (c *compiler) call(n ast.Node, name string, args []ast.Node) (dataset.Type, work, error) {
	switch name {
	case "date":
		return c.date(n, args)
	case "choose":
		if len(args) != 3 {
			return "", nil, at(n, sentence.FormulaChoose.With(nil))
		}
		return c.choice(n, args[0], args[1], args[2])
	case "area", "areaSum", "areaMean", "areaMin", "areaMax", "areaShare", "distance":
		return c.areal(n, name, args)
	case "sum", "mean", "smallest", "largest", "count", "share":
		return c.gathered(n, name, args)
	case "target", "capacity":
		return c.figure(n, name, args)
	}
	kinds, works, err := c.arguments(args)
	if err != nil {
		return "", nil, err
	}
	switch name {
	case "missing":
		if len(args) != 1 {
			return "", nil, at(n, sentence.FormulaOneValue.With(sentence.Params{"name": name}))
		}
		return yes, missing(kinds[0], works[0]), nil
	case "coalesce":
		for i, kind := range kinds {
			if kind != kinds[0] {
				return "", nil, at(args[i], sentence.FormulaCoalesceTypes.With(sentence.Params{"type": sentence.ValueType(string(kinds[0])), "got": sentence.ValueType(string(kind))}))
			}
		}
		if len(args) < 2 {
			return "", nil, at(n, sentence.FormulaCoalesceTwo.With(nil))
		}
		return kinds[0], coalesce(kinds[0], works), nil
	case "total", "average", "lowest", "highest":
		if len(args) != 1 || !numeric(kinds[0]) {
			return "", nil, at(n, sentence.FormulaOneNumber.With(sentence.Params{"name": name}))
		}
		if c.on == dataset.OnAreas {
			return "", nil, at(n, sentence.FormulaCountsTwice.With(sentence.Params{"name": name}))
		}
		c.all = true
		return num, whole(works[0], aggregates[name]), nil
	}
	for _, f := range functions {
		if f.name == name {
			return c.row(n, f, args, kinds, works)
		}
	}
	return "", nil, at(n, sentence.FormulaUnknownFunction.With(sentence.Params{"name": name, "names": strings.Join(functionNames(c.on), ", ")}))
}

func (c *compiler) arguments(args []ast.Node) ([]dataset.Type, []work, error) {
	kinds, works := make([]dataset.Type, len(args)), make([]work, len(args))
	for i, arg := range args {
		var err error
		if kinds[i], works[i], err = c.node(arg); err != nil {
			return nil, nil, err
		}
	}
	return kinds, works, nil
}

// date compiles date("2025-03-31").
func (c *compiler) date(n ast.Node, args []ast.Node) (dataset.Type, work, error) {
	literal, isText := (*ast.StringNode)(nil), false
	if len(args) == 1 {
		literal, isText = args[0].(*ast.StringNode)
	}
	if !isText {
		return "", nil, at(n, sentence.FormulaDateTakes.With(nil))
	}
	days, err := parseDate(literal.Value)
	if err != nil {
		return "", nil, at(literal, noDate(literal.Value))
	}
	_, w, err := constantNumber(days)
	return day, w, err
}

// row compiles a call of a function that looks at one unit at a time.
func (c *compiler) row(n ast.Node, f function, args []ast.Node, kinds []dataset.Type, works []work) (dataset.Type, work, error) {
	if len(args) < len(f.params) || len(args) > len(f.params) && !f.variadic {
		return "", nil, at(n, sentence.FormulaUsage.With(sentence.Params{"name": f.name, "usage": f.usage}))
	}
	var numbers, texts []int
	for i, kind := range kinds {
		want := f.params[min(i, len(f.params)-1)]
		if kind != want {
			return "", nil, at(args[i], sentence.FormulaNeeds.With(sentence.Params{"name": f.name, "type": sentence.ValueType(string(want)), "got": sentence.ValueType(string(kind))}))
		}
		if kind == text {
			texts = append(texts, i)
		} else {
			numbers = append(numbers, i)
		}
	}
	return f.result, func(ctx context.Context, e *evaluation) (*vector, error) {
		in, err := vectors(ctx, e, works)
		if err != nil {
			return nil, err
		}
		out := &vector{}
		if f.result == text {
			out.texts = make([]string, e.units)
		} else {
			out.numbers = make([]float64, e.units)
		}
		x, t := make([]float64, len(numbers)), make([]string, len(texts))
		for unit := range e.units {
			for i, from := range numbers {
				x[i] = in[from].numbers[unit]
			}
			for i, from := range texts {
				t[i] = in[from].texts[unit]
			}
			number, word := f.row(x, t)
			if f.result == text {
				out.texts[unit] = word
			} else {
				out.numbers[unit] = finite(number)
			}
		}
		return out, ctx.Err()
	}, nil
}

func missing(kind dataset.Type, in work) work {
	if kind == text {
		return texts2(in, in, func(a, _ string) float64 { return truth(a == "") })
	}
	return numbers2(in, in, func(a, _ float64) float64 { return truth(math.IsNaN(a)) })
}

func coalesce(kind dataset.Type, works []work) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		in, err := vectors(ctx, e, works)
		if err != nil {
			return nil, err
		}
		return pick(kind, e.units, func(i int) *vector {
			for _, v := range in[:len(in)-1] {
				if kind == text && v.texts[i] != "" || kind != text && !math.IsNaN(v.numbers[i]) {
					return v
				}
			}
			return in[len(in)-1]
		}), nil
	}
}

// join puts texts one after another.
func join(works []work) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		in, err := vectors(ctx, e, works)
		if err != nil {
			return nil, err
		}
		out := make([]string, e.units)
		for i := range out {
			for _, v := range in {
				out[i] += v.texts[i]
			}
		}
		return &vector{texts: out}, nil
	}
}
