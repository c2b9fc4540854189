package expression

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/expr-lang/expr/ast"
)

// Function is a function of formulas, for lists and help.
type Function struct {
	Name string `json:"name"`
	// Group is "number", "text", "date", "condition", "total" or "area".
	Group string `json:"group"`
	Usage string `json:"usage"`
	Help  string `json:"help"`
}

// function is a Function with what it does. Params are the types of its
// arguments; the last one repeats when it is variadic.
type function struct {
	Function
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
	{Function{"abs", "number", "abs(x)", "x without its sign"}, []dataset.Type{num}, false, num, math1(math.Abs)},
	{Function{"ceil", "number", "ceil(x)", "The whole number above x"}, []dataset.Type{num}, false, num, math1(math.Ceil)},
	{Function{"floor", "number", "floor(x)", "The whole number below x"}, []dataset.Type{num}, false, num, math1(math.Floor)},
	{Function{"round", "number", "round(x)", "The nearest whole number"}, []dataset.Type{num}, false, num, math1(math.Round)},
	{Function{"sqrt", "number", "sqrt(x)", "The square root; missing for negative x"}, []dataset.Type{num}, false, num, math1(math.Sqrt)},
	{Function{"log", "number", "log(x)", "The natural logarithm; missing unless x > 0"}, []dataset.Type{num}, false, num, math1(math.Log)},
	{Function{"exp", "number", "exp(x)", "e to the power of x"}, []dataset.Type{num}, false, num, math1(math.Exp)},
	{Function{"min", "number", "min(x, y, …)", "The smallest"}, []dataset.Type{num, num}, true, num, fold(math.Min)},
	{Function{"max", "number", "max(x, y, …)", "The largest"}, []dataset.Type{num, num}, true, num, fold(math.Max)},
	{Function{"number", "number", "number(text)", "The number that a text says; missing when it is none"}, []dataset.Type{text}, false, num,
		func(_ []float64, t []string) (float64, string) {
			x, err := strconv.ParseFloat(strings.TrimSpace(t[0]), 64)
			if err != nil {
				return math.NaN(), ""
			}
			return x, ""
		}},
	{Function{"len", "text", "len(text)", "How many characters a text has"}, []dataset.Type{text}, false, num,
		func(_ []float64, t []string) (float64, string) { return float64(len([]rune(t[0]))), "" }},
	{Function{"trim", "text", "trim(text)", "Without spaces at both ends"}, []dataset.Type{text}, false, text, text1(strings.TrimSpace)},
	{Function{"upper", "text", "upper(text)", "In capitals"}, []dataset.Type{text}, false, text, text1(strings.ToUpper)},
	{Function{"lower", "text", "lower(text)", "In small letters"}, []dataset.Type{text}, false, text, text1(strings.ToLower)},
	{Function{"left", "text", "left(text, n)", "The first n characters"}, []dataset.Type{text, num}, false, text,
		func(n []float64, t []string) (float64, string) { return 0, part(t[0], 0, n[0]) }},
	{Function{"right", "text", "right(text, n)", "The last n characters"}, []dataset.Type{text, num}, false, text,
		func(n []float64, t []string) (float64, string) {
			return 0, part(t[0], float64(len([]rune(t[0])))-n[0], n[0])
		}},
	{Function{"replace", "text", "replace(text, old, new)", "Every old replaced by new"}, []dataset.Type{text, text, text}, false, text,
		func(_ []float64, t []string) (float64, string) { return 0, strings.ReplaceAll(t[0], t[1], t[2]) }},
	{Function{"concat", "text", "concat(text, text, …)", "The texts one after another"}, []dataset.Type{text, text}, true, text,
		func(_ []float64, t []string) (float64, string) { return 0, strings.Join(t, "") }},
	{Function{"text", "text", "text(x)", "A number as text"}, []dataset.Type{num}, false, text,
		func(n []float64, _ []string) (float64, string) {
			if math.IsNaN(n[0]) {
				return 0, ""
			}
			return 0, strconv.FormatFloat(n[0], 'f', -1, 64)
		}},
	{Function{"year", "date", "year(date)", "The year"}, []dataset.Type{day}, false, num, dated(time.Time.Year)},
	{Function{"month", "date", "month(date)", "The month, 1 to 12"}, []dataset.Type{day}, false, num, dated(func(t time.Time) int { return int(t.Month()) })},
	{Function{"day", "date", "day(date)", "The day of the month"}, []dataset.Type{day}, false, num, dated(time.Time.Day)},
	{Function{"weekday", "date", "weekday(date)", "1 for Monday to 7 for Sunday"}, []dataset.Type{day}, false, num, dated(func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 })},
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

