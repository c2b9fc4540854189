package boundary

import (
	"strconv"
	"strings"
)

// wktNode is one element of a well-known text such as UNIT["metre",1]: a
// keyword with texts, numbers and elements in brackets.
type wktNode struct {
	keyword  string
	texts    []string
	numbers  []float64
	children []*wktNode
}

// maxWKTDepth and maxWKTBytes bound what is parsed.
const (
	maxWKTDepth = 32
	maxWKTBytes = 1 << 16
)

// parseWKT parses the text form of a coordinate reference system (OGC 01-009).
// Anything it does not understand makes the result nil.
func parseWKT(text string) *wktNode {
	text = strings.TrimPrefix(text, "\ufeff")
	if len(text) > maxWKTBytes {
		return nil
	}
	p := wktParser{text: text}
	return p.node(0)
}

type wktParser struct {
	text string
	at   int
}

func (p *wktParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *wktParser) byte() byte {
	p.space()
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// word takes letters, digits and the characters of numbers.
func (p *wktParser) word() string {
	p.space()
	begin := p.at
	for p.at < len(p.text) && strings.IndexByte("[](),\" \t\r\n", p.text[p.at]) < 0 {
		p.at++
	}
	return p.text[begin:p.at]
}

func (p *wktParser) node(depth int) *wktNode {
	n := &wktNode{keyword: strings.ToUpper(p.word())}
	if c := p.byte(); n.keyword == "" || depth > maxWKTDepth || (c != '[' && c != '(') {
		return nil
	}
	p.at++
	for {
		switch c := p.byte(); {
		case c == 0:
			return nil
		case c == ']' || c == ')':
			p.at++
			return n
		case c == ',':
			p.at++
		case c == '"':
			p.at++
			end := strings.IndexByte(p.text[p.at:], '"')
			if end < 0 {
				return nil
			}
			n.texts = append(n.texts, p.text[p.at:p.at+end])
			p.at += end + 1
		case !p.element(n, depth):
			return nil
		}
	}
}

// element takes a number, an enumerated word or a nested element.
func (p *wktParser) element(n *wktNode, depth int) bool {
	begin := p.at
	word := p.word()
	if word == "" {
		return false
	}
	if v, err := strconv.ParseFloat(word, 64); err == nil {
		n.numbers = append(n.numbers, v)
		return true
	}
	if c := p.byte(); c != '[' && c != '(' {
		return true // such as NORTH in AXIS["Lat",NORTH]
	}
	p.at = begin
	child := p.node(depth + 1)
	if child == nil {
		return false
	}
	n.children = append(n.children, child)
	return true
}

// name returns the first text, or "".
func (n *wktNode) name() string {
	if n == nil || len(n.texts) == 0 {
		return ""
	}
	return n.texts[0]
}

// child returns the first child with the keyword, or nil.
func (n *wktNode) child(keyword string) *wktNode {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		if c.keyword == keyword {
			return c
		}
	}
	return nil
}

// number returns the i-th number, or the default.
func (n *wktNode) number(i int, otherwise float64) float64 {
	if n == nil || i >= len(n.numbers) {
		return otherwise
	}
	return n.numbers[i]
}
