package expression

import (
	"context"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// Formula is a compiled formula for a value per unit, such as
//
//	AnnualRevenue * (Tier == "A" ? 1.5 : 1) / areaSum(AnnualRevenue)
//
// It is written in the language of conditions and evaluated column by column.
// A missing value in arithmetic gives a missing value, and so do a division by
// zero and any result that is not a number. A missing boolean counts as false.
type Formula struct {
	text string
	kind dataset.Type
	used []string
	// area says that it asks for areas, and so needs an alignment.
	area bool
	// all says that it asks for a figure of all units.
	all  bool
	work work
	// units are the columns of the units that aggregates over them read.
	units []string
}

// work evaluates a node for all units. Texts come as one string per unit.
type work func(ctx context.Context, e *evaluation) (*vector, error)

// vector is a column under evaluation: texts for text, else numbers.
type vector struct {
	numbers []float64
	texts   []string
}

// evaluation is one run of a formula.
type evaluation struct {
	from  Source
	areas *Areas
	units int
	known map[string]*vector
	// groups and below are set for boundaries and areas: which of them hold
	// which units, and the evaluation over those.
	groups *Groups
	below  *evaluation
}

// Areas is the alignment that a formula is worked out for: one territory per
// unit, as it is and as it was at the beginning. Names are indexed by number.
type Areas struct {
	Proposed, Original []int32
	Names              map[int32]string
	// Km returns how far every unit is from the centre of its territory, NaN
	// where that is unknown; nil without positions.
	Km func(original bool) []float64
}

// CompileFormula checks and compiles a formula over the columns of units. The
// error has code invalid and says where the formula is wrong.
func CompileFormula(text string, columns []dataset.Column) (*Formula, error) {
	return CompileOn(text, Scope{On: dataset.OnUnits, Columns: columns})
}

// CompileOn checks and compiles a formula over units, boundaries or areas.
func CompileOn(text string, in Scope) (*Formula, error) {
	if strings.TrimSpace(text) == "" {
		return nil, territory.Say(territory.Invalid, sentence.FormulaEmpty.With(nil))
	}
	tree, err := parser.Parse(text)
	c := newCompiler(text, in)
	if err != nil {
		return nil, c.wrong(err)
	}
	kind, work, err := c.node(tree.Node)
	if err != nil {
		return nil, c.wrong(err)
	}
	slices.Sort(c.used)
	slices.Sort(c.below)
	return &Formula{text: text, kind: kind, used: slices.Compact(c.used), area: c.area, all: c.all, work: work, units: slices.Compact(c.below)}, nil
}

// Type returns the type of the values.
func (f *Formula) Type() dataset.Type { return f.kind }

// Columns returns the columns the formula reads, sorted.
func (f *Formula) Columns() []string { return f.used }

// NeedsAreas says whether the formula asks for areas.
func (f *Formula) NeedsAreas() bool { return f.area }

// NeedsAll says whether a value depends on all units, as with total(x).
func (f *Formula) NeedsAll() bool { return f.all }

// String returns the formula as it was written.
func (f *Formula) String() string { return f.text }

// Values works the formula out for every unit; areas may be nil when it does
// not need them.
func (f *Formula) Values(ctx context.Context, from Source, areas *Areas) (*dataset.Whole, error) {
	if f.area && areas == nil {
		return nil, territory.Say(territory.Invalid, sentence.FormulaAreas.With(sentence.Params{"formula": f.text}))
	}
	return f.run(ctx, &evaluation{from: from, areas: areas, units: from.Units(), known: map[string]*vector{}})
}

func (f *Formula) run(ctx context.Context, e *evaluation) (*dataset.Whole, error) {
	v, err := f.work(ctx, e)
	if err != nil {
		return nil, err
	}
	if f.kind != dataset.Text {
		return &dataset.Whole{Numbers: slices.Clone(v.numbers)}, nil
	}
	return &dataset.Whole{Texts: intern(v.texts)}, nil
}

func intern(texts []string) *dataset.Texts {
	t := &dataset.Texts{Codes: make([]int32, len(texts))}
	codes := map[string]int32{}
	for i, text := range texts {
		if text == "" {
			t.Codes[i] = -1
			continue
		}
		code, known := codes[text]
		if !known {
			code = int32(len(t.Values))
			codes[text] = code
			t.Values = append(t.Values, text)
		}
		t.Codes[i] = code
	}
	return t
}

// compiler checks types and builds the work of a formula.
type compiler struct {
	text  string
	types map[string]dataset.Type
	used  []string
	area  bool
	all   bool
	on    dataset.On
	// unitColumns are those that aggregates may use, below those they do.
	unitColumns []dataset.Column
	below       []string
}

func newCompiler(text string, in Scope) *compiler {
	c := &compiler{text: text, types: make(map[string]dataset.Type, len(in.Columns)), on: in.On, unitColumns: in.Units}
	for _, column := range in.Columns {
		c.types[column.Name] = column.Type
	}
	return c
}

// wrong turns an error of the parser or the compiler into one for people.
func (c *compiler) wrong(err error) error {
	return wrong(sentence.FormulaUnusable.With(sentence.Params{"formula": c.text}), c.text, c.types, err)
}

// node compiles any node.
func (c *compiler) node(n ast.Node) (dataset.Type, work, error) {
	if name, isName := columnName(n); isName {
		return c.column(n, name)
	}
	switch n := n.(type) {
	case *ast.IntegerNode:
		return constantNumber(float64(n.Value))
	case *ast.FloatNode:
		return constantNumber(n.Value)
	case *ast.StringNode:
		return dataset.Text, func(_ context.Context, e *evaluation) (*vector, error) {
			return &vector{texts: slices.Repeat([]string{n.Value}, e.units)}, nil
		}, nil
	case *ast.BoolNode:
		x := 0.0
		if n.Value {
			x = 1
		}
		_, w, err := constantNumber(x)
		return dataset.Boolean, w, err
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.choice(n, n.Cond, n.Exp1, n.Exp2)
	case *ast.CallNode:
		if name, isName := n.Callee.(*ast.IdentifierNode); isName {
			return c.call(n, name.Value, n.Arguments)
		}
	case *ast.BuiltinNode:
		return c.call(n, n.Name, n.Arguments)
	}
	return "", nil, at(n, sentence.FormulaCannot.With(nil))
}

func constantNumber(x float64) (dataset.Type, work, error) {
	return dataset.Number, func(_ context.Context, e *evaluation) (*vector, error) {
		return &vector{numbers: slices.Repeat([]float64{x}, e.units)}, nil
	}, nil
}

func (c *compiler) column(n ast.Node, name string) (dataset.Type, work, error) {
	kind, known := c.types[name]
	if !known {
		return "", nil, at(n, sentence.FormulaUnknownName.With(sentence.Params{"name": name, "known": c.known(name)}))
	}
	c.used = append(c.used, name)
	return kind, func(ctx context.Context, e *evaluation) (*vector, error) {
		if v := e.known[name]; v != nil {
			return v, nil
		}
		v := &vector{}
		if kind == dataset.Text {
			texts, err := e.from.Texts(ctx, name)
			if err != nil {
				return nil, err
			}
			v.texts = make([]string, len(texts.Codes))
			for i, code := range texts.Codes {
				if code >= 0 {
					v.texts[i] = texts.Values[code]
				}
			}
		} else {
			var err error
			if v.numbers, err = e.from.Numbers(ctx, name); err != nil {
				return nil, err
			}
		}
		e.known[name] = v
		return v, nil
	}, nil
}

// Names returns the names a formula reads, also of columns that do not exist;
// none for one that cannot be parsed.
func Names(text string) []string {
	tree, err := parser.Parse(text)
	if err != nil {
		return nil
	}
	f := anyName{functions: map[ast.Node]bool{}}
	ast.Walk(&tree.Node, &f)
	var names []string
	for _, node := range f.found {
		if name, _ := columnName(node); !f.functions[node] {
			names = append(names, name)
		}
	}
	return names
}

// anyName collects the nodes that are names, and those among them that are the
// names of functions.
type anyName struct {
	found     []ast.Node
	functions map[ast.Node]bool
}

func (f *anyName) Visit(node *ast.Node) {
	if call, isCall := (*node).(*ast.CallNode); isCall {
		f.functions[call.Callee] = true
	}
	if _, isName := columnName(*node); isName {
		f.found = append(f.found, *node)
	}
}