// special are the functions whose types depend on their arguments, or that look
// at all units at once.
var special = []Function{
	{"date", "date", `date("2025-03-31")`, "A date; the difference of two dates is in days, and days can be added"},
	{"missing", "condition", "missing(x)", "Whether there is no value"},
	{"coalesce", "condition", "coalesce(x, y, …)", "The first value that is not missing"},
	{"choose", "condition", "choose(condition, x, y)", "x where the condition holds, else y; the same as condition ? x : y"},
	{"total", "total", "total(x)", "The sum over all units"},
	{"average", "total", "average(x)", "The mean over all units that have a value"},
	{"lowest", "total", "lowest(x)", "The smallest value of all units"},
	{"highest", "total", "highest(x)", "The largest value of all units"},
	{"area", "area", "area()", `The name of the unit's territory; area("original") as it was when the alignment began`},
	{"areaSum", "area", "areaSum(x)", `The sum over the unit's territory; areaSum(x, "original") over the one it was in when the alignment began`},
	{"areaMean", "area", "areaMean(x)", "The mean over the unit's territory"},
	{"areaMin", "area", "areaMin(x)", "The smallest value in the unit's territory"},
	{"areaMax", "area", "areaMax(x)", "The largest value in the unit's territory"},
	{"areaShare", "area", "areaShare(x)", "The territory's sum as a share of the total"},
}

// Functions lists the functions of formulas.
func Functions() []Function {
	var all []Function
	for _, f := range functions {
		all = append(all, f.Function)
	}
	return append(all, special...)
}

// call compiles a function call.
func (c *compiler) call(n ast.Node, name string, args []ast.Node) (dataset.Type, work, error) {
	switch name {
	case "date":
		return c.date(n, args)
	case "choose":
		if len(args) != 3 {
			return "", nil, at(n, "choose takes a condition and two results")
		}
		return c.choice(n, args[0], args[1], args[2])
	case "area", "areaSum", "areaMean", "areaMin", "areaMax", "areaShare":
		return c.areal(n, name, args)
	}
	kinds, works, err := c.arguments(args)
	if err != nil {
		return "", nil, err
	}
	switch name {
	case "missing":
		if len(args) != 1 {
			return "", nil, at(n, "missing takes one value")
		}
		return yes, missing(kinds[0], works[0]), nil
	case "coalesce":
		for i, kind := range kinds {
			if kind != kinds[0] {
				return "", nil, at(args[i], "coalesce needs values of one type; the first is a %s, this is a %s", kinds[0], kind)
			}
		}
		if len(args) < 2 {
			return "", nil, at(n, "coalesce takes two values or more")
		}
		return kinds[0], coalesce(kinds[0], works), nil
	case "total", "average", "lowest", "highest":
		if len(args) != 1 || !numeric(kinds[0]) {
			return "", nil, at(n, "%s takes one number", name)
		}
		return num, whole(works[0], aggregates[name]), nil
	}
	for _, f := range functions {
		if f.Name == name {
			return c.row(n, f, args, kinds, works)
		}
	}
	return "", nil, at(n, "unknown function %s", name)
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
		return "", nil, at(n, `date takes one text such as "2025-03-31"`)
	}
	days, err := parseDate(literal.Value)
	if err != nil {
		return "", nil, at(literal, "%v", err)
	}
	_, w, err := constantNumber(days)
	return day, w, err
}

// row compiles a call of a function that looks at one unit at a time.
func (c *compiler) row(n ast.Node, f function, args []ast.Node, kinds []dataset.Type, works []work) (dataset.Type, work, error) {
	if len(args) < len(f.params) || len(args) > len(f.params) && !f.variadic {
		return "", nil, at(n, "%s is written %s", f.Name, f.Usage)
	}
	var numbers, texts []int
	for i, kind := range kinds {
		want := f.params[min(i, len(f.params)-1)]
		if kind != want {
			return "", nil, at(args[i], "%s needs a %s here, this is a %s", f.Name, want, kind)
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
