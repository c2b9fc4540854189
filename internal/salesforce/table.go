package salesforce

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// sourceTable is a source as rows of text, not read yet.
type sourceTable struct {
	columns []string
	kinds   []string // types of columns: text, number, date, boolean
	id      int      // the column with the record's id, -1 for none
	how     string
	// watermark is the greatest SystemModstamp seen while reading.
	watermark string
	all       func(ctx context.Context, add func([]string) error, restart func(context.Context) error) error
	// part reads what has changed since; nil when that cannot be known.
	part func(ctx context.Context, since string, add func(row []string, deleted bool) error) error
	// count says how many rows there are now; nil when part is.
	count func(ctx context.Context) (int, error)
}

// table works out how the source is to be read.
func (r *sourceReader) table(ctx context.Context) (*sourceTable, error) {
	s := r.source
	switch {
	case s.Report != "":
		return r.reportTable(ctx)
	case s.Object != "":
		return r.objectTable(ctx)
	case s.SOQL != "":
		q, readable := shapeOf(s.SOQL)
		if !readable {
			return nil, territory.Errorf(territory.Invalid, "Write the query as SELECT fields FROM object.")
		}
		if !q.plain {
			return r.freeTable(ctx)
		}
		columns, err := r.client.columns(ctx, q)
		if err != nil {
			return nil, err
		}
		return r.queryTable(columns, q, "", q.rest), nil
	}
	return nil, territory.Errorf(territory.Invalid, "A source needs an object, a query or a report.")
}

func (r *sourceReader) objectTable(ctx context.Context) (*sourceTable, error) {
	fields := r.source.Fields
	if len(fields) == 0 {
		list, err := r.client.Fields(ctx, r.source.Object)
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			if f.Column != "" {
				fields = append(fields, f.Name)
			}
		}
	}
	if !slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, "Id") }) {
		fields = append([]string{"Id"}, fields...)
	}
	q := shape{object: r.source.Object, fields: fields, plain: true}
	columns, err := r.client.columns(ctx, q)
	if err != nil {
		return nil, err
	}
	return r.queryTable(columns, q, r.source.Where, ""), nil
}

// queryTable reads a plain query, by REST or Bulk.
func (r *sourceReader) queryTable(columns []connection.Field, q shape, where, rest string) *sourceTable {
	t := &sourceTable{id: -1, how: "rest"}
	for i, c := range columns {
		t.columns = append(t.columns, c.Name)
		kind := c.Column
		if kind == "" {
			kind = "text"
		}
		t.kinds = append(t.kinds, kind)
		if strings.EqualFold(c.Name, "Id") {
			t.id = i
		}
	}
	if r.source.Deleted && !slices.Contains(t.columns, "IsDeleted") {
		t.columns, t.kinds = append(t.columns, "IsDeleted"), append(t.kinds, "boolean")
	}
	reader := queryReader{sourceReader: r, table: t, object: q.object, where: where, rest: rest}
	t.all = reader.all
	if rest == "" && t.id >= 0 {
		t.part, t.count = reader.part, reader.count
	}
	return t
}

// queryReader runs a plain query.
type queryReader struct {
	*sourceReader
	table               *sourceTable
	object, where, rest string
}

// seen keeps the greatest time, in one notation.
func (t *sourceTable) seen(stamp string) {
	t.watermark = max(t.watermark, strings.Replace(stamp, "+0000", "Z", 1))
}

const modstamp = "SystemModstamp"

// soql writes the query; with stamp the record's SystemModstamp comes last, and
// with deleted IsDeleted before it.
func (q *queryReader) soql(columns []string, where string) string {
	text := "SELECT " + strings.Join(columns, ",") + " FROM " + q.object
	if q.rest != "" {
		return text + q.rest
	}
	if where != "" {
		text += " WHERE " + where
	}
	return text
}

func (q *queryReader) both(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return "(" + a + ") AND (" + b + ")"
}

// all reads every record. Where the query can be read in part later, the
// greatest SystemModstamp is kept.
func (q *queryReader) all(ctx context.Context, add func([]string) error, restart func(context.Context) error) error {
	if q.sample > 0 {
		return q.few(ctx, add)
	}
	columns := slices.Clone(q.table.columns)
	stamped := q.table.part != nil
	if stamped {
		columns = append(columns, modstamp)
	}
	take := func(row []string) error {
		if stamped {
			q.table.seen(row[len(row)-1])
			row = row[:len(row)-1]
		}
		return add(q.clean(row))
	}
	soql := q.soql(columns, q.where)
	err := q.run(ctx, soql, columns, q.source.Deleted, take, restart)
	if stamped && codeOf(err) == "INVALID_FIELD" && strings.Contains(err.Error(), modstamp) {
		q.table.part, stamped = nil, false // the object has no such field
		return q.run(ctx, q.soql(q.table.columns, q.where), q.table.columns, q.source.Deleted, take, restart)
	}
	return err
}

