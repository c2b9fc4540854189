package boundaryset

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// OffCoast is how far outside every boundary a unit may lie and still count as
// in the nearest one: coasts are generalised, addresses are not.
const OffCoast geom.Meters = 20_000

// Placement says in which boundary each unit of a snapshot lies.
type Placement struct {
	// Boundary[i] is the boundary of unit i, or boundary.None.
	Boundary []int32
	// ByCode and ByPosition count how units were placed; Ambiguous those whose
	// code several boundaries have, Nowhere those left over, among them the
	// ambiguous ones without a position.
	ByCode, ByPosition, Ambiguous, Nowhere int
}

// Units returns the units of each boundary: those of boundary b are
// list[offsets[b]:offsets[b+1]], ascending.
func (p *Placement) Units(boundaries int) (offsets []int32, list []int32) {
	offsets = make([]int32, boundaries+1)
	for _, b := range p.Boundary {
		if b >= 0 {
			offsets[b+1]++
		}
	}
	for b := range boundaries {
		offsets[b+1] += offsets[b]
	}
	list = make([]int32, offsets[boundaries])
	next := slices.Clone(offsets)
	for unit, b := range p.Boundary {
		if b >= 0 {
			list[next[b]] = int32(unit)
			next[b]++
		}
	}
	return offsets, list
}

// placements remembers the snapshots placed last.
type placements struct {
	mu     sync.Mutex
	recent []placed
}

type placed struct {
	snapshot, column string
	placement        *Placement
}

const keptPlacements = 3

// Place finds the boundary of every unit: by the code in column, together with
// the country column where the snapshot has one, and where that finds nothing,
// or column is "", by position. About 1 s for a million units, nothing when
// asked again. The answer is shared and must not be changed.
func (o *Opened) Place(ctx context.Context, r *dataset.Reader, column string) (*Placement, error) {
	o.placed.mu.Lock()
	defer o.placed.mu.Unlock()
	snapshot := r.Snapshot().ID
	for _, p := range o.placed.recent {
		if p.snapshot == snapshot && p.column == column {
			return p.placement, nil
		}
	}
	p := &Placement{Boundary: slices.Repeat([]int32{boundary.None}, r.Units())}
	if column != "" {
		if err := o.placeByCode(ctx, r, column, p); err != nil {
			return nil, err
		}
	}
	if err := o.placeByPosition(ctx, r, p); err != nil {
		return nil, err
	}
	for _, b := range p.Boundary {
		if b == boundary.None {
			p.Nowhere++
		}
	}
	o.placed.recent = append(o.placed.recent, placed{snapshot, column, p})
	if len(o.placed.recent) > keptPlacements {
		o.placed.recent = slices.Delete(o.placed.recent, 0, 1)
	}
	return p, nil
}

// placeByCode looks every pair of country and code up once.
func (o *Opened) placeByCode(ctx context.Context, r *dataset.Reader, column string, p *Placement) error {
	codes, err := r.Texts(ctx, column)
	if err != nil {
		return err
	}
	countries := &dataset.Texts{Codes: slices.Repeat([]int32{-1}, r.Units())}
	if c, ok := r.RoleColumn(dataset.RoleCountry); ok {
		if countries, err = r.Texts(ctx, c.Name); err != nil {
			return err
		}
	}
	type found struct {
		at  int32
		end boundary.CodeMatch
	}
	index, known := o.Codes(), make(map[[2]int32]found)
	for unit := range p.Boundary {
		key := [2]int32{codes.Codes[unit], countries.Codes[unit]}
		f, seen := known[key]
		if !seen {
			f.at, f.end = index.Find(codes.At(unit), countries.At(unit))
			known[key] = f
		}
		switch f.end {
		case boundary.CodeFound:
			p.Boundary[unit] = f.at
			p.ByCode++
		case boundary.CodeAmbiguous:
			p.Ambiguous++
		}
	}
	return ctx.Err()
}

// placeByPosition places the units that have no boundary yet.
func (o *Opened) placeByPosition(ctx context.Context, r *dataset.Reader, p *Placement) error {
	if _, ok := r.RoleColumn(dataset.RoleLatitude); !ok {
		return nil
	}
	lon, lat, err := r.Positions(ctx)
	if err != nil {
		return err
	}
	var units []int32
	var lons, lats []float64
	for unit, b := range p.Boundary {
		if at := (geom.Point{X: lon[unit], Y: lat[unit]}); b == boundary.None && at.Finite() {
			units, lons, lats = append(units, int32(unit)), append(lons, at.X), append(lats, at.Y)
		}
	}
	found, _ := o.Locator().LocateNear(lons, lats, OffCoast, runtime.GOMAXPROCS(0))
	for k, unit := range units {
		if p.Boundary[unit] = found[k]; found[k] != boundary.None {
			p.ByPosition++
		}
	}
	return ctx.Err()
}
