package httpapi

import (
	"compress/gzip"
	"context"
	"io"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// SnapshotPath is the input of routes about one snapshot.
type SnapshotPath struct {
	ID string `path:"id"`
}

func (i *SnapshotPath) resource() access.Resource {
	return access.Resource{Kind: "snapshot", ID: i.ID}
}

type columnInput struct {
	SnapshotPath
	Column string `path:"column"`
}

type unitsInput struct {
	SnapshotPath
	Offset int    `query:"offset" minimum:"0" default:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Search string `query:"search" doc:"Text that the id or the name must contain, in any case."`
}

type rejectedInput struct {
	SnapshotPath
	Reason string `query:"reason" doc:"Only rows rejected for this reason."`
	Column string `query:"column" doc:"Only rows rejected for this column."`
	Offset int    `query:"offset" minimum:"0" default:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type unitInput struct {
	SnapshotPath
	Index int `path:"index" minimum:"0"`
}

// Unit is one unit with all its attributes.
type Unit struct {
	Index  int            `json:"index"`
	ID     string         `json:"id"`
	Values map[string]any `json:"values" nullable:"false"`
}

// UnitPage is a page of units.
type UnitPage struct {
	Total int    `json:"total" doc:"Units that match."`
	Units []Unit `json:"units" nullable:"false"`
}

func (s *Server) registerSnapshots() {
	register(s, get("get-snapshot", "/snapshots/{id}", "Datasets", "A snapshot with the profile of its columns and the reasons of rejected rows"), access.View,
		func(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*body[dataset.Snapshot], error) {
			r, err := s.reader(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(r.Described(ctx))
		})
	op := get("get-rejected-rows", "/snapshots/{id}/rejected.csv", "Datasets", "The rejected rows with row number, column and reason")
	op.Responses = fileResponse("text/csv", "CSV with a header line.")
	register(s, op, access.View, s.rejectedRows)
	register(s, get("list-rejected-rows", "/snapshots/{id}/rejected", "Datasets", "A page of the rejected rows, all or those of one reason and column"), access.View,
		func(ctx context.Context, _ territory.Actor, in *rejectedInput) (*body[ingest.RejectedPage], error) {
			snapshot, err := s.Catalog.Snapshot(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(ingest.ReadRejected(ctx, s.Blobs, snapshot, ingest.RejectedQuery{
				Reason: ingest.Reason(in.Reason), Column: in.Column, Offset: in.Offset, Limit: in.Limit,
			}))
		})
	register(s, columnRoute("get-positions", "/snapshots/{id}/positions", "Datasets", "Positions of all units",
		"float64 longitude[n], then float64 latitude[n], little-endian degrees; NaN for units without a position."), access.View,
		func(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*huma.StreamResponse, error) {
			r, err := s.reader(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			lon, lat, err := r.Positions(ctx)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(floats(lon, lat), immutable, nil), nil
		})
	register(s, columnRoute("get-number-column", "/snapshots/{id}/numbers/{column}", "Datasets", "One numeric column",
		"float64[n], little-endian; NaN where missing."), access.View,
		func(ctx context.Context, _ territory.Actor, in *columnInput) (*huma.StreamResponse, error) {
			r, err := s.reader(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			values, err := r.Numbers(ctx, in.Column)
			if err != nil {
				return nil, err
			}
			caching := immutable
			if r.IsComputed(in.Column) {
				caching = cacheOf(0) // its formula may change
			}
			return bytesAnswer(floats(values), caching, nil), nil
		})
	register(s, get("list-units", "/snapshots/{id}/units", "Datasets", "A page of units, all or those whose id or name contains a text"), access.View, s.listUnits)
	register(s, get("get-unit", "/snapshots/{id}/units/{index}", "Datasets", "One unit by its index"), access.View,
		func(ctx context.Context, _ territory.Actor, in *unitInput) (*body[Unit], error) {
			r, err := s.reader(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			units, err := unitsAt(ctx, r, []int{in.Index})
			if err != nil {
				return nil, err
			}
			return answer(units[0], nil)
		})
}

func (s *Server) reader(ctx context.Context, snapshotID string) (*dataset.Reader, error) {
	snapshot, err := s.Catalog.Snapshot(ctx, snapshotID)
	if err != nil {
		return nil, err
	}
	return s.Columns.Open(ctx, s.Blobs, snapshot)
}

// unitsAt reads units by index, in the order given.
func unitsAt(ctx context.Context, r *dataset.Reader, indices []int) ([]Unit, error) {
	rows, err := r.Rows(ctx, indices)
	if err != nil {
		return nil, err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	units := make([]Unit, len(indices))
	for u, i := range indices {
		units[u] = Unit{Index: i, ID: ids.At(i), Values: make(map[string]any, len(rows[u]))}
		for c, column := range r.Snapshot().Columns {
			units[u].Values[column.Name] = rows[u][c]
		}
	}
	return units, nil
}

func (s *Server) listUnits(ctx context.Context, _ territory.Actor, in *unitsInput) (*body[UnitPage], error) {
	r, err := s.reader(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	page := UnitPage{Total: r.Units()}
	var indices []int
	if in.Search != "" {
		found, err := search(ctx, r, in.Search)
		if err != nil {
			return nil, err
		}
		page.Total = len(found)
		indices = found[min(in.Offset, len(found)):min(in.Offset+in.Limit, len(found))]
	} else {
		for i := in.Offset; i < min(in.Offset+in.Limit, r.Units()); i++ {
			indices = append(indices, i)
		}
	}
	if page.Units, err = unitsAt(ctx, r, indices); err != nil {
		return nil, err
	}
	return answer(page, nil)
}

// search finds the units whose id or name contains the text, ignoring case.
func search(ctx context.Context, r *dataset.Reader, text string) ([]int, error) {
	columns := make([]*dataset.Strings, 0, 2)
	for _, role := range []dataset.Role{dataset.RoleID, dataset.RoleName} {
		column, ok := r.RoleColumn(role)
		if !ok {
			continue
		}
		values, err := r.Strings(ctx, column.Name)
		if err != nil {
			return nil, err
		}
		columns = append(columns, values)
	}
	text = strings.ToLower(text)
	var found []int
	for i := range r.Units() {
		for _, values := range columns {
			if strings.Contains(strings.ToLower(values.At(i)), text) {
				found = append(found, i)
				break
			}
		}
	}
	return found, nil
}

func (s *Server) rejectedRows(ctx context.Context, _ territory.Actor, in *SnapshotPath) (*huma.StreamResponse, error) {
	snapshot, err := s.Catalog.Snapshot(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if snapshot.RejectedBlob == "" {
		return nil, territory.Say(territory.NotFound, sentence.NoRejected.With(nil))
	}
	object, err := s.Blobs.Open(ctx, snapshot.RejectedBlob)
	if err != nil {
		return nil, err
	}
	return download("rejected.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		defer object.Close() //nolint:errcheck // opened for reading
		z, err := gzip.NewReader(object)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, z)
		return err
	}), nil
}
