package reportfile

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

// layout is a table of areas at a place of the page: name, owner, units and
// the measures, each with sum and deviation.
type layout struct {
	*report
	x, width, height  float64
	name, owner, each float64
	measures          []int
	most              []float64 // deviation at which a bar is full, per measure
}

// layout prepares a table; at most so many measures find room.
func (r *report) layout(x, width float64, most int) *layout {
	l := &layout{report: r, x: x, width: width, height: 4.6}
	for m, name := range r.plan.Columns.Names {
		if name != "" || len(r.plan.Columns.Names) == 1 {
			l.measures = append(l.measures, m)
		}
	}
	l.measures = l.measures[:min(most, len(l.measures))]
	l.most = make([]float64, len(r.plan.Columns.Names))
	for m := range l.most {
		l.most[m] = 0.01
		for _, v := range deviations(r.rows, m) {
			l.most[m] = max(l.most[m], min(math.Abs(v), 0.5))
		}
	}
	l.name, l.owner = 0.2*width, 0.13*width
	if width < 150 {
		l.name, l.owner = 0.4*width, 0
	} else if !r.owned() {
		l.name, l.owner = 0.27*width, 0
	}
	l.each = (width - l.name - l.owner - 16) / float64(max(1, len(l.measures)))
	return l
}

// owned reports whether any area has an owner, who then gets a column.
func (r *report) owned() bool {
	for _, row := range r.rows {
		if row.Area.Owner != "" {
			return true
		}
	}
	return false
}

func (l *layout) header(y float64) float64 {
	s := style{size: 2.6, bold: true, ink: faint}
	l.text(point{l.x + 5, y + 3}, "Area", s)
	if l.owner > 0 {
		l.text(point{l.x + l.name, y + 3}, "Owner", s)
	}
	s.align = right
	x := l.x + l.name + l.owner + 14
	l.text(point{x, y + 3}, "Units", s)
	for k, m := range l.measures {
		to := x + 2 + float64(k+1)*l.each
		l.text(point{to, y + 3}, shorten(l.pages, measureName(l.plan.Columns.Names[m])+", deviation", s, l.each-2), s)
	}
	l.line([]point{{l.x, y + 4.6}, {l.x + l.width, y + 4.6}}, false, 0.2, rule)
	return y + 6
}

func (l *layout) row(y float64, row figures.Row) float64 {
	s := style{size: 2.7, ink: ink, bold: !row.Leaf}
	base := y + 3.1
	indent := 5 + 3*float64(row.Area.Level)
	if j, ok := l.atlas.at[row.Area.Number]; ok && row.Leaf {
		l.fill([][]point{rectangle(l.x+indent-3.6, y+0.9, 2.4, 2.4)}, palette[l.atlas.colours[j]])
	}
	l.text(point{l.x + indent, base}, shorten(l.pages, row.Area.Name, s, l.name-indent-1), s)
	if l.owner > 0 {
		l.text(point{l.x + l.name, base}, shorten(l.pages, row.Area.Owner, s, l.owner-1), s)
	}
	s.align = right
	x := l.x + l.name + l.owner + 14
	l.text(point{x, base}, amount(float64(row.Units)), s)
	for k, m := range l.measures {
		to := x + 2 + float64(k+1)*l.each
		bar := min(16, l.each*0.24)
		l.text(point{to - bar - 15, base}, amount(row.Sums[m]), s)
		l.text(point{to - bar - 1, base}, percent(row.Deviations[m]), s)
		deviationBar(l.pages, to-bar, y+1, bar, 2.2, row.Deviations[m], l.most[m])
	}
	l.line([]point{{l.x, y + l.height - 0.3}, {l.x + l.width, y + l.height - 0.3}}, false, 0.08, rule)
	return y + l.height
}
