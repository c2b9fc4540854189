package reportfile

import (
	"image/color"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// The page: A4 landscape, in millimetres.
const (
	pageWidth  = 297.0
	pageHeight = 210.0
	margin     = 14.0
)

// points turns millimetres of type size into points.
const points = 72 / 25.4

// pages is a canvas of millimetres on the pages of a document.
type pages struct{ doc *fpdf.Fpdf }

func newPages() *pages {
	doc := fpdf.New("L", "mm", "A4", "")
	doc.SetCatalogSort(true)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes("go", "", goregular.TTF)
	doc.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	return &pages{doc}
}

func (p *pages) fill(rings [][]point, c color.RGBA) {
	if len(rings) == 0 {
		return
	}
	p.doc.SetFillColor(int(c.R), int(c.G), int(c.B))
	for _, ring := range rings {
		p.path(ring)
		p.doc.ClosePath()
	}
	p.doc.DrawPath("F")
}

func (p *pages) path(line []point) {
	for i, v := range line {
		if i == 0 {
			p.doc.MoveTo(v.x, v.y)
		} else {
			p.doc.LineTo(v.x, v.y)
		}
	}
}

func (p *pages) line(line []point, closed bool, width float64, c color.RGBA) {
	p.doc.SetDrawColor(int(c.R), int(c.G), int(c.B))
	p.doc.SetLineWidth(width)
	p.doc.SetLineJoinStyle("round")
	p.path(line)
	if closed {
		p.doc.ClosePath()
	}
	p.doc.DrawPath("D")
}

func (p *pages) font(s style) {
	weight := ""
	if s.bold {
		weight = "B"
	}
	p.doc.SetFont("go", weight, s.size*points)
}

func (p *pages) width(words string, s style) float64 {
	p.font(s)
	return p.doc.GetStringWidth(words)
}

func (p *pages) text(at point, words string, s style) {
	switch s.align {
	case centre:
		at.x -= p.width(words, s) / 2
	case right:
		at.x -= p.width(words, s)
	}
	p.font(s)
	p.doc.SetTextColor(int(s.ink.R), int(s.ink.G), int(s.ink.B))
	p.doc.Text(at.x, at.y, words)
}

func (p *pages) clip(x, y, w, h float64) { p.doc.ClipRect(x, y, w, h, false) }

func (p *pages) unclip() { p.doc.ClipEnd() }
