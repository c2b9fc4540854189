package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Deps is what an import works with.
type Deps struct {
	Blobs   blob.Store
	Catalog dataset.Catalog
	Formats []Format
	// Locate finds the places of positions; nil leaves the place columns out.
	Locate LocateFunc
	// Atlas opens boundary sets, Geocoder finds addresses (nil where none is set)
	// and Geocodes keeps what it found: for imports with a Location.
	Atlas    AtlasFunc
	Geocoder Geocoder
	Geocodes GeocodeCache
	Now      func() time.Time
	// NewID returns a new unique name of lower-case letters, digits and dashes.
	NewID func() string
	// Workers is how many goroutines convert; 0 means one per processor.
	Workers int
}

// LocateFunc finds for every position the codes of the places it lies in. It
// is called by several goroutines at once.
type LocateFunc func(lon, lat []float64) Places

// Places holds one code per position, "" where there is none: ISO 3166-1
// alpha-2 for countries, the codes of the built-in sets for the others.
type Places struct{ Country, State, County []string }

// Spec is the import of one or several files into one snapshot. It is all a
// job needs to be run again.
type Spec struct {
	DatasetID string `json:"datasetId"`
	// SnapshotID is chosen by the caller, so that running the same import
	// again cannot make a second snapshot.
	SnapshotID string   `json:"snapshotId"`
	Uploads    []Upload `json:"uploads"`
	Options    Options  `json:"options"`
	// AppendTo is the id of a snapshot whose units the new one holds first, ""
	// for none: for rows that were rejected and have been corrected, and for
	// further files. The uploads are then read with that snapshot's columns.
	AppendTo string `json:"appendTo,omitempty"`
	// Like is the id of a snapshot whose columns keep their types and roles
	// where the files have them, "" for none: for a refresh.
	Like string `json:"like,omitempty"`
	// Where lets only those rows in for which the condition holds; the others
	// are counted as left out. Definitions are those of the dataset, which it
	// may use.
	Where       string               `json:"where,omitempty"`
	Definitions []dataset.Definition `json:"definitions,omitempty"`
	// DryRun reads everything and records nothing.
	DryRun bool `json:"dryRun,omitempty"`
	// Tried looks at what a dry run has written before that is removed again;
	// nil does not.
	Tried func(context.Context, dataset.Snapshot) error `json:"-"`
}

// Run imports the uploads, records the snapshot in the catalog and returns it.
// It may be killed and run again at any moment: a snapshot that is recorded
// already is returned as it is, and an earlier try leaves at most blobs that
// nothing refers to. Rows that cannot be imported are kept in the snapshot's
// rejected blob; only when no row can be is the import as a whole an error.
// Memory stays bounded whatever the size of the files.
func Run(ctx context.Context, d Deps, spec Spec, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	if err := spec.Options.Validate(); err != nil {
		return dataset.Snapshot{}, err
	}
	if len(spec.Uploads) == 0 {
		return dataset.Snapshot{}, territory.Say(territory.Invalid, sentence.ImportNoFile.With(nil))
	}
	if d.Locate != nil {
		// The boundaries are read on first use: meanwhile the columns are planned and the first rows read.
		go d.Locate(nil, nil)
	}
	if done, err := d.Catalog.Snapshot(ctx, spec.SnapshotID); err == nil || territory.CodeOf(err) != territory.NotFound {
		return done, err
	}
	var base *dataset.Snapshot
	if spec.AppendTo != "" {
		found, err := d.Catalog.Snapshot(ctx, spec.AppendTo)
		if err != nil {
			return dataset.Snapshot{}, err
		}
		base = &found
		spec.Options = ontoBase(spec.Options, base)
	}
	if err := locationLike(ctx, d, &spec, base); err != nil {
		return dataset.Snapshot{}, err
	}
	like, err := columnsLike(ctx, d, spec.Like)
	if err != nil {
		return dataset.Snapshot{}, err
	}
	var notes []sentence.Sentence
	for {
		s, err := makeScheme(ctx, d, spec, base, like)
		if err != nil {
			return dataset.Snapshot{}, err
		}
		s.notes = append(s.notes, notes...)
		snapshot, err := attempt(ctx, d, spec, s, progress)
		var misfit *retypeError
		if !errors.As(err, &misfit) {
			return snapshot, err
		}
		choice, note := s.retype(misfit)
		spec.Options.Columns = withChoice(spec.Options.Columns, choice)
		notes = append(notes, note)
	}
}

