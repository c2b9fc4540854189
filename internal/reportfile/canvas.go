// Package reportfile draws a plan for people: a report of several pages as PDF,
// the map as PNG, and a workbook with a sheet per level. They are publication
// targets, made without a browser. PDF and PNG draw the same pictures through
// one canvas; the same plan gives the same bytes.
package reportfile

import "image/color"

// point is a position on a canvas, y growing downwards; millimetres on a page,
// pixels in an image.
type point struct{ x, y float64 }

// align says where a text stands against its position.
type align int

const (
	left align = iota
	centre
	right
)

// style is how a text looks; its size is the height of a line in the canvas'
// unit.
type style struct {
	size  float64
	bold  bool
	ink   color.RGBA
	align align
}

// canvas is what maps and charts are drawn on.
type canvas interface {
	// fill fills rings by the non-zero rule: outer rings one way, holes the other.
	fill(rings [][]point, c color.RGBA)
	// line strokes a line, closed where it comes back to its start.
	line(points []point, closed bool, width float64, c color.RGBA)
	// text writes one line; y is its base line.
	text(at point, words string, s style)
	width(words string, s style) float64
	// clip limits what follows to a rectangle until unclip.
	clip(x, y, w, h float64)
	unclip()
}

// rectangle returns a ring for fill and line.
func rectangle(x, y, w, h float64) []point {
	return []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// shorten cuts a text with an ellipsis so that it is not wider than limit.
func shorten(c canvas, words string, s style, limit float64) string {
	if c.width(words, s) <= limit {
		return words
	}
	letters := []rune(words)
	for n := len(letters) - 1; n > 0; n-- {
		if cut := string(letters[:n]) + "…"; c.width(cut, s) <= limit {
			return cut
		}
	}
	return ""
}
