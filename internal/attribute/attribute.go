// Package attribute makes columns that no source has: the calculated attributes
// and saved filters of a dataset, and $change, which says what a refresh did to
// a unit. They are worked out when they are read, so whatever reads columns by
// name (conditions, measures, legends, exports) has them without knowing.
// Attributes of boundaries and areas are columns of a Table, which belongs to a
// state of an alignment.
package attribute

import (
	"context"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// ChangeColumn says what became of a unit since the snapshot before: "added",
// "moved", "changed", "moved and changed", missing for the same.
const ChangeColumn = "$change"

// AddressColumn names the doubts about a unit's address, such as "at_zero
// duplicate_unit", missing where there is none.
const AddressColumn = "$address"

// Limits of definitions.
const (
	maxNameBytes   = 200
	maxDefinitions = 500
)

// Library works out columns.
type Library struct {
	Definitions dataset.Definitions
	Catalog     dataset.Catalog
	Blobs       blob.Store
	Columns     *dataset.Cache
	// Alignments give the state that attributes of areas are worked out for.
	Alignments States
	// Boundaries opens the boundaries of an alignment, nil when there are none;
	// SetsOf the boundary sets that alignments of a dataset use.
	Boundaries func(ctx context.Context, source alignment.BoundarySource, r *dataset.Reader) (*Placement, error)
	SetsOf     func(ctx context.Context, datasetID string) ([]*boundary.Set, error)
	// Previous names the snapshot before one, "" for the first.
	Previous func(ctx context.Context, snapshotID string) (string, error)
	// Supplements are the attributes people brought by CSV; nil when there are none.
	Supplements dataset.Supplements
	// Countries finds exchanged latitudes and longitudes; nil leaves them out.
	Countries dataset.CountriesFunc
}

// States materialises versions of alignments; an alignment.Repository does.
type States interface {
	State(ctx context.Context, id string, version int64) (*alignment.State, error)
}

// Placement is a boundary set with the boundary of every unit, -1 for none.
type Placement struct {
	Set *boundary.Set
	Of  []int32
}

// Extend is a dataset.ExtendFunc. Definitions that cannot be worked out over
// the snapshot, because it lacks a column, are left out; those that need areas
// come with ForAlignment.
func (l *Library) Extend(ctx context.Context, snap dataset.Snapshot) ([]dataset.Computed, error) {
	var all []dataset.Computed
	previous, err := l.Previous(ctx, snap.ID)
	if err != nil {
		return nil, err
	}
	if previous != "" {
		all = append(all, l.change(previous))
	}
	if slices.ContainsFunc(snap.Columns, func(c dataset.Column) bool { return c.Role == dataset.RoleLatitude }) {
		all = append(all, l.address())
	}
	definitions, err := l.Definitions.Definitions(ctx, snap.DatasetID)
	if err != nil {
		return nil, err
	}
	made, _ := compute(on(definitions, dataset.OnUnits), columnsWith(snap.Columns, all), nil)
	return append(all, made...), nil
}

func columnsWith(columns []dataset.Column, more []dataset.Computed) []dataset.Column {
	columns = slices.Clone(columns)
	for _, c := range more {
		columns = append(columns, c.Column)
	}
	return columns
}

// address is the column $address.
func (l *Library) address() dataset.Computed {
	return dataset.Computed{Column: dataset.Column{Name: AddressColumn, Type: dataset.Text, Role: dataset.RoleCategory}, Work: func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) {
		q, err := dataset.CheckAddresses(ctx, r, l.Countries)
		if err != nil {
			return nil, err
		}
		t := &dataset.Texts{Codes: make([]int32, len(q.Findings))}
		codes := map[dataset.Finding]int32{0: -1}
		for i, f := range q.Findings {
			code, known := codes[f]
			if !known {
				code = int32(len(t.Values))
				codes[f] = code
				t.Values = append(t.Values, f.Words())
			}
			t.Codes[i] = code
		}
		return &dataset.Whole{Texts: t}, nil
	}}
}

// change is the column $change.
func (l *Library) change(previous string) dataset.Computed {
	return dataset.Computed{
		Column:  dataset.Column{Name: ChangeColumn, Type: dataset.Text, Role: dataset.RoleCategory},
		Version: previous,
		Work: func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) {
			snap, err := l.Catalog.Snapshot(ctx, previous)
			if err != nil {
				return nil, err
			}
			old, err := l.Columns.Open(ctx, l.Blobs, snap)
			if err != nil {
				return nil, err
			}
			d, err := dataset.Compare(ctx, old, r)
			if err != nil {
				return nil, err
			}
			t := &dataset.Texts{Codes: make([]int32, len(d.Fates)), Values: []string{"added", "moved", "changed", "moved and changed"}}
			for i, fate := range d.Fates {
				switch {
				case fate == 0:
					t.Codes[i] = -1
				case fate&dataset.Added != 0:
					t.Codes[i] = 0
				case fate == dataset.Moved:
					t.Codes[i] = 1
				case fate == dataset.Changed:
					t.Codes[i] = 2
				default:
					t.Codes[i] = 3
				}
			}
			return &dataset.Whole{Texts: t}, nil
		},
	}
}
