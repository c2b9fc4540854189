package salesforce

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// errEnough ends the reading of a source of which enough rows are there.
var errEnough = errors.New("enough rows")

// Sample implements connection.Service. It reads through REST, and of a report
// the first run only.
func (s *Service) Sample(ctx context.Context, id string, sources []connection.Source, rows int) (connection.Sample, error) {
	c, err := s.Open(ctx, id)
	if err != nil {
		return connection.Sample{}, err
	}
	sample := sampler{kinds: map[string]dataset.Type{}, place: map[string]int{}}
	for _, source := range sources {
		if err := source.Validate(); err != nil {
			return connection.Sample{}, err
		}
		r := &sourceReader{client: c, source: source, types: sample.kinds, sample: rows}
		if err := sample.read(ctx, r); err != nil {
			return connection.Sample{}, shown("read "+sourceName(source), err)
		}
	}
	return sample.done(), nil
}

// sampler joins the first rows of sources by the names of their columns.
type sampler struct {
	out   connection.Sample
	kinds map[string]dataset.Type
	place map[string]int // column by name
}

func (s *sampler) read(ctx context.Context, r *sourceReader) error {
	table, err := r.table(ctx)
	if err != nil {
		return err
	}
	at := make([]int, len(table.columns))
	for i, name := range table.columns {
		r.note(name, table.kinds[i])
		if _, known := s.place[name]; !known {
			s.place[name] = len(s.out.Columns)
			s.out.Columns = append(s.out.Columns, name)
		}
		at[i] = s.place[name]
	}
	left := r.sample
	err = table.all(ctx, func(row []string) error {
		if left--; left < 0 {
			return errEnough
		}
		whole := make([]string, len(s.out.Columns))
		for i, v := range row {
			whole[at[i]] = v
		}
		s.out.Rows = append(s.out.Rows, whole)
		return nil
	}, nothing)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return err
}

// done gives every row all columns, also those of later sources.
func (s *sampler) done() connection.Sample {
	for i, row := range s.out.Rows {
		s.out.Rows[i] = append(row, make([]string, len(s.out.Columns)-len(row))...)
	}
	for _, name := range s.out.Columns {
		s.out.Kinds = append(s.out.Kinds, string(s.kinds[name]))
	}
	return s.out
}

// few reads the first records of a plain query.
func (q *queryReader) few(ctx context.Context, add func([]string) error) error {
	soql := q.soql(q.table.columns, q.where)
	if s, _ := shapeOf(soql); !s.limit {
		soql = fmt.Sprintf("%s LIMIT %d", soql, q.sample)
	}
	each := func(record map[string]any) error {
		row := make([]string, len(q.table.columns))
		for i, c := range q.table.columns {
			row[i] = text(record, c)
		}
		return add(q.clean(row))
	}
	if q.source.Deleted {
		return q.client.QueryAll(ctx, soql, each)
	}
	return q.client.Query(ctx, soql, each)
}

// ReportSample is the first run of a report: at most 2,000 rows.
func (c *Client) ReportSample(ctx context.Context, id string) (*reportTable, error) {
	r, m, _, err := c.openReport(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	answer, err := r.run(ctx, m, "", "")
	if err != nil {
		return nil, err
	}
	if _, err := r.take(answer, ""); err != nil {
		return nil, err
	}
	r.table.Name, r.table.Rows = m.Name, slices.Clip(r.table.Rows)
	return &r.table, nil
}
