package salesforcesim

import (
	"net/http"
	"sync"
	"time"
)

// maxReportRows is how many detail rows a run of a report gives.
const maxReportRows = 2000

// reportColumn is one column of a report type: its API name, label, and the
// path below the report's object. A column that shows another record has the
// path of its id.
type reportColumn struct {
	name, label, path, id string
}

// reportKind is a report type: an object and its columns.
type reportKind struct {
	name, label, object string
	columns             []reportColumn
}

var reportKinds = []reportKind{
	{"AccountList", "Accounts", "Account", []reportColumn{
		{"ACCOUNT_ID", "Account ID", "Id", ""}, {"ACCOUNT.NAME", "Account Name", "Name", "Id"}, {"TYPE", "Type", "Type", ""}, {"INDUSTRY", "Industry", "Industry", ""},
		{"RATING", "Rating", "Rating", ""}, {"USERS.NAME", "Account Owner", "Owner.Name", "OwnerId"}, {"ADDRESS1_CITY", "Billing City", "BillingCity", ""},
		{"ADDRESS1_STATE", "Billing State/Province", "BillingState", ""}, {"ADDRESS1_ZIP", "Billing Zip/Postal Code", "BillingPostalCode", ""},
		{"SALES", "Annual Revenue", "AnnualRevenue", ""}, {"EMPLOYEES", "Employees", "NumberOfEmployees", ""}, {"CREATED_DATE", "Created Date", "CreatedDate", ""},
		{"LAST_UPDATE", "Last Modified Date", "LastModifiedDate", ""}, {"Account.Region__c", "Region", "Region__c", ""}, {"Account.Tier__c", "Tier", "Tier__c", ""},
		{"Account.BillingLatitude", "Billing Latitude", "BillingLatitude", ""}, {"Account.BillingLongitude", "Billing Longitude", "BillingLongitude", ""},
		{"Account.Visits_Per_Year__c", "Visits per year", "Visits_Per_Year__c", ""}}},
	{"Opportunity", "Opportunities", "Opportunity", []reportColumn{
		{"OPPORTUNITY_ID", "Opportunity ID", "Id", ""}, {"OPPORTUNITY_NAME", "Opportunity Name", "Name", "Id"}, {"STAGE_NAME", "Stage", "StageName", ""},
		{"AMOUNT", "Amount", "Amount", ""}, {"CLOSE_DATE", "Close Date", "CloseDate", ""}, {"ACCOUNT_NAME", "Account Name", "Account.Name", "AccountId"},
		{"FULL_NAME", "Opportunity Owner", "Owner.Name", "OwnerId"}, {"ADDRESS1_STATE", "Billing State/Province", "Account.BillingState", ""}, {"PROBABILITY", "Probability (%)", "Probability", ""}}},
}

func kindOfReport(name string) *reportKind {
	for i := range reportKinds {
		if reportKinds[i].name == name {
			return &reportKinds[i]
		}
	}
	return nil
}

func (k *reportKind) column(name string) *reportColumn {
	for i := range k.columns {
		if k.columns[i].name == name {
			return &k.columns[i]
		}
	}
	return nil
}

// reportMetadata is the part of a report's definition that the org keeps.
type reportMetadata struct {
	ID             string         `json:"id"`
	Name           string         `json:"name"`
	DeveloperName  string         `json:"developerName"`
	ReportFormat   string         `json:"reportFormat"`
	ReportType     reportType     `json:"reportType"`
	DetailColumns  []string       `json:"detailColumns"`
	Aggregates     []string       `json:"aggregates"`
	GroupingsDown  []grouping     `json:"groupingsDown"`
	GroupingsCross []grouping     `json:"groupingsAcross"`
	ReportFilters  []reportFilter `json:"reportFilters"`
	BooleanFilter  *string        `json:"reportBooleanFilter"`
	SortBy         []sortBy       `json:"sortBy"`
	TopRows        *topRows       `json:"topRows"`
	Scope          string         `json:"scope"`
	HasDetailRows  bool           `json:"hasDetailRows"`
}

type reportType struct {
	Type  string `json:"type"`
	Label string `json:"label"`
}

type grouping struct {
	Name            string  `json:"name"`
	SortOrder       string  `json:"sortOrder"`
	DateGranularity string  `json:"dateGranularity"`
	SortAggregate   *string `json:"sortAggregate"`
}

