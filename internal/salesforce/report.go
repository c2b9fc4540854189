package salesforce

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// reportRows is how many detail rows one run of a report yields at most;
// reportFilters how many filters a report may have.
const (
	reportRows    = 2000
	reportFilters = 20
)

// report is the part of a run's answer that is used here.
type report struct {
	AllData       bool `json:"allData"`
	HasDetailRows bool `json:"hasDetailRows"`
	GroupingsDown struct {
		Groupings []grouping `json:"groupings"`
	} `json:"groupingsDown"`
	FactMap map[string]struct {
		Aggregates []struct{ Value any } `json:"aggregates"`
		Rows       []struct {
			DataCells []cell `json:"dataCells"`
		} `json:"rows"`
	} `json:"factMap"`
	Extended struct {
		Detail   map[string]columnInfo `json:"detailColumnInfo"`
		Grouping map[string]columnInfo `json:"groupingColumnInfo"`
	} `json:"reportExtendedMetadata"`
	Metadata reportMetadata `json:"reportMetadata"`
}

type grouping struct {
	Key       string     `json:"key"`
	Label     string     `json:"label"`
	Value     any        `json:"value"`
	Groupings []grouping `json:"groupings"`
}

type cell struct {
	Label string `json:"label"`
	Value any    `json:"value"`
}

type columnInfo struct {
	DataType        string `json:"dataType"`
	Label           string `json:"label"`
	IsLookup        bool   `json:"isLookup"`
	UniqueCountable bool   `json:"uniqueCountable"`
}

// reportMetadata is sent back with changes, so what is not known is kept.
type reportMetadata struct {
	Aggregates    []string
	DetailColumns []string
	Format        string
	Filters       []reportFilter
	BooleanFilter string
	GroupingsDown []struct{ Name string }
	Name          string
	raw           map[string]json.RawMessage
}

