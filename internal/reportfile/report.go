package reportfile

import (
	"context"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
)

// maxRegionPages bounds the pages with a map each; a plan with more areas on
// top keeps the map of the whole and the table.
const maxRegionPages = 60

// ReportPDF writes the plan as a document of A4 pages: the map with the key
// figures, a page per area of the top level, and a table of all areas.
type ReportPDF struct{}

// Format implements publish.Target.
func (ReportPDF) Format() publish.Format { return publish.ReportPDF }

// File implements publish.Target.
func (ReportPDF) File() (string, string) { return "report.pdf", "application/pdf" }

// Write implements publish.Target.
func (ReportPDF) Write(ctx context.Context, w io.Writer, p *publish.Plan) error {
	shapes, err := p.Outlines(ctx)
	if err != nil {
		return err
	}
	a, err := newAtlas(p, shapes)
	if err != nil {
		return err
	}
	r := &report{pages: newPages(), atlas: a, plan: p, rows: figures.Tree(p.State, p.Measured, p.Columns)}
	head := p.State.Alignment
	r.doc.SetTitle(head.Name, true)
	r.doc.SetCreationDate(head.Updated.UTC())
	r.doc.SetModificationDate(head.Updated.UTC())
	r.overview()
	for _, row := range r.regions() {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.region(row)
	}
	r.table()
	if err := r.doc.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

type report struct {
	*pages
	atlas *atlas
	plan  *publish.Plan
	rows  []figures.Row
	page  int
}

// begin starts a page with a title; it returns where its content begins.
func (r *report) begin(title string) float64 {
	r.doc.AddPage()
	r.page++
	r.text(point{margin, 18}, shorten(r.pages, title, style{size: 6, bold: true}, 170), style{size: 6, bold: true, ink: ink})
	r.text(point{pageWidth - margin, 18}, summaryLine(r.plan), style{size: 2.9, ink: faint, align: right})
	r.line([]point{{margin, 22}, {pageWidth - margin, 22}}, false, 0.2, rule)
	foot := style{size: 2.6, ink: faint}
	r.text(point{margin, pageHeight - 8}, r.plan.State.Alignment.Name, foot)
	foot.align = right
	r.text(point{pageWidth - margin, pageHeight - 8}, fmt.Sprintf("Page %d", r.page), foot)
	return 27
}

// overview is the first page: the map with the key figures beside it.
func (r *report) overview() {
	y := r.begin(r.plan.State.Alignment.Name)
	const side = 76.0
	column, wide := pageWidth-margin-side, pageWidth-2*margin-side-8
	if r.plan.Columns.Lon != nil {
		r.atlas.draw(r.pages, margin, y, wide, pageHeight-y-16, 1, func(int) bool { return true })
	} else {
		column, wide = margin, 0
	}
	for _, figure := range keyFigures(r.plan) {
		label := style{size: 2.8, ink: faint}
		value := style{size: 4.2, bold: true, ink: ink}
		r.text(point{column, y + 3}, shorten(r.pages, figure[0], label, side), label)
		r.text(point{column, y + 8}, shorten(r.pages, figure[1], value, side), value)
		if y += 12; y > pageHeight-70 {
			break
		}
	}
	if wide == 0 {
		column, y = margin+side+20, 27
	}
	for m, name := range r.plan.Columns.Names {
		if y+46 > pageHeight-14 {
			break
		}
		histogram(r.pages, column, y+2, side, 42, measureName(name)+": deviation of the territories", deviations(r.rows, m))
		y += 46
	}
}

// regions lists the areas of the top level, when there is a level below it.
func (r *report) regions() []figures.Row {
	var top []figures.Row
	for _, row := range r.rows {
		if row.Area.Level == 0 && !row.Leaf {
			top = append(top, row)
		}
	}
	if len(top) < 2 || len(top) > maxRegionPages || r.plan.Columns.Lon == nil {
		return nil
	}
	return top
}

// region is the page of one area of the top level: its map, and its areas.
func (r *report) region(top figures.Row) {
	y := r.begin(top.Area.Name)
	const side = 112.0
	r.atlas.draw(r.pages, margin, y, pageWidth-2*margin-side-6, pageHeight-y-16, 1, func(j int) bool {
		return r.under(r.atlas.leaves[j], top.Area.Number)
	})
	var below []figures.Row
	for _, row := range r.rows {
		if r.under(row.Area, top.Area.Number) {
			below = append(below, row)
		}
	}
	l := r.layout(pageWidth-margin-side, side, 1)
	y = l.header(y)
	for i, row := range below {
		if y+l.height > pageHeight-16 {
			r.text(point{l.x, y + 3}, fmt.Sprintf("and %d more in the table", len(below)-i), style{size: 2.6, ink: faint})
			break
		}
		y = l.row(y, row)
	}
}

// under reports whether an area is top or lies below it.
func (r *report) under(a *alignment.Area, top alignment.AreaNumber) bool {
	for ; a != nil; a = r.plan.State.Areas[a.Parent] {
		if a.Number == top {
			return true
		}
	}
	return false
}

// table lists all areas in tree order over as many pages as it takes.
func (r *report) table() {
	l := r.layout(margin, pageWidth-2*margin, 3)
	y := 0.0
	for _, row := range r.rows {
		if y == 0 || y+l.height > pageHeight-16 {
			y = l.header(r.begin("All areas"))
		}
		y = l.row(y, row)
	}
}
