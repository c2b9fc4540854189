package boundaryset

import (
	"context"
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Grid says which S2 cells become a boundary set: those over a box, over
// boundaries, or over the units of a dataset.
type Grid struct {
	Level int `json:"level" minimum:"2" maximum:"16" doc:"Cells of level 2 are about 2,000 km wide, of level 6 130 km, of level 10 8 km, of level 16 150 m."`
	// Box, Set and Dataset: exactly one is given.
	Box   *[4]float64 `json:"box,omitempty" doc:"West, south, east, north in degrees."`
	Set   string      `json:"set,omitempty" doc:"Id of a boundary set: the cells that meet its boundaries."`
	Codes []string    `json:"codes,omitempty" nullable:"false" maxItems:"10000" doc:"Boundaries of the set; all by default."`
	// Dataset names positions.
	Dataset string `json:"dataset,omitempty" doc:"Id of a dataset: the cells that hold its units."`
	Extent  bool   `json:"extent,omitempty" doc:"All cells within the extent of the dataset's units, also those without one."`
}

// Validate says what is wrong with the choice of a place.
func (g Grid) Validate() error {
	places := 0
	for _, given := range []bool{g.Box != nil, g.Set != "", g.Dataset != ""} {
		if given {
			places++
		}
	}
	switch {
	case places != 1:
		return territory.Errorf(territory.Invalid, "Say over what the grid goes: a box, a boundary set, or a dataset, and only one of them.")
	case len(g.Codes) > 0 && g.Set == "":
		return territory.Errorf(territory.Invalid, "Codes need the boundary set they belong to.")
	case g.Extent && g.Dataset == "":
		return territory.Errorf(territory.Invalid, "The extent is that of a dataset: choose one.")
	case g.Level < boundary.MinGridLevel || g.Level > boundary.MaxGridLevel:
		return territory.Errorf(territory.Invalid, "The level must be between %d and %d.", boundary.MinGridLevel, boundary.MaxGridLevel)
	}
	return nil
}

// makeGrid makes the cells.
func (d *Deps) makeGrid(ctx context.Context, g Grid) (*boundary.Set, error) {
	if err := g.Validate(); err != nil {
		return nil, err
	}
	switch {
	case g.Box != nil:
		return boundary.GridOverBox(geom.Box{MinX: g.Box[0], MinY: g.Box[1], MaxX: g.Box[2], MaxY: g.Box[3]}, g.Level)
	case g.Set != "":
		shape, err := d.shapeOf(ctx, g)
		if err != nil {
			return nil, err
		}
		return boundary.GridOverShape(shape, g.Level)
	}
	r, err := d.Units(ctx, g.Dataset)
	if err != nil {
		return nil, err
	}
	lon, lat, err := r.Positions(ctx)
	if err != nil {
		return nil, err
	}
	if g.Extent {
		box := extent(lon, lat)
		if box.Empty() {
			return nil, territory.Say(territory.Invalid, sentence.GridNoPositions.With(nil))
		}
		return boundary.GridOverBox(box, g.Level)
	}
	set, _, err := boundary.GridCells(lon, lat, g.Level)
	if err == nil && len(set.Boundaries) == 0 {
		err = territory.Say(territory.Invalid, sentence.GridNoPositions.With(nil))
	}
	if err == nil && len(set.Boundaries) > boundary.MaxGridCells {
		err = territory.Say(territory.Invalid, sentence.GridUnitCells.With(sentence.Params{"cells": len(set.Boundaries), "level": g.Level, "most": boundary.MaxGridCells}))
	}
	return set, err
}

func (d *Deps) shapeOf(ctx context.Context, g Grid) (geom.MultiPolygon, error) {
	o, err := d.Open(ctx, g.Set)
	if err != nil {
		return nil, err
	}
	var shape geom.MultiPolygon
	if len(g.Codes) == 0 {
		for i := range o.Set.Boundaries {
			shape = append(shape, o.Set.Boundaries[i].Shape...)
		}
		return shape, nil
	}
	for _, p := range o.Places(g.Codes) {
		if !p.Found {
			return nil, territory.Say(territory.NotFound, sentence.GridNoBoundary.With(sentence.Params{"set": o.Set.Name, "code": p.Code}))
		}
		shape = append(shape, o.Set.Boundaries[p.Index].Shape...)
	}
	return shape, nil
}

// extent returns the box of the positions there are.
func extent(lon, lat []float64) geom.Box {
	box := geom.EmptyBox()
	for i := range lon {
		if !math.IsNaN(lon[i]) && !math.IsNaN(lat[i]) {
			box = box.Add(geom.Point{X: lon[i], Y: lat[i]})
		}
	}
	return box
}

// words says over what a grid goes, for the record of the set.
func (g Grid) words() string {
	switch {
	case g.Box != nil:
		return fmt.Sprintf("over %g, %g to %g, %g", g.Box[0], g.Box[1], g.Box[2], g.Box[3])
	case g.Set != "":
		return "over boundaries"
	case g.Extent:
		return "over the extent of a dataset"
	}
	return "over the units of a dataset"
}

// UnitsFunc opens the units of a dataset's current snapshot.
type UnitsFunc func(ctx context.Context, datasetID string) (*dataset.Reader, error)
