package dataset

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"
)

// Limits of a profile. Beyond distinctLimit different texts, or their size in
// bytes, further new ones are only known to exist: Distinct is then a lower
// bound and Top counts the values met first.
const (
	histogramBins    = 32
	topValues        = 20
	distinctLimit    = 1 << 18
	distinctMaxBytes = 32 << 20
)

// quantileLevels are the levels of Profile.Quantiles, in order.
var quantileLevels = [7]float64{0, 0.05, 0.25, 0.50, 0.75, 0.95, 1}

// ProfileNumbers summarises a column of numbers, dates or booleans, NaN being
// a missing value. All figures are exact; a quantile is the value at the
// nearest rank. It uses values as scratch space and leaves them sorted.
func ProfileNumbers(values []float64) *Profile {
	n := len(values)
	present := values[:0:n]
	var sum float64
	for _, x := range values {
		if x == x {
			present = append(present, x)
			sum += x
		}
	}
	p := &Profile{Missing: n - len(present)}
	if len(present) == 0 {
		return p
	}
	sortNumbers(present)
	low, high, mean := present[0], present[len(present)-1], sum/float64(len(present))
	p.Min, p.Max, p.Mean, p.Sum = &low, &high, &mean, &sum
	for _, level := range quantileLevels {
		p.Quantiles = append(p.Quantiles, present[int(level*float64(len(present)-1)+0.5)])
	}
	p.Distinct = 1
	for i := 1; i < len(present); i++ {
		if present[i] != present[i-1] {
			p.Distinct++
		}
	}
	p.Histogram = histogram(present, low, high)
	return p
}

// histogram counts sorted values in equal bins; the last bin holds its upper
// bound too. A single value gives a single bin.
func histogram(sorted []float64, low, high float64) []int {
	if low == high {
		return []int{len(sorted)}
	}
	bins := make([]int, histogramBins)
	scale := histogramBins / (high - low)
	if scale == 0 || math.IsInf(scale, 0) { // bounds too far apart or too close to divide
		bins[0] = len(sorted)
		return bins
	}
	for _, x := range sorted {
		bins[min(int((x-low)*scale), histogramBins-1)]++
	}
	return bins
}

// textProfile summarises a text column fed page by page.
type textProfile struct {
	in     *interner
	counts []int
	codes  []int32
	result Profile
}

func newTextProfile() *textProfile { return &textProfile{in: newInterner()} }

// code is like interner.code but gives -2 for new texts beyond the limits.
func (t *textProfile) code(text []byte) int32 {
	if len(t.in.values) < distinctLimit && t.in.bytes < distinctMaxBytes {
		return t.in.code(text)
	}
	if code := t.in.lookup(text); code >= 0 {
		return code
	}
	t.result.DistinctCapped = true
	return -2
}

func (t *textProfile) count(codes []int32) {
	if more := len(t.in.values) - len(t.counts); more > 0 {
		t.counts = append(t.counts, make([]int, more)...)
	}
	for _, code := range codes {
		switch {
		case code >= 0:
			t.counts[code]++
		case code == -1:
			t.result.Missing++
		}
	}
}

func (t *textProfile) add(p *page) (err error) {
	t.codes, err = p.appendCodes(t.codes[:0], t.code)
	t.count(t.codes)
	return err
}

// profile returns the summary. Equal counts are ordered by text.
func (t *textProfile) profile() *Profile {
	result := t.result // a copy, so that the profile does not keep all texts alive
	result.Distinct = len(t.in.values)
	order := make([]int32, 0, topValues+1)
	before := func(a, b int32) int {
		return cmp.Or(cmp.Compare(t.counts[b], t.counts[a]), cmp.Compare(t.in.values[a], t.in.values[b]))
	}
	for code := range t.counts {
		if len(order) == topValues && before(int32(code), order[topValues-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(order, int32(code), before)
		order = slices.Insert(order, at, int32(code))
		order = order[:min(len(order), topValues)]
	}
	for _, code := range order {
		result.Top = append(result.Top, ValueCount{strings.Clone(t.in.values[code]), t.counts[code]})
	}
	return &result
}

// ProfileTexts summarises a list of texts, "" being a missing value.
func ProfileTexts(texts *Strings) *Profile {
	t := newTextProfile()
	codes := make([]int32, texts.Len())
	for i := range codes {
		codes[i] = -1
		if text := texts.Raw(i); len(text) > 0 {
			codes[i] = t.code(text)
		}
	}
	t.count(codes)
	return t.profile()
}

// ProfileColumns computes the profile of every column of the snapshot, some
// columns at once, without the cache.
func (r *Reader) ProfileColumns(ctx context.Context, parallel int) ([]*Profile, error) {
	profiles := make([]*Profile, len(r.stored()))
	err := r.withFile(ctx, func(file *parquet.File) error {
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(max(1, parallel))
		for i, column := range r.stored() {
			group.Go(func() (err error) {
				profiles[i], err = profileColumn(ctx, file, column)
				return err
			})
		}
		return group.Wait()
	})
	return profiles, err
}

func profileColumn(ctx context.Context, file *parquet.File, column Column) (*Profile, error) {
	if column.Type == Text {
		t := newTextProfile()
		if err := eachPageIn(ctx, file, column.Name, t.add); err != nil {
			return nil, err
		}
		return t.profile(), nil
	}
	values := make([]float64, 0, file.NumRows())
	err := eachPageIn(ctx, file, column.Name, func(p *page) (err error) {
		values, err = p.appendNumbers(values, column.Type)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ProfileNumbers(values), nil
}
