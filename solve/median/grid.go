package median

import (
	"cmp"
	"math"
	"slices"
)

// grid buckets points of the plane in square cells of a few points each.
type grid struct {
	x, y       []float64
	x0, y0     float64
	inv        float64 // cells per unit of length
	cell       float64
	cols, rows int
	start      []int32 // offsets into item by cell
	item       []int32
}

// newGrid indexes the points with about perCell of them in an average cell.
func newGrid(x, y []float64, perCell float64) *grid {
	g := &grid{x: x, y: y, x0: slices.Min(x), y0: slices.Min(y)}
	w, h := slices.Max(x)-g.x0, slices.Max(y)-g.y0
	cells := math.Max(1, float64(len(x))/perCell)
	side := math.Max(math.Sqrt(w*h/cells), math.Max(w, h)/cells)
	if !(side > 0) {
		side = 1
	}
	g.cell, g.inv = side, 1/side
	g.cols, g.rows = int(w*g.inv)+1, int(h*g.inv)+1
	g.start = make([]int32, g.cols*g.rows+1)
	for i := range x {
		g.start[g.cellOf(x[i], y[i])+1]++
	}
	for c := 1; c < len(g.start); c++ {
		g.start[c] += g.start[c-1]
	}
	g.item = make([]int32, len(x))
	fill := slices.Clone(g.start)
	for i := range x {
		c := g.cellOf(x[i], y[i])
		g.item[fill[c]] = int32(i)
		fill[c]++
	}
	return g
}

func (g *grid) column(x float64) int { return min(max(int((x-g.x0)*g.inv), 0), g.cols-1) }
func (g *grid) row(y float64) int    { return min(max(int((y-g.y0)*g.inv), 0), g.rows-1) }

func (g *grid) cellOf(x, y float64) int { return g.row(y)*g.cols + g.column(x) }

// nearest writes the up to k points nearest to (x, y), other than skip (-1 for
// none), into out, nearest first, ties by index. out's array is reused.
func (g *grid) nearest(x, y float64, k int, skip int32, out []near) []near {
	out = out[:0]
	cx, cy := g.column(x), g.row(y)
	for ring := 0; ring <= max(g.cols, g.rows); ring++ {
		out = g.scanRing(x, y, cx, cy, ring, k, skip, out)
		if len(out) == k {
			reach := float64(ring) * g.cell
			if out[k-1].d <= reach*reach {
				break
			}
		}
	}
	return out
}

// near is a point and its squared distance.
type near struct {
	d float64
	i int32
}

// unordered asks scanRing for all points, in no order.
const unordered = -1

func (g *grid) scanRing(x, y float64, cx, cy, ring, k int, skip int32, out []near) []near {
	for r := max(cy-ring, 0); r <= min(cy+ring, g.rows-1); r++ {
		step := 1
		if r != cy-ring && r != cy+ring {
			step = max(2*ring, 1)
		}
		for c := cx - ring; c <= cx+ring; c += step {
			if c < 0 || c >= g.cols {
				continue
			}
			cell := r*g.cols + c
			for _, i := range g.item[g.start[cell]:g.start[cell+1]] {
				if i == skip {
					continue
				}
				dx, dy := g.x[i]-x, g.y[i]-y
				if v := (near{dx*dx + dy*dy, i}); k == unordered {
					out = append(out, v)
				} else {
					out = insertNear(out, v, k)
				}
			}
		}
	}
	return out
}

// insertNear keeps out the k least in order.
func insertNear(out []near, v near, k int) []near {
	if len(out) == k {
		if !less(v, out[k-1]) {
			return out
		}
		out = out[:k-1]
	}
	at := len(out)
	out = append(out, v)
	for at > 0 && less(v, out[at-1]) {
		out[at] = out[at-1]
		at--
	}
	out[at] = v
	return out
}

// nearer orders by distance, ties by index.
func nearer(a, b near) int { return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.i, b.i)) }

func less(a, b near) bool { return a.d < b.d || a.d == b.d && a.i < b.i }

// around collects at least least points other than skip with a radius within
// which none is missing, +Inf when all are there. It may collect some beyond; out
// is reused.
func (g *grid) around(x, y float64, least int, skip int32, out []near) ([]near, float64) {
	out = out[:0]
	cx, cy := g.column(x), g.row(y)
	for ring := 0; ring <= max(g.cols, g.rows); ring++ {
		out = g.scanRing(x, y, cx, cy, ring, unordered, skip, out)
		if len(out) < least {
			continue
		}
		radius, inside := float64(ring)*g.cell, 0
		for _, v := range out {
			if v.d <= radius*radius {
				inside++
			}
		}
		if inside >= least {
			return out, radius
		}
	}
	return out, math.Inf(1)
}
