package synth

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// coastTile is the side, in degrees, of the tiles in which the coast is noted.
const coastTile = 0.05

// shapes returns the cells in degrees, those at the coast cut off there.
func (m *mosaic) shapes(land geom.MultiPolygon) ([]geom.MultiPolygon, error) {
	coast := coastTiles(land)
	out := make([]geom.MultiPolygon, m.n)
	var edges []geom.RegionEdge
	var wet []int32
	for v := range int32(m.n) {
		ring := m.ring(v)
		if inland(coast, ring) {
			out[v] = degrees(geom.MultiPolygon{{ring}})
			continue
		}
		edges = ringEdges(edges, ring, int32(len(wet)))
		wet = append(wet, v)
	}
	ground := int32(len(wet))
	for _, polygon := range land {
		for _, ring := range polygon {
			edges = ringEdges(edges, gridRing(ring), ground)
		}
	}
	a, err := geom.NewArrangement(edges)
	if err != nil {
		return nil, err
	}
	parts := a.Outlines(len(wet), func(face int) int32 {
		label, dry := geom.NoLabel, false
		for _, c := range a.Cover(face) {
			if c.Region == ground {
				dry = c.Count > 0
			} else if c.Count > 0 && label == geom.NoLabel {
				label = c.Region
			}
		}
		if !dry {
			return geom.NoLabel
		}
		return label
	})
	for i, v := range wet {
		out[v] = degrees(parts[i])
	}
	return out, nil
}

// inland reports whether no coast comes near a cell.
func inland(coast map[[2]int]bool, ring geom.Ring) bool {
	box := geom.BoxOf(ring)
	if box.MaxX-box.MinX > 5*cellGrid || box.MaxY-box.MinY > 5*cellGrid {
		return false
	}
	low, high := tileOf(box.MinX/cellGrid, box.MinY/cellGrid), tileOf(box.MaxX/cellGrid, box.MaxY/cellGrid)
	for x := low[0]; x <= high[0]; x++ {
		for y := low[1]; y <= high[1]; y++ {
			if coast[[2]int{x, y}] {
				return false
			}
		}
	}
	return true
}

func tileOf(x, y float64) [2]int {
	return [2]int{int(math.Floor(x / coastTile)), int(math.Floor(y / coastTile))}
}

// coastTiles notes every tile that a line of the coast may pass through.
func coastTiles(land geom.MultiPolygon) map[[2]int]bool {
	tiles := map[[2]int]bool{}
	for _, polygon := range land {
		for _, ring := range polygon {
			for i, p := range ring {
				q := ring[(i+1)%len(ring)]
				low, high := tileOf(min(p.X, q.X), min(p.Y, q.Y)), tileOf(max(p.X, q.X), max(p.Y, q.Y))
				for x := low[0]; x <= high[0]; x++ {
					for y := low[1]; y <= high[1]; y++ {
						tiles[[2]int{x, y}] = true
					}
				}
			}
		}
	}
	return tiles
}

func gridRing(r geom.Ring) geom.Ring {
	out := make(geom.Ring, len(r))
	for i, p := range r {
		out[i] = geom.Point{X: math.Round(p.X * cellGrid), Y: math.Round(p.Y * cellGrid)}
	}
	return out
}

func ringEdges(edges []geom.RegionEdge, r geom.Ring, region int32) []geom.RegionEdge {
	for i, p := range r {
		edges = append(edges, geom.RegionEdge{A: p, B: r[(i+1)%len(r)], Region: region})
	}
	return edges
}

// degrees turns grid coordinates into degrees, in place.
func degrees(m geom.MultiPolygon) geom.MultiPolygon {
	for _, polygon := range m {
		for _, ring := range polygon {
			for i, p := range ring {
				ring[i] = geom.Point{X: p.X / cellGrid, Y: p.Y / cellGrid}
			}
		}
	}
	return m
}
