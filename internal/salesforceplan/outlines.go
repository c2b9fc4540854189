package salesforceplan

import (
	"context"
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Outlines are the shapes of the areas of one level, with a detail that can be
// chosen; borders between two areas are the same on both sides at every detail.
type Outlines struct {
	Areas []*alignment.Area
	shape []geom.MultiPolygon
	set   *boundary.Simplifier
}

// outlines draws the areas of a level: joined from their boundaries, or around
// their units where the alignment assigns none.
func (in *Input) outlines(ctx context.Context, level int) (*Outlines, error) {
	o := &Outlines{}
	index := map[alignment.AreaNumber]int32{}
	for _, a := range in.State.Ordered() {
		if a.Level == level {
			index[a.Number] = int32(len(o.Areas))
			o.Areas = append(o.Areas, a)
		}
	}
	place := func(number alignment.AreaNumber) int32 {
		a := in.State.Areas[number]
		for a != nil && a.Level > level {
			a = in.State.Areas[a.Parent]
		}
		if a == nil || a.Level != level {
			return -1
		}
		return index[a.Number]
	}
	var err error
	if in.State.Boundaries != nil && in.Boundaries != nil {
		o.shape, err = in.dissolved(ctx, place)
	} else {
		o.shape, err = in.drawn(ctx, place)
	}
	if err != nil {
		return nil, err
	}
	for len(o.shape) < len(o.Areas) {
		o.shape = append(o.shape, nil)
	}
	set := &boundary.Set{Boundaries: make([]boundary.Boundary, len(o.shape))}
	for i := range o.shape {
		set.Boundaries[i] = boundary.Boundary{Code: fmt.Sprint(i), Shape: o.shape[i]}
	}
	o.set = boundary.NewSimplifier(set)
	return o, nil
}

func (in *Input) dissolved(ctx context.Context, place func(alignment.AreaNumber) int32) ([]geom.MultiPolygon, error) {
	set, err := in.Boundaries(ctx)
	if err != nil {
		return nil, err
	}
	group := make([]int32, len(set.Boundaries))
	for i := range group {
		group[i] = -1
		if i < len(in.State.Boundaries.Assigned) {
			group[i] = place(in.State.Boundaries.Assigned[i])
		}
	}
	return boundary.Dissolve(ctx, set, group)
}

func (in *Input) drawn(ctx context.Context, place func(alignment.AreaNumber) int32) ([]geom.MultiPolygon, error) {
	lon, lat, err := in.Reader.Positions(ctx)
	if err != nil {
		return nil, err
	}
	area := make([]int32, len(in.State.Assigned))
	for unit, number := range in.State.Assigned {
		area[unit] = place(number)
	}
	var land *boundary.Set
	if in.Land != nil {
		if land, err = in.Land(lon, lat); err != nil {
			return nil, err
		}
	}
	drawn, err := boundary.TerritoryPolygons(ctx, lon, lat, area, land)
	if err != nil {
		return nil, err
	}
	return drawn.Shapes, nil
}

// finest and coarsest are the details tried, in metres.
const (
	finest   = 5
	coarsest = 100_000
)

// fitting returns parts without holes of every area, as simple as it takes for
// each to fit.
func (o *Outlines) fitting(fits func(ring geom.Ring) bool) ([][]geom.Ring, error) {
	out := make([][]geom.Ring, len(o.Areas))
	left := make([]int, 0, len(o.Areas))
	for i := range o.Areas {
		left = append(left, i)
	}
	for detail := float64(finest); len(left) > 0; detail *= 2 {
		if detail > coarsest {
			return out, refused(sentence.PublishLarge.With(sentence.Params{"name": o.Areas[left[0]].Name, "km": coarsest / 1000}))
		}
		shapes := o.set.Simplify(geom.Meters(detail))
		var still []int
		for _, i := range left {
			if parts, ok := pieces(shapes[i], fits); ok {
				out[i] = parts
			} else {
				still = append(still, i)
			}
		}
		left = still
	}
	return out, nil
}

func pieces(shape geom.MultiPolygon, fits func(geom.Ring) bool) ([]geom.Ring, bool) {
	var all []geom.Ring
	for _, poly := range shape {
		for _, ring := range geom.WithoutHoles(poly) {
			if ring = rounded(ring); len(ring) < 3 {
				continue // smaller than the digits written
			}
			if !fits(ring) {
				return nil, false
			}
			all = append(all, ring)
		}
	}
	return all, true
}

// digits is how many decimals of a degree are written: about a metre.
const digits = 1e5

// rounded writes the ring with few digits and without vertices that then
// repeat.
func rounded(ring geom.Ring) geom.Ring {
	out := make(geom.Ring, 0, len(ring)+1)
	for _, p := range ring {
		p = geom.Point{X: math.Round(p.X*digits) / digits, Y: math.Round(p.Y*digits) / digits}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	for len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}
