package reportfile

import (
	"cmp"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// bySize orders shapes by the area of their box, largest first; empty ones are
// left out.
func bySize(shapes []geom.MultiPolygon) []int {
	var order []int
	size := make([]float64, len(shapes))
	for j, shape := range shapes {
		if b := shape.Box(); !b.Empty() {
			size[j] = (b.MaxX - b.MinX) * (b.MaxY - b.MinY)
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	return order
}
