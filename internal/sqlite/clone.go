package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// historyTables hold what belongs to an alignment and goes with a copy of it.
var historyTables = []string{"change_set", "checkpoint", "named_version", "alignment_snapshot", "alignment_view"}

// CloneDataset implements dataset.Cloner.
func (db *DB) CloneDataset(ctx context.Context, c dataset.Clone) (dataset.Dataset, error) {
	err := db.write(ctx, "clone the dataset", func(tx *sql.Tx) error {
		from, err := scanDataset(tx.QueryRowContext(ctx, datasetColumns+` WHERE id = $1 AND trashed = 0`, c.From))
		if err != nil {
			return found(err, "dataset", c.From)
		}
		if from.CurrentSnapshot == "" {
			return territory.Say(territory.Conflict, sentence.NoUnitsYet.With(sentence.Params{"name": from.Name}))
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO dataset (id, name, created, updated, current_snapshot) VALUES ($1, $2, $3, $4, '')`,
			c.To.ID, c.To.Name, micros(c.To.Created), micros(c.To.Updated))
		if err != nil {
			return datasetTaken(err, c.To.Name)
		}
		snapshots, err := cloneSnapshots(ctx, tx, &c)
		if err != nil {
			return err
		}
		c.To.CurrentSnapshot = snapshots[from.CurrentSnapshot]
		if _, err := tx.ExecContext(ctx, `UPDATE dataset SET current_snapshot = $2 WHERE id = $1`, c.To.ID, c.To.CurrentSnapshot); err != nil {
			return err
		}
		if err := copyRows(ctx, tx, "definition", "dataset_id", c.From, map[string]string{"dataset_id": c.To.ID}); err != nil {
			return err
		}
		for old, id := range c.Alignments {
			if err := cloneAlignment(ctx, tx, &c, old, id, snapshots); err != nil {
				return err
			}
		}
		return cloneOverlays(ctx, tx, &c)
	})
	return c.To, err
}

// cloneSnapshots copies the snapshots of a dataset and returns their new ids.
func cloneSnapshots(ctx context.Context, tx *sql.Tx, c *dataset.Clone) (map[string]string, error) {
	all, err := rows(ctx, tx, scanSnapshot, `SELECT record FROM snapshot WHERE dataset_id = $1 ORDER BY created, id`, c.From)
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for _, s := range all {
		ids[s.ID] = c.NewID()
		s.ID, s.DatasetID = ids[s.ID], c.To.ID
		record, err := json.Marshal(s)
		if err != nil {
			return nil, fmt.Errorf("encode snapshot %s: %w", s.ID, err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO snapshot (id, dataset_id, created, units_blob, rejected_blob, record) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.ID, s.DatasetID, micros(s.Created), s.UnitsBlob, s.RejectedBlob, string(record)); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// cloneAlignment copies an alignment with its history onto the copied snapshots.
func cloneAlignment(ctx context.Context, tx *sql.Tx, c *dataset.Clone, old, id string, snapshots map[string]string) error {
	a, err := readAlignment(ctx, tx, old)
	if err == nil && a.DatasetID != c.From {
		err = missing("alignment of this dataset", old)
	}
	if err != nil {
		return err
	}
	if err := copyRows(ctx, tx, "alignment", "id", old, map[string]string{"id": id, "dataset_id": c.To.ID, "snapshot_id": snapshots[a.SnapshotID]}); err != nil {
		return err
	}
	if a.Origin != nil { // a branch can be merged only where its origin came along
		_, err = tx.ExecContext(ctx, `UPDATE alignment SET origin_alignment = $2, origin_version = CASE WHEN $2 = '' THEN 0 ELSE origin_version END WHERE id = $1`,
			id, c.Alignments[a.Origin.AlignmentID])
		if err != nil {
			return err
		}
	}
	for _, table := range historyTables {
		if err := copyRows(ctx, tx, table, "alignment_id", old, map[string]string{"alignment_id": id}); err != nil {
			return err
		}
	}
	for from, to := range snapshots {
		for _, column := range []string{"from_snapshot", "to_snapshot"} {
			if _, err := tx.ExecContext(ctx, `UPDATE alignment_snapshot SET `+column+` = $3 WHERE alignment_id = $1 AND `+column+` = $2`, id, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// cloneOverlays copies the overlays all of whose trees came along.
func cloneOverlays(ctx context.Context, tx *sql.Tx, c *dataset.Clone) error {
	scan := func(row scanner) (pair [2]string, err error) { return pair, row.Scan(&pair[0], &pair[1]) }
	members, err := rows(ctx, tx, scan, `SELECT m.overlay_id, m.alignment_id FROM overlay_member m JOIN overlay o ON o.id = m.overlay_id WHERE o.dataset_id = $1`, c.From)
	if err != nil {
		return err
	}
	of := map[string][]string{}
	for _, m := range members {
		of[m[0]] = append(of[m[0]], m[1])
	}
	for overlay, trees := range of {
		if !allIn(trees, c.Alignments) {
			continue
		}
		id := c.NewID()
		if err := copyRows(ctx, tx, "overlay", "id", overlay, map[string]string{"id": id, "dataset_id": c.To.ID}); err != nil {
			return err
		}
		if err := copyRows(ctx, tx, "overlay_member", "overlay_id", overlay, map[string]string{"overlay_id": id}); err != nil {
			return err
		}
		for _, tree := range trees {
			if _, err := tx.ExecContext(ctx, `UPDATE overlay_member SET alignment_id = $3 WHERE overlay_id = $1 AND alignment_id = $2`, id, tree, c.Alignments[tree]); err != nil {
				return err
			}
		}
	}
	return nil
}

func allIn(names []string, of map[string]string) bool {
	for _, name := range names {
		if of[name] == "" {
			return false
		}
	}
	return true
}

// copyRows copies the rows of a table whose column has a value, with other
// values in some columns. Table and columns are names of ours.
func copyRows(ctx context.Context, tx *sql.Tx, table, column, value string, with map[string]string) error {
	scan := func(row scanner) (name string, err error) { return name, row.Scan(&name) }
	columns, err := rows(ctx, tx, scan, `SELECT name FROM pragma_table_info($1)`, table)
	if err != nil {
		return err
	}
	values, args := make([]string, len(columns)), []any{value}
	for i, name := range columns {
		if values[i] = name; with[name] != "" {
			args = append(args, with[name])
			values[i] = fmt.Sprintf("$%d", len(args))
		}
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s = $1`,
		table, strings.Join(columns, ", "), strings.Join(values, ", "), table, column), args...)
	return err
}
