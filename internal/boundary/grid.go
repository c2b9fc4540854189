package boundary

import (
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Levels of the grid sets offered. Cells of level 2 are about 2,000 km wide,
// of level 16 about 150 m.
const (
	MinGridLevel = 2
	MaxGridLevel = 16
)

// GridCells makes a set of the S2 grid cells of a level that hold at least one
// of the positions, ordered by cell id, and tells for each position which cell
// it is in, None for one that is not finite. The code of a cell is its token.
func GridCells(lons, lats []float64, level int) (*Set, []int32, error) {
	if level < MinGridLevel || level > MaxGridLevel {
		return nil, nil, wrongLevel(level)
	}
	if len(lons) != len(lats) {
		return nil, nil, fmt.Errorf("make grid cells: %d longitudes, %d latitudes", len(lons), len(lats))
	}
	cells := map[uint64]s2Cell{}
	ids := make([]uint64, len(lons)) // no cell has the id 0
	for i := range lons {
		p := geom.Point{X: lons[i], Y: lats[i]}
		if p.Finite() {
			c := s2CellAt(p, level)
			ids[i] = c.id()
			cells[ids[i]] = c
		}
	}
	order := make([]uint64, 0, len(cells))
	for id := range cells {
		order = append(order, id)
	}
	slices.Sort(order)
	set := &Set{ID: fmt.Sprintf("s2-%d", level), Name: fmt.Sprintf("S2 grid, level %d", level), Type: "grid cell", Edition: "S2"}
	index := make(map[uint64]int32, len(order))
	for _, id := range order {
		b, err := gridBoundary(cells[id])
		if err != nil {
			return nil, nil, err
		}
		index[id] = int32(len(set.Boundaries))
		set.Boundaries = append(set.Boundaries, b)
	}
	at := make([]int32, len(ids))
	for i, id := range ids {
		at[i] = None
		if id != 0 {
			at[i] = index[id]
		}
	}
	return set, at, nil
}

func gridBoundary(c s2Cell) (Boundary, error) {
	code := c.token()
	shape, _, _, err := cleanShape(geom.MultiPolygon{{c.ring()}})
	if err != nil {
		return Boundary{}, fmt.Errorf("make grid cell %s: %w", code, err)
	}
	return Boundary{Code: code, Name: code, Shape: shape, Point: LabelPoint(shape, c.middle())}, nil
}
