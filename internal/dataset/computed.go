package dataset

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"
)

// On says what an attribute describes.
type On string

// What attributes describe. Those of boundaries and areas are worked out for
// an alignment.
const (
	OnUnits      On = "units"
	OnBoundaries On = "boundaries"
	OnAreas      On = "areas"
)

// Definition is a named formula kept with a dataset: a calculated attribute, or
// a saved filter, which is a condition with a name. It is worked out over every
// snapshot and stored in none.
type Definition struct {
	DatasetID string `json:"datasetId"`
	Name      string `json:"name"`
	// On says what it describes.
	On On `json:"on"`
	// Filter says that it is a saved filter.
	Filter  bool      `json:"filter"`
	Text    string    `json:"text"`
	Note    string    `json:"note,omitempty"`
	Updated time.Time `json:"updated"`
}

// Definitions keeps them.
type Definitions interface {
	// PutDefinition stores a definition or replaces the one of that name.
	PutDefinition(ctx context.Context, d Definition) error
	// Definitions returns those of a dataset, by name.
	Definitions(ctx context.Context, datasetID string) ([]Definition, error)
	// DeleteDefinition removes one; a missing one is a not_found error.
	DeleteDefinition(ctx context.Context, datasetID, name string) error
}

// Computed is a column that is worked out when it is read.
type Computed struct {
	Column Column
	// Version tells apart what the column was and is; the same name and version
	// always give the same values.
	Version string
	// Work returns the values, in units order: Numbers, or Texts for text.
	Work func(ctx context.Context, r *Reader) (*Whole, error)
}

// Whole is a column of all units: Texts for text, else Numbers, NaN being missing.
type Whole struct {
	Numbers []float64
	Texts   *Texts
}

// At returns the value of a row: a string, float64 or bool, nil for none; a date
// as text.
func (w *Whole) At(row int, kind Type) any {
	if w.Texts != nil {
		if text := w.Texts.At(row); text != "" {
			return text
		}
		return nil
	}
	x := w.Numbers[row]
	switch {
	case math.IsNaN(x):
		return nil
	case kind == Boolean:
		return x == 1
	case kind == Date:
		return FormatDate(x)
	}
	return x
}

// Profile summarises the values.
func (w *Whole) Profile() *Profile {
	if w.Texts == nil {
		return ProfileNumbers(slices.Clone(w.Numbers))
	}
	return profileTexts(w.Texts)
}

// ExtendFunc names the computed columns of a snapshot.
type ExtendFunc func(ctx context.Context, snap Snapshot) ([]Computed, error)

// Extend sets where computed columns come from, before the cache is used.
func (c *Cache) Extend(f ExtendFunc) { c.extend = f }

// With returns a reader that has further columns, which hide none there is.
func (r *Reader) With(columns []Computed) *Reader {
	if len(columns) == 0 {
		return r
	}
	c := *r
	c.snap.Columns = slices.Clone(r.snap.Columns)
	c.names, c.computed = make(map[string]int), make(map[string]Computed)
	for name, computed := range r.computed {
		c.computed[name] = computed
	}
	for _, column := range columns {
		if _, taken := r.names[column.Column.Name]; !taken {
			c.computed[column.Column.Name] = column
			c.snap.Columns = append(c.snap.Columns, column.Column)
		}
	}
	for i, column := range c.snap.Columns {
		c.names[column.Name] = i
	}
	return &c
}

// IsComputed says whether a column is worked out when it is read.
func (r *Reader) IsComputed(name string) bool {
	_, computed := r.computed[name]
	return computed
}

// stored returns the columns that stand in the units file, which come first.
func (r *Reader) stored() []Column { return r.snap.Columns[:len(r.snap.Columns)-len(r.computed)] }

func (r *Reader) work(ctx context.Context, c Computed) (*Whole, error) {
	return cached(r.cache, r.key("computed "+c.Version, c.Column.Name), func() (*Whole, int64, error) {
		v, err := c.Work(ctx, r)
		if err != nil {
			return nil, 0, err
		}
		size := int64(8 * len(v.Numbers))
		if v.Texts != nil {
			size = int64(4 * len(v.Texts.Codes))
			for _, text := range v.Texts.Values {
				size += int64(16 + len(text))
			}
		}
		return v, size, nil
	})
}

// strings returns a dictionary column in plain form.
func (t *Texts) strings() *Strings {
	s := &Strings{Ends: make([]uint32, 0, len(t.Codes))}
	for _, code := range t.Codes {
		if code >= 0 {
			s.Append([]byte(t.Values[code]))
		} else {
			s.Append(nil)
		}
	}
	return s
}

// Described returns the snapshot with profiles of the computed columns too, but
// for those of the program, which cost a pass over everything.
func (r *Reader) Described(ctx context.Context) (Snapshot, error) {
	s := r.snap
	s.Columns = slices.Clone(s.Columns)
	for i, c := range s.Columns {
		computed, ok := r.computed[c.Name]
		if !ok || c.Name[0] == '$' && c.Name != "$result" {
			continue
		}
		p, err := cached(r.cache, r.key("profile "+computed.Version, c.Name), func() (*Profile, int64, error) {
			v, err := r.work(ctx, computed)
			if err != nil {
				return nil, 0, err
			}
			return v.Profile(), 1 << 10, nil
		})
		if err != nil {
			return s, err
		}
		s.Columns[i].Profile = p
	}
	return s, nil
}

func profileTexts(t *Texts) *Profile {
	counts := make([]int, len(t.Values))
	p := &Profile{}
	for _, code := range t.Codes {
		if code < 0 || t.Values[code] == "" {
			p.Missing++
		} else {
			counts[code]++
		}
	}
	for code, n := range counts {
		if n > 0 {
			p.Distinct++
			p.Top = append(p.Top, ValueCount{Value: t.Values[code], Count: n})
		}
	}
	slices.SortFunc(p.Top, func(a, b ValueCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	p.Top = p.Top[:min(len(p.Top), topValues)]
	return p
}
