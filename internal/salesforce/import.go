package salesforce

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportOutcome is the result of an import.
type ImportOutcome struct {
	ingest.Outcome
	Sources []SourceOutcome `json:"sources" nullable:"false"`
	Calls   int64           `json:"calls" doc:"API calls the import took."`
}

// SourceOutcome is what was read from one source.
type SourceOutcome struct {
	Name    string  `json:"name"`
	Read    int     `json:"read" doc:"Records read from the org."`
	Rows    int     `json:"rows" doc:"Rows of the source after that."`
	Changed int     `json:"changed" doc:"Of a refresh in part: records that were new or changed."`
	Deleted int     `json:"deleted" doc:"Of a refresh in part: records that are gone."`
	How     string  `json:"how" enum:"bulk,rest,report"`
	Part    bool    `json:"part" doc:"Only what had changed was read."`
	Seconds float64 `json:"seconds"`
}

// ImportDeps is what an import needs from outside.
type ImportDeps struct {
	Service  *Service
	Blobs    blob.Store
	Uploads  ingest.Uploads
	Extracts connection.Extracts
	// Readings keeps how far an import is; nil for one that always begins anew.
	Readings connection.Readings
	Ingest   ingest.Deps
	Peak     func() int64
	Now      func() time.Time
	NewID    func() string
}

// RunImport reads the sources into uploads, each a CSV file, and imports those.
// Killed and run again, it goes on: sources that were read are not read again,
// and the results of a Bulk query are read on from the last whole page. The
// snapshot appears once.
func RunImport(ctx context.Context, d ImportDeps, s connection.ImportSpec, progress territory.ProgressFunc) (out *ImportOutcome, err error) {
	began := d.Now()
	var before []connection.Extract
	if s.Refresh {
		if before, err = d.Extracts.Extracts(ctx, s.DatasetID); err != nil {
			return nil, err
		}
		if len(before) == 0 {
			return nil, territory.Errorf(territory.Conflict, "This dataset was not imported from Salesforce, so there is nothing to refresh.")
		}
		s.Sources, s.ConnectionID = nil, before[0].ConnectionID
		for _, e := range before {
			s.Sources = append(s.Sources, e.Source)
		}
	}
	client, err := d.Service.Open(ctx, s.ConnectionID)
	if err != nil {
		return nil, err
	}
	calls := client.Calls()
	out = &ImportOutcome{Sources: []SourceOutcome{}}
	spec := ingest.JobSpec{DatasetID: s.DatasetID, SnapshotID: s.SnapshotID}
	if len(s.Options) > 0 {
		if err := json.Unmarshal(s.Options, &spec.Options); err != nil {
			return nil, fmt.Errorf("decode options: %w", err)
		}
	}
	journal, err := openJournal(ctx, d, s.SnapshotID)
	if err != nil {
		return nil, err
	}
	// A failure ends the import for good; a server that stops goes on later.
	defer func() {
		if !interrupted(ctx) {
			err = errors.Join(err, journal.close(ctx))
		}
	}()
	var extracts []connection.Extract
	types := map[string]dataset.Type{}
	for i, source := range s.Sources {
		r := sourceReader{ImportDeps: d, client: client, source: source, types: types, progress: progress}
		if s.Refresh && !s.Full {
			r.before = &before[i]
		}
		e, one, err := journal.read(ctx, i, &r)
		if err != nil {
			return nil, shown("read "+sourceName(source), err)
		}
		e.ConnectionID = s.ConnectionID
		extracts, out.Sources = append(extracts, e), append(out.Sources, one)
		spec.Uploads = append(spec.Uploads, e.UploadID)
	}
	spec.Options.Columns = withTypes(spec.Options.Columns, types)
	done, err := ingest.RunJob(ctx, d.Ingest, d.Uploads, d.Peak, spec, progress)
	if err != nil {
		return nil, err
	}
	out.Outcome, out.Calls = *done, client.Calls()-calls
	out.Seconds = d.Now().Sub(began).Seconds()
	return out, d.Extracts.SetExtracts(ctx, s.DatasetID, extracts)
}

