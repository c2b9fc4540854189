package salesforcesim

import (
	"strconv"
	"strings"
)

// statement is a parsed SOQL query.
type statement struct {
	text     string
	items    []item
	from     token
	alias    string
	where    *condition
	groupBy  []expr
	having   *condition
	orderBy  []ordering
	limit    int // -1 when absent
	offset   int
	limitPos int
	forAny   bool
}

// item is one element of the SELECT list.
type item struct {
	expr   expr
	alias  string
	sub    *statement // a child sub-query
	typeOf *typeOf
}

// typeOf is TYPEOF f WHEN T THEN a,b ELSE c END.
type typeOf struct {
	field expr
	whens []whenThen
	other []expr
}

type whenThen struct {
	object string
	fields []expr
}

// expr is a field path or a function of expressions.
type expr struct {
	pos      int
	path     string // Owner.Name
	function string // upper case; "" for a path
	args     []expr
	literal  *literal
}

// literal is a constant of a condition.
type literal struct {
	pos  int
	kind tokenKind // tokenName for null, true, false and date literals
	text string
	n    int // of LAST_N_DAYS:n
}

// condition is a node of WHERE or HAVING.
type condition struct {
	op       string // AND OR NOT, or a comparison
	children []*condition
	left     expr
	right    []literal
	sub      *statement
	pos      int
}

type ordering struct {
	expr       expr
	descending bool
	nullsLast  bool
}

type parser struct {
	text   string
	tokens []token
	at     int
	depth  int
}

// maxDepth bounds the nesting of conditions and sub-queries.
const maxDepth = 50

func malformed(message string) *apiError {
	return &apiError{400, "MALFORMED_QUERY", message, nil, false}
}