// withChoice returns a copy of choices in which the column has the new one.
func withChoice(choices []ColumnChoice, choice ColumnChoice) []ColumnChoice {
	list := []ColumnChoice{choice}
	for _, c := range choices {
		if c.Name != choice.Name {
			list = append(list, c)
		}
	}
	return list
}

// attempt writes the snapshot's blobs under names of their own, and then
// records it. Whatever goes wrong, it removes them again if it can.
func attempt(ctx context.Context, d Deps, spec Spec, s *scheme, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	folder := "snapshots/" + spec.SnapshotID + "/" + d.NewID()
	out, err := d.Blobs.Create(ctx, folder+"/units.parquet")
	if err != nil {
		return dataset.Snapshot{}, err
	}
	defer out.Abort()
	rejected := newRejectedFile(ctx, d.Blobs, folder+"/rejected.csv.gz", s.header())
	defer rejected.abort()
	sum := sha256.New()
	c, err := writeUnits(ctx, d, spec, s, io.MultiWriter(out, sum), rejected, progress)
	if err != nil {
		return dataset.Snapshot{}, err
	}
	snapshot := describe(d, spec, s, c, sum)
	if err := out.Commit(); err != nil {
		return dataset.Snapshot{}, err
	}
	snapshot.UnitsBlob = folder + "/units.parquet"
	if snapshot.RejectedBlob, err = rejected.commit(); err == nil {
		snapshot, err = located(ctx, d, spec, snapshot, folder, progress)
	}
	if err == nil {
		err = profile(ctx, d, &snapshot, progress)
	}
	if spec.DryRun {
		if err == nil && spec.Tried != nil {
			err = spec.Tried(ctx, snapshot)
		}
		return snapshot, errors.Join(err, discard(ctx, d, snapshot))
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

// writeUnits reads all files and writes their good rows to out.
func writeUnits(ctx context.Context, d Deps, spec Spec, s *scheme, out io.Writer, rejected *rejectedFile, progress territory.ProgressFunc) (*collector, error) {
	writer, err := dataset.NewWriter(out, s.plans[0].columns)
	if err != nil {
		return nil, err
	}
	c := newCollector(s, writer, rejected)
	if s.base != nil {
		err = c.addBase(ctx, d)
	}
	before := c.units
	if err == nil {
		err = readAll(ctx, d, spec, s, c, newReporter(progress, spec.Uploads))
	}
	if err == nil {
		err = c.checkTypes(1)
	}
	if err == nil && c.units == before {
		err = nothingImported(rejected, c.leftOut)
	}
	if err == nil {
		err = c.flush()
	}
	return c, cmp.Or(err, writer.Close())
}

// nothingImported explains why no row could be imported.
func nothingImported(rejected *rejectedFile, leftOut int) error {
	e := territory.Say(territory.Invalid, sentence.ImportNothing.With(sentence.Params{"rows": rejected.total + leftOut}))
	if leftOut > 0 {
		e.Details = append(e.Details, territory.DetailAt(sentence.PlaceRowCount.With(sentence.Params{"rows": leftOut}), sentence.LeftOutByFilter.With(nil)))
	}
	for _, r := range rejected.rejections() {
		where := sentence.PlaceRowsOfColumn.With(sentence.Params{"rows": r.Rows, "first": r.FirstRow, "column": r.Column})
		if r.Column == "" {
			where = sentence.PlaceRows.With(sentence.Params{"rows": r.Rows, "first": r.FirstRow})
		}
		e.Details = append(e.Details, territory.DetailAt(where, Reason(r.Reason).Said()))
	}
	return e
}

func describe(d Deps, spec Spec, s *scheme, c *collector, sum hash.Hash) dataset.Snapshot {
	snapshot := dataset.Snapshot{
		ID: spec.SnapshotID, DatasetID: spec.DatasetID, Created: d.Now().UTC(), FormatVersion: dataset.FormatVersion,
		Units: c.units, Rejected: c.rejected.total, LeftOut: c.leftOut,
		Columns: s.plans[0].columns, Rejections: c.rejected.rejections(),
		Fingerprint: hex.EncodeToString(sum.Sum(nil)),
	}
	snapshot.Note(s.notes)
	if s.base != nil {
		snapshot.Sources = slices.Clone(s.base.Sources)
	}
	for i, u := range spec.Uploads {
		snapshot.Sources = append(snapshot.Sources, u.source(c.rows[i]))
	}
	if !math.IsInf(c.box[0], 0) {
		box := c.box // a copy, so that the snapshot does not keep the collector alive
		snapshot.Box, snapshot.Located = &box, c.located
	}
	return snapshot
}

// source describes the upload for a snapshot into which rows of it were read.
func (u Upload) source(rows int) dataset.Source {
	s := dataset.Source{Kind: "file", Name: u.Name, Bytes: u.Bytes, SHA256: u.SHA256, Rows: rows}
	if u.Origin != nil {
		s.Kind, s.Name, s.LiveSource = u.Origin.Kind, u.Origin.Name, u.Origin.Source
	}
	return s
}

// located runs the location pass of an import that asks for it; the file
// without it goes.
func located(ctx context.Context, d Deps, spec Spec, s dataset.Snapshot, folder string, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	if spec.Options.Location == nil {
		return s, nil
	}
	first := s.UnitsBlob
	s, err := locateUnits(ctx, d, s, *spec.Options.Location, spec.DryRun, folder, progress)
	return s, errors.Join(err, d.Blobs.Delete(context.WithoutCancel(ctx), first))
}

// locationLike takes over how the units added to, or those of the snapshot that
// is like this one, were located.
func locationLike(ctx context.Context, d Deps, spec *Spec, base *dataset.Snapshot) error {
	if spec.Options.Location == nil && base == nil && spec.Like != "" {
		like, err := d.Catalog.Snapshot(ctx, spec.Like)
		if err != nil {
			return err
		}
		base = &like
	}
	if spec.Options.Location == nil && base != nil && base.Location != nil {
		spec.Options.Location = &base.Location.Location
	}
	if spec.Options.Location == nil {
		return nil
	}
	return CheckLocation(d, *spec.Options.Location)
}

func profile(ctx context.Context, d Deps, s *dataset.Snapshot, progress territory.ProgressFunc) error {
	report(progress, territory.Progress{Phase: "profiling"}.Saying(sentence.Summarising.With(sentence.Params{"columns": len(s.Columns), "units": s.Units})))
	reader, err := dataset.Open(ctx, d.Blobs, *s)
	if err != nil {
		return err
	}
	profiles, err := reader.ProfileColumns(ctx, d.workers())
	if err != nil {
		return err
	}
	columns := make([]dataset.Column, len(s.Columns))
	for i, c := range s.Columns {
		columns[i] = c
		columns[i].Profile = profiles[i]
	}
	s.Columns = columns
	return nil
}

// discard removes the blobs of a dry run; what a crash leaves of them is swept
// like anything that no row refers to.
func discard(ctx context.Context, d Deps, s dataset.Snapshot) error {
	ctx = context.WithoutCancel(ctx)
	err := d.Blobs.Delete(ctx, s.UnitsBlob)
	if s.RejectedBlob != "" {
		err = errors.Join(err, d.Blobs.Delete(ctx, s.RejectedBlob))
	}
	return err
}

// afterFailure removes the blobs of a snapshot that could not be recorded. If
// another run of the same import was faster, its snapshot is the answer.
func afterFailure(ctx context.Context, d Deps, s dataset.Snapshot, cause error) (dataset.Snapshot, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	recorded, err := d.Catalog.Snapshot(ctx, s.ID)
	if err != nil && territory.CodeOf(err) != territory.NotFound {
		return dataset.Snapshot{}, cause // it may have been recorded: touch nothing
	}
	if recorded.UnitsBlob == s.UnitsBlob {
		return recorded, nil // recorded, and only the answer was lost
	}
	for _, name := range []string{s.UnitsBlob, s.RejectedBlob} {
		if name != "" {
			cause = errors.Join(cause, d.Blobs.Delete(ctx, name))
		}
	}
	if err == nil {
		return recorded, nil
	}
	return dataset.Snapshot{}, cause
}

func (d Deps) workers() int {
	if d.Workers > 0 {
		return d.Workers
	}
	return runtime.GOMAXPROCS(0)
}