type reportFilter struct {
	Column            string `json:"column"`
	FilterType        string `json:"filterType"`
	IsRunPageEditable bool   `json:"isRunPageEditable"`
	Operator          string `json:"operator"`
	Value             string `json:"value"`
}

type sortBy struct {
	SortColumn string `json:"sortColumn"`
	SortOrder  string `json:"sortOrder"`
}

type topRows struct {
	RowLimit  int    `json:"rowLimit"`
	Direction string `json:"direction"`
}

// seededReports are the reports of the org, in the order of their rows.
var seededReports = []reportMetadata{
	{Name: "All accounts", DeveloperName: "All_accounts", ReportFormat: "TABULAR", ReportType: reportType{"AccountList", "Accounts"}, Aggregates: []string{"RowCount"},
		DetailColumns: []string{"ACCOUNT_ID", "ACCOUNT.NAME", "USERS.NAME", "ADDRESS1_STATE", "SALES", "CREATED_DATE"}},
	{Name: "Accounts by state and industry", DeveloperName: "Accounts_by_state", ReportFormat: "SUMMARY", ReportType: reportType{"AccountList", "Accounts"},
		Aggregates: []string{"s!SALES", "RowCount"}, DetailColumns: []string{"ACCOUNT.NAME", "SALES"}, GroupingsDown: []grouping{{Name: "ADDRESS1_STATE"}, {Name: "INDUSTRY"}}},
	{Name: "Open pipeline", DeveloperName: "Open_pipeline", ReportFormat: "MATRIX", ReportType: reportType{"Opportunity", "Opportunities"}, Aggregates: []string{"s!AMOUNT", "RowCount"},
		DetailColumns: []string{"OPPORTUNITY_NAME", "AMOUNT"}, GroupingsDown: []grouping{{Name: "ADDRESS1_STATE"}}, GroupingsCross: []grouping{{Name: "STAGE_NAME"}},
		ReportFilters: []reportFilter{{Column: "PROBABILITY", Operator: "greaterThan", Value: "0", FilterType: "fieldValue", IsRunPageEditable: true}}},
}

// seedReports makes the rows of the reports.
func (s *seeder) seedReports() {
	for _, r := range seededReports {
		s.row("Report", "Name", r.Name, "DeveloperName", r.DeveloperName, "FolderName", "Public Reports", "Format", map[string]string{"TABULAR": "Tabular", "SUMMARY": "Summary", "MATRIX": "Matrix"}[r.ReportFormat], "LastRunDate", seededAt)
	}
}

// reportRuns are the asynchronous runs.
type reportRuns struct {
	mu    sync.Mutex
	runs  int
	order []*reportRun
}

// reportRun is one instance. It is guarded by reportRuns.mu.
type reportRun struct {
	id, report, status string
	details            bool
	requested          time.Time
	completed          time.Time
	result             hash
}

func newReportRuns() *reportRuns { return &reportRuns{} }

func (r *reportRuns) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.runs
}

func (r *reportRuns) ran() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.runs++
}

// definition returns the saved definition of a report by its id.
func (o *org) definition(id string) (reportMetadata, bool) {
	t, row, isID := o.find(id)
	if !isID || t != o.table("Report") || row < 0 || int(row) >= len(seededReports) || t.state[row] != live {
		return reportMetadata{}, false
	}
	m := seededReports[row]
	m.ID, m.Scope, m.HasDetailRows = o.id(t, row), "organization", true
	return m, true
}

// analytics answers /analytics/reports….
func (c *call) analytics(path []string) *answer {
	if len(path) == 0 || path[0] != "reports" {
		return notFound()
	}
	path = path[1:]
	if len(path) == 0 {
		return c.listReports()
	}
	if path[0] == "query" && c.method == http.MethodPost {
		return c.runPosted(reportMetadata{Scope: "organization", HasDetailRows: true})
	}
	m, found := c.s.o.definition(path[0])
	if !found {
		return fail(apiErr(404, "NOT_FOUND", "The data you’re trying to access is unavailable."))
	}
	switch {
	case len(path) == 1 && c.method == http.MethodGet:
		return c.runReport(m, c.query.Get("includeDetails") != "false")
	case len(path) == 1 && c.method == http.MethodPost:
		return c.runPosted(m)
	case len(path) == 2 && path[1] == "describe":
		return c.describeReport(m)
	case len(path) >= 2 && path[1] == "instances":
		return c.instances(m, path[2:])
	}
	return notFound()
}

