package boundary

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Steps of the two grids, per degree: positions of units are taken to 1e-7
// degrees (about a centimetre), outlines are drawn on 1e-9 degrees, so that a
// border between two units surely keeps them apart.
const (
	unitGrid    = 1e7
	outlineGrid = 1e9
	finer       = outlineGrid / unitGrid
)

// Limits of the ground a unit off the land gets around it.
const (
	patchMin  geom.Meters = 500
	patchMax  geom.Meters = 30_000
	patchOver             = 1.1 // times the distance to the land, to join it
)

// Territories are the outlines of areas drawn around their units.
type Territories struct {
	// Shapes holds the outline of each area by its number, in degrees. They
	// neither overlap nor leave gaps on the land used; outer rings run
	// counterclockwise (RFC 7946) and no ring crosses the antimeridian.
	Shapes []geom.MultiPolygon
	// Shared counts units at the same place (1e-7 degrees) as a unit of another
	// area. The place belongs to the area with most units there.
	Shared int
	// OffLand counts units outside the land given, which got ground of their own.
	OffLand int
}

// TerritoryPolygons draws the outlines of areas from the positions of their
// units: every place belongs to the area of the nearest unit, where distance is
// measured on a plane map true to scale at the middle latitude, and the result
// is clipped to land. area[i] is the number of unit i's area, counted from 0; a
// unit with a negative area or without a position is left out.
//
// Of land, the boundaries that hold a unit are used; when it is nil, the
// outlines end a little outside the box of the units. A unit off the land gets
// a patch of ground that reaches the coast when it is within 25 km.
//
// It takes O(n log n) for n units; 250,000 units take a few seconds.
func TerritoryPolygons(ctx context.Context, lon, lat []float64, area []int32, land *Set) (*Territories, error) {
	if len(lon) != len(lat) || len(lon) != len(area) {
		return nil, fmt.Errorf("outline territories: %d longitudes, %d latitudes, %d areas", len(lon), len(lat), len(area))
	}
	out := &Territories{}
	if len(area) > 0 {
		out.Shapes = make([]geom.MultiPolygon, max(0, slices.Max(area)+1))
	}
	d := newTerritoryDrawing(lon, lat, area, len(out.Shapes), out)
	if len(d.sites) == 0 {
		return out, nil
	}
	edges := d.landEdges(land, out)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cells, err := d.cellEdges()
	if err != nil {
		return nil, fmt.Errorf("outline territories: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	arrangement, err := geom.NewArrangement(append(append(edges, cells...), d.seamEdges()...))
	if err != nil {
		return nil, fmt.Errorf("outline territories: %w", err)
	}
	if err := d.collect(arrangement, out); err != nil {
		return nil, fmt.Errorf("outline territories: %w", err)
	}
	return out, nil
}

// territoryDrawing holds the work of one call. Longitudes run from seam-360 to
// seam, where the seam lies in the widest gap between the units.
type territoryDrawing struct {
	areas int
	seam  float64
	sites []site
	box   geom.Box // of all that is drawn, in degrees
}

// site is a distinct position on the unit grid.
type site struct {
	p    geom.Point // whole numbers of unit grid steps
	area int32
}

// Regions of the arrangement beyond those of the areas.
func (d *territoryDrawing) landRegion() int32   { return int32(d.areas) }
func (d *territoryDrawing) windowRegion() int32 { return int32(d.areas) + 1 }
func (d *territoryDrawing) westRegion() int32   { return int32(d.areas) + 2 }

func newTerritoryDrawing(lon, lat []float64, area []int32, areas int, out *Territories) *territoryDrawing {
	d := &territoryDrawing{areas: areas, box: geom.EmptyBox()}
	d.seam = math.Round(widestGap(lon, area)*unitGrid) / unitGrid
	sites := make([]site, 0, len(lon))
	for i := range lon {
		p := geom.Point{X: lon[i], Y: lat[i]}
		if area[i] < 0 || !p.Finite() || math.Abs(p.Y) > 90 || math.Abs(p.X) > 360 {
			continue
		}
		p.X = d.wrap(p.X)
		d.box = d.box.Add(p)
		sites = append(sites, site{geom.Point{X: math.Round(p.X * unitGrid), Y: math.Round(p.Y * unitGrid)}, area[i]})
	}
	slices.SortFunc(sites, func(a, b site) int {
		switch {
		case a.p.Less(b.p):
			return -1
		case b.p.Less(a.p):
			return 1
		}
		return int(a.area - b.area)
	})
	d.sites = distinctSites(sites, out)
	return d
}

// distinctSites keeps one site per position, with the area most units there
// have, the lowest of several.
func distinctSites(sites []site, out *Territories) []site {
	kept := sites[:0]
	for i := 0; i < len(sites); {
		p, j := sites[i].p, i
		best, most := int32(0), 0
		for j < len(sites) && sites[j].p == p {
			k := j
			for k < len(sites) && sites[k] == sites[j] {
				k++
			}
			if k-j > most {
				best, most = sites[j].area, k-j
			}
			j = k
		}
		out.Shared += j - i - most
		kept = append(kept, site{p, best})
		i = j
	}
	return kept
}

// widestGap returns the middle of the widest range of longitudes without units.
func widestGap(lon []float64, area []int32) float64 {
	var all []float64
	for i, x := range lon {
		if area[i] >= 0 && math.Abs(x) <= 360 {
			all = append(all, math.Mod(x+540, 360)-180)
		}
	}
	if len(all) == 0 {
		return 180
	}
	slices.Sort(all)
	seam, width := 180.0, all[0]+360-all[len(all)-1]
	if seam = all[len(all)-1] + width/2; seam > 180 {
		seam -= 360
	}
	for i := 1; i < len(all); i++ {
		if w := all[i] - all[i-1]; w > width {
			seam, width = all[i-1]+w/2, w
		}
	}
	return seam
}

// wrap moves a longitude into the range of the drawing.
func (d *territoryDrawing) wrap(x float64) float64 {
	for x > d.seam {
		x -= 360
	}
	for x <= d.seam-360 {
		x += 360
	}
	return x
}

// collect turns the faces of land into outlines. Faces west of -180 degrees are
// drawn apart from the others and moved to the east.
func (d *territoryDrawing) collect(a *geom.Arrangement, out *Territories) error {
	outlines := a.Outlines(2*d.areas, func(face int) int32 {
		best, most := geom.NoLabel, int32(0)
		onLand, inWindow, west := false, false, false
		for _, c := range a.Cover(face) {
			switch {
			case c.Region == d.landRegion():
				onLand = c.Count > 0
			case c.Region == d.windowRegion():
				inWindow = c.Count > 0
			case c.Region == d.westRegion():
				west = c.Count > 0
			case c.Count > most:
				best, most = c.Region, c.Count
			}
		}
		if !onLand || !inWindow || best == geom.NoLabel {
			return geom.NoLabel
		}
		if west {
			return best + int32(d.areas)
		}
		return best
	})
	for area := range d.areas {
		moveEast(outlines[area+d.areas], 360*outlineGrid)
		outlines[area] = append(outlines[area], outlines[area+d.areas]...)
	}
	outlines = outlines[:d.areas]
	if d.box.MinX <= d.seam-360 && d.box.MaxX >= d.seam {
		var err error
		if outlines, err = joinShapes(outlines); err != nil {
			return err
		}
	}
	for area, m := range outlines {
		out.Shapes[area] = toDegrees(m, outlineGrid)
	}
	return nil
}

// joinShapes joins polygons of one shape that share a border, in grid
// coordinates.
func joinShapes(shapes []geom.MultiPolygon) ([]geom.MultiPolygon, error) {
	var edges []geom.RegionEdge
	for region, m := range shapes {
		for _, poly := range m {
			for _, r := range poly {
				for i, p := range r {
					edges = append(edges, geom.RegionEdge{A: p, B: r[(i+1)%len(r)], Region: int32(region)})
				}
			}
		}
	}
	a, err := geom.NewArrangement(edges)
	if err != nil {
		return nil, err
	}
	return a.Outlines(len(shapes), func(face int) int32 {
		for _, c := range a.Cover(face) {
			if c.Count > 0 {
				return c.Region
			}
		}
		return geom.NoLabel
	}), nil
}

func moveEast(m geom.MultiPolygon, by float64) {
	for _, poly := range m {
		for _, r := range poly {
			for i := range r {
				r[i].X += by
			}
		}
	}
}

// toDegrees turns grid coordinates into degrees, in place.
func toDegrees(m geom.MultiPolygon, grid float64) geom.MultiPolygon {
	for _, poly := range m {
		for _, r := range poly {
			for i, p := range r {
				r[i] = geom.Point{X: p.X / grid, Y: p.Y / grid}
			}
		}
	}
	return m
}