// parseSOQL parses a whole statement.
func parseSOQL(s string) (*statement, *apiError) {
	if strings.TrimSpace(s) == "" {
		return nil, malformed("SOQL statements cannot be empty or null")
	}
	if len(s) > 100_000 {
		return nil, malformed("SOQL statement is longer than 100000 characters")
	}
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	p := &parser{text: s, tokens: tokens}
	if !p.peek().is("SELECT") {
		return nil, malformed("unexpected token: " + p.peek().text)
	}
	q, err := p.statement()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != tokenEnd {
		return nil, p.unexpected()
	}
	return q, nil
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

// accept takes the next token if it is the word.
func (p *parser) accept(word string) bool {
	if p.peek().is(word) {
		p.at++
		return true
	}
	return false
}

func (p *parser) unexpected() *apiError {
	t := p.peek()
	return errorAt(p.text, t.pos, "MALFORMED_QUERY", "unexpected token: '"+t.text+"'")
}

func (p *parser) expect(words ...string) *apiError {
	for _, w := range words {
		if !p.accept(w) {
			return p.unexpected()
		}
	}
	return nil
}

func (p *parser) statement() (*statement, *apiError) {
	if p.depth++; p.depth > maxDepth {
		return nil, malformed("the query is nested too deeply")
	}
	defer func() { p.depth-- }()
	q := &statement{text: p.text, limit: -1}
	if err := p.expect("SELECT"); err != nil {
		return nil, err
	}
	for {
		it, err := p.item()
		if err != nil {
			return nil, err
		}
		q.items = append(q.items, it)
		if !p.accept(",") {
			break
		}
	}
	if err := p.expect("FROM"); err != nil {
		return nil, err
	}
	if q.from = p.next(); q.from.kind != tokenName {
		p.at--
		return nil, p.unexpected()
	}
	p.accept("AS")
	if t := p.peek(); t.kind == tokenName && !clauseWord(t) {
		q.alias = p.next().text
	}
	return q, p.clauses(q)
}

// clauseWord says whether a name starts the next clause.
func clauseWord(t token) bool {
	for _, w := range []string{"WHERE", "USING", "WITH", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FOR", "ALL", "UPDATE"} {
		if t.is(w) {
			return true
		}
	}
	return false
}

func (p *parser) clauses(q *statement) (err *apiError) {
	if p.accept("USING") {
		if err := p.expect("SCOPE"); err != nil {
			return err
		}
		if p.next().kind != tokenName {
			p.at--
			return p.unexpected()
		}
	}
	if p.accept("WHERE") {
		if q.where, err = p.condition(); err != nil {
			return err
		}
	}
	if p.accept("WITH") {
		if p.next().kind != tokenName {
			p.at--
			return p.unexpected()
		}
	}
	if p.accept("GROUP") {
		if err := p.groupBy(q); err != nil {
			return err
		}
	}
	if p.accept("HAVING") {
		if q.having, err = p.condition(); err != nil {
			return err
		}
	}
	if p.accept("ORDER") {
		if err := p.orderBy(q); err != nil {
			return err
		}
	}
	return p.tail(q)
}

func (p *parser) groupBy(q *statement) *apiError {
	if err := p.expect("BY"); err != nil {
		return err
	}
	for {
		e, err := p.expr()
		if err != nil {
			return err
		}
		q.groupBy = append(q.groupBy, e)
		if !p.accept(",") {
			return nil
		}
	}
}

func (p *parser) orderBy(q *statement) *apiError {
	if err := p.expect("BY"); err != nil {
		return err
	}
	for {
		e, err := p.expr()
		if err != nil {
			return err
		}
		o := ordering{expr: e}
		if p.accept("DESC") {
			o.descending = true
		} else {
			p.accept("ASC")
		}
		if p.accept("NULLS") {
			if p.accept("LAST") {
				o.nullsLast = true
			} else if err := p.expect("FIRST"); err != nil {
				return err
			}
		}
		q.orderBy = append(q.orderBy, o)
		if !p.accept(",") {
			return nil
		}
	}
}

// tail reads LIMIT, OFFSET, FOR and ALL ROWS.
func (p *parser) tail(q *statement) (err *apiError) {
	if p.accept("LIMIT") {
		q.limitPos = p.peek().pos
		if q.limit, err = p.count(); err != nil {
			return err
		}
	}
	if p.accept("OFFSET") {
		if q.offset, err = p.count(); err != nil {
			return err
		}
	}
	for p.accept("FOR") {
		q.forAny = true
		if !p.accept("VIEW") && !p.accept("REFERENCE") && !p.accept("UPDATE") {
			return p.unexpected()
		}
	}
	if p.peek().is("ALL") {
		return errorAt(p.text, p.peek().pos, "MALFORMED_QUERY", "ALL ROWS not allowed in this context")
	}
	return nil
}

func (p *parser) count() (int, *apiError) {
	t := p.peek()
	n, err := strconv.Atoi(t.text)
	if t.kind != tokenNumber || err != nil || n < 0 {
		return 0, p.unexpected()
	}
	p.at++
	return n, nil
}

func (p *parser) item() (item, *apiError) {
	if p.peek().is("(") && p.tokens[min(p.at+1, len(p.tokens)-1)].is("SELECT") {
		p.at++
		sub, err := p.statement()
		if err != nil {
			return item{}, err
		}
		return item{sub: sub}, p.expect(")")
	}
	if p.peek().is("TYPEOF") {
		p.at++
		t, err := p.typeOf()
		return item{typeOf: t}, err
	}
	e, err := p.expr()
	if err != nil {
		return item{}, err
	}
	it := item{expr: e}
	if t := p.peek(); t.kind == tokenName && !t.is("FROM") {
		it.alias = p.next().text
	}
	return it, nil
}

func (p *parser) typeOf() (*typeOf, *apiError) {
	field, err := p.expr()
	if err != nil {
		return nil, err
	}
	t := &typeOf{field: field}
	for p.accept("WHEN") {
		w := whenThen{object: p.next().text}
		if err := p.expect("THEN"); err != nil {
			return nil, err
		}
		if w.fields, err = p.exprs(); err != nil {
			return nil, err
		}
		t.whens = append(t.whens, w)
	}
	if p.accept("ELSE") {
		if t.other, err = p.exprs(); err != nil {
			return nil, err
		}
	}
	return t, p.expect("END")
}

func (p *parser) exprs() ([]expr, *apiError) {
	var list []expr
	for {
		e, err := p.expr()
		if err != nil {
			return nil, err
		}
		list = append(list, e)
		if !p.accept(",") {
			return list, nil
		}
	}
}

// expr reads a path, a function call, or a number as a function's argument.
func (p *parser) expr() (expr, *apiError) {
	if p.depth++; p.depth > maxDepth {
		return expr{}, malformed("the query is nested too deeply")
	}
	defer func() { p.depth-- }()
	t := p.peek()
	if t.kind == tokenNumber || t.kind == tokenString {
		p.at++
		return expr{pos: t.pos, literal: &literal{pos: t.pos, kind: t.kind, text: t.text}}, nil
	}
	if t.kind != tokenName || t.is("FROM") || t.is("SELECT") {
		return expr{}, p.unexpected()
	}
	p.at++
	if !p.peek().is("(") {
		return expr{pos: t.pos, path: t.text}, nil
	}
	p.at++
	e := expr{pos: t.pos, function: strings.ToUpper(t.text)}
	if p.accept(")") {
		return e, nil
	}
	args, err := p.exprs()
	if err != nil {
		return expr{}, err
	}
	e.args = args
	return e, p.expect(")")
}
