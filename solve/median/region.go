package median

import (
	"cmp"
	"math"
	"slices"
)

// A round is cut into at most maxTasks regions, each of at least minClusters
// clusters and minPoints points.
const (
	maxTasks    = 16
	minClusters = 12
	minPoints   = 400
)

// taskCount is the number of regions of a round, a power of two that depends on
// the problem alone.
func taskCount(in *instance) int {
	if in.mat != nil {
		return 1
	}
	count := 1
	for count < maxTasks && in.p/(count*2) >= minClusters && in.n/(count*2) >= minPoints {
		count *= 2
	}
	return count
}

// cutter cuts the clusters of a solution into compact regions of similar number,
// along random directions so that no border stays for long.
type cutter struct {
	in     *instance
	member [][]int32
	owner  []int32 // written: the task of each point
	key    []float64
	r      rng
	tasks  []task
}

func (c *cutter) cut(member [][]int32, r rng) []task {
	c.member, c.r, c.tasks = member, r, c.tasks[:0]
	all := make([]int32, c.in.p)
	for k := range all {
		all[k] = int32(k)
	}
	c.divide(all, taskCount(c.in))
	return c.tasks
}

func (c *cutter) divide(clusters []int32, parts int) {
	if parts == 1 {
		c.addTask(clusters)
		return
	}
	sin, cos := math.Sincos(c.r.float() * math.Pi)
	for _, k := range clusters {
		at := int32(c.r.intn(c.in.n)) // an empty cluster may go anywhere
		if m := c.member[k]; len(m) > 0 {
			at = m[0]
		}
		c.key[k] = cos*c.in.x[at] + sin*c.in.y[at]
	}
	sortBy(clusters, c.key)
	at := int(float64(len(clusters)) * (0.4 + 0.2*c.r.float()))
	c.divide(clusters[:at], parts/2)
	c.divide(clusters[at:], parts/2)
}

func (c *cutter) addTask(clusters []int32) {
	t := task{id: int32(len(c.tasks)), cluster: clusters}
	for _, k := range clusters {
		t.point = append(t.point, c.member[k]...)
	}
	slices.Sort(t.point)
	t.logSize = math.Log(float64(len(t.point)))
	for _, i := range t.point {
		c.owner[i] = t.id
	}
	c.tasks = append(c.tasks, t)
}

func sortBy(idx []int32, key []float64) {
	slices.SortFunc(idx, func(a, b int32) int {
		return cmp.Or(cmp.Compare(key[a], key[b]), cmp.Compare(a, b))
	})
}
