package httpapi

import (
	"context"
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// SnapshotItem is a snapshot in the list of a dataset's.
type SnapshotItem struct {
	SnapshotSummary
	Created time.Time        `json:"created"`
	Current bool             `json:"current" doc:"Whether it is the dataset's newest."`
	Sources []dataset.Source `json:"sources" nullable:"false"`
}

// SnapshotList is a dataset's snapshots, newest first.
type SnapshotList struct {
	Snapshots []SnapshotItem `json:"snapshots" nullable:"false"`
}

type unitsFileInput struct {
	SnapshotPath
	Columns []string `query:"columns,explode" doc:"Columns to write; none writes all that came from the sources."`
}

type changesInput struct {
	SnapshotPath
	From string `query:"from" required:"true" minLength:"1" doc:"Id of the older snapshot of the same dataset."`
}

func (s *Server) registerDatasetReports() {
	register(s, get("list-snapshots", "/datasets/{id}/snapshots", "Datasets", "The snapshots of a dataset, newest first"), access.View, s.listSnapshots)
	op := get("export-units-csv", "/snapshots/{id}/units.csv", "Datasets", "The units as CSV; importing it gives the same dataset")
	op.Responses = fileResponse("text/csv", "CSV with a header line.")
	register(s, op, access.View, s.exportCSV)
	op = get("export-units-parquet", "/snapshots/{id}/units.parquet", "Datasets", "The units as stored; importing it gives the same dataset")
	op.Responses = fileResponse("application/vnd.apache.parquet", "Parquet, all columns.")
	register(s, op, access.View, s.exportParquet)
	register(s, get("check-addresses", "/snapshots/{id}/addresses", "Datasets", "Units with a doubtful address, counted by finding"), access.View,
		func(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*body[dataset.AddressQuality], error) {
			q, err := s.addresses(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(*q, nil)
		})
	register(s, columnRoute("get-address-findings", "/snapshots/{id}/addresses/findings", "Datasets", "The findings about every unit's address",
		"uint8[n] of bits: 1 at 0°/0°, 2 outside land, 4 position shared by many, 8 duplicate, 16 far from its postal code, 32 in another state than it says, 64 without a position, 128 with latitude and longitude exchanged."), access.View,
		func(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*huma.StreamResponse, error) {
			q, err := s.addresses(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(bits(q.Findings), immutable, nil), nil
		})
	op = get("export-addresses", "/snapshots/{id}/addresses.csv", "Datasets", "The units with a doubtful address, as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, name, latitude, longitude, and the findings in stable words, apart by spaces.")
	register(s, op, access.View, s.exportAddresses)
	s.registerSnapshotChanges()
}

func (s *Server) exportAddresses(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*huma.StreamResponse, error) {
	r, err := s.reader(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	q, err := dataset.CheckAddresses(ctx, r, s.Attributes.Countries)
	if err != nil {
		return nil, err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	lon, lat, err := r.Positions(ctx)
	if err != nil {
		return nil, err
	}
	name := func(int) string { return "" }
	if c, ok := r.RoleColumn(dataset.RoleName); ok && c.Type == dataset.Text {
		names, err := r.Strings(ctx, c.Name)
		if err != nil {
			return nil, err
		}
		name = names.At
	}
	return download("addresses.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.Write([]string{"id", "name", "latitude", "longitude", "findings"}) //nolint:errcheck // Error below reports it
		for i, f := range q.Findings {
			if f != 0 {
				out.Write([]string{ids.At(i), name(i), degreesText(lat[i]), degreesText(lon[i]), f.Words()}) //nolint:errcheck // as above
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}

// degreesText writes a coordinate, nothing for one that is missing.
func degreesText(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func (s *Server) registerSnapshotChanges() {
	register(s, get("compare-snapshots", "/snapshots/{id}/changes", "Datasets", "What changed since an older snapshot: units added, gone, moved, changed, and columns"), access.View,
		func(ctx context.Context, _ territory.Actor, in *changesInput) (*body[dataset.Diff], error) {
			d, _, _, err := s.changes(ctx, in)
			if err != nil {
				return nil, err
			}
			return answer(*d, nil)
		})
	register(s, columnRoute("get-unit-fates", "/snapshots/{id}/changes/fates", "Datasets", "What became of every unit since an older snapshot",
		"uint8[n] of bits: 1 added, 2 moved, 4 another value; 0 is the same."), access.View,
		func(ctx context.Context, _ territory.Actor, in *changesInput) (*huma.StreamResponse, error) {
			d, _, _, err := s.changes(ctx, in)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(bits(d.Fates), immutable, nil), nil
		})
	op := get("export-changes", "/snapshots/{id}/changes.csv", "Datasets", "The units that changed since an older snapshot, as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, change (added, gone, moved, changed, or moved and changed).")
	register(s, op, access.View, s.exportChanges)
}

func (s *Server) listSnapshots(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[SnapshotList], error) {
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.Catalog.Snapshots(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	list := SnapshotList{Snapshots: make([]SnapshotItem, 0, len(all))}
	for _, snapshot := range all {
		list.Snapshots = append(list.Snapshots, SnapshotItem{
			SnapshotSummary: summaryOf(snapshot), Created: snapshot.Created, Current: snapshot.ID == d.CurrentSnapshot, Sources: notNil(snapshot.Sources),
		})
	}
	return answer(list, nil)
}

func summaryOf(s dataset.Snapshot) SnapshotSummary {
	return SnapshotSummary{ID: s.ID, Units: s.Units, Rejected: s.Rejected, LeftOut: s.LeftOut, Columns: len(s.Columns), Box: s.Box}
}

func (s *Server) exportCSV(ctx context.Context, _ territory.Actor, in *unitsFileInput) (*huma.StreamResponse, error) {
	r, err := s.reader(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	for _, name := range in.Columns {
		if _, err := r.Column(name); err != nil {
			return nil, err
		}
	}
	return download("units.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error { return s.WriteUnits(ctx, w, r, in.Columns) }), nil
}

func (s *Server) exportParquet(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*huma.StreamResponse, error) {
	snapshot, err := s.Catalog.Snapshot(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	object, err := s.Blobs.Open(ctx, snapshot.UnitsBlob)
	if err != nil {
		return nil, err
	}
	return download("units.parquet", "application/vnd.apache.parquet", object.Size(), func(w io.Writer) error {
		defer object.Close() //nolint:errcheck // opened for reading
		_, err := io.Copy(w, object)
		return err
	}), nil
}

func (s *Server) addresses(ctx context.Context, snapshotID string) (*dataset.AddressQuality, error) {
	r, err := s.reader(ctx, snapshotID)
	if err != nil {
		return nil, err
	}
	return dataset.CheckAddresses(ctx, r, s.Attributes.Countries)
}

func (s *Server) changes(ctx context.Context, in *changesInput) (d *dataset.Diff, old, new *dataset.Reader, err error) {
	if new, err = s.reader(ctx, in.ID); err != nil {
		return nil, nil, nil, err
	}
	if old, err = s.reader(ctx, in.From); err != nil {
		return nil, nil, nil, err
	}
	if old.Snapshot().DatasetID != new.Snapshot().DatasetID {
		return nil, nil, nil, territory.Errorf(territory.Invalid, "The two snapshots belong to different datasets: choose two of the same one.")
	}
	d, err = dataset.Compare(ctx, old, new)
	return d, old, new, err
}

func (s *Server) exportChanges(ctx context.Context, _ territory.Actor, in *changesInput) (*huma.StreamResponse, error) {
	d, old, new, err := s.changes(ctx, in)
	if err != nil {
		return nil, err
	}
	oldIDs, err := old.IDs(ctx)
	if err != nil {
		return nil, err
	}
	newIDs, err := new.IDs(ctx)
	if err != nil {
		return nil, err
	}
	return download("changes.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.Write([]string{"id", "change"}) //nolint:errcheck // Error below reports it
		for unit, fate := range d.Fates {
			if fate != 0 {
				out.Write([]string{newIDs.At(unit), fateText(fate)}) //nolint:errcheck // as above
			}
		}
		for unit, now := range d.ToNew {
			if now < 0 {
				out.Write([]string{oldIDs.At(unit), "gone"}) //nolint:errcheck // as above
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}

func fateText(f dataset.Fate) string {
	switch f {
	case dataset.Added:
		return "added"
	case dataset.Moved:
		return "moved"
	case dataset.Changed:
		return "changed"
	}
	return "moved and changed" // an added unit has no other fate
}

func bits[T ~uint8](column []T) []byte {
	out := make([]byte, len(column))
	for i, v := range column {
		out[i] = byte(v)
	}
	return out
}