// count counts the records that meet the condition.
func (q *queryReader) count(ctx context.Context) (int, error) {
	return q.client.Count(ctx, q.soql([]string{"count()"}, q.where))
}

// overlap is how much earlier than the last reading a refresh looks for
// changes: a long transaction becomes visible with times that lie before it.
const overlap = 10 * time.Minute

// part reads the records that were changed or deleted since a time.
func (q *queryReader) part(ctx context.Context, since string, add func([]string, bool) error) error {
	if at, err := time.Parse("2006-01-02T15:04:05.000Z", since); err == nil {
		since = at.Add(-overlap).Format("2006-01-02T15:04:05.000Z")
	}
	columns := append(slices.Clone(q.table.columns), "IsDeleted", modstamp)
	if slices.Contains(q.table.columns, "IsDeleted") {
		columns = append(slices.Clone(q.table.columns), modstamp)
	}
	at := slices.Index(columns, "IsDeleted")
	width := len(q.table.columns)
	// A record that no longer meets the condition must go too, so the changes
	// of all records are asked for and the condition's are marked.
	meets := map[string]bool{}
	if q.where != "" {
		err := q.run(ctx, q.soql([]string{"Id", modstamp}, q.both(q.where, modstamp+" >= "+since)), []string{"Id", modstamp}, true,
			func(row []string) error { meets[row[0]] = true; return nil }, nothing)
		if err != nil {
			return err
		}
	}
	return q.run(ctx, q.soql(columns, modstamp+" >= "+since), columns, true, func(row []string) error {
		q.table.seen(row[len(row)-1])
		gone := strings.EqualFold(row[at], "true") || (q.where != "" && !meets[row[q.table.id]])
		return add(q.clean(row[:width]), gone)
	}, nothing)
}

func nothing(context.Context) error { return nil }

// run runs a query through the Bulk API when it finds much, else through REST.
func (q *queryReader) run(ctx context.Context, soql string, columns []string, deleted bool, add func([]string) error, restart func(context.Context) error) error {
	n := 0
	counted := func(row []string) error {
		if n++; n%2000 == 0 {
			q.report(n)
		}
		return add(row)
	}
	if q.big(ctx, soql) {
		q.table.how = "bulk"
		err := q.bulk(ctx, soql, columns, deleted, counted)
		switch codeOf(err) {
		case "INVALIDENTITY", "FUNCTIONALITY_NOT_ENABLED", "API_ERROR":
			n = 0
			if err := restart(ctx); err != nil {
				return err
			}
		default:
			return err
		}
	}
	q.table.how = "rest"
	row := make([]string, len(columns))
	each := func(record map[string]any) error {
		for i, c := range columns {
			row[i] = text(record, c)
		}
		return counted(row)
	}
	if deleted {
		return q.client.QueryAll(ctx, soql, each)
	}
	return q.client.Query(ctx, soql, each)
}

// big says whether a query finds so many records, or is so long, that the Bulk
// API serves better.
func (q *queryReader) big(ctx context.Context, soql string) bool {
	if len(soql) > maxQueryURL/2 {
		return true
	}
	s, _ := shapeOf(soql)
	n, err := q.client.Count(ctx, "SELECT count() FROM "+s.object+cutOrder(s.rest))
	return err == nil && n > bulkFrom
}

// bulkSaved reads a job's results into blobs first, so that an import that is
// killed goes on with them, and then passes on their rows.
func (q *queryReader) bulkSaved(ctx context.Context, soql string, columns []string, deleted bool, add func([]string) error) error {
	pages, err := q.savedPages(ctx, soql, deleted)
	if err != nil {
		return err
	}
	for _, name := range pages {
		if err := q.savedRows(ctx, name, columns, add); err != nil {
			return err
		}
	}
	return nil
}

func (q *queryReader) savedRows(ctx context.Context, name string, columns []string, add func([]string) error) error {
	page, err := q.Blobs.Open(ctx, name)
	if err != nil {
		return err
	}
	defer page.Close() //nolint:errcheck // opened for reading
	return eachRow(page, columns, true, add)
}

