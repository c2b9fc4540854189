package boundary

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// MaxGridCells is the largest number of cells a grid set may have.
const MaxGridCells = 250_000

// GridOverBox makes a set of all S2 cells of a level that meet a box of
// degrees, which must not cross the antimeridian.
func GridOverBox(box geom.Box, level int) (*Set, error) {
	if box.Empty() || !validPosition(geom.Point{X: box.MinX, Y: box.MinY}) || !validPosition(geom.Point{X: box.MaxX, Y: box.MaxY}) {
		return nil, wrong(sentence.GridBox.With(nil)).at(sentence.PlaceGridBox.With(nil))
	}
	ring := geom.Ring{{X: box.MinX, Y: box.MinY}, {X: box.MaxX, Y: box.MinY}, {X: box.MaxX, Y: box.MaxY}, {X: box.MinX, Y: box.MaxY}}
	return GridOverShape(geom.MultiPolygon{{ring}}, level)
}

// GridOverShape makes a set of the S2 cells of a level that meet a shape, or
// nearly do along its border, so that the outlines drawn leave no sliver out.
func GridOverShape(shape geom.MultiPolygon, level int) (*Set, error) {
	if len(shape) == 0 {
		return nil, wrong(sentence.GridNoShape.With(nil)).at(sentence.PlaceGridArea.With(nil))
	}
	for _, poly := range shape {
		if err := gridFits(poly.Box(), level); err != nil {
			return nil, err
		}
	}
	cells := map[uint64]s2Cell{}
	inside := NewLocator(&Set{Boundaries: []Boundary{{Shape: shape}}})
	for _, poly := range shape {
		for _, ring := range poly {
			alongRing(ring, level, func(p geom.Point) {
				c := s2CellAt(p, level)
				cells[c.id()] = c
			})
		}
		eachCell(level, poly.Box(), func(c s2Cell) {
			if inside.At(c.middle()) != None {
				cells[c.id()] = c
			}
		})
		if len(cells) > MaxGridCells {
			return nil, tooManyCells(level)
		}
	}
	return gridSet(cells, level)
}

// gridFits refuses a grid that would have far too many cells, before any is
// made.
func gridFits(box geom.Box, level int) error {
	if level < MinGridLevel || level > MaxGridLevel {
		return wrongLevel(level)
	}
	const rad = math.Pi / 180
	share := (box.MaxX - box.MinX) * rad * (math.Sin(box.MaxY*rad) - math.Sin(box.MinY*rad)) / (4 * math.Pi)
	if share*6*math.Pow(4, float64(level)) > MaxGridCells {
		return tooManyCells(level)
	}
	return nil
}

func tooManyCells(level int) error {
	return wrong(sentence.GridCells.With(sentence.Params{"level": level, "most": MaxGridCells})).at(sentence.PlaceGridLevel.With(nil))
}

func wrongLevel(level int) error {
	return wrong(sentence.GridLevel.With(sentence.Params{"level": level, "least": MinGridLevel, "most": MaxGridLevel})).at(sentence.PlaceGridLevel.With(nil))
}

// gridSet makes the set of the cells in the order of their ids.
func gridSet(cells map[uint64]s2Cell, level int) (*Set, error) {
	if len(cells) > MaxGridCells {
		return nil, tooManyCells(level)
	}
	set := &Set{ID: fmt.Sprintf("s2-%d", level), Name: fmt.Sprintf("S2 grid, level %d", level), Type: "grid cell", Edition: "S2"}
	order := make([]uint64, 0, len(cells))
	for id := range cells {
		order = append(order, id)
	}
	slices.SortFunc(order, cmp.Compare)
	for _, id := range order {
		b, err := gridBoundary(cells[id])
		if err != nil {
			return nil, err
		}
		set.Boundaries = append(set.Boundaries, b)
	}
	return set, nil
}

// alwaysDivided is the level down to which cells are divided without a look at
// their box, which around the poles says nothing.
const alwaysDivided = 4

// eachCell calls visit for the cells of a level that meet the box.
func eachCell(level int, box geom.Box, visit func(s2Cell)) {
	var divide func(c s2Cell)
	divide = func(c s2Cell) {
		if (c.level >= alwaysDivided || c.level == level) && !c.meets(box) {
			return
		}
		if c.level == level {
			visit(c)
			return
		}
		half := 1 << (s2MaxLevel - c.level - 1)
		for k := range 4 {
			divide(s2Cell{c.face, c.i + k&1*half, c.j + k>>1*half, c.level + 1})
		}
	}
	for face := range 6 {
		divide(s2Cell{face: face})
	}
}

// meets reports whether the cell may meet a box of degrees; it errs on the side
// of yes only for cells over a pole or the antimeridian.
func (c s2Cell) meets(box geom.Box) bool {
	own := geom.EmptyBox()
	for _, p := range c.ring() {
		own = own.Add(p)
	}
	if own.MaxX-own.MinX > 180 {
		own.MinX, own.MaxX = -180, 180
	}
	return own.MinX <= box.MaxX && own.MaxX >= box.MinX && own.MinY <= box.MaxY && own.MaxY >= box.MinY
}

// middle returns the position in the middle of the cell.
func (c s2Cell) middle() geom.Point {
	half := 1 << (s2MaxLevel - c.level) / 2
	return s2Position(c.face, c.i+half, c.j+half)
}

// alongRing calls visit for positions along a ring, a fifth of a cell apart, and
// for some a fiftieth of a cell beside each.
func alongRing(ring geom.Ring, level int, visit func(geom.Point)) {
	step := 90 / math.Pow(2, float64(level)) / 5 // a cell is about 90° ÷ 2^level wide
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		wide := math.Abs(b.X-a.X) * math.Cos(a.Y*math.Pi/180)
		n := max(1, int(math.Ceil(math.Hypot(wide, b.Y-a.Y)/step)))
		for k := range n {
			t := float64(k) / float64(n)
			x, y := a.X+t*(b.X-a.X), a.Y+t*(b.Y-a.Y)
			for _, d := range [5][2]float64{{0, 0}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
				visit(geom.Point{X: x + d[0]*step/10, Y: min(90, max(-90, y+d[1]*step/10))})
			}
		}
	}
}
