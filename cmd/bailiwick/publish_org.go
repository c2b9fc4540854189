package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type publishPlanCmd struct {
	orgConnection
	Alignment         string            `help:"Alignment, by name, dataset/name or id; needed when there are several."`
	To                string            `help:"Destination." enum:"sales-territories,record-fields,account-teams,field-service,shape-layers" default:"sales-territories"`
	Method            string            `help:"What happens to what is there." enum:"new,overwrite-all,overwrite-matching" default:"overwrite-matching"`
	Scope             string            `help:"What of the alignment is published: the whole of it, or my focus; all else stays as it is in the org." enum:"alignment,focus" default:"alignment"`
	Level             string            `help:"Only this level and those below it; what stands above stays as it is in the org."`
	Model             string            `help:"Developer name of the territory model."`
	ModelName         string            `help:"Label of a new territory model."`
	Type              map[string]string `help:"Territory type of a level, as LEVEL=DeveloperName; others get one of their own." mapsep:","`
	AccountAccess     string            `help:"Access of a territory's users to its accounts: Read, Edit or All; left as it is by default." enum:",Read,Edit,All" default:""`
	OpportunityAccess string            `help:"Access to the opportunities of its accounts: None, Read or Edit." enum:",None,Read,Edit" default:""`
	CaseAccess        string            `help:"Access to the cases of its accounts: None, Read or Edit." enum:",None,Read,Edit" default:""`
	Rules             []string          `help:"Where assignment rules come from: conditions, boundaries, codes." enum:"conditions,boundaries,codes" default:"conditions,boundaries"`
	CodeColumn        string            `help:"Column of the dataset whose values make rules (with --rules codes)."`
	CodeField         string            `help:"Field of the account with the code." default:"BillingPostalCode"`
	Field             map[string]string `help:"Field of the account of a column, as COLUMN=Field; or, for record-fields, what is written to a field, as Field=territory." mapsep:","`
	Manual            string            `help:"Accounts assigned by hand: those the rules leave out, all, or none." enum:"rest,all,none" default:"rest"`
	Users             string            `help:"People assigned: owners and users, owners only, or none." enum:"all,owners,none" default:"all"`
	OwnerRole         string            `help:"Role in the territory, or in the account team, that owners get."`
	TeamMethod        string            `help:"Account teams: add members, overwrite the team, or replace those with the role." enum:"add,overwrite,replace-role" default:"add"`
	TeamAccess        string            `help:"Account teams: access to the account, Read or Edit; left as it is by default." enum:",Read,Edit" default:""`
	Object            string            `help:"Object of record fields." default:"Account"`
	Hours             string            `help:"Operating hours of new service territories, by id or name."`
	Polygons          bool              `help:"Also write polygons of service territories."`
	Members           bool              `help:"Also write members of service territories."`
	Folder            string            `help:"Folder of shape layers."`
	Country           string            `help:"Country of boundary layers, such as USA."`
	Custom            bool              `help:"Shape layers of the areas' own polygons instead of boundary ids."`
	Assign            string            `help:"Shape layers: also an assignment plan that gives records of this object to the owner of the territory they lie in." placeholder:"OBJECT"`
}

func (c *publishPlanCmd) request(connection, alignment string) salesforceplan.Request {
	under := func(s string) string { return strings.ReplaceAll(s, "-", "_") }
	r := salesforceplan.Request{
		ConnectionID: connection, AlignmentID: alignment, Kind: salesforceplan.Kind(under(c.To)), Method: salesforceplan.Method(under(c.Method)),
		Territories: salesforceplan.TerritoryOptions{Model: c.Model, Rules: c.Rules, CodeColumn: c.CodeColumn, CodeField: c.CodeField,
			Manual: c.Manual, Users: c.Users, OwnerRole: c.OwnerRole, Fields: c.Field,
			ModelName: c.ModelName, Types: c.Type, AccountAccess: c.AccountAccess, OpportunityAccess: c.OpportunityAccess, CaseAccess: c.CaseAccess},
		Records: salesforceplan.RecordOptions{Object: c.Object, Fields: c.Field},
		Teams:   salesforceplan.TeamOptions{Role: c.OwnerRole, Method: under(c.TeamMethod), Access: c.TeamAccess},
		Service: salesforceplan.ServiceOptions{OperatingHours: c.Hours, Polygons: c.Polygons, Members: c.Members},
		Shapes:  salesforceplan.ShapeOptions{Folder: c.Folder, Country: c.Country, Custom: c.Custom, AssignObject: c.Assign},
	}
	return r
}

