package salesforce

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
)

var _ orgplan.Org = (*writer)(nil)

// Sizes of batches, and from how many operations on a kind goes through the
// Bulk API.
const (
	rowBatch    = 200
	bulkBatch   = 25_000
	deployBatch = 3000
	bulkWrites  = 2000
	heavyBatch  = 20
)

// writer writes plans: components of territory models by deployments, many rows
// through the Bulk API, others through collections.
type writer struct {
	client *Client
	// many counts operations by object and action.
	many map[string]int
}

// newWriter makes the writer of a plan with these counts.
func newWriter(c *Client, counts []orgplan.Count) *writer {
	w := &writer{client: c, many: map[string]int{}}
	for _, n := range counts {
		w.many[n.Object+string(orgplan.Create)], w.many[n.Object+string(orgplan.Update)], w.many[n.Object+string(orgplan.Delete)] = n.Create, n.Update, n.Delete
	}
	return w
}

// setup are the objects that may not share a transaction with others, and that
// the Bulk API is not known to take.
var setup = map[string]bool{"Territory2": true, "Territory2Model": true, "Territory2Type": true, "UserTerritory2Association": true,
	"ObjectTerritory2AssignmentRule": true}

// heavy are the objects whose records hold long texts: few go together, so that
// a request stays small, and none through the Bulk API, whose limit for a field
// was 32,000 characters.
var heavy = map[string]bool{"FSL__Polygon__c": true, "maps__ShapeLayerGeometry__c": true}

// Batch implements orgplan.Costs.
func (w *writer) Batch(o *orgplan.Operation) (string, int) {
	kind := string(o.Action) + " " + o.Object
	switch {
	case heavy[o.Object] && o.Action != orgplan.Delete:
		return kind, heavyBatch
	case deployed[o.Object] && o.Action != orgplan.Delete:
		return "deploy", deployBatch
	case w.many[o.Object+string(o.Action)] >= bulkWrites && !setup[o.Object]:
		return "bulk " + kind, bulkBatch
	}
	return kind, rowBatch
}

// Calls implements orgplan.Costs: a deployment and a job take some calls to
// start, follow and read.
func (w *writer) Calls(group string, n int) int {
	switch {
	case group == "deploy":
		return 6 * ((n + deployBatch - 1) / deployBatch)
	case strings.HasPrefix(group, "bulk"):
		return 10 * ((n + bulkBatch - 1) / bulkBatch)
	}
	size := rowBatch
	if _, object, _ := strings.Cut(group, " "); heavy[object] {
		size = heavyBatch
	}
	return (n + size - 1) / size
}

// Write implements orgplan.Org.
func (w *writer) Write(ctx context.Context, batch []orgplan.Operation, note func(string) error) ([]orgplan.Result, error) {
	group, _ := w.Batch(&batch[0])
	switch {
	case group == "deploy":
		return w.deploy(ctx, batch, note)
	case strings.HasPrefix(group, "bulk"):
		return w.bulk(ctx, batch, note)
	}
	return w.rows(ctx, batch)
}

// passingCodes are refusals of a row that another try may not meet.
var passingCodes = map[string]bool{"UNABLE_TO_LOCK_ROW": true, "SERVER_UNAVAILABLE": true, "TERRITORY_REALIGN_IN_PROGRESS": true,
	"CONCURRENT_MODIFICATION": true}

func failed(seq int, code, message string) orgplan.Result {
	return orgplan.Result{Seq: seq, State: orgplan.Failed, Code: code, Message: advised(code, message), Retry: passingCodes[code]}
}

func (w *writer) rows(ctx context.Context, batch []orgplan.Operation) ([]orgplan.Result, error) {
	first := &batch[0]
	header := map[string]string{"Sforce-Auto-Assign": "FALSE"}
	var out []saved
	var err error
	switch first.Action {
	case orgplan.Delete:
		ids := make([]string, len(batch))
		for i := range batch {
			ids[i] = batch[i].RecordID
		}
		out, err = w.client.Delete(ctx, ids)
	case orgplan.Update:
		out, err = w.client.Update(ctx, first.Object, bodies(batch), header)
	default:
		out, err = w.client.Create(ctx, first.Object, bodies(batch), header)
	}
	if err != nil {
		return w.refused(batch, err)
	}
	if len(out) != len(batch) {
		return nil, fmt.Errorf("%w: %d answers for %d records", orgplan.ErrInDoubt, len(out), len(batch))
	}
	results := make([]orgplan.Result, len(batch))
	for i, s := range out {
		results[i] = orgplan.Result{Seq: batch[i].Seq, State: orgplan.Done, RecordID: s.ID}
		if batch[i].Action != orgplan.Create {
			results[i].RecordID = batch[i].RecordID
		}
		if s.Success {
			continue
		}
		e := savedError{StatusCode: "UNKNOWN", Message: "Salesforce gave no reason"}
		if len(s.Errors) > 0 {
			e = s.Errors[0]
		}
		if batch[i].Action == orgplan.Delete && (e.StatusCode == "ENTITY_IS_DELETED") {
			continue
		}
		results[i] = failed(batch[i].Seq, e.StatusCode, e.Message)
	}
	return results, nil
}

