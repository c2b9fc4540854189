package boundary

import (
	"context"
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Dissolve joins the boundaries of equal group into one shape per group.
// group[i] is the group of boundary i, counted from 0; boundaries with a
// negative group are left out. Borders between groups come out exactly as they
// were, shared by both sides; where boundaries of several groups overlap, the
// lowest group gets the place. Outer rings run counterclockwise.
//
// The time goes with the vertices of the set and, times a logarithm, those on
// the borders between groups.
func Dissolve(ctx context.Context, s *Set, group []int32) ([]geom.MultiPolygon, error) {
	if len(group) != len(s.Boundaries) {
		return nil, fmt.Errorf("dissolve: %d groups for %d boundaries", len(group), len(s.Boundaries))
	}
	groups := 0
	for _, g := range group {
		groups = max(groups, int(g)+1)
	}
	edges := cancelEdges(s, group)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := geom.NewArrangement(edges)
	if err != nil {
		return nil, fmt.Errorf("dissolve: %w", err)
	}
	shapes := a.Outlines(groups, func(face int) int32 {
		for _, c := range a.Cover(face) {
			if c.Count > 0 {
				return c.Region
			}
		}
		return geom.NoLabel
	})
	for _, m := range shapes {
		toDegrees(m, setGrid)
	}
	return shapes, nil
}

// cancelTable is a hash table of directed edges waiting for their opposite in
// the same group.
type cancelTable struct {
	slots []cancelSlot
}

type cancelSlot struct {
	a, b  uint64
	group int32
	count int32 // edges from a to b less those from b to a, a < b
	used  bool
}

// cancelEdges returns the edges of all boundaries in grid coordinates, without
// those that run both ways in one group.
func cancelEdges(s *Set, group []int32) []geom.RegionEdge {
	size := 16
	for n := s.Vertices(); size < n+n/2; {
		size *= 2
	}
	t := cancelTable{make([]cancelSlot, size)}
	eachEdge(s, func(owner int32, a, b geom.Point) {
		if group[owner] >= 0 {
			t.enter(group[owner], gridKey(a), gridKey(b))
		}
	})
	var out []geom.RegionEdge
	for _, slot := range t.slots {
		a, b := gridPoint(slot.a), gridPoint(slot.b)
		for range slot.count {
			out = append(out, geom.RegionEdge{A: a, B: b, Region: slot.group})
		}
		for range -slot.count {
			out = append(out, geom.RegionEdge{A: b, B: a, Region: slot.group})
		}
	}
	return out
}

func (t *cancelTable) enter(group int32, a, b uint64) {
	step := int32(1)
	if a > b {
		a, b, step = b, a, -1
	}
	mask := uint64(len(t.slots) - 1)
	h := (a*0x9E3779B97F4A7C15 ^ b) * 0xBF58476D1CE4E5B9
	for i := (h ^ h>>29) & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		if !s.used {
			*s = cancelSlot{a, b, group, step, true}
			return
		}
		if s.a == a && s.b == b && s.group == group {
			s.count += step
			return
		}
	}
}

// gridPoint undoes gridKey, in grid coordinates.
func gridPoint(key uint64) geom.Point {
	return geom.Point{X: float64(int32(key >> 32)), Y: float64(int32(key & math.MaxUint32))}
}
