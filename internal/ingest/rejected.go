package ingest

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"github.com/klauspost/compress/gzip"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// RejectedColumns are the first columns of a rejected-rows file; the original
// fields follow under their own names. Names that begin with $ are left out
// of an import, so a corrected file can be uploaded as it is.
var RejectedColumns = []string{"$file", "$row", "$line", "$column", "$reason", "$text"}

// rejectedFile is the gzipped CSV of the rows kept aside, made when the first
// one comes.
type rejectedFile struct {
	ctx    context.Context
	store  blob.Store
	name   string
	header []string

	blob   blob.Writer
	zip    *gzip.Writer
	csv    *csv.Writer
	row    []string
	counts map[rejectionKey]*dataset.Rejection
	total  int
}

type rejectionKey struct {
	reason Reason
	column int32
}

func newRejectedFile(ctx context.Context, store blob.Store, name string, header []string) *rejectedFile {
	return &rejectedFile{ctx: ctx, store: store, name: name, header: header, counts: map[rejectionKey]*dataset.Rejection{}}
}

// add writes one record of a file with the reason it was rejected for.
func (f *rejectedFile) add(p *plan, b *Batch, r reject) error {
	if f.blob == nil {
		if err := f.begin(); err != nil {
			return err
		}
	}
	record := &b.Records[r.record]
	column, text := "", r.reason.Said().English
	if r.column >= 0 && int(r.column) < len(p.union) {
		r.column = int32(p.union[r.column])
		column = f.header[r.column]
	}
	if r.reason == DuplicateID {
		text = sentence.SameIDAsRow.With(sentence.Params{"row": r.firstRow}).English
	}
	f.row = append(f.row[:0], p.file, strconv.Itoa(record.Row), strconv.Itoa(record.Line), column, string(r.reason), text)
	for range f.header {
		f.row = append(f.row, "")
	}
	for i := range int(record.Count) {
		if field := string(b.Field(record, i)); i < len(p.union) {
			f.row[len(RejectedColumns)+p.union[i]] = field
		} else {
			f.row = append(f.row, field) // more fields than the header has
		}
	}
	f.count(rejectionKey{r.reason, r.column}, column, record.Row)
	if err := f.csv.Write(f.row); err != nil {
		return fmt.Errorf("write rejected rows: %w", err)
	}
	return nil
}

func (f *rejectedFile) begin() error {
	var err error
	if f.blob, err = f.store.Create(f.ctx, f.name); err != nil {
		return fmt.Errorf("create rejected rows: %w", err)
	}
	if f.zip, err = gzip.NewWriterLevel(f.blob, gzip.BestSpeed); err != nil {
		return fmt.Errorf("create rejected rows: %w", err)
	}
	f.csv = csv.NewWriter(f.zip)
	return f.csv.Write(append(slices.Clone(RejectedColumns), f.header...))
}

func (f *rejectedFile) count(key rejectionKey, column string, row int) {
	f.total++
	c := f.counts[key]
	if c == nil {
		c = &dataset.Rejection{Reason: string(key.reason), Text: key.reason.Said().English, Column: column, FirstRow: row}
		f.counts[key] = c
	}
	c.Rows++
}

// commit makes the file visible and returns its name, "" without rejected rows.
func (f *rejectedFile) commit() (string, error) {
	if f.blob == nil {
		return "", nil
	}
	f.csv.Flush()
	if err := f.csv.Error(); err != nil {
		return "", fmt.Errorf("write rejected rows: %w", err)
	}
	if err := f.zip.Close(); err != nil {
		return "", fmt.Errorf("write rejected rows: %w", err)
	}
	return f.name, f.blob.Commit()
}

func (f *rejectedFile) abort() {
	if f.blob != nil {
		f.blob.Abort()
	}
}

// rejections returns the counts, the most frequent first.
func (f *rejectedFile) rejections() []dataset.Rejection {
	list := make([]dataset.Rejection, 0, len(f.counts))
	for _, c := range f.counts {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b dataset.Rejection) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Column, b.Column))
	})
	return list
}
