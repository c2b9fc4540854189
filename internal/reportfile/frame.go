package reportfile

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// frame maps longitude and latitude to a rectangle of a canvas, in Mercator's
// projection as the web app shows it.
type frame struct {
	x, y, w, h float64
	box        geom.Box // on the unit square of geom.Mercator
	scale      float64
}

// newFrame fits the box (in degrees) into the rectangle with a margin of 3 %.
func newFrame(x, y, w, h float64, degrees geom.Box) frame {
	const edge = 85
	low := geom.Mercator(geom.Point{X: degrees.MinX, Y: max(degrees.MinY, -edge)})
	high := geom.Mercator(geom.Point{X: degrees.MaxX, Y: min(degrees.MaxY, edge)})
	box := geom.BoxOf([]geom.Point{low, high})
	least := geom.Mercator(geom.Point{X: 0.05}).X - geom.Mercator(geom.Point{}).X
	box = box.Expand(max(0.03*(box.MaxX-box.MinX), least), max(0.03*(box.MaxY-box.MinY), least))
	return frame{x, y, w, h, box, min(w/(box.MaxX-box.MinX), h/(box.MaxY-box.MinY))}
}

func (f frame) at(p geom.Point) point {
	p.Y = math.Max(-85, math.Min(85, p.Y))
	m := geom.Mercator(p)
	return point{
		f.x + f.w/2 + (m.X-(f.box.MinX+f.box.MaxX)/2)*f.scale,
		f.y + f.h/2 + (m.Y-(f.box.MinY+f.box.MaxY)/2)*f.scale,
	}
}

// shows reports whether any of a shape's box may lie in the frame.
func (f frame) shows(b geom.Box) bool {
	from, to := f.at(geom.Point{X: b.MinX, Y: b.MaxY}), f.at(geom.Point{X: b.MaxX, Y: b.MinY})
	return to.x >= f.x && from.x <= f.x+f.w && to.y >= f.y && from.y <= f.y+f.h
}

// rings projects a shape; vertices nearer than detail to the one before are
// left out, and so are polygons outside the frame and rings that shrink to
// nothing.
func (f frame) rings(shape geom.MultiPolygon, detail float64) [][]point {
	var out [][]point
	for _, poly := range shape {
		if !f.shows(poly.Box()) {
			continue
		}
		for _, ring := range poly {
			var line []point
			for _, v := range ring {
				p := f.at(v)
				if n := len(line); n > 0 && math.Abs(p.x-line[n-1].x) < detail && math.Abs(p.y-line[n-1].y) < detail {
					continue
				}
				line = append(line, p)
			}
			if len(line) > 2 {
				out = append(out, line)
			}
		}
	}
	return out
}
