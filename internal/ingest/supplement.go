package ingest

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SupplementSpec joins the columns of a file onto the units of a snapshot.
type SupplementSpec struct {
	// Base is the snapshot supplemented, SnapshotID the id of the new one.
	Base       string  `json:"base"`
	SnapshotID string  `json:"snapshotId"`
	Upload     Upload  `json:"upload"`
	Options    Options `json:"options"`
	// Key is the file's column to join on, "" for the one that looks like an
	// id; On the text column of the units it must equal, "" for their id.
	Key string `json:"key,omitempty"`
	On  string `json:"on,omitempty"`
}

// SupplementReport tells how well the keys met.
type SupplementReport struct {
	// Units that found a row, and those that did not.
	Matched   int `json:"matched"`
	Unmatched int `json:"unmatched"`
	// Rows of the file that no unit asked for; rows whose key an earlier row
	// has, or that cannot be read, are in the snapshot's rejected rows.
	UnusedRows int      `json:"unusedRows"`
	UnusedKeys []string `json:"unusedKeys"` // the first of them
}

// maxUnusedKeys bounds the keys a report lists.
const maxUnusedKeys = 100

// Supplement writes a new snapshot: the units of the base with the file's
// columns beside theirs. Keys are compared without regard to case and spaces,
// Salesforce ids of 15 and 18 characters as equal. The file's columns are held
// in memory. Like Run it may be run again at any moment.
func Supplement(ctx context.Context, d Deps, spec SupplementSpec, progress territory.ProgressFunc) (dataset.Snapshot, SupplementReport, error) {
	var report SupplementReport
	base, err := d.Catalog.Snapshot(ctx, spec.Base)
	if err != nil {
		return dataset.Snapshot{}, report, err
	}
	reader, err := dataset.Open(ctx, d.Blobs, base)
	if err != nil {
		return dataset.Snapshot{}, report, err
	}
	table, err := loadTable(ctx, d, spec, base)
	if err != nil {
		return dataset.Snapshot{}, report, err
	}
	defer table.rejected.abort()
	rowOf, err := table.match(ctx, reader, spec.On, &report)
	if err != nil {
		return dataset.Snapshot{}, report, err
	}
	snapshot, err := table.write(ctx, d, spec, reader, rowOf, progress)
	return snapshot, report, err
}

// table is a supplement file in memory.
type table struct {
	scheme   *scheme
	plan     *plan
	keys     dataset.Strings
	columns  []dataset.Values // parallel to plan.columns
	rejected *rejectedFile
	folder   string
}

// loadTable reads the whole file.
func loadTable(ctx context.Context, d Deps, spec SupplementSpec, base dataset.Snapshot) (*table, error) {
	if spec.Key != "" {
		spec.Options.Columns = withChoice(spec.Options.Columns, ColumnChoice{Name: spec.Key, Role: dataset.RoleID})
	}
	if err := spec.Options.Validate(); err != nil {
		return nil, err
	}
	one := Spec{Uploads: []Upload{spec.Upload}, Options: spec.Options}
	d.Locate = nil
	s, err := makeScheme(ctx, d, one, nil, nil)
	if err != nil {
		return nil, err
	}
	p := s.plans[0]
	if p.columns[p.id].Name == IDColumn {
		return nil, territory.Say(territory.Invalid, sentence.TableNoKey.With(sentence.Params{"file": spec.Upload.Name}))
	}
	p.lat, p.lon = -1, -1 // positions are ordinary numbers here
	for i, c := range p.columns {
		if i == p.id || strings.HasPrefix(c.Name, "$") {
			continue
		}
		if slices.ContainsFunc(base.Columns, func(b dataset.Column) bool { return b.Name == c.Name }) {
			return nil, territory.Say(territory.Invalid, sentence.TableColumnThere.With(sentence.Params{"column": c.Name}))
		}
	}
	folder := "snapshots/" + spec.SnapshotID + "/" + d.NewID()
	t := &table{scheme: s, plan: p, columns: make([]dataset.Values, len(p.columns)), folder: folder,
		rejected: newRejectedFile(ctx, d.Blobs, folder+"/rejected.csv.gz", s.header())}
	return t, t.read(ctx, d, spec.Upload)
}

func (t *table) read(ctx context.Context, d Deps, u Upload) error {
	file, source, err := openUpload(ctx, d.Blobs, d.Formats, u, t.scheme.samples[0].dialect)
	if err != nil {
		return err
	}
	defer file.Close()
	c := &collector{scheme: t.scheme, rejected: t.rejected, ids: newIDSet(), frame: &dataset.Frame{Columns: t.columns}, rows: make([]int, 1)}
	k := &chunk{batch: &Batch{}}
	var normal []byte
	for {
		if err := source.Next(k.batch); err == io.EOF {
			t.keys = t.columns[t.plan.id].Texts
			return nil
		} else if err != nil {
			return inFile(u, err)
		}
		t.plan.convert(k)
		ids := &k.columns[t.plan.id].Texts
		for i := range k.hashes {
			normal = dataset.NormalKey(normal[:0], ids.Raw(i))
			k.hashes[i] = hashID(normal)
		}
		dropped, err := c.sortOut(t.plan, k)
		if err != nil {
			return err
		}
		c.append(t.plan, k, dropped)
	}
}

// match returns for every unit the row of the table with its key, or -1.
func (t *table) match(ctx context.Context, r *dataset.Reader, on string, report *SupplementReport) ([]int32, error) {
	if on == "" {
		id, _ := r.RoleColumn(dataset.RoleID)
		on = id.Name
	}
	units, err := r.Strings(ctx, on)
	if err != nil {
		return nil, err
	}
	rows := make(map[string]int32, t.keys.Len())
	var normal []byte
	for i := range t.keys.Len() {
		normal = dataset.NormalKey(normal[:0], t.keys.Raw(i))
		rows[string(normal)] = int32(i)
	}
	used := make([]bool, t.keys.Len())
	rowOf := make([]int32, units.Len())
	for i := range rowOf {
		normal = dataset.NormalKey(normal[:0], units.Raw(i))
		row, found := rows[string(normal)]
		if !found || len(normal) == 0 {
			rowOf[i] = -1
			report.Unmatched++
			continue
		}
		rowOf[i], used[row] = row, true
		report.Matched++
	}
	report.UnusedKeys = []string{}
	for i, u := range used {
		if u {
			continue
		}
		if report.UnusedRows++; len(report.UnusedKeys) < maxUnusedKeys {
			report.UnusedKeys = append(report.UnusedKeys, t.keys.At(i))
		}
	}
	if report.Matched == 0 {
		return nil, territory.Say(territory.Invalid, sentence.TableNoMatch.With(sentence.Params{"key": t.keys.At(0), "column": on, "value": units.At(0)}))
	}
	return rowOf, nil
}

// added lists the table's columns that become columns of the units. Roles that
// only one column may have stay with the columns of the base.
func (t *table) added() (indices []int, columns []dataset.Column) {
	for i, c := range t.plan.columns {
		if i == t.plan.id || strings.HasPrefix(c.Name, "$") {
			continue
		}
		if slices.Contains(singleRoles, c.Role) {
			c.Role = dataset.RolePlain
		}
		indices, columns = append(indices, i), append(columns, c)
	}
	return indices, columns
}

func (t *table) notes(spec SupplementSpec, columns []dataset.Column) []sentence.Sentence {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return append(t.scheme.notes, sentence.NoteJoined.With(sentence.Params{"file": spec.Upload.Name, "columns": names}))
}