func (c *call) reportURL(id string) string { return c.base + "/analytics/reports/" + id }

func (c *call) listReports() *answer {
	t, list := c.s.o.table("Report"), []hash{}
	for row := range t.rows() {
		if t.state[row] == live {
			id := c.s.o.id(t, row)
			list = append(list, hash{{"id", id}, {"name", t.field("Name", row).text}, {"url", c.reportURL(id)}, {"describeUrl", c.reportURL(id) + "/describe"}, {"instancesUrl", c.reportURL(id) + "/instances"}})
		}
	}
	return ok(list)
}

// runPosted runs with the definition changed by the body; nothing is saved.
func (c *call) runPosted(m reportMetadata) *answer {
	in := struct {
		ReportMetadata *reportMetadata `json:"reportMetadata"`
	}{&m}
	if len(c.body) > 0 {
		if err := c.decode(&in); err != nil {
			return fail(err)
		}
	}
	return c.runReport(m, c.query.Get("includeDetails") != "false")
}

func (c *call) runReport(m reportMetadata, details bool) *answer {
	c.s.reports.ran()
	r, err := c.s.o.report(m, details)
	if err != nil {
		return fail(err)
	}
	return ok(c.reportHash(r, m))
}

// reportHash adds what names the report to its result.
func (c *call) reportHash(r hash, m reportMetadata) hash {
	return append(hash{{"attributes", hash{{"describeUrl", c.reportURL(m.ID) + "/describe"}, {"instancesUrl", c.reportURL(m.ID) + "/instances"}, {"reportId", m.ID}, {"reportName", m.Name}, {"type", "Report"}}}}, r...)
}

// instances answers asynchronous runs.
func (c *call) instances(m reportMetadata, path []string) *answer {
	runs := c.s.reports
	if c.method == http.MethodPost && len(path) == 0 {
		return c.startRun(m)
	}
	runs.mu.Lock()
	defer runs.mu.Unlock()
	list := []hash{}
	for _, r := range runs.order {
		if r.report != m.ID {
			continue
		}
		if len(path) == 1 && path[0] == r.id {
			return c.instance(r, m)
		}
		list = append(list, c.runHash(r))
	}
	if len(path) > 0 {
		return notFound()
	}
	return ok(list)
}

func (c *call) runHash(r *reportRun) hash {
	var completed any
	if !r.completed.IsZero() {
		completed = r.completed.Format(time.RFC3339)
	}
	return hash{{"id", r.id}, {"status", r.status}, {"url", c.reportURL(r.report) + "/instances/" + r.id}, {"ownerId", c.s.o.ids.id18("005", int(c.session.user))},
		{"hasDetailRows", r.details}, {"requestDate", r.requested.Format(time.RFC3339)}, {"completionDate", completed}}
}

func (c *call) instance(r *reportRun, m reportMetadata) *answer {
	attributes := append(hash{{"reportId", m.ID}, {"reportName", m.Name}, {"type", "ReportInstance"}}, c.runHash(r)...)
	if r.status != "Success" {
		return ok(hash{{"attributes", attributes}})
	}
	return ok(append(hash{{"attributes", attributes}}, r.result...))
}

func (c *call) startRun(m reportMetadata) *answer {
	in := struct {
		ReportMetadata *reportMetadata `json:"reportMetadata"`
	}{&m}
	if len(c.body) > 0 {
		if err := c.decode(&in); err != nil {
			return fail(err)
		}
	}
	runs := c.s.reports
	runs.mu.Lock()
	r := &reportRun{id: c.s.o.ids.id18("0LG", len(runs.order)), report: m.ID, status: "New", details: c.query.Get("includeDetails") == "true", requested: c.s.options.Now().UTC()}
	runs.order = append(runs.order, r)
	runs.runs++
	runs.mu.Unlock()
	c.s.start(func() {
		c.s.o.mu.RLock()
		result, err := c.s.o.report(m, r.details)
		c.s.o.mu.RUnlock()
		runs.mu.Lock()
		defer runs.mu.Unlock()
		r.status, r.result, r.completed = "Success", result, c.s.options.Now().UTC()
		if err != nil {
			r.status = "Error"
		}
	})
	runs.mu.Lock()
	defer runs.mu.Unlock()
	return ok(c.runHash(r))
}
