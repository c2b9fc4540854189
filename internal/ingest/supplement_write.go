package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// write makes the new snapshot: the base's columns, then the table's.
func (t *table) write(ctx context.Context, d Deps, spec SupplementSpec, base *dataset.Reader, rowOf []int32, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	if done, err := d.Catalog.Snapshot(ctx, spec.SnapshotID); err == nil || territory.CodeOf(err) != territory.NotFound {
		return done, err
	}
	indices, columns := t.added()
	snapshot := base.Snapshot()
	snapshot.ID, snapshot.Created, snapshot.UnitsBlob = spec.SnapshotID, d.Now().UTC(), t.folder+"/units.parquet"
	snapshot.Note(t.notes(spec, columns))
	names := make([]string, len(snapshot.Columns))
	for i, c := range snapshot.Columns {
		names[i] = c.Name
	}
	snapshot.Columns = slices.Concat(snapshot.Columns, columns)
	snapshot.Sources = append(slices.Clone(snapshot.Sources), dataset.Source{
		Kind: "file", Name: spec.Upload.Name, Bytes: spec.Upload.Bytes, SHA256: spec.Upload.SHA256, Rows: t.keys.Len() + t.rejected.total,
	})
	out, err := d.Blobs.Create(ctx, snapshot.UnitsBlob)
	if err != nil {
		return dataset.Snapshot{}, err
	}
	defer out.Abort()
	sum := sha256.New()
	writer, err := dataset.NewWriter(io.MultiWriter(out, sum), snapshot.Columns)
	if err != nil {
		return dataset.Snapshot{}, err
	}
	err = base.Scan(ctx, names, func(first int, f *dataset.Frame) error {
		return writer.Write(t.join(writer.Frame(), f, indices, rowOf[first:first+f.Units]))
	})
	if closed := writer.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = out.Commit()
	}
	if err != nil {
		return dataset.Snapshot{}, err
	}
	snapshot.Fingerprint = hex.EncodeToString(sum.Sum(nil))
	snapshot.Rejected, snapshot.Rejections = t.rejected.total, t.rejected.rejections()
	if snapshot.RejectedBlob, err = t.rejected.commit(); err == nil {
		err = profile(ctx, d, &snapshot, progress)
	}
	if err == nil {
		report(progress, territory.Progress{Phase: "saving"})
		err = d.Catalog.AddSnapshot(ctx, snapshot)
	}
	if err != nil {
		return afterFailure(ctx, d, snapshot, err)
	}
	return snapshot, nil
}

// join fills a frame with the base's values and those of the table's rows.
func (t *table) join(to, from *dataset.Frame, indices []int, rows []int32) *dataset.Frame {
	to.Units = from.Units
	for i := range from.Columns {
		to.Columns[i].Numbers = append(to.Columns[i].Numbers, from.Columns[i].Numbers...)
		appendTexts(&to.Columns[i].Texts, &from.Columns[i].Texts, nil, true)
	}
	for k, index := range indices {
		column, values := &to.Columns[len(from.Columns)+k], &t.columns[index]
		isText := t.plan.columns[index].Type == dataset.Text
		for _, row := range rows {
			switch {
			case isText && row < 0:
				column.Texts.Append(nil)
			case isText:
				column.Texts.Append(values.Texts.Raw(int(row)))
			case row < 0:
				column.Numbers = append(column.Numbers, dataset.Missing)
			default:
				column.Numbers = append(column.Numbers, values.Numbers[row])
			}
		}
	}
	return to
}