// withTypes adds the types that the org states for columns nobody chose one
// for.
func withTypes(chosen []ingest.ColumnChoice, types map[string]dataset.Type) []ingest.ColumnChoice {
	out := slices.Clone(chosen)
	for name, t := range types {
		at := slices.IndexFunc(out, func(c ingest.ColumnChoice) bool { return c.Name == name })
		switch {
		case at < 0:
			out = append(out, ingest.ColumnChoice{Name: name, Type: t})
		case out[at].Type == "" && fits(out[at].Role, t):
			out[at].Type = t
		}
	}
	slices.SortFunc(out, func(a, b ingest.ColumnChoice) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// fits says whether a column of the type may have the role.
func fits(role dataset.Role, t dataset.Type) bool {
	switch role {
	case "", dataset.RolePlain, dataset.RoleCategory, dataset.RoleIgnore:
		return true
	case dataset.RoleLatitude, dataset.RoleLongitude, dataset.RoleMeasure:
		return t == dataset.Number
	}
	return t == dataset.Text
}

func sourceName(s connection.Source) string {
	switch {
	case s.Report != "":
		return "report " + s.Report
	case s.Object != "":
		return s.Object
	}
	if q, ok := shapeOf(s.SOQL); ok {
		return q.object + " (query)"
	}
	return "query"
}

// sourceReader reads one source.
type sourceReader struct {
	ImportDeps
	client   *Client
	source   connection.Source
	before   *connection.Extract
	types    map[string]dataset.Type
	progress territory.ProgressFunc
	// journal and position say where what is read is noted; nil: nowhere.
	journal  *journal
	position int
	// sample, when not 0, is how many rows are wanted of it.
	sample int
}

func (r *sourceReader) report(n int) {
	if r.progress != nil {
		r.progress(territory.Progress{Phase: "reading", Done: int64(n)}.Saying(sentence.RecordsRead.With(sentence.Params{"records": n, "name": sourceName(r.source)})))
	}
}

// read writes the source's rows into an upload.
func (r *sourceReader) read(ctx context.Context) (connection.Extract, SourceOutcome, error) {
	began := r.Now()
	out := SourceOutcome{Name: sourceName(r.source)}
	e := connection.Extract{Source: r.source, At: began.UTC()}
	table, err := r.table(ctx)
	if err != nil {
		return e, out, err
	}
	for i, c := range table.columns {
		r.note(c, table.kinds[i])
	}
	file := uploadFile{ImportDeps: r.ImportDeps, name: out.Name + ".csv"}
	if err := file.begin(ctx, table.columns); err != nil {
		return e, out, err
	}
	defer file.abort()
	if r.before != nil && r.before.Watermark != "" && table.part != nil {
		err = r.part(ctx, table, &file, &e, &out)
		if err == nil {
			err = r.complete(ctx, table, &file, &out)
		}
	} else {
		err = table.all(ctx, func(row []string) error { return file.add(row) }, file.restart)
	}
	if err != nil {
		return e, out, err
	}
	e.Watermark = cmp.Or(table.watermark, e.Watermark)
	if r.before != nil {
		e.Watermark = max(e.Watermark, r.before.Watermark)
	}
	upload, err := file.commit(ctx)
	e.UploadID, e.Rows = upload.ID, file.rows
	out.Rows, out.How, out.Seconds = file.rows, table.how, r.Now().Sub(began).Seconds()
	if !out.Part {
		out.Read = file.rows
	}
	return e, out, err
}

// complete counts the records after a refresh in part: some may be gone without
// a trace, because somebody has emptied the recycle bin. Then all are read.
func (r *sourceReader) complete(ctx context.Context, table *sourceTable, file *uploadFile, out *SourceOutcome) error {
	if r.source.Deleted {
		return nil // deleted records count as well, and those of the bin are kept
	}
	n, err := table.count(ctx)
	if err != nil || n == file.rows {
		return err
	}
	*out = SourceOutcome{Name: out.Name}
	if err := file.restart(ctx); err != nil {
		return err
	}
	return table.all(ctx, func(row []string) error { return file.add(row) }, file.restart)
}

// note settles a column's type; sources that disagree make it text.
func (r *sourceReader) note(column, kind string) {
	if t, known := r.types[column]; known && string(t) != kind {
		kind = "text"
	}
	r.types[column] = dataset.Type(kind)
}

// part reads what has changed and puts it over the rows read before.
func (r *sourceReader) part(ctx context.Context, table *sourceTable, file *uploadFile, e *connection.Extract, out *SourceOutcome) error {
	changed := map[string][]string{}
	gone := map[string]bool{}
	err := table.part(ctx, r.before.Watermark, func(row []string, deleted bool) error {
		id := row[table.id]
		out.Read++
		if deleted && !r.source.Deleted {
			gone[id] = true
			delete(changed, id)
			return nil
		}
		changed[id] = slices.Clone(row)
		return nil
	})
	if err != nil {
		return err
	}
	out.Part = true
	e.Watermark = r.before.Watermark
	old, err := r.Uploads.Upload(ctx, r.before.UploadID)
	if err != nil {
		return err
	}
	object, err := r.Blobs.Open(ctx, old.Blob)
	if err != nil {
		return err
	}
	defer object.Close() //nolint:errcheck // opened for reading
	rows := csv.NewReader(object)
	rows.ReuseRecord = true
	header, err := rows.Read()
	if err != nil || !slices.Equal(header, table.columns) {
		return territory.Errorf(territory.Conflict, "The fields of %s have changed since the last import: refresh with full.", out.Name)
	}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("read the last extract: %w", err)
		}
		id := row[table.id]
		if gone[id] {
			out.Deleted++
			continue
		}
		if now, there := changed[id]; there {
			if !slices.Equal(now, row) {
				out.Changed++
			}
			row = now
			delete(changed, id)
		}
		if err := file.add(row); err != nil {
			return err
		}
	}
	out.Changed += len(changed)
	fresh := make([]string, 0, len(changed))
	for id := range changed {
		fresh = append(fresh, id)
	}
	slices.Sort(fresh)
	for _, id := range fresh {
		if err := file.add(changed[id]); err != nil {
			return err
		}
	}
	return nil
}

