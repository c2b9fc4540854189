package salesforce

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// readingLife is how long the org keeps the results of a job, and with it the
// sense of going on with a reading.
const readingLife = 7 * 24 * time.Hour

// journal keeps how far an import is. The zero value keeps nothing.
type journal struct {
	ImportDeps
	snapshot string
	readings map[int]connection.Reading
}

// openJournal reads what an earlier try of the import has left, and sweeps what
// nobody went on with.
func openJournal(ctx context.Context, d ImportDeps, snapshot string) (*journal, error) {
	j := &journal{ImportDeps: d, snapshot: snapshot, readings: map[int]connection.Reading{}}
	if d.Readings == nil {
		return j, nil
	}
	stale, err := d.Readings.StaleReadings(ctx, d.Now().Add(-readingLife))
	if err != nil {
		return nil, err
	}
	for _, r := range stale {
		if err := j.drop(ctx, r); err != nil {
			return nil, err
		}
	}
	list, err := d.Readings.Readings(ctx, snapshot)
	for _, r := range list {
		j.readings[r.Position] = r
	}
	return j, err
}

func (j *journal) drop(ctx context.Context, r connection.Reading) error {
	if err := j.Readings.DeleteReadings(ctx, r.SnapshotID); err != nil {
		return err
	}
	for _, page := range r.Pages {
		if err := j.Blobs.Delete(ctx, page); err != nil {
			return err
		}
	}
	return nil
}

// set records a reading; it is done even while the context ends.
func (j *journal) set(ctx context.Context, r connection.Reading) error {
	if j.Readings == nil {
		return nil
	}
	r.SnapshotID, r.Updated = j.snapshot, j.Now().UTC()
	j.readings[r.Position] = r
	return j.Readings.SetReading(context.WithoutCancel(ctx), r)
}

// close forgets the readings once the import has ended, one way or another.
func (j *journal) close(ctx context.Context) error {
	if j.Readings == nil {
		return nil
	}
	for _, r := range j.readings {
		if err := j.drop(context.WithoutCancel(ctx), r); err != nil {
			return err
		}
	}
	return nil
}

// read returns what was read of a source before, or reads it now.
func (j *journal) read(ctx context.Context, position int, r *sourceReader) (connection.Extract, SourceOutcome, error) {
	var out SourceOutcome
	if known := j.readings[position]; known.Extract != nil {
		_, err := j.Uploads.Upload(ctx, known.Extract.UploadID)
		if err == nil {
			for column, kind := range known.Types {
				r.types[column] = dataset.Type(kind)
			}
			return *known.Extract, out, json.Unmarshal(known.Outcome, &out)
		}
		if territory.CodeOf(err) != territory.NotFound {
			return *known.Extract, out, err
		}
	}
	r.journal, r.position = j, position
	e, out, err := r.read(ctx)
	if err != nil {
		return e, out, err
	}
	done := j.readings[position]
	done.Position, done.Extract, done.Types = position, &e, map[string]string{}
	for column, kind := range r.types {
		done.Types[column] = string(kind)
	}
	if done.Outcome, err = json.Marshal(out); err != nil {
		return e, out, fmt.Errorf("encode what was read: %w", err)
	}
	return e, out, j.set(ctx, done)
}

// interrupted says whether a context ended because the server stops: the import
// then goes on later, and what the org has for it stays.
func interrupted(ctx context.Context) bool { return errors.Is(context.Cause(ctx), job.ErrStopping) }

// savedPages reads a bulk query page by page into blobs, each noted in the
// journal with where the next begins, going on where an earlier try was.
func (r *sourceReader) savedPages(ctx context.Context, soql string, all bool) ([]string, error) {
	known := r.journal.readings[r.position]
	if known.SOQL != soql || known.JobID == "" || known.Version != r.client.version || !r.client.hasJob(ctx, known.JobID) {
		known = connection.Reading{Position: r.position, SOQL: soql, Version: r.client.version}
		var err error
		if known.JobID, err = r.client.openQuery(ctx, soql, all); err != nil {
			return nil, err
		}
		if err := r.journal.set(ctx, known); err != nil {
			return nil, err
		}
	}
	if known.Whole {
		return known.Pages, nil
	}
	if err := r.client.awaitQuery(ctx, known.JobID, r.report); err != nil {
		return nil, err
	}
	for !known.Whole {
		next, name, err := r.savedPage(ctx, known.JobID, known.Locator)
		if err != nil {
			return nil, err
		}
		known.Pages = append(known.Pages, name)
		known.Locator, known.Whole = next, next == "" || next == "null"
		if err := r.journal.set(ctx, known); err != nil {
			return nil, err
		}
		r.report(len(known.Pages) * bulkPage)
	}
	return known.Pages, nil
}

// savedPage streams one page of results into a blob.
func (r *sourceReader) savedPage(ctx context.Context, jobID, locator string) (next, name string, err error) {
	var out interface {
		io.Writer
		Commit() error
		Abort()
	}
	begin := func() error {
		if out != nil {
			out.Abort()
		}
		name = "readings/" + r.NewID()
		out, err = r.Blobs.Create(ctx, name)
		return err
	}
	if err := begin(); err != nil {
		return "", "", err
	}
	defer func() { out.Abort() }()
	next, err = r.client.bulkResults(ctx, r.client.data("/jobs/query/"+jobID+"/results"), locator, func(page io.Reader) error {
		_, err := io.Copy(out, page)
		return err
	}, begin)
	if err != nil {
		return "", "", err
	}
	return next, name, out.Commit()
}
