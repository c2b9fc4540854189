package ingest

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/klauspost/compress/gzip"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// RejectedRow is a row that was kept aside.
type RejectedRow struct {
	File   string            `json:"file"`
	Row    int               `json:"row" doc:"Row number in the file; the header is row 1."`
	Line   int               `json:"line" doc:"Physical line on which the row begins."`
	Column string            `json:"column,omitempty" doc:"The column concerned, where there is one."`
	Value  string            `json:"value,omitempty" doc:"What stands in that column."`
	Reason Reason            `json:"reason"`
	Text   string            `json:"text" doc:"The reason in words, with what to do."`
	Said   sentence.Sentence `json:"said" doc:"The text with its code."`
	// Fields are the row as it came, in the order of RejectedPage.Header; those
	// behind the last column follow.
	Fields []string `json:"fields" nullable:"false"`
}

// RejectedPage is some of the rejected rows of a snapshot.
type RejectedPage struct {
	Header []string      `json:"header" nullable:"false" doc:"Columns of the files."`
	Total  int           `json:"total" doc:"Rejected rows that match."`
	Rows   []RejectedRow `json:"rows" nullable:"false"`
}

// RejectedQuery says which rejected rows are wanted; an empty reason or column
// means any.
type RejectedQuery struct {
	Reason Reason
	Column string
	Offset int
	Limit  int
}

// ReadRejected reads rejected rows in the order of the files. It streams over
// them, so that memory does not depend on their number.
func ReadRejected(ctx context.Context, store blob.Store, s dataset.Snapshot, q RejectedQuery) (RejectedPage, error) {
	page := RejectedPage{Header: []string{}, Rows: []RejectedRow{}}
	if s.RejectedBlob == "" {
		return page, nil
	}
	object, err := store.Open(ctx, s.RejectedBlob)
	if err != nil {
		return page, fmt.Errorf("open rejected rows: %w", err)
	}
	defer object.Close() //nolint:errcheck // opened for reading
	z, err := gzip.NewReader(object)
	if err != nil {
		return page, fmt.Errorf("open rejected rows: %w", err)
	}
	in := csv.NewReader(z)
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	header, err := in.Read()
	if err != nil {
		return page, fmt.Errorf("read rejected rows: %w", err)
	}
	page.Header = slices.Clone(header[len(RejectedColumns):])
	for {
		record, err := in.Read()
		if err == io.EOF {
			return page, ctx.Err()
		}
		if err != nil {
			return page, fmt.Errorf("read rejected rows: %w", err)
		}
		if q.Reason != "" && string(q.Reason) != record[4] || q.Column != "" && q.Column != record[3] {
			continue
		}
		if page.Total++; page.Total > q.Offset && len(page.Rows) < q.Limit {
			page.Rows = append(page.Rows, rejectedRow(page.Header, record))
		}
	}
}

// rejectedRow takes a record of a rejected-rows file apart.
func rejectedRow(header, record []string) RejectedRow {
	r := RejectedRow{File: record[0], Column: record[3], Reason: Reason(record[4]), Text: record[5]}
	r.Row, _ = strconv.Atoi(record[1])  //nolint:errcheck // written by us
	r.Line, _ = strconv.Atoi(record[2]) //nolint:errcheck // written by us
	r.Said = saidOf(r)
	for _, field := range record[len(RejectedColumns):] {
		r.Fields = append(r.Fields, cut(field, 200))
	}
	if at := slices.Index(header, r.Column); at >= 0 && at < len(r.Fields) {
		r.Value = r.Fields[at]
	}
	return r
}

// saidOf makes the text of a rejected row a sentence again: the file keeps the
// reason's word and the English text only.
func saidOf(r RejectedRow) sentence.Sentence {
	var first int
	if _, err := fmt.Sscanf(r.Text, "Row %d has the same id", &first); r.Reason == DuplicateID && err == nil {
		return sentence.SameIDAsRow.With(sentence.Params{"row": first})
	}
	return r.Reason.Said()
}