// uploadFile is an upload being written.
type uploadFile struct {
	ImportDeps
	name   string
	header []string
	out    blob.Writer
	upload ingest.Upload
	rows   int
	csv    *csv.Writer
	count  byteCount
	hash   interface {
		io.Writer
		Sum([]byte) []byte
	}
}

type byteCount int64

func (c *byteCount) Write(p []byte) (int, error) {
	*c += byteCount(len(p))
	return len(p), nil
}

func (f *uploadFile) begin(ctx context.Context, header []string) error {
	f.header = header
	f.upload = ingest.Upload{ID: f.NewID(), Name: f.name, Created: f.Now().UTC()}
	f.upload.Blob = "uploads/" + f.upload.ID
	out, err := f.Blobs.Create(ctx, f.upload.Blob)
	if err != nil {
		return err
	}
	f.out, f.rows, f.count, f.hash = out, 0, 0, sha256.New()
	f.csv = csv.NewWriter(io.MultiWriter(f.out, f.hash, &f.count))
	return f.csv.Write(header)
}

func (f *uploadFile) abort() {
	if f.out != nil {
		f.out.Abort()
	}
}

// restart forgets what was written, after a source broke off for good and is
// read another way.
func (f *uploadFile) restart(ctx context.Context) error {
	f.abort()
	return f.begin(ctx, f.header)
}

func (f *uploadFile) add(row []string) error {
	f.rows++
	return f.csv.Write(row)
}

func (f *uploadFile) commit(ctx context.Context) (ingest.Upload, error) {
	f.csv.Flush()
	if err := f.csv.Error(); err != nil {
		return f.upload, err
	}
	if f.rows == 0 {
		return f.upload, territory.Say(territory.Invalid, sentence.ObjectEmpty.With(sentence.Params{"object": f.name}))
	}
	if err := f.out.Commit(); err != nil {
		return f.upload, err
	}
	f.upload.Bytes, f.upload.SHA256 = int64(f.count), hex.EncodeToString(f.hash.Sum(nil))
	return f.upload, f.Uploads.AddUpload(ctx, f.upload)
}
