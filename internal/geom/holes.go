package geom

import (
	"cmp"
	"slices"
)

// WithoutHoles cuts a polygon into rings without holes that together cover the
// same ground and meet only along the cuts, which run from west to east through
// the holes. The rings run counterclockwise.
func WithoutHoles(p Polygon) []Ring {
	if len(p) == 0 {
		return nil
	}
	p = oriented(p)
	if len(p) == 1 {
		return []Ring{p[0]}
	}
	var out []Ring
	for _, part := range splitAt(p, cutHeight(p)) {
		out = append(out, WithoutHoles(part)...)
	}
	return out
}

// oriented returns the polygon with its outer ring counterclockwise and holes
// clockwise, copying what it turns.
func oriented(p Polygon) Polygon {
	out := slices.Clone(p)
	for i, r := range out {
		if (r.SignedArea() < 0) == (i == 0) {
			out[i] = slices.Clone(r)
			out[i].Reverse()
		}
	}
	return out
}

// cutHeight is a height at which the first hole can be cut and no vertex lies:
// the middle of the widest gap between the vertices' heights there.
func cutHeight(p Polygon) float64 {
	low, high := p[1][0].Y, p[1][0].Y
	for _, v := range p[1] {
		low, high = min(low, v.Y), max(high, v.Y)
	}
	var heights []float64
	for _, r := range p {
		for _, v := range r {
			if v.Y >= low && v.Y <= high {
				heights = append(heights, v.Y)
			}
		}
	}
	slices.Sort(heights)
	best, gap := low, 0.0
	for i := 1; i < len(heights); i++ {
		if d := heights[i] - heights[i-1]; d > gap {
			best, gap = heights[i-1]+d/2, d
		}
	}
	return best
}

// chain is a piece of a ring on one side of a cut, from crossing to crossing.
type chain struct {
	points   Ring
	from, to int
	above    bool
}

// splitAt cuts a polygon along a height at which it has no vertex.
func splitAt(p Polygon, height float64) []Polygon {
	var chains []chain
	var crossings []Point
	var loose []Ring
	for _, r := range p {
		if own := chainsOf(r, height, &crossings); own != nil {
			chains = append(chains, own...)
		} else {
			loose = append(loose, r)
		}
	}
	partner := pairs(crossings)
	starts := make([][2]int, len(crossings)) // chain that starts there, below and above
	for i, c := range chains {
		starts[c.from][side(c.above)] = i
	}
	var out []Polygon
	used := make([]bool, len(chains))
	for i := range chains {
		var ring Ring
		for k := i; !used[k]; k = starts[partner[chains[k].to]][side(chains[i].above)] {
			used[k] = true
			ring = append(ring, chains[k].points...)
		}
		if ring != nil {
			out = append(out, Polygon{ring})
		}
	}
	for _, hole := range loose {
		for i := range out {
			if out[i][0].Contains(hole[0]) {
				out[i] = append(out[i], hole)
				break
			}
		}
	}
	return out
}

func side(above bool) int {
	if above {
		return 1
	}
	return 0
}

// chainsOf cuts a ring; nil when it lies on one side.
func chainsOf(r Ring, height float64, crossings *[]Point) []chain {
	first := slices.IndexFunc(r, func(v Point) bool { return (v.Y > height) != (r[0].Y > height) })
	if first < 0 {
		return nil
	}
	var out []chain
	for i := range r {
		a, b := r[(first+i+len(r)-1)%len(r)], r[(first+i)%len(r)]
		if (a.Y > height) != (b.Y > height) {
			*crossings = append(*crossings, Point{X: a.X + (height-a.Y)/(b.Y-a.Y)*(b.X-a.X), Y: height})
			out = append(out, chain{points: Ring{(*crossings)[len(*crossings)-1]}, from: len(*crossings) - 1, above: b.Y > height})
		}
		last := &out[len(out)-1]
		last.points = append(last.points, b)
	}
	for i := range out {
		next := out[(i+1)%len(out)]
		out[i].to = next.from
		out[i].points = append(out[i].points, (*crossings)[next.from])
	}
	return out
}

// pairs joins the crossings from west to east, two by two: the ground of the
// polygon lies between the two of a pair.
func pairs(crossings []Point) []int {
	order := make([]int, len(crossings))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(crossings[a].X, crossings[b].X) })
	partner := make([]int, len(crossings))
	for i := 0; i+1 < len(order); i += 2 {
		partner[order[i]], partner[order[i+1]] = order[i+1], order[i]
	}
	return partner
}