type reportFilter struct {
	Column        string `json:"column"`
	FilterType    string `json:"filterType,omitempty"`
	IsRunPageEdit bool   `json:"isRunPageEditable"`
	Operator      string `json:"operator"`
	Value         string `json:"value"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *reportMetadata) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &m.raw); err != nil {
		return err
	}
	for name, into := range map[string]any{
		"aggregates": &m.Aggregates, "detailColumns": &m.DetailColumns, "reportFormat": &m.Format, "reportFilters": &m.Filters,
		"reportBooleanFilter": &m.BooleanFilter, "groupingsDown": &m.GroupingsDown, "name": &m.Name,
	} {
		if raw, there := m.raw[name]; there && string(raw) != "null" {
			if err := json.Unmarshal(raw, into); err != nil {
				return fmt.Errorf("report metadata %s: %w", name, err)
			}
		}
	}
	return nil
}

// reportTable is a whole report as rows of text.
type reportTable struct {
	Name    string
	Columns []reportColumn
	Rows    [][]string
	Notes   []string
}

type reportColumn struct{ Name, Type string }

// Reports lists the org's reports.
func (c *Client) Reports(ctx context.Context) ([]connection.Report, error) {
	list := []connection.Report{}
	err := c.Query(ctx, "SELECT Id,Name,FolderName,Format FROM Report ORDER BY Name", func(r map[string]any) error {
		list = append(list, connection.Report{ID: text(r, "Id"), Name: text(r, "Name"), Folder: text(r, "FolderName"), Format: text(r, "Format")})
		return nil
	})
	return list, err
}

// Report reads every row of a report, in runs of 2,000: each run is sorted by a
// column that tells rows apart and filtered to lie behind the last row of the
// one before. The number of rows is checked against the report's own count.
func (c *Client) Report(ctx context.Context, id string, progress func(rows int)) (*reportTable, error) {
	r, m, column, err := c.openReport(ctx, id, progress)
	if err != nil {
		return nil, err
	}
	if err := r.all(ctx, m, column); err != nil {
		return nil, err
	}
	if r.total >= 0 && len(r.table.Rows) < r.total {
		return nil, territory.Errorf(territory.Invalid,
			"The report %q has %d rows, of which the API yields %d: add the record's id as a column, or import with SOQL.", m.Name, r.total, len(r.table.Rows))
	}
	r.table.Name = m.Name
	return &r.table, nil
}

// openReport describes a report and makes it ready to run; column tells its
// rows apart.
func (c *Client) openReport(ctx context.Context, id string, progress func(rows int)) (r reportRun, m reportMetadata, column string, err error) {
	path := c.data("/analytics/reports/" + url.PathEscape(id))
	var described struct {
		Metadata reportMetadata `json:"reportMetadata"`
		Extended struct {
			Detail map[string]columnInfo `json:"detailColumnInfo"`
		} `json:"reportExtendedMetadata"`
	}
	if err := c.get(ctx, path+"/describe", nil, &described); err != nil {
		return r, m, "", err
	}
	m = described.Metadata
	if m.Format == "MULTI_BLOCK" || m.Format == "MATRIX" {
		return r, m, "", territory.Errorf(territory.Invalid, "The report %q is a %s report; import tabular and summary reports, or a SOQL query.", m.Name, strings.ToLower(m.Format))
	}
	if !slices.Contains(m.Aggregates, "RowCount") {
		m.set("aggregates", append(slices.Clone(m.Aggregates), "RowCount"))
	}
	m.set("hasDetailRows", true)
	r = reportRun{client: c, path: path, progress: progress, seen: map[string]bool{}, total: -1}
	return r, m, uniqueColumn(m, described.Extended.Detail), nil
}

func (m *reportMetadata) set(name string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("salesforce: report metadata is plain JSON: " + err.Error())
	}
	m.raw = maps.Clone(m.raw)
	m.raw[name] = raw
}

// uniqueColumn finds the column that tells rows apart: an id, else a lookup,
// else any that can be counted.
func uniqueColumn(m reportMetadata, info map[string]columnInfo) string {
	rank := func(name string) int {
		upper := strings.ToUpper(name)
		switch i := info[name]; {
		case strings.HasSuffix(upper, "_ID") || strings.HasSuffix(upper, ".ID") || strings.HasSuffix(upper, ".ID__C") || i.DataType == "id":
			return 0
		case i.UniqueCountable && i.IsLookup:
			return 1
		case i.UniqueCountable:
			return 2
		}
		return 3
	}
	best := ""
	for _, name := range m.DetailColumns {
		if best == "" || rank(name) < rank(best) {
			best = name
		}
	}
	if best == "" || rank(best) == 3 {
		return ""
	}
	return best
}

// reportRun is a report being read.
type reportRun struct {
	client   *Client
	path     string
	progress func(int)
	table    reportTable
	seen     map[string]bool
	total    int
}

// all reads runs until one is complete.
func (r *reportRun) all(ctx context.Context, m reportMetadata, column string) error {
	last := ""
	for {
		answer, err := r.run(ctx, m, column, last)
		if err != nil {
			return err
		}
		before := len(r.table.Rows)
		next, err := r.take(answer, column)
		if err != nil {
			return err
		}
		if r.total < 0 {
			r.total = rowCount(answer)
		}
		if r.progress != nil {
			r.progress(len(r.table.Rows))
		}
		if answer.AllData || column == "" {
			return nil
		}
		if len(r.table.Rows) == before || next == last {
			return territory.Errorf(territory.Invalid,
				"More than 2,000 rows of the report have the same %q, so they cannot be read in parts: import with SOQL.", column)
		}
		last = next
	}
}

// run runs the report from behind a value of the column.
func (r *reportRun) run(ctx context.Context, m reportMetadata, column, behind string) (*report, error) {
	if column != "" {
		m.set("sortBy", []map[string]string{{"sortColumn": column, "sortOrder": "Asc"}})
	}
	if behind != "" {
		if len(m.Filters) >= reportFilters {
			return nil, territory.Errorf(territory.Invalid, "The report has %d filters, so none can be added to read it in parts: import with SOQL.", reportFilters)
		}
		filters := append(slices.Clone(m.Filters), reportFilter{Column: column, FilterType: "fieldValue", IsRunPageEdit: true, Operator: "greaterOrEqual", Value: behind})
		m.set("reportFilters", filters)
		if m.BooleanFilter != "" {
			m.set("reportBooleanFilter", fmt.Sprintf("(%s) AND %d", m.BooleanFilter, len(filters)))
		}
	}
	var out report
	err := r.client.call(ctx, request{method: http.MethodPost, path: r.path, query: url.Values{"includeDetails": {"true"}}},
		map[string]any{"reportMetadata": m.raw}, &out)
	return &out, err
}

func rowCount(a *report) int {
	at := slices.Index(a.Metadata.Aggregates, "RowCount")
	total, there := a.FactMap["T!T"]
	if at < 0 || !there || at >= len(total.Aggregates) {
		return -1
	}
	n, isNumber := total.Aggregates[at].Value.(float64)
	if !isNumber {
		return -1
	}
	return int(n)
}

// take adds the rows of a run that are not there yet and returns the last value
// of the column by which the next run goes on.
func (r *reportRun) take(a *report, column string) (last string, err error) {
	if r.table.Columns == nil {
		for _, g := range a.Metadata.GroupingsDown {
			r.table.Columns = append(r.table.Columns, reportColumn{label(a.Extended.Grouping[g.Name].Label, g.Name), a.Extended.Grouping[g.Name].DataType})
		}
		for _, name := range a.Metadata.DetailColumns {
			r.table.Columns = append(r.table.Columns, reportColumn{label(a.Extended.Detail[name].Label, name), a.Extended.Detail[name].DataType})
		}
		uniqueNames(r.table.Columns)
	}
	at := slices.Index(a.Metadata.DetailColumns, column)
	groups := map[string][]string{"T": nil}
	collectGroups(groups, a.GroupingsDown.Groupings, nil)
	for _, key := range slices.Sorted(maps.Keys(a.FactMap)) {
		down, _, _ := strings.Cut(key, "!")
		for _, row := range a.FactMap[key].Rows {
			record := slices.Clone(groups[down])
			for i, cell := range row.DataCells {
				v := cellText(cell)
				record = append(record, v)
				if i == at {
					last = maxText(last, sortText(cell))
				}
			}
			mark := strings.Join(record, "\x00")
			if column != "" && r.seen[mark] {
				continue
			}
			r.seen[mark] = true
			r.table.Rows = append(r.table.Rows, record)
		}
	}
	return last, nil
}

func label(text, name string) string {
	if text == "" {
		return name
	}
	return text
}

// uniqueNames numbers labels that stand twice.
func uniqueNames(columns []reportColumn) {
	seen := map[string]int{}
	for i := range columns {
		name := columns[i].Name
		if seen[name]++; seen[name] > 1 {
			columns[i].Name = fmt.Sprintf("%s %d", name, seen[name])
		}
	}
}

func collectGroups(into map[string][]string, list []grouping, above []string) {
	for _, g := range list {
		path := append(slices.Clone(above), g.Label)
		into[g.Key] = path
		collectGroups(into, g.Groupings, path)
	}
}

// cellText is what a cell becomes in a dataset: names for lookups, plain
// numbers for amounts.
func cellText(c cell) string {
	switch v := c.Value.(type) {
	case nil:
		return ""
	case map[string]any:
		if amount, isNumber := v["amount"].(float64); isNumber {
			return formatNumber(amount)
		}
		return ""
	case float64:
		return formatNumber(v)
	case bool:
		return fmt.Sprint(v)
	case string:
		if c.Label != "" && c.Label != "-" && recordID(v) {
			return c.Label
		}
		return v
	}
	return c.Label
}

// sortText is what a filter compares: the name of a lookup, or the value.
func sortText(c cell) string { return cellText(c) }

func maxText(a, b string) string {
	if strings.Compare(strings.ToLower(b), strings.ToLower(a)) > 0 {
		return b
	}
	return a
}

// recordID says whether a text has the form of a record's id.
func recordID(v string) bool {
	if len(v) != 15 && len(v) != 18 {
		return false
	}
	for _, r := range v {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return v[0] == '0' || v[0] == 'a' || v[0] == '5' || v[0] == '7'
}
