package expression

import (
	"context"
	"math"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/expr-lang/expr/ast"
)

// numeric says whether a type can be calculated with as it is.
func numeric(t dataset.Type) bool { return t == dataset.Number }

func (c *compiler) unary(n *ast.UnaryNode) (dataset.Type, work, error) {
	kind, in, err := c.node(n.Node)
	if err != nil {
		return "", nil, err
	}
	switch {
	case (n.Operator == "-" || n.Operator == "+") && numeric(kind):
		if n.Operator == "+" {
			return kind, in, nil
		}
		return kind, numbers1(in, func(x float64) float64 { return -x }), nil
	case (n.Operator == "not" || n.Operator == "!") && kind == dataset.Boolean:
		return kind, numbers1(in, func(x float64) float64 { return truth(!isTrue(x)) }), nil
	}
	return "", nil, at(n, sentence.FormulaOperator.With(sentence.Params{"operator": n.Operator, "type": sentence.ValueType(string(kind))}))
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// finite turns what is not a number into a missing value.
func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// numbers1 applies f to every number.
func numbers1(in work, f func(float64) float64) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		v, err := in(ctx, e)
		if err != nil {
			return nil, err
		}
		out := make([]float64, e.units)
		for i, x := range v.numbers {
			out[i] = finite(f(x))
		}
		return &vector{numbers: out}, ctx.Err()
	}
}

// numbers2 applies f to every pair of numbers.
func numbers2(left, right work, f func(a, b float64) float64) work {
	return pairs(left, right, func(a, b *vector, out []float64) {
		for i := range out {
			out[i] = finite(f(a.numbers[i], b.numbers[i]))
		}
	})
}

// texts2 applies f to every pair of texts.
func texts2(left, right work, f func(a, b string) float64) work {
	return pairs(left, right, func(a, b *vector, out []float64) {
		for i := range out {
			out[i] = f(a.texts[i], b.texts[i])
		}
	})
}

func pairs(left, right work, fill func(a, b *vector, out []float64)) work {
	return func(ctx context.Context, e *evaluation) (*vector, error) {
		a, err := left(ctx, e)
		if err != nil {
			return nil, err
		}
		b, err := right(ctx, e)
		if err != nil {
			return nil, err
		}
		out := make([]float64, e.units)
		fill(a, b, out)
		return &vector{numbers: out}, ctx.Err()
	}
}

var arithmetic = map[string]func(a, b float64) float64{
	"+":  func(a, b float64) float64 { return a + b },
	"-":  func(a, b float64) float64 { return a - b },
	"*":  func(a, b float64) float64 { return a * b },
	"/":  func(a, b float64) float64 { return a / b },
	"%":  math.Mod,
	"**": math.Pow,
	"^":  math.Pow,
}