// narrow restricts a request to the part of the alignment that was asked for.
func (c *publishPlanCmd) narrow(ctx context.Context, api *client, a *alignment.Alignment, r *salesforceplan.Request) error {
	if c.Scope == "focus" {
		focus, err := storedFocus(ctx, api, a.ID)
		if err != nil {
			return err
		}
		if focus.Whole() {
			return territory.Errorf(territory.Invalid, "Your focus is the whole of %s; set one with bailiwick alignment focus set, or leave out --scope focus.", a.Name)
		}
		r.Focus = focus
	}
	if c.Level == "" {
		return nil
	}
	r.Level = slices.IndexFunc(a.Levels, func(name string) bool { return strings.EqualFold(name, c.Level) })
	if r.Level < 0 {
		return territory.Errorf(territory.Invalid, "%s has no level %q; its levels are %s.", a.Name, c.Level, strings.Join(a.Levels, ", "))
	}
	return nil
}

// Run makes a plan and shows it.
func (c *publishPlanCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, o orgRecord) error {
		a, err := findAlignment(ctx, api, c.Alignment)
		if err != nil {
			return err
		}
		request := c.request(o.ID, a.ID)
		if err := c.narrow(ctx, api, &a.Alignment, &request); err != nil {
			return err
		}
		var started httpapi.PlanStarted
		if err := api.post(ctx, "/publish-plans", request, &started); err != nil {
			return err
		}
		var plan orgplan.Plan
		if err := api.follow(ctx, t, started.Job, &plan); err != nil {
			return err
		}
		return t.print(plan, func(w io.Writer) { printPlan(w, &plan) })
	})
}

func printPlan(w io.Writer, p *orgplan.Plan) {
	fmt.Fprintf(w, "Plan %s (%s): %s\n", p.ID, p.State, p.Title)
	if p.Operations == 0 {
		fmt.Fprintln(w, "Nothing to write: the org is as planned.")
	}
	for _, n := range p.Counts {
		fmt.Fprintf(w, "  %-32s %6d create %6d update %6d delete\n", n.Object, n.Create, n.Update, n.Delete)
	}
	if p.Operations > 0 {
		fmt.Fprintf(w, "About %d API calls. %d changes made in the org would be overwritten.\n", p.Calls, p.Conflicts)
	}
	for i, q := range p.Problems {
		if i == 20 {
			fmt.Fprintf(w, "  … and %d more.\n", len(p.Problems)-i)
			break
		}
		fmt.Fprintf(w, "  %s: %s: %s\n", q.Level, q.Where, q.What)
	}
}

// planChoice names a plan of writes; by default the newest.
type planChoice struct {
	connection
	Plan string `arg:"" optional:"" help:"Id of the plan; the newest by default."`
}

func (c *planChoice) with(ctx context.Context, f func(api *client, id string) error) error {
	return c.choose(ctx, func(*orgplan.Plan) bool { return true }, f)
}

// begun is with, by default on the newest plan of which something was written.
func (c *planChoice) begun(ctx context.Context, f func(api *client, id string) error) error {
	return c.choose(ctx, func(p *orgplan.Plan) bool {
		return p.RollsBack == "" && p.State != orgplan.Ready && p.State != orgplan.RolledBack
	}, f)
}

func (c *planChoice) choose(ctx context.Context, fits func(*orgplan.Plan) bool, f func(api *client, id string) error) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.Plan != "" {
		return f(api, url.PathEscape(c.Plan))
	}
	var list httpapi.PlanList
	if err := api.get(ctx, "/publish-plans", &list); err != nil {
		return err
	}
	for i := range list.Plans {
		if fits(&list.Plans[i]) {
			return f(api, list.Plans[i].ID)
		}
	}
	return territory.Errorf(territory.NotFound, "There is no such plan of writes yet; make one with bailiwick publish plan, and apply it.")
}

type publishShowCmd struct {
	planChoice
	Operations bool   `help:"List the writes."`
	State      string `help:"Only those in this state." enum:",pending,done,failed,blocked" default:""`
	Limit      int    `help:"At most so many." default:"100"`
}

// Run shows a plan.
func (c *publishShowCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, id string) error {
		if !c.Operations && c.State == "" {
			var plan orgplan.Plan
			if err := api.get(ctx, "/publish-plans/"+id, &plan); err != nil {
				return err
			}
			return t.print(plan, func(w io.Writer) { printPlan(w, &plan) })
		}
		var list httpapi.OperationList
		if err := api.get(ctx, fmt.Sprintf("/publish-plans/%s/operations?limit=%d&state=%s", id, c.Limit, c.State), &list); err != nil {
			return err
		}
		return t.print(list, func(w io.Writer) {
			for _, e := range list.Operations {
				printOperation(w, &e.Operation)
				if e.Result.State != orgplan.Pending {
					fmt.Fprintf(w, "    %s %s %s\n", e.Result.State, e.Result.Code, e.Result.Message)
				}
			}
		})
	})
}

