package check

import "fmt"

// components counts the connected pieces of every area. A piece that the graph
// cannot join to anything outside the area's own kind still counts: only the
// edges of the graph hold an area together.
func (c *checker) components() {
	g := c.in.Graph
	if g == nil {
		return
	}
	pieces := make([]int, c.k)
	seen := make([]bool, len(c.a))
	var stack []int32
	for i, j := range c.a {
		if j < 0 || seen[i] {
			continue
		}
		pieces[j]++
		seen[i] = true
		stack = append(stack[:0], int32(i))
		for len(stack) > 0 {
			u := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for e := g.Offset[u]; e < g.Offset[u+1]; e++ {
				if v := g.Target[e]; c.a[v] == j && !seen[v] {
					seen[v] = true
					stack = append(stack, v)
				}
			}
		}
	}
	for j, p := range pieces {
		if p <= 1 {
			continue
		}
		c.r.Fragments += p - 1
		if c.in.Areas[j].Contiguous {
			c.r.Violations = append(c.r.Violations, Violation{Kind: Fragmented, Unit: -1, Area: int32(j), Measure: -1,
				Amount: float64(p - 1), Message: fmt.Sprintf("%s must be contiguous but falls into %d pieces", c.areaName(j), p)})
		}
	}
}

// borders adds up what lies between different areas. Every edge stands in both
// directions and counts once.
func (c *checker) borders() {
	g := c.in.Graph
	if g == nil {
		return
	}
	var length sum
	for u := range c.a {
		for e := g.Offset[u]; e < g.Offset[u+1]; e++ {
			if c.a[u] == c.a[g.Target[e]] {
				continue
			}
			if g.Border == nil {
				length.add(0.5)
			} else {
				length.add(g.Border[e] / 2)
			}
		}
	}
	c.r.Border = length.value()
	c.r.BorderCost = c.r.Border * c.in.BorderPrice
}
