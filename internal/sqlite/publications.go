package sqlite

import (
	"context"
	"database/sql"

	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ publish.Publications = (*DB)(nil)

// AddPublication implements publish.Publications.
func (db *DB) AddPublication(ctx context.Context, p publish.Publication) error {
	return db.write(ctx, "record the publication", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO publication (id, alignment_id, version, job_id, created) VALUES ($1, $2, $3, $4, $5)`,
			p.ID, p.AlignmentID, p.Version, p.JobID, micros(p.Created))
		switch {
		case taken(err):
			return territory.Errorf(territory.Conflict, "there is a publication %q already", p.ID)
		case orphan(err):
			return missing("alignment", p.AlignmentID)
		case err != nil:
			return err
		}
		for i, f := range p.Files {
			_, err := tx.ExecContext(ctx, `INSERT INTO publication_file (publication_id, position, format, name, content_type, bytes, sha256, blob)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, p.ID, i, f.Format, f.Name, f.ContentType, f.Bytes, f.SHA256, f.Blob)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

const publicationColumns = `SELECT id, alignment_id, version, job_id, created FROM publication`

func scanPublication(row scanner) (publish.Publication, error) {
	var p publish.Publication
	var created int64
	err := row.Scan(&p.ID, &p.AlignmentID, &p.Version, &p.JobID, &created)
	p.Created = fromMicros(created)
	return p, err
}

func scanFile(row scanner) (publish.File, error) {
	var f publish.File
	err := row.Scan(&f.Format, &f.Name, &f.ContentType, &f.Bytes, &f.SHA256, &f.Blob)
	return f, err
}

func publicationFiles(ctx context.Context, tx *sql.Tx, id string) ([]publish.File, error) {
	return rows(ctx, tx, scanFile,
		`SELECT format, name, content_type, bytes, sha256, blob FROM publication_file WHERE publication_id = $1 ORDER BY position`, id)
}

// Publication implements publish.Publications.
func (db *DB) Publication(ctx context.Context, id string) (p publish.Publication, err error) {
	err = db.read(ctx, "read the publication", func(tx *sql.Tx) error {
		p, err = scanPublication(tx.QueryRowContext(ctx, publicationColumns+` WHERE id = $1`, id))
		if err != nil {
			return found(err, "publication", id)
		}
		p.Files, err = publicationFiles(ctx, tx, id)
		return err
	})
	return p, err
}

// Publications implements publish.Publications.
func (db *DB) Publications(ctx context.Context, alignmentID string) (all []publish.Publication, err error) {
	err = db.read(ctx, "list publications", func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, scanPublication, publicationColumns+` WHERE alignment_id = $1 ORDER BY created DESC, id`, alignmentID)
		for i := range all {
			if err == nil {
				all[i].Files, err = publicationFiles(ctx, tx, all[i].ID)
			}
		}
		return err
	})
	return all, err
}

// ReferencedBlobs returns the names of all blobs that a row refers to. Every
// other blob that is older than the longest upload or job is garbage.
func (db *DB) ReferencedBlobs(ctx context.Context) (map[string]bool, error) {
	scan := func(row scanner) (name string, err error) { return name, row.Scan(&name) }
	names, err := rows(ctx, db.reader, scan, `SELECT blob FROM upload UNION SELECT units_blob FROM snapshot
		UNION SELECT rejected_blob FROM snapshot UNION SELECT blob FROM publication_file
		UNION SELECT set_blob FROM boundary_set UNION SELECT edges_blob FROM boundary_set
		UNION SELECT set_blob || '-tiles' FROM boundary_set -- boundaryset.overviewBlob
		UNION SELECT assignments_blob FROM exploration UNION SELECT details_blob FROM exploration
		UNION SELECT value FROM org_reading, json_each(org_reading.body, '$.pages')`)
	referenced := make(map[string]bool, len(names))
	for _, name := range names {
		if name != "" {
			referenced[name] = true
		}
	}
	return referenced, failure("list stored objects", err)
}
