package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
)

// errCorrupt is wrapped when the units file contradicts its snapshot.
var errCorrupt = errors.New("units file is damaged")

// page is one decoded page of one column.
type page struct{ parquet.Page }

// present calls set with the position of every value that is there; positions
// for which it is not called are missing.
func (p *page) eachPresent(set func(i int)) {
	levels := p.DefinitionLevels()
	if len(levels) == 0 {
		for i := range int(p.NumValues()) {
			set(i)
		}
		return
	}
	for i, level := range levels {
		if level != 0 {
			set(i)
		}
	}
}

func (p *page) appendNumbers(values []float64, t Type) ([]float64, error) {
	base, n := len(values), int(p.NumValues())
	switch t {
	case Number:
		data := p.Data()
		numbers := data.Double()
		if len(numbers) == n {
			return append(values, numbers...), nil
		}
		return p.spread(values, len(numbers), func(k int) float64 { return numbers[k] })
	case Date:
		data := p.Data()
		days := data.Int32()
		return p.spread(values, len(days), func(k int) float64 { return float64(days[k]) })
	}
	read := make([]parquet.Value, n)
	if m, err := p.Values().ReadValues(read); m != n || err != nil && err != io.EOF {
		return values, errors.Join(errCorrupt, err)
	}
	for _, v := range read {
		x := Missing
		if !v.IsNull() {
			x = 0
			if v.Boolean() {
				x = 1
			}
		}
		values = append(values, x)
	}
	return values[:base+n], nil
}

// spread appends the page's values with gaps where they are missing; at(k) is
// the k-th of count values that are there.
func (p *page) spread(values []float64, count int, at func(k int) float64) ([]float64, error) {
	base := len(values)
	for range p.NumValues() {
		values = append(values, Missing)
	}
	k := 0
	p.eachPresent(func(i int) {
		if k < count {
			values[base+i] = at(k)
		}
		k++
	})
	if k != count {
		return values, errCorrupt
	}
	return values, nil
}

// appendCodes appends the code that code gives each text, -1 when missing.
// Within a dictionary every entry in use is asked for once.
func (p *page) appendCodes(codes []int32, code func([]byte) int32) ([]int32, error) {
	base := len(codes)
	for range p.NumValues() {
		codes = append(codes, -1)
	}
	k := 0
	data := p.Data()
	if dict := p.Dictionary(); dict != nil {
		indices := data.Int32()
		known := make([]int32, dict.Len())
		p.eachPresent(func(i int) {
			d := indices[k]
			k++
			if known[d] == 0 {
				known[d] = code(dict.Index(d).ByteArray()) + 1
			}
			codes[base+i] = known[d] - 1
		})
		return codes, nil
	}
	texts, offsets := data.ByteArray()
	p.eachPresent(func(i int) {
		codes[base+i] = code(texts[offsets[k]:offsets[k+1]])
		k++
	})
	return codes, nil
}

func (p *page) appendStrings(list *Strings) error {
	next := list.Len()
	fill := func(to int) {
		for ; next < to; next++ {
			list.Ends = append(list.Ends, uint32(len(list.Bytes)))
		}
	}
	base, k := next, 0
	data := p.Data()
	text := func(k int) []byte { return nil }
	if dict := p.Dictionary(); dict != nil {
		indices := data.Int32()
		text = func(k int) []byte { return dict.Index(indices[k]).ByteArray() }
	} else {
		texts, offsets := data.ByteArray()
		text = func(k int) []byte { return texts[offsets[k]:offsets[k+1]] }
	}
	p.eachPresent(func(i int) {
		fill(base + i)
		list.Append(text(k))
		next++
		k++
	})
	fill(base + int(p.NumValues()))
	if uint64(len(list.Bytes)) >= 1<<32 {
		return errors.New("column holds more than 4 GB of text")
	}
	return nil
}

// eachPage calls visit with every page of the column, in unit order.
func (r *Reader) eachPage(ctx context.Context, column string, visit func(*page) error) error {
	return r.withFile(ctx, func(file *parquet.File) error {
		return eachPageIn(ctx, file, column, visit)
	})
}

// eachPageIn is eachPage on an open file, which several goroutines may share.
func eachPageIn(ctx context.Context, file *parquet.File, column string, visit func(*page) error) error {
	leaf, ok := file.Schema().Lookup(column)
	if !ok {
		return fmt.Errorf("read column %q: %w", column, errCorrupt)
	}
	for _, group := range file.RowGroups() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := eachPageOf(group.ColumnChunks()[leaf.ColumnIndex], visit); err != nil {
			return fmt.Errorf("read column %q: %w", column, err)
		}
	}
	return nil
}

func eachPageOf(chunk parquet.ColumnChunk, visit func(*page) error) error {
	pages := chunk.Pages()
	defer pages.Close()
	for {
		p, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		err = visit(&page{p})
		parquet.Release(p)
		if err != nil {
			return err
		}
	}
}

// withFile opens the units file for the duration of use.
func (r *Reader) withFile(ctx context.Context, use func(*parquet.File) error) error {
	object, err := r.store.Open(ctx, r.snap.UnitsBlob)
	if err != nil {
		return err
	}
	defer object.Close()
	return useFile(object, use)
}

func useFile(object blob.Object, use func(*parquet.File) error) error {
	file, err := parquet.OpenFile(object, object.Size(),
		parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(256<<10))
	if err != nil {
		return err
	}
	return use(file)
}
