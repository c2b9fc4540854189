package dataset

import (
	"context"
	"fmt"
	"slices"
)

// Fate says what became of a unit between two snapshots; several may hold.
type Fate uint8

// The fates. The zero value is a unit that is the same.
const (
	Added   Fate = 1 << iota // not in the old snapshot
	Moved                    // at another position
	Changed                  // with another value in some other column
)

// Diff tells how one snapshot of a dataset differs from an older one. Units
// are the same when their ids are.
type Diff struct {
	Added   int `json:"added"`
	Gone    int `json:"gone"`
	Moved   int `json:"moved"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	// Columns lists the columns that differ, in the new snapshot's order, those
	// that are gone last.
	Columns []ColumnDiff `json:"columns"`

	// ToNew holds for every old unit its index in the new snapshot, or -1 when
	// it is gone; ToOld the reverse, -1 for an added one.
	ToNew []int32 `json:"-"`
	ToOld []int32 `json:"-"`
	// Fates holds what became of every new unit.
	Fates []Fate `json:"-"`
}

// ColumnDiff is a column that differs.
type ColumnDiff struct {
	Name string `json:"name"`
	// Change is "added", "gone", "type" (the values were not compared) or
	// "values".
	Change string `json:"change"`
	// Units is how many units in both snapshots have another value.
	Units int `json:"units,omitempty"`
}

// Compare compares a snapshot with an older one. Columns made by the program
// are left out, since they follow from the others. It reads every column once.
func Compare(ctx context.Context, old, new *Reader) (*Diff, error) {
	d := &Diff{Columns: []ColumnDiff{}}
	var err error
	if d.ToNew, err = old.Match(ctx, new); err != nil {
		return nil, err
	}
	d.ToOld = make([]int32, new.Units())
	for i := range d.ToOld {
		d.ToOld[i] = -1
	}
	for i, j := range d.ToNew {
		if j < 0 {
			d.Gone++
		} else {
			d.ToOld[j] = int32(i)
		}
	}
	d.Fates = make([]Fate, new.Units())
	if err := d.compareColumns(ctx, old, new); err != nil {
		return nil, err
	}
	d.count()
	return d, nil
}

func (d *Diff) compareColumns(ctx context.Context, old, new *Reader) error {
	for _, c := range new.stored() {
		if c.Role == RoleID || c.Name[0] == '$' {
			continue
		}
		before, err := old.Column(c.Name)
		if err != nil {
			d.Columns = append(d.Columns, ColumnDiff{Name: c.Name, Change: "added"})
			continue
		}
		if before.Type != c.Type {
			d.Columns = append(d.Columns, ColumnDiff{Name: c.Name, Change: "type"})
			continue
		}
		fate := Changed
		if c.Role == RoleLatitude || c.Role == RoleLongitude {
			fate = Moved
		}
		n, err := d.compareColumn(ctx, old, new, c, fate)
		if err != nil {
			return fmt.Errorf("compare column %q: %w", c.Name, err)
		}
		if n > 0 {
			d.Columns = append(d.Columns, ColumnDiff{Name: c.Name, Change: "values", Units: n})
		}
	}
	for _, c := range old.stored() {
		gone := !slices.ContainsFunc(new.snap.Columns, func(n Column) bool { return n.Name == c.Name })
		if gone && c.Name[0] != '$' {
			d.Columns = append(d.Columns, ColumnDiff{Name: c.Name, Change: "gone"})
		}
	}
	return nil
}

// compareColumn marks the units whose values differ and returns how many.
func (d *Diff) compareColumn(ctx context.Context, old, new *Reader, c Column, fate Fate) (int, error) {
	differs, err := differing(ctx, old, new, c)
	if err != nil {
		return 0, err
	}
	n := 0
	for j, i := range d.ToOld {
		if i >= 0 && differs(int(i), j) {
			d.Fates[j] |= fate
			n++
		}
	}
	return n, nil
}

// differing returns a function that says whether unit i of old and unit j of
// new have different values; two missing ones are equal.
func differing(ctx context.Context, old, new *Reader, c Column) (func(i, j int) bool, error) {
	if c.Type != Text {
		a, err := old.Numbers(ctx, c.Name)
		if err != nil {
			return nil, err
		}
		b, err := new.Numbers(ctx, c.Name)
		return func(i, j int) bool { return a[i] != b[j] && (a[i] == a[i] || b[j] == b[j]) }, err
	}
	a, err := old.Strings(ctx, c.Name)
	if err != nil {
		return nil, err
	}
	b, err := new.Strings(ctx, c.Name)
	return func(i, j int) bool { return string(a.Raw(i)) != string(b.Raw(j)) }, err
}

func (d *Diff) count() {
	for j, i := range d.ToOld {
		if i < 0 {
			d.Fates[j] = Added
			d.Added++
			continue
		}
		if d.Fates[j]&Moved != 0 {
			d.Moved++
		}
		if d.Fates[j]&Changed != 0 {
			d.Changed++
		}
		if d.Fates[j] == 0 {
			d.Same++
		}
	}
}
