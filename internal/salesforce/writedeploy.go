package salesforce

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
)

// settleTries and settleWait say how long a deployment of which nothing is
// known is waited for before it is taken as never begun.
const (
	settleTries = 3
	settleWait  = time.Second
)

// deploy writes a batch as one deployment, which the org carries out whole or
// not at all.
func (w *writer) deploy(ctx context.Context, batch []orgplan.Operation, note func(string) error) ([]orgplan.Result, error) {
	files, err := packageOf(batch, w.client.version)
	if err != nil {
		return nil, err
	}
	id, err := w.client.deploy(ctx, files)
	if err != nil {
		return w.refused(batch, err)
	}
	if err := note(id); err != nil {
		return nil, err
	}
	return w.deployEnd(ctx, batch, id)
}

// deployEnd waits for a deployment and tells what became of each component.
func (w *writer) deployEnd(ctx context.Context, batch []orgplan.Operation, id string) ([]orgplan.Result, error) {
	state, err := w.client.awaitDeploy(ctx, id)
	if err != nil {
		return nil, err
	}
	if state.Success {
		return w.ids(ctx, batch)
	}
	problems := map[string]string{}
	first := state.Error
	for _, f := range state.Details.Failures {
		problems[f.FileName], problems[f.ComponentType+" "+f.FullName] = f.Problem, f.Problem
		if first == "" {
			first = f.FullName + ": " + f.Problem
		}
	}
	results := make([]orgplan.Result, len(batch))
	for i := range batch {
		c := componentOf(&batch[i])
		problem := problems[c.path]
		if problem == "" {
			problem = problems[c.kind+" "+c.name]
		}
		code := "DEPLOY_FAILED"
		if problem == "" {
			code, problem = "ROLLED_BACK", "nothing of the deployment was written, because of "+first
		}
		results[i] = failed(batch[i].Seq, code, problem)
		results[i].Retry = strings.Contains(problem, "UNABLE_TO_LOCK_ROW") || strings.Contains(first, "unable to obtain exclusive access")
	}
	return results, nil
}

// componentRecords reads the records behind components, by object and developer
// name.
func (w *writer) ids(ctx context.Context, batch []orgplan.Operation) ([]orgplan.Result, error) {
	queries := map[string]string{}
	for i := range batch {
		o := &batch[i]
		switch o.Object {
		case salesforceplan.TypeObject, salesforceplan.ModelObject:
			queries[o.Object] = "SELECT Id,DeveloperName FROM " + o.Object
		default:
			queries[o.Object] = "SELECT Id,DeveloperName FROM " + o.Object + " WHERE Territory2Model.DeveloperName = " + quote(field(o, "Model"))
		}
	}
	found := map[string]string{}
	for object, soql := range queries {
		err := w.client.Query(ctx, soql, func(r map[string]any) error {
			found[object+" "+strings.ToLower(text(r, "DeveloperName"))] = text(r, "Id")
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	results := make([]orgplan.Result, len(batch))
	for i := range batch {
		id := found[batch[i].Object+" "+strings.ToLower(field(&batch[i], "DeveloperName"))]
		if id == "" {
			return nil, fmt.Errorf("%w: %s was deployed and is not there", orgplan.ErrInDoubt, batch[i].Label)
		}
		results[i] = orgplan.Result{Seq: batch[i].Seq, State: orgplan.Done, RecordID: id}
	}
	return results, nil
}

// deployBack finds out what became of a deployment: by its id, or by comparing
// the org's components with what was to be deployed.
func (w *writer) deployBack(ctx context.Context, batch []orgplan.Operation, id string) ([]orgplan.Result, error) {
	if id != "" {
		return w.deployEnd(ctx, batch, id)
	}
	for try := 1; ; try++ {
		done, err := w.inPlace(ctx, batch)
		if err != nil {
			return nil, err
		}
		if done {
			return w.ids(ctx, batch)
		}
		if try == settleTries {
			return pending(batch), nil
		}
		if err := w.client.wait(ctx, settleWait); err != nil {
			return nil, err
		}
	}
}

// inPlace says whether every component of the batch is in the org as it was to
// be deployed.
func (w *writer) inPlace(ctx context.Context, batch []orgplan.Operation) (bool, error) {
	model := ""
	for i := range batch {
		if batch[i].Object == salesforceplan.ModelObject {
			model = field(&batch[i], "DeveloperName")
		} else if m := field(&batch[i], "Model"); m != "" {
			model = m
		}
	}
	r := modelReader{client: w.client, model: model, org: &salesforceplan.Org{}, where: "Territory2Model.DeveloperName = " + quote(model)}
	for _, read := range []func(context.Context) error{r.types, r.models, r.rules, r.territories} {
		if err := read(ctx); err != nil {
			return false, err
		}
	}
	there := map[string]*orgplan.Record{}
	for i := range r.org.Records {
		one := &r.org.Records[i]
		there[one.Object+" "+strings.ToLower(orgplan.Text(one.Fields["DeveloperName"]))] = one
	}
	for i := range batch {
		one := there[batch[i].Object+" "+strings.ToLower(field(&batch[i], "DeveloperName"))]
		if one == nil {
			return false, nil
		}
		for _, f := range batch[i].Fields {
			if !orgplan.Same(one.Fields[f.Name], f.New) {
				return false, nil
			}
		}
	}
	return true, nil
}
