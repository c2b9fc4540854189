package dataset

import (
	"context"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Reader reads the units of one snapshot, column by column. It holds no open
// file and needs no closing; columns come from its cache when they are there.
// All methods may be called concurrently. What they return is shared and must
// not be changed.
type Reader struct {
	store blob.Store
	snap  Snapshot
	cache *Cache
	names map[string]int
	// computed holds the columns behind those of the units file.
	computed map[string]Computed
}

// Open returns a reader of the snapshot, with a small cache of its own. It
// refuses a format version it does not know.
func Open(ctx context.Context, store blob.Store, snap Snapshot) (*Reader, error) {
	return NewCache(64<<20).Open(ctx, store, snap)
}

// Open returns a reader whose columns are kept in this cache.
func (c *Cache) Open(ctx context.Context, store blob.Store, snap Snapshot) (*Reader, error) {
	if snap.FormatVersion != FormatVersion {
		return nil, territory.Errorf(territory.Invalid,
			"Snapshot %s has format version %d, this program reads version %d: open it with a newer bailiwick.",
			snap.ID, snap.FormatVersion, FormatVersion)
	}
	r := &Reader{store: store, snap: snap, cache: c, names: make(map[string]int, len(snap.Columns))}
	for i, column := range snap.Columns {
		r.names[column.Name] = i
	}
	if c.extend != nil {
		columns, err := c.extend(ctx, snap)
		if err != nil {
			return nil, err
		}
		r = r.With(columns)
	}
	return r, ctx.Err()
}

// Snapshot returns the snapshot being read.
func (r *Reader) Snapshot() Snapshot { return r.snap }

// Units returns the number of units.
func (r *Reader) Units() int { return r.snap.Units }

// Column returns the description of the column; the error has code not_found
// and lists the columns there are.
func (r *Reader) Column(name string) (Column, error) {
	i, ok := r.names[name]
	if !ok {
		return Column{}, territory.Say(territory.NotFound, sentence.ColumnUnknown.With(sentence.Params{"column": name, "columns": columnList(r.snap.Columns)}))
	}
	return r.snap.Columns[i], nil
}

func columnList(columns []Column) string {
	text := ""
	for i, c := range columns {
		if i > 0 {
			text += ", "
		}
		text += c.Name
	}
	return text
}

// RoleColumn returns the first column with the role.
func (r *Reader) RoleColumn(role Role) (Column, bool) {
	i := slices.IndexFunc(r.snap.Columns, func(c Column) bool { return c.Role == role })
	if i < 0 {
		return Column{}, false
	}
	return r.snap.Columns[i], true
}

// Numbers returns the values of a number, date (days since 1970-01-01) or
// boolean (0 or 1) column; NaN is a missing value. A text column is an error
// with code invalid. About 5 ms for 250,000 units, nothing when cached.
func (r *Reader) Numbers(ctx context.Context, name string) ([]float64, error) {
	column, err := r.Column(name)
	if err != nil {
		return nil, err
	}
	if column.Type == Text {
		return nil, territory.Say(territory.Invalid, sentence.ColumnText.With(sentence.Params{"column": name}))
	}
	if computed, ok := r.computed[name]; ok {
		v, err := r.work(ctx, computed)
		if err != nil {
			return nil, err
		}
		return v.Numbers, nil
	}
	return cached(r.cache, r.key("numbers", name), func() ([]float64, int64, error) {
		values := make([]float64, 0, r.snap.Units)
		err := r.eachPage(ctx, name, func(p *page) error {
			values, err = p.appendNumbers(values, column.Type)
			return err
		})
		return values, int64(8 * len(values)), err
	})
}

// Texts is a text column in dictionary form.
type Texts struct {
	// Codes holds for every unit an index into Values, or -1 when missing.
	Codes []int32
	// Values holds the distinct texts, in order of first appearance.
	Values []string
}

// At returns unit i's text, "" when missing.
func (t *Texts) At(i int) string {
	if t.Codes[i] < 0 {
		return ""
	}
	return t.Values[t.Codes[i]]
}

// Texts returns the values of a text column in dictionary form. Any other
// column is an error with code invalid.
func (r *Reader) Texts(ctx context.Context, name string) (*Texts, error) {
	if err := r.wantText(name); err != nil {
		return nil, err
	}
	if computed, ok := r.computed[name]; ok {
		v, err := r.work(ctx, computed)
		if err != nil {
			return nil, err
		}
		return v.Texts, nil
	}
	return cached(r.cache, r.key("texts", name), func() (*Texts, int64, error) {
		in := newInterner()
		codes := make([]int32, 0, r.snap.Units)
		err := r.eachPage(ctx, name, func(p *page) (err error) {
			codes, err = p.appendCodes(codes, in.code)
			return err
		})
		size := int64(4*len(codes) + 16*len(in.values) + in.bytes)
		return &Texts{Codes: codes, Values: in.values}, size, err
	})
}

// Strings returns the values of a text column in plain form, the better one
// for columns of distinct values such as ids and names; "" is a missing value.
func (r *Reader) Strings(ctx context.Context, name string) (*Strings, error) {
	if err := r.wantText(name); err != nil {
		return nil, err
	}
	if computed, ok := r.computed[name]; ok {
		v, err := r.work(ctx, computed)
		if err != nil {
			return nil, err
		}
		return v.Texts.strings(), nil
	}
	return cached(r.cache, r.key("strings", name), func() (*Strings, int64, error) {
		list := &Strings{Ends: make([]uint32, 0, r.snap.Units)}
		err := r.eachPage(ctx, name, func(p *page) error { return p.appendStrings(list) })
		return list, int64(len(list.Bytes) + 4*len(list.Ends)), err
	})
}

func (r *Reader) wantText(name string) error {
	column, err := r.Column(name)
	if err == nil && column.Type != Text {
		err = territory.Say(territory.Invalid, sentence.ColumnNoText.With(sentence.Params{"column": name, "type": sentence.ValueType(string(column.Type))}))
	}
	return err
}

// Positions returns every unit's longitude and latitude in degrees, NaN where
// a unit has none. The error has code invalid when the dataset has no
// position columns.
func (r *Reader) Positions(ctx context.Context) (lon, lat []float64, err error) {
	lonColumn, okLon := r.RoleColumn(RoleLongitude)
	latColumn, okLat := r.RoleColumn(RoleLatitude)
	if !okLon || !okLat {
		return nil, nil, territory.Say(territory.Invalid, sentence.DatasetPositions.With(nil))
	}
	if lon, err = r.Numbers(ctx, lonColumn.Name); err != nil {
		return nil, nil, err
	}
	lat, err = r.Numbers(ctx, latColumn.Name)
	return lon, lat, err
}

// IDs returns every unit's id. Ids are unique and not empty.
func (r *Reader) IDs(ctx context.Context) (*Strings, error) {
	column, ok := r.RoleColumn(RoleID)
	if !ok {
		return nil, fmt.Errorf("snapshot %s has no id column", r.snap.ID)
	}
	return r.Strings(ctx, column.Name)
}

func (r *Reader) key(form, column string) cacheKey {
	return cacheKey{units: r.snap.UnitsBlob, form: form, column: column}
}
