// Package attribute makes columns that no source has: the calculated attributes
// and saved filters of a dataset, and $change, which says what a refresh did to
// a unit. They are worked out when they are read, so whatever reads columns by
// name (conditions, measures, legends, exports) has them without knowing.
package attribute

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
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
	// Previous names the snapshot before one, "" for the first.
	Previous func(ctx context.Context, snapshotID string) (string, error)
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
		all = append(all, address)
	}
	definitions, err := l.Definitions.Definitions(ctx, snap.DatasetID)
	if err != nil {
		return nil, err
	}
	made, _ := compute(definitions, columnsWith(snap.Columns, all), nil)
	return append(all, made...), nil
}

func columnsWith(columns []dataset.Column, more []dataset.Computed) []dataset.Column {
	columns = slices.Clone(columns)
	for _, c := range more {
		columns = append(columns, c.Column)
	}
	return columns
}

// ForAlignment returns a reader that also has the definitions that ask for
// areas. version tells states of alignments apart.
func (l *Library) ForAlignment(ctx context.Context, r *dataset.Reader, version string, areas *expression.Areas) (*dataset.Reader, error) {
	definitions, err := l.Definitions.Definitions(ctx, r.Snapshot().DatasetID)
	if err != nil {
		return nil, err
	}
	definitions = slices.DeleteFunc(definitions, func(d dataset.Definition) bool { return r.IsComputed(d.Name) })
	made, _ := compute(definitions, r.Snapshot().Columns, &placed{areas, version})
	return r.With(made), nil
}

// NeedsAreas says whether the dataset has definitions that only an alignment
// can work out.
func (l *Library) NeedsAreas(ctx context.Context, r *dataset.Reader) (bool, error) {
	definitions, err := l.Definitions.Definitions(ctx, r.Snapshot().DatasetID)
	return slices.ContainsFunc(definitions, func(d dataset.Definition) bool { return !r.IsComputed(d.Name) }), err
}

// placed is the state of an alignment.
type placed struct {
	areas   *expression.Areas
	version string
}

// compute turns definitions into columns, each after those it builds on, and
// says of every other one why it cannot be used.
func compute(definitions []dataset.Definition, columns []dataset.Column, at *placed) ([]dataset.Computed, map[string]error) {
	var made []dataset.Computed
	wrong := map[string]error{}
	version := sha256.New()
	for left := slices.Clone(definitions); len(left) > 0; {
		var later []dataset.Definition
		clear(wrong)
		for _, d := range left {
			f, err := expression.CompileFormula(d.Text, columns)
			if err == nil && f.NeedsAreas() && at == nil {
				err = territory.Errorf(territory.Invalid, "It asks for areas, and has values only in an alignment.")
			}
			if err != nil {
				wrong[d.Name] = err
				later = append(later, d)
				continue
			}
			fmt.Fprintf(version, "%q=%q;", d.Name, d.Text)
			c := computed(d, f, hex.EncodeToString(version.Sum(nil)), at)
			made, columns = append(made, c), append(slices.Clone(columns), c.Column)
		}
		if len(later) == len(left) {
			break
		}
		left = later
	}
	return made, wrong
}

func computed(d dataset.Definition, f *expression.Formula, version string, at *placed) dataset.Computed {
	c := dataset.Computed{Column: dataset.Column{Name: d.Name, Type: f.Type(), Role: dataset.RolePlain}, Version: version}
	if f.Type() == dataset.Number {
		c.Column.Role = dataset.RoleMeasure
	}
	var areas *expression.Areas
	if at != nil {
		areas = at.areas
		c.Version += " " + at.version
	}
	c.Work = func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) { return f.Values(ctx, r, areas) }
	return c
}

// address is the column $address.
var address = dataset.Computed{
	Column: dataset.Column{Name: AddressColumn, Type: dataset.Text, Role: dataset.RoleCategory},
	Work: func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) {
		q, err := dataset.CheckAddresses(ctx, r)
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
	},
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

