package publish

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Outlines returns a shape per territory, in the order of State.Territories:
// its boundaries joined, where any is assigned, else drawn around its units;
// nil without positions. They are drawn once per plan and shared by the files
// that show them. An error means the context ended.
func (p *Plan) Outlines(ctx context.Context) ([]geom.MultiPolygon, error) {
	if p.outlines != nil {
		return p.outlines, nil
	}
	joined, err := p.joinBoundaries(ctx, p.State.Territories())
	if err != nil || joined != nil {
		p.outlines = joined
		return joined, err
	}
	if p.Columns.Lon == nil {
		return nil, nil
	}
	drawn, err := p.drawOutlines(ctx, p.State.Territories())
	if err != nil {
		return nil, err
	}
	p.outlines = drawn
	return drawn, nil
}

// joinBoundaries joins the boundaries of every territory, nil where no
// territory has any.
func (p *Plan) joinBoundaries(ctx context.Context, leaves []*alignment.Area) ([]geom.MultiPolygon, error) {
	b := p.State.Boundaries
	if b == nil || p.boundaries == nil {
		return nil, nil
	}
	index := make(map[alignment.AreaNumber]int32, len(leaves))
	for j, a := range leaves {
		index[a.Number] = int32(j)
	}
	group, any := make([]int32, b.Count), false
	for i, number := range b.Assigned {
		j, known := index[number]
		if group[i] = j; !known {
			group[i] = -1
		}
		any = any || known
	}
	if !any {
		return nil, nil
	}
	set, err := p.boundaries(ctx, b.BoundarySource)
	if err != nil {
		return nil, err
	}
	shapes, err := boundary.Dissolve(ctx, set, group)
	if err != nil {
		return nil, err
	}
	return append(shapes, make([]geom.MultiPolygon, len(leaves)-len(shapes))...), nil
}

func (p *Plan) drawOutlines(ctx context.Context, leaves []*alignment.Area) ([]geom.MultiPolygon, error) {
	index := make(map[alignment.AreaNumber]int32, len(leaves))
	for j, a := range leaves {
		index[a.Number] = int32(j)
	}
	area := make([]int32, len(p.State.Assigned))
	for i, number := range p.State.Assigned {
		area[i] = -1
		if j, ok := index[number]; ok {
			area[i] = j
		}
	}
	land, err := builtin.Land(LandFor(p.Columns))
	if err != nil {
		return nil, err
	}
	drawn, err := boundary.TerritoryPolygons(ctx, p.Columns.Lon, p.Columns.Lat, area, land)
	if err != nil {
		return nil, err
	}
	return drawn.Shapes, nil
}

// LandFor names the built-in set whose coast outlines are clipped to: it chooses the finer coast where every unit is near the United States.
func LandFor(u *figures.Units) string {
	for i := range u.Lon {
		if u.Lat[i] < 17 || u.Lat[i] > 72 || u.Lon[i] > -64 {
			return builtin.WorldCountries
		}
	}
	return builtin.USStates
}
