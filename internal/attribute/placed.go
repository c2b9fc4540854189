package attribute

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Reader opens the snapshot of an alignment with all attributes of units, also
// those that ask for its areas; the original areas are those of its first
// version. State is one that a repository gave.
func (l *Library) Reader(ctx context.Context, state *alignment.State) (*dataset.Reader, error) {
	r, _, err := l.open(ctx, state)
	return r, err
}

// Areas returns the reader with what formulas that are tried need.
func (l *Library) Areas(ctx context.Context, state *alignment.State) (*dataset.Reader, *expression.Areas, error) {
	r, at, err := l.open(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	areas, err := at.areas(ctx)
	return r, areas, err
}

func (l *Library) open(ctx context.Context, state *alignment.State) (*dataset.Reader, *placed, error) {
	snap, err := l.Catalog.Snapshot(ctx, state.Alignment.SnapshotID)
	if err != nil {
		return nil, nil, err
	}
	r, err := l.Columns.Open(ctx, l.Blobs, snap)
	if err != nil {
		return nil, nil, err
	}
	joined, err := l.unitColumns(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	r = r.With(joined)
	definitions, err := l.Definitions.Definitions(ctx, snap.DatasetID)
	if err != nil {
		return nil, nil, err
	}
	at := l.placed(state, r)
	rest := slices.DeleteFunc(on(definitions, dataset.OnUnits), func(d dataset.Definition) bool { return r.IsComputed(d.Name) })
	made, _ := compute(rest, r.Snapshot().Columns, at)
	return r.With(made), at, nil
}

// placed works the areas of a state out once, when they are first asked for.
func (l *Library) placed(state *alignment.State, r *dataset.Reader) *placed {
	var mu sync.Mutex
	var known *expression.Areas
	return &placed{
		version: fmt.Sprintf("%s %d", state.Alignment.ID, state.Alignment.Version),
		areas: func(ctx context.Context) (*expression.Areas, error) {
			mu.Lock()
			defer mu.Unlock()
			if known != nil {
				return known, nil
			}
			areas, err := l.areas(ctx, state, r)
			if err == nil {
				known = areas
			}
			return areas, err
		},
	}
}

func (l *Library) areas(ctx context.Context, state *alignment.State, r *dataset.Reader) (*expression.Areas, error) {
	first, err := l.original(ctx, state, r)
	if err != nil {
		return nil, err
	}
	areas := &expression.Areas{Proposed: numbersOf(state.Assigned), Original: numbersOf(first.Assigned), Names: map[int32]string{}}
	for _, of := range []*alignment.State{first, state} {
		for number, a := range of.Areas {
			areas.Names[int32(number)] = a.Name
		}
	}
	if _, positioned := r.RoleColumn(dataset.RoleLatitude); positioned {
		u, err := figures.Load(ctx, r, nil)
		if err != nil {
			return nil, err
		}
		areas.Km = func(original bool) []float64 {
			if original {
				return distances(first, u)
			}
			return distances(state, u)
		}
	}
	return areas, nil
}

// original is the first version of an alignment, on the snapshot of this one.
func (l *Library) original(ctx context.Context, state *alignment.State, r *dataset.Reader) (*alignment.State, error) {
	first, err := l.Alignments.State(ctx, state.Alignment.ID, 1)
	if err != nil || first.Alignment.SnapshotID == state.Alignment.SnapshotID {
		return first, err
	}
	snap, err := l.Catalog.Snapshot(ctx, first.Alignment.SnapshotID)
	if err != nil {
		return nil, err
	}
	old, err := l.Columns.Open(ctx, l.Blobs, snap)
	if err != nil {
		return nil, err
	}
	toOld, err := r.Match(ctx, old)
	if err != nil {
		return nil, err
	}
	return first.Carry(state.Alignment.SnapshotID, toOld), nil
}

// distances returns the kilometres from every unit to the centre of its
// territory, NaN where either has no position.
func distances(state *alignment.State, u *figures.Units) []float64 {
	plan := figures.Compute(state.Territories(), state.Assigned, u)
	km := make([]float64, len(state.Assigned))
	for i, number := range state.Assigned {
		a := plan.Territories[number]
		if a == nil || a.Centre == nil {
			km[i] = math.NaN()
			continue
		}
		km[i] = float64(geom.Distance(geom.Point{X: u.Lon[i], Y: u.Lat[i]}, geom.Point{X: a.Centre.Lon, Y: a.Centre.Lat})) / 1000
	}
	return km
}

func numbersOf(assigned []alignment.AreaNumber) []int32 {
	out := make([]int32, len(assigned))
	for i, number := range assigned {
		out[i] = int32(number)
	}
	return out
}
