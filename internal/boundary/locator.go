package boundary

import (
	"math"
	"sync"
	"sync/atomic"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// None is the index that stands for no boundary.
const None int32 = -1

// locateChunk is the number of points a worker takes at a time.
const locateChunk = 4096

// Locator finds the boundary a position lies in. It is safe for concurrent use.
//
// Membership is exact: a position on a border that two boundaries share, vertex
// by vertex, lies in exactly one of them, and where boundaries overlap the one
// first in the set is chosen.
type Locator struct {
	tree  *geom.RTree // over parts
	parts []part
}

// part is one polygon of a boundary.
type part struct {
	owner int32
	bands bands
}

// NewLocator indexes the shapes of a set, in time and memory proportional to
// their vertices. Point codes are never found.
func NewLocator(s *Set) *Locator {
	l := &Locator{}
	var boxes []geom.Box
	for i := range s.Boundaries {
		for _, poly := range s.Boundaries[i].Shape {
			box := poly.Box()
			boxes = append(boxes, box)
			l.parts = append(l.parts, part{int32(i), newBands(poly, box)})
		}
	}
	l.tree = geom.NewRTree(boxes)
	return l
}

// At returns the index of the boundary that holds the position, or None.
func (l *Locator) At(p geom.Point) int32 {
	i, _ := l.at(p, nil)
	return i
}

// at is At with a scratch buffer, which it returns for reuse.
func (l *Locator) at(p geom.Point, scratch []int32) (int32, []int32) {
	if p.X == 180 {
		p.X = -180 // one meridian, one owner
	}
	scratch = l.tree.Search(geom.Box{MinX: p.X, MinY: p.Y, MaxX: p.X, MaxY: p.Y}, scratch[:0])
	best := None
	for _, k := range scratch {
		part := &l.parts[k]
		if (best == None || part.owner < best) && part.bands.contains(p) {
			best = part.owner
		}
	}
	return best, scratch
}

// Locate returns for each position the index of its boundary, or None. The work
// is shared among the given number of goroutines, at least one; the answer does
// not depend on it. The slices must be of equal length.
func (l *Locator) Locate(lons, lats []float64, workers int) []int32 {
	out := make([]int32, len(lons))
	inChunks(len(lons), workers, func(begin, end int) {
		var scratch []int32
		for i := begin; i < end; i++ {
			out[i], scratch = l.at(geom.Point{X: lons[i], Y: lats[i]}, scratch)
		}
	})
	return out
}

// LocateNear is Locate, with positions in no boundary given to the nearest
// boundary within the given distance, as for addresses just off a generalised
// coast. near marks those.
func (l *Locator) LocateNear(lons, lats []float64, within geom.Meters, workers int) (index []int32, near []bool) {
	index = l.Locate(lons, lats, workers)
	near = make([]bool, len(index))
	inChunks(len(index), workers, func(begin, end int) {
		for i := begin; i < end; i++ {
			if index[i] == None {
				index[i], _ = l.Nearest(geom.Point{X: lons[i], Y: lats[i]}, within)
				near[i] = index[i] != None
			}
		}
	})
	return index, near
}

// Nearest returns the boundary nearest to a position outside all of them, and
// how far its border is, when that is within the given distance; else None. Of
// boundaries equally near, the first in the set is taken.
func (l *Locator) Nearest(p geom.Point, within geom.Meters) (int32, geom.Meters) {
	best, distance := None, within
	if !p.Finite() {
		return best, 0
	}
	dy := float64(within/geom.EarthRadius) * 180 / math.Pi
	dx := dy / max(0.01, math.Cos(p.Y*math.Pi/180))
	for _, shift := range [3]float64{0, 360, -360} {
		q := geom.Point{X: p.X + shift, Y: p.Y}
		box := geom.Box{MinX: q.X, MinY: q.Y, MaxX: q.X, MaxY: q.Y}.Expand(dx, dy)
		for _, k := range l.tree.Search(box, nil) {
			part := &l.parts[k]
			d, ok := part.bands.distance(q, dy, distance)
			if ok && (best == None || d < distance || part.owner < best) {
				best, distance = part.owner, d
			}
		}
	}
	if best == None {
		return best, 0
	}
	return best, distance
}

// inChunks calls do for consecutive ranges of [0, n) from several goroutines
// and waits for them.
func inChunks(n, workers int, do func(begin, end int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range max(1, workers) {
		wait.Go(func() {
			for {
				begin := int(next.Add(locateChunk)) - locateChunk
				if begin >= n {
					return
				}
				do(begin, min(begin+locateChunk, n))
			}
		})
	}
	wait.Wait()
}