// refused turns an answer that refuses a whole batch into results. What may be
// over later stays an error.
func (w *writer) refused(batch []orgplan.Operation, err error) ([]orgplan.Result, error) {
	var refusal *APIError
	if !errors.As(err, &refusal) || errors.Is(err, orgplan.ErrInDoubt) || refusal.Status != http.StatusBadRequest {
		return nil, shown("write", err)
	}
	results := make([]orgplan.Result, len(batch))
	for i := range batch {
		results[i] = failed(batch[i].Seq, refusal.Code, refusal.Message)
	}
	return results, nil
}

func bodies(batch []orgplan.Operation) []map[string]any {
	list := make([]map[string]any, len(batch))
	for i := range batch {
		body := make(map[string]any, len(batch[i].Fields)+2)
		for _, f := range batch[i].Fields {
			body[f.Name] = f.New
		}
		if batch[i].Action == orgplan.Update {
			body["id"] = batch[i].RecordID
		}
		list[i] = body
	}
	return list
}

// ReadBack implements orgplan.Org.
func (w *writer) ReadBack(ctx context.Context, batch []orgplan.Operation, token string) ([]orgplan.Result, error) {
	if len(batch) == 0 {
		return nil, nil
	}
	group, _ := w.Batch(&batch[0])
	var results []orgplan.Result
	var err error
	switch {
	case group == "deploy":
		results, err = w.deployBack(ctx, batch, token)
	case strings.HasPrefix(group, "bulk") && token != "":
		results, err = w.bulkBack(ctx, batch, token)
	default:
		results, err = w.rowsBack(ctx, batch)
	}
	return results, shown("read back what was written", err)
}

func pending(batch []orgplan.Operation) []orgplan.Result {
	results := make([]orgplan.Result, len(batch))
	for i := range batch {
		results[i] = orgplan.Result{Seq: batch[i].Seq, State: orgplan.Pending}
	}
	return results
}

// rowsBack looks for what creates made by their matching fields, for the new
// values of updates, and for the absence of what was deleted.
func (w *writer) rowsBack(ctx context.Context, batch []orgplan.Operation) ([]orgplan.Result, error) {
	first := &batch[0]
	if first.Action == orgplan.Create {
		return w.createsBack(ctx, batch)
	}
	names := map[string]bool{"Id": true}
	ids := make([]string, len(batch))
	for i := range batch {
		ids[i] = batch[i].RecordID
		for _, f := range batch[i].Fields {
			if first.Action == orgplan.Update {
				names[f.Name] = true
			}
		}
	}
	found := map[string]map[string]any{}
	soql := "SELECT " + strings.Join(slices.Sorted(maps.Keys(names)), ",") + " FROM " + first.Object + " WHERE Id IN (%s)"
	if err := w.client.listIn(ctx, soql, ids, func(r map[string]any) error { found[text(r, "Id")] = r; return nil }); err != nil {
		return nil, err
	}
	results := pending(batch)
	for i := range batch {
		r := found[batch[i].RecordID]
		done := r == nil
		if batch[i].Action == orgplan.Update {
			done = r != nil
			for _, f := range batch[i].Fields {
				done = done && orgplan.Same(value(r, f.Name), f.New)
			}
		}
		if done {
			results[i].State, results[i].RecordID = orgplan.Done, batch[i].RecordID
		}
	}
	return results, nil
}

func (w *writer) createsBack(ctx context.Context, batch []orgplan.Operation) ([]orgplan.Result, error) {
	first := &batch[0]
	if len(first.Match) == 0 {
		return nil, fmt.Errorf("create of %s: no field tells whether the record was made", first.Object)
	}
	seen := map[string]bool{}
	var values []string
	for i := range batch {
		if v := field(&batch[i], first.Match[0]); !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
	}
	mark := func(get func(string) string) string {
		parts := make([]string, len(first.Match))
		for i, m := range first.Match {
			parts[i] = get(m)
			if recordID(parts[i]) {
				parts[i] = shortened(parts[i]) // ids of 15 characters differ in case only
			} else {
				parts[i] = strings.ToLower(parts[i])
			}
		}
		return strings.Join(parts, "\x00")
	}
	found := map[string]string{}
	soql := "SELECT Id," + strings.Join(first.Match, ",") + " FROM " + first.Object + " WHERE " + first.Match[0] + " IN (%s)"
	err := w.client.listIn(ctx, soql, values, func(r map[string]any) error {
		found[mark(func(f string) string { return text(r, f) })] = text(r, "Id")
		return nil
	})
	if err != nil {
		return nil, err
	}
	results := pending(batch)
	for i := range batch {
		if id := found[mark(func(f string) string { return field(&batch[i], f) })]; id != "" {
			results[i].State, results[i].RecordID = orgplan.Done, id
		}
	}
	return results, nil
}

// shortened cuts the check characters off ids, so that both forms are equal.
func shortened(v string) string {
	if len(v) == 18 && recordID(v) {
		return v[:15]
	}
	return v
}
