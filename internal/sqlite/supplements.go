package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

var _ dataset.Supplements = (*DB)(nil)

// AddSupplement implements dataset.Supplements.
func (db *DB) AddSupplement(ctx context.Context, s dataset.Supplement, table dataset.SupplementTable) error {
	record, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode supplement %s: %w", s.ID, err)
	}
	var content bytes.Buffer
	zip := gzip.NewWriter(&content)
	if err := json.NewEncoder(zip).Encode(table); err != nil {
		return fmt.Errorf("encode supplement %s: %w", s.ID, err)
	}
	if err := zip.Close(); err != nil {
		return fmt.Errorf("encode supplement %s: %w", s.ID, err)
	}
	return db.write(ctx, "add the supplement", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO supplement (id, created, set_id, dataset_id, alignment_id, record, content)
			VALUES ($1, $2, $3, nullif($4, ''), nullif($5, ''), $6, $7)`, s.ID, micros(s.Created), s.SetID, s.DatasetID, s.AlignmentID, string(record), content.Bytes())
		return err
	})
}

func scanSupplement(row scanner) (dataset.Supplement, error) {
	var s dataset.Supplement
	var record string
	if err := row.Scan(&record); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(record), &s)
}

// Supplement implements dataset.Supplements.
func (db *DB) Supplement(ctx context.Context, id string) (dataset.Supplement, error) {
	s, err := scanSupplement(db.reader.QueryRowContext(ctx, `SELECT record FROM supplement WHERE id = $1`, id))
	return s, failure("read the supplement", found(err, "supplement", id))
}

// SupplementTable implements dataset.Supplements.
func (db *DB) SupplementTable(ctx context.Context, id string) (dataset.SupplementTable, error) {
	var table dataset.SupplementTable
	var content []byte
	err := db.reader.QueryRowContext(ctx, `SELECT content FROM supplement WHERE id = $1`, id).Scan(&content)
	if err != nil {
		return table, failure("read the supplement", found(err, "supplement", id))
	}
	zip, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return table, fmt.Errorf("read supplement %s: %w", id, err)
	}
	return table, json.NewDecoder(zip).Decode(&table)
}

// Supplements implements dataset.Supplements.
func (db *DB) Supplements(ctx context.Context, setID, datasetID, alignmentID string) ([]dataset.Supplement, error) {
	all, err := rows(ctx, db.reader, scanSupplement, `SELECT record FROM supplement
		WHERE ($1 <> '' AND set_id = $1) OR ($2 <> '' AND dataset_id = $2) OR ($3 <> '' AND alignment_id = $3) ORDER BY created DESC, id DESC`, setID, datasetID, alignmentID)
	return all, failure("list supplements", err)
}

// DeleteSupplement implements dataset.Supplements.
func (db *DB) DeleteSupplement(ctx context.Context, id string) error {
	return db.write(ctx, "delete the supplement", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM supplement WHERE id = $1`, id)
		return affected(result, err, "supplement", id)
	})
}
