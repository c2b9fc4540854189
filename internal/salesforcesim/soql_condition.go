package salesforcesim

import (
	"strconv"
	"strings"
)

// condition reads a chain of one connective: AND and OR do not mix without
// parentheses.
func (p *parser) condition() (*condition, *apiError) {
	if p.depth++; p.depth > maxDepth {
		return nil, malformed("the query is nested too deeply")
	}
	defer func() { p.depth-- }()
	first, err := p.negation()
	if err != nil {
		return nil, err
	}
	op := ""
	chain := &condition{children: []*condition{first}}
	for {
		switch {
		case p.peek().is("AND") && op != "OR":
			op = "AND"
		case p.peek().is("OR") && op != "AND":
			op = "OR"
		case p.peek().is("AND") || p.peek().is("OR"):
			return nil, p.unexpected()
		default:
			if op == "" {
				return first, nil
			}
			chain.op = op
			return chain, nil
		}
		p.at++
		c, err := p.negation()
		if err != nil {
			return nil, err
		}
		chain.children = append(chain.children, c)
	}
}

func (p *parser) negation() (*condition, *apiError) {
	if p.accept("NOT") {
		c, err := p.primary()
		if err != nil {
			return nil, err
		}
		return &condition{op: "NOT", children: []*condition{c}}, nil
	}
	return p.primary()
}

func (p *parser) primary() (*condition, *apiError) {
	if p.accept("(") {
		c, err := p.condition()
		if err != nil {
			return nil, err
		}
		return c, p.expect(")")
	}
	left, err := p.expr()
	if err != nil {
		return nil, err
	}
	c := &condition{left: left, pos: p.peek().pos}
	t := p.next()
	switch {
	case t.kind == tokenMark && strings.Contains(" = != <> < > <= >= ", " "+t.text+" "):
		c.op = strings.Replace(t.text, "<>", "!=", 1)
	case t.is("LIKE"), t.is("IN"), t.is("INCLUDES"), t.is("EXCLUDES"):
		c.op = strings.ToUpper(t.text)
	case t.is("NOT"):
		if err := p.expect("IN"); err != nil {
			return nil, err
		}
		c.op = "NOT IN"
	default:
		p.at--
		if t.kind == tokenEnd {
			p.at++
		}
		return nil, errorAt(p.text, t.pos, "MALFORMED_QUERY", "unexpected token: '"+t.text+"'")
	}
	return c, p.operand(c)
}

// operand reads what a comparison compares with.
func (p *parser) operand(c *condition) *apiError {
	switch c.op {
	case "IN", "NOT IN", "INCLUDES", "EXCLUDES":
		if err := p.expect("("); err != nil {
			return err
		}
		if p.peek().is("SELECT") {
			sub, err := p.statement()
			if err != nil {
				return err
			}
			c.sub = sub
			return p.expect(")")
		}
		for {
			l, err := p.literal()
			if err != nil {
				return err
			}
			c.right = append(c.right, l)
			if !p.accept(",") {
				return p.expect(")")
			}
		}
	}
	l, err := p.literal()
	c.right = []literal{l}
	return err
}

func (p *parser) literal() (literal, *apiError) {
	t := p.peek()
	l := literal{pos: t.pos, kind: t.kind, text: t.text}
	switch t.kind {
	case tokenString, tokenNumber, tokenDate:
		if t.kind == tokenString && len(t.text) > 4000 {
			return l, errorAt(p.text, t.pos, "MALFORMED_QUERY", "string literal is longer than 4000 characters")
		}
		p.at++
		return l, nil
	case tokenName:
		l.text = strings.ToUpper(t.text)
		if l.text != "NULL" && l.text != "TRUE" && l.text != "FALSE" && !isDateLiteral(l.text) {
			return l, p.unexpected()
		}
		p.at++
		if strings.Contains(l.text, "_N_") || strings.HasPrefix(l.text, "N_") {
			if err := p.expect(":"); err != nil {
				return l, err
			}
			n, err := strconv.Atoi(p.peek().text)
			if err != nil || n < 0 {
				return l, p.unexpected()
			}
			l.n = n
			p.at++
		}
		return l, nil
	}
	return l, p.unexpected()
}
