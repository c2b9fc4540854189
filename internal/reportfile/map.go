package reportfile

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
)

// atlas is what every map of a report shows: the territories with their shapes
// and colours, on the land they lie on.
type atlas struct {
	plan    *publish.Plan
	leaves  []*alignment.Area
	shapes  []geom.MultiPolygon
	colours []int
	at      map[alignment.AreaNumber]int
	ground  []*boundary.Set
}

func newAtlas(p *publish.Plan, shapes []geom.MultiPolygon) (*atlas, error) {
	a := &atlas{plan: p, leaves: p.State.Territories(), shapes: shapes, at: map[alignment.AreaNumber]int{}}
	for j, leaf := range a.leaves {
		a.at[leaf.Number] = j
	}
	if len(shapes) == 0 {
		a.colours = make([]int, len(a.leaves))
		for j := range a.colours {
			a.colours[j] = j % len(palette)
		}
		return a, nil
	}
	a.colours = colours(shapes)
	for _, id := range []string{builtin.WorldCountries, builtin.USStates} {
		set, err := builtin.Open(id)
		if err != nil {
			return nil, err
		}
		a.ground = append(a.ground, set)
	}
	return a, nil
}

// box returns the box around the chosen territories, in degrees.
func (a *atlas) box(chosen func(j int) bool) geom.Box {
	b := geom.EmptyBox()
	for j, shape := range a.shapes {
		if chosen(j) {
			b = b.Union(shape.Box())
		}
	}
	return b
}

// draw draws the map into the rectangle. Chosen territories have their colour
// and name, the others are pale; unit is the canvas' length of one millimetre.
func (a *atlas) draw(c canvas, x, y, w, h, unit float64, chosen func(j int) bool) {
	c.clip(x, y, w, h)
	defer c.unclip()
	c.fill([][]point{rectangle(x, y, w, h)}, water)
	box := a.box(chosen)
	if box.Empty() {
		c.text(point{x + w/2, y + h/2}, "No unit here has a position.", style{size: 3.5 * unit, ink: faint, align: centre})
		return
	}
	f, detail := newFrame(x, y, w, h, box), 0.12*unit
	a.drawGround(c, f, 2*detail, unit)
	for j, shape := range a.shapes {
		if !f.shows(shape.Box()) {
			continue
		}
		fill := blend(palette[a.colours[j]], 0.78)
		if !chosen(j) {
			fill = blend(outside, 0.25)
		}
		rings := f.rings(shape, detail)
		c.fill(rings, fill)
		for _, ring := range rings {
			c.line(ring, true, seam(ring, unit), paper)
		}
	}
	a.drawBorders(c, f, 2*detail, unit)
	a.drawLoose(c, f, unit)
	a.drawNames(c, f, unit, chosen)
	c.line(rectangle(x, y, w, h), true, 0.2*unit, rule)
}

// seam is the width of the white line around a ring: thinner around small ones,
// which it would hide.
func seam(ring []point, unit float64) float64 {
	low, high := ring[0], ring[0]
	for _, v := range ring {
		low, high = point{min(low.x, v.x), min(low.y, v.y)}, point{max(high.x, v.x), max(high.y, v.y)}
	}
	return min(0.18*unit, 0.02*(high.x-low.x+high.y-low.y))
}

func (a *atlas) drawGround(c canvas, f frame, detail, unit float64) {
	for _, b := range a.ground[0].Boundaries {
		if f.shows(b.Shape.Box()) {
			rings := f.rings(b.Shape, detail)
			c.fill(rings, land)
			for _, ring := range rings {
				c.line(ring, true, 0.12*unit, border)
			}
		}
	}
}

// drawBorders draws countries and states over the territories as thin lines.
func (a *atlas) drawBorders(c canvas, f frame, detail, unit float64) {
	for _, set := range a.ground {
		for _, b := range set.Boundaries {
			if f.shows(b.Shape.Box()) {
				for _, ring := range f.rings(b.Shape, detail) {
					c.line(ring, true, 0.08*unit, blend(ink, 0.45))
				}
			}
		}
	}
}

// drawLoose marks units that no territory holds.
func (a *atlas) drawLoose(c canvas, f frame, unit float64) {
	lon, lat := a.plan.Columns.Lon, a.plan.Columns.Lat
	seen := map[[2]int]bool{}
	for i, number := range a.plan.State.Assigned {
		if _, held := a.at[number]; held || math.IsNaN(lon[i]) || math.IsNaN(lat[i]) {
			continue
		}
		p, r := f.at(geom.Point{X: lon[i], Y: lat[i]}), 0.22*unit
		cell := [2]int{int(p.x / r), int(p.y / r)}
		if p.x < f.x || p.x > f.x+f.w || p.y < f.y || p.y > f.y+f.h || seen[cell] {
			continue
		}
		seen[cell] = true
		c.fill([][]point{rectangle(p.x-r, p.y-r, 2*r, 2*r)}, outside)
	}
}

// drawNames writes the names that fit: the largest territories first, none over
// another.
func (a *atlas) drawNames(c canvas, f frame, unit float64, chosen func(j int) bool) {
	s := style{size: 2.5 * unit, bold: true, ink: ink, align: centre}
	var placed [][4]float64
	for _, j := range bySize(a.shapes) {
		if !chosen(j) {
			continue
		}
		p := f.at(boundary.LabelPoint(a.shapes[j], geom.Point{}))
		half, tall := c.width(a.leaves[j].Name, s)/2+0.5*unit, s.size*0.6
		spot := [4]float64{p.x - half, p.y - tall, p.x + half, p.y + tall}
		if spot[0] < f.x || spot[1] < f.y || spot[2] > f.x+f.w || spot[3] > f.y+f.h || meets(placed, spot) {
			continue
		}
		placed = append(placed, spot)
		halo := s
		halo.ink = paper
		for _, d := range [][2]float64{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			c.text(point{p.x + 0.22*unit*d[0], p.y + 0.35*s.size + 0.22*unit*d[1]}, a.leaves[j].Name, halo)
		}
		c.text(point{p.x, p.y + 0.35*s.size}, a.leaves[j].Name, s)
	}
}

func meets(placed [][4]float64, spot [4]float64) bool {
	for _, o := range placed {
		if spot[0] < o[2] && spot[2] > o[0] && spot[1] < o[3] && spot[3] > o[1] {
			return true
		}
	}
	return false
}
