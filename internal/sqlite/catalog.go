package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var (
	_ dataset.Catalog = (*DB)(nil)
	_ ingest.Uploads  = (*DB)(nil)
)

// scanner is a row or the current one of several.
type scanner interface{ Scan(...any) error }

// rows collects what each of a query's rows holds.
func rows[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	found, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	all := []T{}
	for found.Next() {
		one, err := scan(found)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, found.Err()
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

const datasetColumns = `SELECT id, CASE WHEN trashed > 0 THEN trashed_name ELSE name END, created, updated, current_snapshot,
	nullif(archived, 0), nullif(trashed, 0) FROM dataset`

func scanDataset(row scanner) (dataset.Dataset, error) {
	var d dataset.Dataset
	var created, updated int64
	var archived, trashed sql.NullInt64
	err := row.Scan(&d.ID, &d.Name, &created, &updated, &d.CurrentSnapshot, &archived, &trashed)
	d.Created, d.Updated = fromMicros(created), fromMicros(updated)
	d.Archived, d.Trashed = optionalTime(archived), optionalTime(trashed)
	return d, err
}

// CreateDataset implements dataset.Catalog.
func (db *DB) CreateDataset(ctx context.Context, d dataset.Dataset) error {
	return db.write(ctx, "create the dataset", func(tx *sql.Tx) error { return insertDataset(ctx, tx, d) })
}

func insertDataset(ctx context.Context, tx *sql.Tx, d dataset.Dataset) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO dataset (id, name, created, updated, current_snapshot) VALUES ($1, $2, $3, $4, $5)`,
		d.ID, d.Name, micros(d.Created), micros(d.Updated), d.CurrentSnapshot)
	return datasetTaken(err, d.Name)
}

func datasetTaken(err error, name string) error {
	if taken(err) {
		return territory.Say(territory.Conflict, sentence.NameDataset.With(sentence.Params{"name": name}))
	}
	return err
}

// Dataset implements dataset.Catalog.
func (db *DB) Dataset(ctx context.Context, id string) (dataset.Dataset, error) {
	d, err := scanDataset(db.reader.QueryRowContext(ctx, datasetColumns+` WHERE id = $1 AND trashed = 0`, id))
	return d, failure("read the dataset", found(err, "dataset", id))
}

// Datasets implements dataset.Catalog.
func (db *DB) Datasets(ctx context.Context) ([]dataset.Dataset, error) {
	all, err := rows(ctx, db.reader, scanDataset, datasetColumns+` WHERE trashed = 0 ORDER BY updated DESC, id`)
	return all, failure("list datasets", err)
}

// RenameDataset implements dataset.Catalog.
func (db *DB) RenameDataset(ctx context.Context, id, name string) error {
	return db.write(ctx, "rename the dataset", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE dataset SET name = $2 WHERE id = $1 AND trashed = 0`, id, name)
		return affected(result, datasetTaken(err, name), "dataset", id)
	})
}

// AddSnapshot implements dataset.Catalog.
func (db *DB) AddSnapshot(ctx context.Context, s dataset.Snapshot) error {
	record, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode snapshot %s: %w", s.ID, err)
	}
	return db.write(ctx, "add the snapshot", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO snapshot (id, dataset_id, created, units_blob, rejected_blob, record) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.ID, s.DatasetID, micros(s.Created), s.UnitsBlob, s.RejectedBlob, string(record))
		switch {
		case taken(err):
			return territory.Errorf(territory.Conflict, "there is a snapshot %q already", s.ID)
		case orphan(err):
			return missing("dataset", s.DatasetID)
		case err != nil:
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE dataset SET current_snapshot = $2, updated = max(updated, $3) WHERE id = $1`,
			s.DatasetID, s.ID, micros(s.Created))
		return err
	})
}

func scanSnapshot(row scanner) (dataset.Snapshot, error) {
	var s dataset.Snapshot
	var record string
	if err := row.Scan(&record); err != nil {
		return s, err
	}
	err := json.Unmarshal([]byte(record), &s)
	s.Created = s.Created.Truncate(time.Microsecond)
	return s, err
}

// Snapshot implements dataset.Catalog.
func (db *DB) Snapshot(ctx context.Context, id string) (dataset.Snapshot, error) {
	s, err := scanSnapshot(db.reader.QueryRowContext(ctx, `SELECT record FROM snapshot WHERE id = $1`, id))
	return s, failure("read the snapshot", found(err, "snapshot", id))
}

// Snapshots implements dataset.Catalog.
func (db *DB) Snapshots(ctx context.Context, datasetID string) ([]dataset.Snapshot, error) {
	if _, err := db.Dataset(ctx, datasetID); err != nil {
		return nil, err
	}
	all, err := rows(ctx, db.reader, scanSnapshot, `SELECT record FROM snapshot WHERE dataset_id = $1 ORDER BY created DESC, id`, datasetID)
	return all, failure("list snapshots", err)
}

// AddUpload implements ingest.Uploads.
func (db *DB) AddUpload(ctx context.Context, u ingest.Upload) error {
	origin := ""
	if u.Origin != nil {
		raw, err := json.Marshal(u.Origin)
		if err != nil {
			return fmt.Errorf("encode upload %s: %w", u.ID, err)
		}
		origin = string(raw)
	}
	return db.write(ctx, "record the upload", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO upload (id, name, bytes, sha256, created, blob, origin) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			u.ID, u.Name, u.Bytes, u.SHA256, micros(u.Created), u.Blob, origin)
		if taken(err) {
			return territory.Errorf(territory.Conflict, "there is an upload %q already", u.ID)
		}
		return err
	})
}

// Upload implements ingest.Uploads.
func (db *DB) Upload(ctx context.Context, id string) (ingest.Upload, error) {
	var u ingest.Upload
	var created int64
	var origin string
	err := db.reader.QueryRowContext(ctx, `SELECT id, name, bytes, sha256, created, blob, origin FROM upload WHERE id = $1`, id).
		Scan(&u.ID, &u.Name, &u.Bytes, &u.SHA256, &created, &u.Blob, &origin)
	u.Created = fromMicros(created)
	if err == nil && origin != "" {
		err = json.Unmarshal([]byte(origin), &u.Origin)
	}
	return u, failure("read the upload", found(err, "upload", id))
}
