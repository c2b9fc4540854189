package ingest

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// collector takes converted chunks in order: it finds duplicate ids, writes
// the good records to the units file and the bad ones to the rejected file.
type collector struct {
	scheme   *scheme
	writer   *dataset.Writer
	rejected *rejectedFile
	ids      *idSet
	frame    *dataset.Frame
	keep     []bool // scratch: which of a chunk's records are kept

	units, located   int
	leftOut          int   // rows that the filter of the import does not let in
	rows             []int // per source
	box              [4]float64
	misfits, present []int // per snapshot column
}

func newCollector(s *scheme, w *dataset.Writer, rejected *rejectedFile) *collector {
	columns := s.plans[0].columns
	inf := math.Inf(1)
	return &collector{
		scheme: s, writer: w, rejected: rejected, ids: newIDSet(),
		frame:   w.Frame(),
		rows:    make([]int, len(s.plans)),
		box:     [4]float64{inf, inf, -inf, -inf},
		misfits: make([]int, len(columns)), present: make([]int, len(columns)),
	}
}

// retypeError says that too many values of a column do not fit its type.
type retypeError struct {
	column           string
	misfits, present int
}

func (e *retypeError) Error() string {
	return fmt.Sprintf("column %q: %d of %d values do not fit its type", e.column, e.misfits, e.present)
}

// add takes the next chunk.
func (c *collector) add(p *plan, k *chunk) error {
	c.rows[p.sourceIndex-c.scheme.earlier] += len(k.batch.Records)
	for i := range k.misfits {
		c.misfits[i] += k.misfits[i]
		c.present[i] += k.present[i]
	}
	if err := c.checkTypes(sampleRows); err != nil {
		return err
	}
	if k.failed != nil {
		return k.failed
	}
	dropped, err := c.sortOut(p, k)
	if err != nil {
		return err
	}
	c.append(p, k, dropped)
	c.extendBox(p, k.columns)
	if c.frame.Units < dataset.GroupUnits(len(c.frame.Columns)) {
		return nil
	}
	return c.flush()
}

// checkTypes fails when a column with at least enough values present has too
// many that do not fit.
func (c *collector) checkTypes(enough int) error {
	for i, column := range c.scheme.plans[0].columns {
		if c.present[i] < enough || float64(c.misfits[i]) <= tolerated*float64(c.present[i]) {
			continue
		}
		for _, d := range c.scheme.columns {
			if d.Name == column.Name && !d.fixed {
				return &retypeError{column.Name, c.misfits[i], c.present[i]}
			}
		}
	}
	return nil
}

// sortOut finds the duplicates among the chunk's records and writes all its
// rejected records in row order. It returns how many duplicates there are.
func (c *collector) sortOut(p *plan, k *chunk) (dropped int, err error) {
	c.keep = c.keep[:0]
	next := 0
	write := func(before int32) error {
		for ; next < len(k.rejects) && k.rejects[next].record < before; next++ {
			if err := c.rejected.add(p, k.batch, k.rejects[next]); err != nil {
				return err
			}
		}
		return nil
	}
	for i, record := range k.records {
		if len(k.pass) > 0 && !k.pass[i] {
			c.keep = append(c.keep, false)
			c.leftOut++
			dropped++
			continue
		}
		first, added := c.ids.add(k.hashes[i], k.batch.Records[record].Row)
		c.keep = append(c.keep, added)
		if added {
			continue
		}
		dropped++
		if err := write(record); err != nil {
			return 0, err
		}
		r := reject{record: record, reason: DuplicateID, column: int32(p.fields[p.id]), firstRow: first}
		if err := c.rejected.add(p, k.batch, r); err != nil {
			return 0, err
		}
	}
	return dropped, write(math.MaxInt32)
}

// append adds the chunk's kept records to the frame.
func (c *collector) append(p *plan, k *chunk, dropped int) {
	for i := range c.frame.Columns {
		to, from := &c.frame.Columns[i], &k.columns[i]
		if p.columns[i].Type == dataset.Text {
			appendTexts(&to.Texts, &from.Texts, c.keep, dropped == 0)
			continue
		}
		if dropped == 0 {
			to.Numbers = append(to.Numbers, from.Numbers...)
			continue
		}
		for j, x := range from.Numbers {
			if c.keep[j] {
				to.Numbers = append(to.Numbers, x)
			}
		}
	}
	kept := len(k.records) - dropped
	c.frame.Units += kept
	c.units += kept
}

func appendTexts(to, from *dataset.Strings, keep []bool, all bool) {
	if !all {
		for j := range from.Len() {
			if keep[j] {
				to.Append(from.Raw(j))
			}
		}
		return
	}
	base := uint32(len(to.Bytes))
	to.Bytes = append(to.Bytes, from.Bytes...)
	for _, end := range from.Ends {
		to.Ends = append(to.Ends, base+end)
	}
}

func (c *collector) extendBox(p *plan, columns []dataset.Values) {
	if p.lat < 0 {
		return
	}
	lon, lat := columns[p.lon].Numbers, columns[p.lat].Numbers
	for j, kept := range c.keep {
		if kept && lon[j] == lon[j] && lat[j] == lat[j] {
			c.located++
			c.box[0], c.box[2] = min(c.box[0], lon[j]), max(c.box[2], lon[j])
			c.box[1], c.box[3] = min(c.box[1], lat[j]), max(c.box[3], lat[j])
		}
	}
}

// flush hands the frame to the writer and begins another.
func (c *collector) flush() error {
	full := c.frame
	c.frame = c.writer.Frame()
	return c.writer.Write(full)
}