func (c *compiler) binary(n *ast.BinaryNode) (dataset.Type, work, error) {
	if n.Operator == "in" {
		return c.in(n)
	}
	lk, left, err := c.node(n.Left)
	if err != nil {
		return "", nil, err
	}
	rk, right, err := c.node(n.Right)
	if err != nil {
		return "", nil, err
	}
	switch n.Operator {
	case "and", "&&", "or", "||":
		if lk == dataset.Boolean && rk == dataset.Boolean {
			both := n.Operator == "and" || n.Operator == "&&"
			return dataset.Boolean, numbers2(left, right, func(a, b float64) float64 {
				return truth(both && isTrue(a) && isTrue(b) || !both && (isTrue(a) || isTrue(b)))
			}), nil
		}
	case "??":
		if lk == rk {
			return lk, coalesce(lk, []work{left, right}), nil
		}
	case "contains", "startsWith", "endsWith":
		if lk == dataset.Text && rk == dataset.Text {
			test := map[string]func(a, b string) bool{"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix}[n.Operator]
			return dataset.Boolean, texts2(left, right, func(a, b string) float64 { return truth(test(a, b)) }), nil
		}
	}
	if isComparison(n.Operator) && lk == rk {
		return c.comparison(n.Operator, lk, left, right)
	}
	if n.Operator == "+" && lk == dataset.Text && rk == dataset.Text {
		return dataset.Text, join([]work{left, right}), nil
	}
	if f := arithmetic[n.Operator]; f != nil {
		if kind := sumType(n.Operator, lk, rk); kind != "" {
			return kind, numbers2(left, right, f), nil
		}
	}
	return "", nil, at(n, sentence.FormulaOperatorTwo.With(sentence.Params{"operator": n.Operator, "type": sentence.ValueType(string(lk)), "other": sentence.ValueType(string(rk))}))
}

// sumType returns the type of arithmetic: dates differ by days, and days can be
// added to them.
func sumType(operator string, l, r dataset.Type) dataset.Type {
	switch {
	case numeric(l) && numeric(r):
		return dataset.Number
	case operator == "-" && l == dataset.Date && r == dataset.Date:
		return dataset.Number
	case (operator == "+" || operator == "-") && l == dataset.Date && numeric(r), operator == "+" && numeric(l) && r == dataset.Date:
		return dataset.Date
	}
	return ""
}

func (c *compiler) comparison(operator string, kind dataset.Type, left, right work) (dataset.Type, work, error) {
	if kind == dataset.Text {
		return dataset.Boolean, texts2(left, right, func(a, b string) float64 { return truth(compare(operator, a, b)) }), nil
	}
	if kind == dataset.Boolean {
		return dataset.Boolean, numbers2(left, right, func(a, b float64) float64 {
			return truth(compare(operator, truth(isTrue(a)), truth(isTrue(b))))
		}), nil
	}
	return dataset.Boolean, numbers2(left, right, func(a, b float64) float64 { return truth(compare(operator, a, b)) }), nil
}

// in compiles VALUE in [CONSTANTS].
func (c *compiler) in(n *ast.BinaryNode) (dataset.Type, work, error) {
	kind, value, err := c.node(n.Left)
	if err != nil {
		return "", nil, err
	}
	list, isList := n.Right.(*ast.ArrayNode)
	if !isList {
		return "", nil, at(n.Right, sentence.FormulaList.With(nil))
	}
	texts, floats := map[string]bool{}, map[float64]bool{}
	for _, item := range list.Nodes {
		text, isText := item.(*ast.StringNode)
		number, isNumber := constant(item)
		switch {
		case kind == dataset.Text && isText:
			texts[text.Value] = true
		case kind != dataset.Text && isNumber:
			floats[number] = true
		default:
			return "", nil, at(item, sentence.FormulaListType.With(sentence.Params{"type": sentence.ValueType(string(kind))}))
		}
	}
	return dataset.Boolean, func(ctx context.Context, e *evaluation) (*vector, error) {
		v, err := value(ctx, e)
		if err != nil {
			return nil, err
		}
		out := make([]float64, e.units)
		for i := range out {
			if kind == dataset.Text {
				out[i] = truth(texts[v.texts[i]])
			} else {
				out[i] = truth(floats[v.numbers[i]])
			}
		}
		return &vector{numbers: out}, ctx.Err()
	}, nil
}

// choice compiles CONDITION ? A : B.
func (c *compiler) choice(n, condition, yes, no ast.Node) (dataset.Type, work, error) {
	ck, test, err := c.node(condition)
	if err != nil {
		return "", nil, err
	}
	if ck != dataset.Boolean {
		return "", nil, at(condition, sentence.FormulaCondition.With(sentence.Params{"type": sentence.ValueType(string(ck))}))
	}
	yk, a, err := c.node(yes)
	if err != nil {
		return "", nil, err
	}
	nk, b, err := c.node(no)
	if err != nil {
		return "", nil, err
	}
	if yk != nk {
		return "", nil, at(n, sentence.FormulaTwoResults.With(sentence.Params{"type": sentence.ValueType(string(yk)), "other": sentence.ValueType(string(nk))}))
	}
	return yk, func(ctx context.Context, e *evaluation) (*vector, error) {
		all, err := vectors(ctx, e, []work{test, a, b})
		if err != nil {
			return nil, err
		}
		return pick(yk, e.units, func(i int) *vector {
			if isTrue(all[0].numbers[i]) {
				return all[1]
			}
			return all[2]
		}), nil
	}, nil
}

// pick makes a vector of the values of others.
func pick(kind dataset.Type, units int, of func(i int) *vector) *vector {
	v := &vector{}
	if kind == dataset.Text {
		v.texts = make([]string, units)
		for i := range v.texts {
			v.texts[i] = of(i).texts[i]
		}
		return v
	}
	v.numbers = make([]float64, units)
	for i := range v.numbers {
		v.numbers[i] = of(i).numbers[i]
	}
	return v
}

func vectors(ctx context.Context, e *evaluation, works []work) ([]*vector, error) {
	all := make([]*vector, len(works))
	for i, w := range works {
		var err error
		if all[i], err = w(ctx, e); err != nil {
			return nil, err
		}
	}
	return all, ctx.Err()
}