// Check says whether a definition may be stored: its name is free, its formula
// compiles, a filter is a condition, and nothing builds on itself. It returns
// the type of its values.
func (l *Library) Check(ctx context.Context, d dataset.Definition) (dataset.Type, error) {
	snap, definitions, err := l.present(ctx, d.DatasetID)
	if err != nil {
		return "", err
	}
	if err := checkName(d.Name, snap); err != nil {
		return "", err
	}
	others := slices.DeleteFunc(slices.Clone(definitions), func(o dataset.Definition) bool { return o.Name == d.Name })
	if len(others) >= maxDefinitions {
		return "", territory.Errorf(territory.TooLarge, "A dataset has at most %d calculated attributes and filters: delete some first.", maxDefinitions)
	}
	standing := &placed{areas: &expression.Areas{}}
	if cycle := cycleOf(d, others); cycle != nil {
		return "", territory.Errorf(territory.Invalid, "%q would build on itself: %s.", d.Name, strings.Join(cycle, " → "))
	}
	before, _ := compute(definitions, l.columns(snap), standing)
	made, wrong := compute(append(others, d), l.columns(snap), standing)
	if err := wrong[d.Name]; err != nil {
		return "", err
	}
	for _, c := range before {
		if err := wrong[c.Column.Name]; err != nil {
			return "", territory.Errorf(territory.Invalid, "%q builds on %q and could no longer be worked out: %v", c.Column.Name, d.Name, err)
		}
	}
	at := slices.IndexFunc(made, func(c dataset.Computed) bool { return c.Column.Name == d.Name })
	kind := made[at].Column.Type
	if d.Filter && kind != dataset.Boolean {
		return "", territory.Errorf(territory.Invalid, "A filter must be a condition, such as Country == \"US\"; this is a %s.", kind)
	}
	return kind, nil
}

// CheckDelete says whether others build on a definition.
func (l *Library) CheckDelete(ctx context.Context, datasetID, name string) error {
	snap, definitions, err := l.present(ctx, datasetID)
	if err != nil {
		return err
	}
	standing := &placed{areas: &expression.Areas{}}
	before, _ := compute(definitions, l.columns(snap), standing)
	rest := slices.DeleteFunc(slices.Clone(definitions), func(d dataset.Definition) bool { return d.Name == name })
	_, wrong := compute(rest, l.columns(snap), standing)
	for _, c := range before {
		if c.Column.Name != name && wrong[c.Column.Name] != nil {
			return territory.Errorf(territory.Conflict, "%q builds on %q: change or delete that one first.", c.Column.Name, name)
		}
	}
	return nil
}

func (l *Library) present(ctx context.Context, datasetID string) (dataset.Snapshot, []dataset.Definition, error) {
	d, err := l.Catalog.Dataset(ctx, datasetID)
	if err != nil {
		return dataset.Snapshot{}, nil, err
	}
	if d.CurrentSnapshot == "" {
		return dataset.Snapshot{}, nil, territory.Errorf(territory.Conflict, "%q has no units yet: import a file first.", d.Name)
	}
	snap, err := l.Catalog.Snapshot(ctx, d.CurrentSnapshot)
	if err != nil {
		return snap, nil, err
	}
	definitions, err := l.Definitions.Definitions(ctx, datasetID)
	return snap, definitions, err
}

// columns are those that a formula may use whatever else is defined.
func (l *Library) columns(snap dataset.Snapshot) []dataset.Column {
	return append(slices.Clone(snap.Columns), l.change("").Column, address.Column)
}

func checkName(name string, snap dataset.Snapshot) error {
	switch {
	case strings.TrimSpace(name) == "" || name != strings.TrimSpace(name):
		return territory.Errorf(territory.Invalid, "The name must not be empty, nor begin or end with a space.")
	case len(name) > maxNameBytes:
		return territory.Errorf(territory.Invalid, "The name is longer than %d bytes.", maxNameBytes)
	case strings.HasPrefix(name, "$"):
		return territory.Errorf(territory.Invalid, "Names that begin with $ are those of columns made by the program: choose another.")
	case slices.ContainsFunc(snap.Columns, func(c dataset.Column) bool { return c.Name == name }):
		return territory.Errorf(territory.Conflict, "The dataset has a column %q already: choose another name.", name)
	}
	return nil
}

// cycleOf returns the names on a path from d back to itself, nil without one.
func cycleOf(d dataset.Definition, others []dataset.Definition) []string {
	byName := map[string]dataset.Definition{d.Name: d}
	for _, o := range others {
		byName[o.Name] = o
	}
	seen := map[string]bool{}
	var walk func(name string, path []string) []string
	walk = func(name string, path []string) []string {
		for _, used := range expression.Names(byName[name].Text) {
			if used == d.Name {
				return append(path, used)
			}
			if _, known := byName[used]; known && !seen[used] {
				seen[used] = true
				if cycle := walk(used, append(path, used)); cycle != nil {
					return cycle
				}
			}
		}
		return nil
	}
	return walk(d.Name, []string{d.Name})
}
