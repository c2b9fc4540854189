package salesforce

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
)

// ingestBytes is how much CSV a job takes: 150 MB once it is base64.
var ingestBytes = 100 << 20

// bulk writes a batch as one ingest job. The journal knows the job before it
// has data, so an interruption leaves either no data in it or a job to follow.
func (w *writer) bulk(ctx context.Context, batch []orgplan.Operation, note func(string) error) ([]orgplan.Result, error) {
	operation := map[orgplan.Action]string{orgplan.Create: "insert", orgplan.Update: "update", orgplan.Delete: "delete"}[batch[0].Action]
	rows, err := bulkRows(batch)
	if err != nil {
		return nil, err
	}
	if len(rows) > ingestBytes {
		return w.inParts(ctx, batch)
	}
	id, err := w.client.OpenIngest(ctx, batch[0].Object, operation)
	if code := codeOf(err); code == "INVALIDENTITY" || code == "FUNCTIONALITY_NOT_ENABLED" || code == "API_ERROR" {
		return w.inParts(ctx, batch)
	}
	if err != nil {
		return w.refused(batch, err)
	}
	if err := note(id); err != nil {
		return nil, err
	}
	if err := w.client.UploadIngest(ctx, id, rows); err != nil {
		return w.refused(batch, err)
	}
	return w.follow(ctx, batch, id)
}

// inParts writes a batch through collections, for objects the Bulk API does not
// take. A part that is left in doubt leaves the batch so.
func (w *writer) inParts(ctx context.Context, batch []orgplan.Operation) ([]orgplan.Result, error) {
	var all []orgplan.Result
	for part := range slices.Chunk(batch, rowBatch) {
		results, err := w.rows(ctx, part)
		if err != nil {
			return nil, errors.Join(orgplan.ErrInDoubt, err)
		}
		all = append(all, results...)
	}
	return all, nil
}

// bulkRows writes the batch as CSV, with a column for every field of any of the
// operations.
func bulkRows(batch []orgplan.Operation) ([]byte, error) {
	names := map[string]bool{}
	if batch[0].Action != orgplan.Delete {
		for i := range batch {
			for _, f := range batch[i].Fields {
				names[f.Name] = true
			}
		}
	}
	columns := slices.Sorted(maps.Keys(names))
	header := columns
	if batch[0].Action != orgplan.Create {
		header = append([]string{"Id"}, columns...)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write(header); err != nil {
		return nil, err
	}
	for i := range batch {
		row := make([]string, 0, len(header))
		if batch[i].Action != orgplan.Create {
			row = append(row, batch[i].RecordID)
		}
		for _, c := range columns {
			v := ""
			if f := batch[i].Field(c); f != nil {
				if v = orgplan.Text(f.New); v == "" && batch[i].Action == orgplan.Update {
					v = "#N/A" // an empty value would leave the field alone
				}
				if f.New == false {
					v = "false"
				}
			}
			row = append(row, v)
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// follow waits for a job and takes its answers, by the rows' own columns.
func (w *writer) follow(ctx context.Context, batch []orgplan.Operation, id string) ([]orgplan.Result, error) {
	job, done, refused, err := w.client.FinishIngest(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	results := pending(batch)
	place := make(map[string]int, len(batch))
	for i := range batch {
		place[rowMark(&batch[i], func(f string) string { return field(&batch[i], f) }, batch[i].RecordID)] = i
	}
	at := func(r *IngestResult) (int, bool) {
		id := r.Columns["Id"]
		if id == "" {
			id = r.ID
		}
		i, known := place[rowMark(&batch[0], func(f string) string { return r.Columns[f] }, id)]
		return i, known
	}
	for k := range done {
		if i, known := at(&done[k]); known {
			results[i].State, results[i].RecordID = orgplan.Done, done[k].ID
		}
	}
	for k := range refused {
		if i, known := at(&refused[k]); known {
			code, message, _ := strings.Cut(refused[k].Error, ":")
			results[i] = failed(batch[i].Seq, code, strings.TrimSuffix(strings.TrimSpace(message), ":--"))
		}
	}
	if job.State == "Failed" && len(done)+len(refused) == 0 {
		for i := range results {
			results[i] = failed(batch[i].Seq, "JOB_FAILED", job.Message)
		}
	}
	return results, nil
}

// rowMark tells the rows of a job apart: by id, or by the matching fields of
// new records.
func rowMark(o *orgplan.Operation, get func(string) string, id string) string {
	if o.Action != orgplan.Create {
		return shortened(id)
	}
	parts := make([]string, len(o.Match))
	for i, m := range o.Match {
		parts[i] = shortened(get(m))
	}
	return strings.Join(parts, "\x00")
}

// bulkBack finds out what became of a job: one without its data is given up and
// written anew, any other is followed to its end.
func (w *writer) bulkBack(ctx context.Context, batch []orgplan.Operation, id string) ([]orgplan.Result, error) {
	var job BulkJob
	if err := w.client.get(ctx, w.client.ingestPath(id), nil, &job); err != nil {
		if codeOf(err) == "NOT_FOUND" {
			return w.rowsBack(ctx, batch)
		}
		return nil, err
	}
	if job.State == "Open" {
		w.client.abort(ctx, w.client.ingestPath(id))
		return pending(batch), nil
	}
	if job.State == "Aborted" {
		return w.rowsBack(ctx, batch)
	}
	return w.follow(ctx, batch, id)
}
