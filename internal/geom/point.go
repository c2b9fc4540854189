package geom

import "math"

// Point is a position: plane coordinates, or longitude X and latitude Y in
// degrees where a function says so.
type Point struct{ X, Y float64 }

// Finite reports whether both coordinates are ordinary numbers.
func (p Point) Finite() bool {
	return !math.IsNaN(p.X-p.X) && !math.IsNaN(p.Y-p.Y)
}

// Less orders points by X, then Y.
func (p Point) Less(q Point) bool {
	return p.X < q.X || (p.X == q.X && p.Y < q.Y)
}

// Box is a closed rectangle with sides along the axes. The zero value is the
// single point (0, 0); start from [EmptyBox] to grow one.
type Box struct{ MinX, MinY, MaxX, MaxY float64 }

// EmptyBox returns the box that holds nothing.
func EmptyBox() Box {
	inf := math.Inf(1)
	return Box{inf, inf, -inf, -inf}
}

// BoxOf returns the smallest box around the points.
func BoxOf(points []Point) Box {
	b := EmptyBox()
	for _, p := range points {
		b = b.Add(p)
	}
	return b
}

// Empty reports whether the box holds no point.
func (b Box) Empty() bool { return !(b.MinX <= b.MaxX && b.MinY <= b.MaxY) }

// Add returns the smallest box that holds b and p.
func (b Box) Add(p Point) Box {
	return Box{min(b.MinX, p.X), min(b.MinY, p.Y), max(b.MaxX, p.X), max(b.MaxY, p.Y)}
}

// Union returns the smallest box that holds b and c.
func (b Box) Union(c Box) Box {
	return Box{min(b.MinX, c.MinX), min(b.MinY, c.MinY), max(b.MaxX, c.MaxX), max(b.MaxY, c.MaxY)}
}

// Expand returns the box grown by dx and dy on both sides.
func (b Box) Expand(dx, dy float64) Box {
	return Box{b.MinX - dx, b.MinY - dy, b.MaxX + dx, b.MaxY + dy}
}

// Contains reports whether p lies in the closed box.
func (b Box) Contains(p Point) bool {
	return b.MinX <= p.X && p.X <= b.MaxX && b.MinY <= p.Y && p.Y <= b.MaxY
}

// Intersects reports whether the closed boxes share a point.
func (b Box) Intersects(c Box) bool {
	return b.MinX <= c.MaxX && c.MinX <= b.MaxX && b.MinY <= c.MaxY && c.MinY <= b.MaxY
}

// Center returns the middle of the box.
func (b Box) Center() Point {
	return Point{b.MinX + (b.MaxX-b.MinX)/2, b.MinY + (b.MaxY-b.MinY)/2}
}