// eachRow passes on the rows of a page, whose first row is the header.
func eachRow(page io.Reader, columns []string, reuse bool, add func([]string) error) error {
	rows := csv.NewReader(page)
	rows.ReuseRecord = reuse
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(header) != len(columns) {
		return territory.Errorf(territory.Invalid, "Salesforce answered with %d columns for %d fields.", len(header), len(columns))
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := add(row); err != nil {
			return err
		}
	}
}

// bulk passes on the rows of a job's results, whole pages at a time, so that a
// page that breaks off leaves nothing behind.
func (q *queryReader) bulk(ctx context.Context, soql string, columns []string, deleted bool, add func([]string) error) error {
	if q.journal != nil && q.journal.Readings != nil {
		return q.bulkSaved(ctx, soql, columns, deleted, add)
	}
	var page [][]string
	read := func(r io.Reader) error {
		if err := eachRow(r, columns, false, func(row []string) error { page = append(page, row); return nil }); err != nil {
			return err
		}
		for _, row := range page {
			if err := add(row); err != nil {
				return err
			}
		}
		page = page[:0]
		return nil
	}
	return q.client.BulkQuery(ctx, soql, deleted, read, func() error { page = page[:0]; return nil }, q.report)
}

// clean turns date-times into dates and writes numbers one way, whichever API
// they came by.
func (q *queryReader) clean(row []string) []string {
	for i := range row {
		switch kind := q.table.kinds[i]; {
		case kind == "date" && len(row[i]) > 10:
			row[i] = row[i][:10]
		case kind == "number" && row[i] != "":
			if v, err := strconv.ParseFloat(row[i], 64); err == nil {
				row[i] = strconv.FormatFloat(v, 'f', -1, 64)
			}
		}
	}
	return row
}

// freeTable reads a query whose columns are known from its answer only
// (aggregates, functions), by REST.
func (r *sourceReader) freeTable(ctx context.Context) (*sourceTable, error) {
	records, err := r.client.list(ctx, r.source.SOQL)
	if err != nil {
		return nil, err
	}
	t := &sourceTable{id: -1, how: "rest"}
	seen := map[string]bool{}
	for _, record := range records {
		for _, name := range sortedKeys(record) {
			if _, nested := record[name].(map[string]any); name != "attributes" && !nested && !seen[name] {
				seen[name] = true
				t.columns, t.kinds = append(t.columns, name), append(t.kinds, kindOf(record[name]))
			}
		}
	}
	t.all = func(_ context.Context, add func([]string) error, _ func(context.Context) error) error {
		for _, record := range records {
			row := make([]string, len(t.columns))
			for i, c := range t.columns {
				row[i] = text(record, c)
			}
			if err := add(row); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

func kindOf(v any) string {
	switch v.(type) {
	case float64:
		return "number"
	case bool:
		return "boolean"
	}
	return "text"
}

func sortedKeys(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// reportOf reads a report whole, or what a sample needs of it.
func (c *Client) reportOf(ctx context.Context, r *sourceReader) (*reportTable, error) {
	if r.sample > 0 {
		return c.ReportSample(ctx, r.source.Report)
	}
	return c.Report(ctx, r.source.Report, r.report)
}

// reportTable reads a report, all its runs at once.
func (r *sourceReader) reportTable(ctx context.Context) (*sourceTable, error) {
	got, err := r.client.reportOf(ctx, r)
	if err != nil {
		return nil, err
	}
	t := &sourceTable{id: -1, how: "report"}
	for _, c := range got.Columns {
		t.columns, t.kinds = append(t.columns, c.Name), append(t.kinds, reportKind(c.Type))
	}
	if len(t.columns) == 0 {
		return nil, territory.Errorf(territory.Invalid, "The report %q has no rows with details.", got.Name)
	}
	t.all = func(_ context.Context, add func([]string) error, _ func(context.Context) error) error {
		for i, row := range got.Rows {
			if len(row) != len(t.columns) {
				return fmt.Errorf("row %d of the report has %d cells for %d columns", i+1, len(row), len(t.columns))
			}
			for k := range row {
				if t.kinds[k] == "date" && len(row[k]) > 10 {
					row[k] = row[k][:10]
				}
			}
			if err := add(row); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

func reportKind(kind string) string {
	if k := columnType(kind); k != "" {
		return k
	}
	return "text"
}