func printOperation(w io.Writer, o *orgplan.Operation) {
	fmt.Fprintf(w, "%6d %s %s %q\n", o.Seq, o.Action, o.Object, o.Label)
	for _, f := range o.Fields {
		switch {
		case f.Ref != "":
			fmt.Fprintf(w, "    %s: → the new %s\n", f.Name, f.Ref)
		case !orgplan.Same(f.Old, f.New):
			fmt.Fprintf(w, "    %s: %q → %q\n", f.Name, orgplan.Text(f.Old), orgplan.Text(f.New))
		}
	}
	if o.Conflict != "" {
		fmt.Fprintf(w, "    conflict: %s\n", o.Conflict)
	}
}

type publishApplyCmd struct {
	planChoice
	Again           bool `help:"Try failed writes once more."`
	AcceptConflicts bool `help:"Overwrite what was changed in the org since the last publication."`
}

// Run applies a plan.
func (c *publishApplyCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, id string) error { return applyPlan(ctx, t, api, id, c.Again, c.AcceptConflicts) })
}

func applyPlan(ctx context.Context, t *terminal, api *client, id string, again, accept bool) error {
	var started job.Job
	if err := api.post(ctx, "/publish-plans/"+id+"/apply", map[string]any{"again": again, "acceptConflicts": accept}, &started); err != nil {
		return err
	}
	var outcome orgplan.Outcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		if territory.CodeOf(err) == territory.Cancelled {
			return territory.Errorf(territory.Cancelled, "Interrupted. What was written is in the journal; apply the plan again to go on.")
		}
		return err
	}
	return t.print(outcome, func(w io.Writer) {
		fmt.Fprintf(w, "The plan is %s: %d written, %d failed, %d blocked, %d left.\n", outcome.State, outcome.Done, outcome.Failed, outcome.Blocked, outcome.Pending)
		for i, step := range outcome.Steps {
			fmt.Fprintf(w, "  %d. %s\n", i+1, step)
		}
	})
}

type publishRollbackCmd struct {
	planChoice
	DryRun bool `help:"Only make the plan that takes it back."`
}

// Run makes the plan that takes another back, and applies it.
func (c *publishRollbackCmd) Run(ctx context.Context, t *terminal) error {
	return c.begun(ctx, func(api *client, id string) error {
		var plan orgplan.Plan
		if err := api.post(ctx, "/publish-plans/"+id+"/rollback", nil, &plan); err != nil {
			return err
		}
		if c.DryRun {
			return t.print(plan, func(w io.Writer) { printPlan(w, &plan) })
		}
		return applyPlan(ctx, t, api, plan.ID, false, true)
	})
}

type publishVerifyCmd struct{ planChoice }

// Run verifies a plan; differences make the command fail.
func (c *publishVerifyCmd) Run(ctx context.Context, t *terminal) error {
	return c.begun(ctx, func(api *client, id string) error {
		var started job.Job
		if err := api.post(ctx, "/publish-plans/"+id+"/verify", nil, &started); err != nil {
			return err
		}
		var v salesforceplan.Verification
		if err := api.follow(ctx, t, started, &v); err != nil {
			return err
		}
		err := t.print(v, func(w io.Writer) {
			if v.Same {
				fmt.Fprintf(w, "The org is as planned: %d records compared, no difference.\n", v.Records)
			}
			for i := range v.Differences {
				printOperation(w, &v.Differences[i])
			}
			if v.Proof != nil {
				fmt.Fprintf(w, "Rules over the dataset: %d units by rule, %d by hand, %d differences.\n", v.Proof.ByRule, v.Proof.Manual, v.Proof.Differences)
			}
		})
		if err == nil && !v.Same {
			err = territory.Errorf(territory.Conflict, "The org differs from the plan in %d records.", v.Count)
		}
		return err
	})
}

type publishDriftCmd struct{ planChoice }

// Run lists the drift.
func (c *publishDriftCmd) Run(ctx context.Context, t *terminal) error {
	return c.begun(ctx, func(api *client, id string) error {
		var started job.Job
		if err := api.post(ctx, "/publish-plans/"+id+"/drift", nil, &started); err != nil {
			return err
		}
		var report salesforceplan.DriftReport
		if err := api.follow(ctx, t, started, &report); err != nil {
			return err
		}
		return t.print(report, func(w io.Writer) {
			if report.Count == 0 {
				fmt.Fprintln(w, "Nothing was changed in the org since the last publication.")
			}
			for _, e := range report.Entries {
				fmt.Fprintf(w, "%s %s %q (%s)\n", e.Kind, e.Object, e.Label, e.RecordID)
				for _, f := range e.Fields {
					fmt.Fprintf(w, "    %s: published %q, now %q\n", f.Name, orgplan.Text(f.Old), orgplan.Text(f.New))
				}
			}
		})
	})
}
