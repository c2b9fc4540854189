package boundary

import (
	"container/heap"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// SpreadOwners gives each boundary that is free the owner whose boundaries are
// nearest, counting distances from neighbour to neighbour and over bridges, so
// that what an owner gets hangs together with what it has. owner is NoOwner
// where nobody holds a boundary; those that are neither owned nor free block the
// way. It returns the new owners; boundaries that cannot be reached keep
// NoOwner. Ties go to the boundary with the lower index.
func SpreadOwners(s *Set, t *Topology, owner []int32, free []bool) []int32 {
	links := t.WithBridges()
	out := append([]int32(nil), owner...)
	best := make([]geom.Meters, len(owner))
	queue := &spreadQueue{}
	for i, o := range owner {
		if o != NoOwner {
			queue.items = append(queue.items, spreadItem{0, int32(i), o})
		}
	}
	heap.Init(queue)
	done := make([]bool, len(owner))
	for queue.Len() > 0 {
		item := heap.Pop(queue).(spreadItem)
		if done[item.at] {
			continue
		}
		done[item.at], out[item.at] = true, item.owner
		for k := links.Offsets[item.at]; k < links.Offsets[item.at+1]; k++ {
			next := links.Neighbors[k]
			if done[next] || owner[next] != NoOwner || !free[next] {
				continue
			}
			d := item.distance + geom.Distance(s.Boundaries[item.at].Point, s.Boundaries[next].Point)
			if best[next] == 0 || d < best[next] {
				best[next] = d
				heap.Push(queue, spreadItem{d, next, item.owner})
			}
		}
	}
	return out
}

// NoOwner stands for nobody in SpreadOwners.
const NoOwner int32 = 0

type spreadItem struct {
	distance geom.Meters
	at       int32
	owner    int32
}

type spreadQueue struct{ items []spreadItem }

func (q *spreadQueue) Len() int { return len(q.items) }
func (q *spreadQueue) Less(a, b int) bool {
	x, y := q.items[a], q.items[b]
	return x.distance < y.distance || (x.distance == y.distance && x.at < y.at)
}
func (q *spreadQueue) Swap(a, b int) { q.items[a], q.items[b] = q.items[b], q.items[a] }
func (q *spreadQueue) Push(x any)    { q.items = append(q.items, x.(spreadItem)) }
func (q *spreadQueue) Pop() any {
	last := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return last
}
