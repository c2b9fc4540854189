package salesforce

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Publisher plans, applies and verifies publications.
type Publisher struct {
	Service    *Service
	Store      orgplan.Store
	Alignments alignment.Repository
	Catalog    dataset.Catalog
	Columns    *dataset.Cache
	Blobs      blob.Store
	// BoundaryCodes returns the codes of a boundary set, by index.
	BoundaryCodes func(ctx context.Context, set string) ([]string, error)
	// BoundarySet opens a boundary set and Land the land around positions, for
	// polygons of areas; nil where none are drawn.
	BoundarySet func(ctx context.Context, set string) (*boundary.Set, error)
	Land        func(lon, lat []float64) (*boundary.Set, error)
	Now         func() time.Time
	// Pause waits between tries of a batch; nil waits as orgplan does.
	Pause func(ctx context.Context, try int) error
}

// prepared is a request with what was read for it.
type prepared struct {
	in     *salesforceplan.Input
	client *Client
	org    *salesforceplan.Org
	plan   *salesforceplan.Plan
	diff   *orgplan.Difference
}

// Plan reads the org and lists the writes that publishing would take. Run again
// under the same id it returns the plan that is there.
func (p *Publisher) Plan(ctx context.Context, s salesforceplan.PlanSpec, actor territory.Actor, progress territory.ProgressFunc) (orgplan.Plan, error) {
	if done, err := p.Store.Plan(ctx, s.PlanID); err == nil || territory.CodeOf(err) != territory.NotFound {
		return done, err
	}
	r, err := p.prepare(ctx, s.Request, progress)
	if err != nil {
		return orgplan.Plan{}, err
	}
	s.Request.Version = r.in.State.Alignment.Version
	plan := orgplan.Plan{
		ID: s.PlanID, ConnectionID: s.Request.ConnectionID, Kind: string(s.Request.Kind), Scope: r.plan.Scope, AlignmentID: s.Request.AlignmentID,
		Version: r.in.State.Alignment.Version, Title: r.plan.Title, State: orgplan.Ready, Created: p.Now().UTC(), Actor: actor,
		Problems: slices.Concat(r.plan.Problems, r.diff.Problems), Steps: r.plan.Steps,
	}
	if plan.Request, err = json.Marshal(s.Request); err != nil {
		return plan, fmt.Errorf("encode the request: %w", err)
	}
	if plan.Report, err = json.Marshal(r.plan.Report); err != nil {
		return plan, fmt.Errorf("encode the report: %w", err)
	}
	ops := p.finish(&plan, r.diff.Operations, r.client)
	p.note(progress, "saving", "")
	return plan, p.Store.AddPlan(ctx, plan, ops, r.diff.Adopted)
}

// finish counts the operations, which decides how they are written, and then
// what that costs.
func (p *Publisher) finish(plan *orgplan.Plan, ops []orgplan.Operation, c *Client) []orgplan.Operation {
	ops = orgplan.Finish(plan, ops, newWriter(c, nil))
	return orgplan.Finish(plan, ops, newWriter(c, plan.Counts))
}

func (p *Publisher) note(progress territory.ProgressFunc, phase, what string) {
	if progress != nil {
		progress(territory.Progress{Phase: phase, Message: what})
	}
}

// prepare loads the alignment, reads the org and compares.
func (p *Publisher) prepare(ctx context.Context, request salesforceplan.Request, progress territory.ProgressFunc) (*prepared, error) {
	if err := request.Validate(); err != nil {
		return nil, err
	}
	r := &prepared{}
	var err error
	if r.in, err = p.input(ctx, request); err != nil {
		return nil, err
	}
	if r.client, err = p.Service.Open(ctx, request.ConnectionID); err != nil {
		return nil, err
	}
	if r.in.Published, err = p.Store.Published(ctx, request.ConnectionID, salesforceplan.ScopeOf(r.in)); err != nil {
		return nil, err
	}
	if r.org, err = p.read(ctx, r.client, r.in, progress); err != nil {
		return nil, err
	}
	p.note(progress, "comparing", "")
	if r.plan, err = p.build(ctx, r.in, r.org); err != nil {
		return nil, err
	}
	if r.plan.Ours != nil {
		for i := range r.org.Records {
			r.org.Records[i].Ours = r.plan.Ours(&r.org.Records[i])
		}
	}
	if r.plan.Within != nil {
		r.org.Records = slices.DeleteFunc(r.org.Records, func(one orgplan.Record) bool { return !r.plan.Within(&one) })
	}
	r.diff = orgplan.Diff(r.org.Records, r.plan.Desired, r.in.Published)
	return r, nil
}

func (p *Publisher) input(ctx context.Context, request salesforceplan.Request) (*salesforceplan.Input, error) {
	in := &salesforceplan.Input{Request: request, Land: p.Land}
	var err error
	if in.State, err = p.Alignments.State(ctx, request.AlignmentID, request.Version); err != nil {
		return nil, err
	}
	if in.Part, err = salesforceplan.PartOf(&request, in.State); err != nil {
		return nil, err
	}
	if in.Root, err = p.root(ctx, in.State.Alignment); err != nil {
		return nil, err
	}
	snapshot, err := p.Catalog.Snapshot(ctx, in.State.Alignment.SnapshotID)
	if err != nil {
		return nil, err
	}
	if in.Reader, err = p.Columns.Open(ctx, p.Blobs, snapshot); err != nil {
		return nil, err
	}
	if b := in.State.Boundaries; b != nil && p.BoundaryCodes != nil {
		in.Codes, err = p.BoundaryCodes(ctx, b.Set)
	}
	if b := in.State.Boundaries; b != nil && p.BoundarySet != nil {
		in.Boundaries = func(ctx context.Context) (*boundary.Set, error) { return p.BoundarySet(ctx, b.Set) }
	}
	return in, err
}

// root is the alignment that this one was branched from in the first place.
func (p *Publisher) root(ctx context.Context, a alignment.Alignment) (string, error) {
	id := a.ID
	for range 100 {
		if a.Origin == nil {
			return id, nil
		}
		id = a.Origin.AlignmentID
		next, err := p.Alignments.Alignment(ctx, id)
		if territory.CodeOf(err) == territory.NotFound {
			return id, nil // deleted since; its id is as good as ever
		}
		if err != nil {
			return "", err
		}
		a = next
	}
	return id, nil
}

// read reads what a destination has in the org.
func (p *Publisher) read(ctx context.Context, c *Client, in *salesforceplan.Input, progress territory.ProgressFunc) (*salesforceplan.Org, error) {
	step := func(what string) { p.note(progress, "reading", "Reading "+what) }
	var org *salesforceplan.Org
	var err error
	switch in.Request.Kind {
	case salesforceplan.SalesTerritories:
		if org, err = c.Territories(ctx, salesforceplan.ModelName(in), step); err == nil {
			org.AccountFields, err = c.visible(ctx, "Account")
		}
	case salesforceplan.RecordFields:
		step("records")
		org, err = c.records(ctx, in)
	case salesforceplan.AccountTeams:
		step("account teams")
		org, err = c.teams(ctx)
	case salesforceplan.FieldService:
		step("service territories")
		org, err = c.serviceTerritories(ctx, in.Request.Service.Polygons)
	case salesforceplan.ShapeLayers:
		step("shape layers")
		org, err = c.shapeLayers(ctx, in.Request.Shapes.AssignObject != "")
	default:
		return nil, territory.Errorf(territory.Invalid, "This version does not publish to %s.", in.Request.Kind)
	}
	if err != nil {
		return nil, err
	}
	step("users")
	org.Users, err = c.Users(ctx)
	return org, shown("read the users", err)
}

// visible are the fields of an object that the user sees, in lower case.
func (c *Client) visible(ctx context.Context, object string) (map[string]bool, error) {
	d, err := c.describe(ctx, object)
	if err != nil {
		return nil, shown("describe "+object, err)
	}
	out := make(map[string]bool, len(d.Fields))
	for _, f := range d.Fields {
		out[strings.ToLower(f.Name)] = true
	}
	return out, nil
}

// build works out what the org should hold.
func (p *Publisher) build(ctx context.Context, in *salesforceplan.Input, org *salesforceplan.Org) (*salesforceplan.Plan, error) {
	switch in.Request.Kind {
	case salesforceplan.RecordFields:
		return salesforceplan.Records(ctx, in, org)
	case salesforceplan.AccountTeams:
		return salesforceplan.Teams(ctx, in, org)
	case salesforceplan.FieldService:
		return salesforceplan.Service(ctx, in, org, p.Now())
	case salesforceplan.ShapeLayers:
		return salesforceplan.Shapes(ctx, in, org)
	}
	return salesforceplan.Territories(ctx, in, org)
}

// records reads the fields to be written of every record of the object.
func (c *Client) records(ctx context.Context, in *salesforceplan.Input) (*salesforceplan.Org, error) {
	o := &in.Request.Records
	known, err := c.Fields(ctx, o.Object)
	if err != nil {
		return nil, shown("describe "+o.Object, err)
	}
	fields := slices.Sorted(maps.Keys(o.Fields))
	for _, f := range fields {
		at := slices.IndexFunc(known, func(k connection.Field) bool { return k.Name == f })
		if at < 0 || !known[at].Updateable {
			return nil, territory.Errorf(territory.Invalid, "%s has no field %s that the connection's user may write.", o.Object, f)
		}
	}
	org := &salesforceplan.Org{}
	err = c.Query(ctx, "SELECT Id,"+strings.Join(fields, ",")+" FROM "+o.Object, func(r map[string]any) error {
		one := orgplan.Record{Object: o.Object, ID: text(r, "Id"), Label: text(r, "Id"), Stage: 100, Fields: map[string]any{"Id": text(r, "Id")}}
		for _, f := range fields {
			one.Fields[f] = value(r, f)
		}
		org.Records = append(org.Records, one)
		return nil
	})
	return org, shown("read "+o.Object, err)
}

// Model makes an alignment from a territory model.
func (p *Publisher) Model(ctx context.Context, s salesforceplan.ModelSpec, actor territory.Actor, progress territory.ProgressFunc) (*salesforceplan.ModelOutcome, error) {
	client, err := p.Service.Open(ctx, s.ConnectionID)
	if err != nil {
		return nil, err
	}
	d, err := p.Catalog.Dataset(ctx, s.DatasetID)
	if err != nil {
		return nil, err
	}
	snapshot, err := p.Catalog.Snapshot(ctx, d.CurrentSnapshot)
	if err != nil {
		return nil, err
	}
	reader, err := p.Columns.Open(ctx, p.Blobs, snapshot)
	if err != nil {
		return nil, err
	}
	org, err := client.Territories(ctx, s.Model, func(what string) { p.note(progress, "reading", "Reading "+what) })
	if err != nil {
		return nil, err
	}
	if org.ModelState == "" {
		return nil, territory.Errorf(territory.NotFound, "The org has no territory model %q; it has %s.", s.Model, strings.Join(org.OtherModels, ", "))
	}
	if org.Users, err = client.Users(ctx); err != nil {
		return nil, shown("read the users", err)
	}
	levels, first, out, err := salesforceplan.FromModel(ctx, org, s.Model, reader)
	if err != nil {
		return nil, err
	}
	out.AlignmentID = s.AlignmentID
	now := p.Now().UTC()
	first.At, first.Actor = now, actor
	a := alignment.Alignment{ID: s.AlignmentID, DatasetID: d.ID, SnapshotID: snapshot.ID, Name: s.Name, Levels: levels, Created: now, Updated: now}
	if _, err := p.Alignments.Alignment(ctx, a.ID); err == nil {
		return out, nil // an earlier try of this job made it
	}
	return out, p.Alignments.CreateAlignment(ctx, a, snapshot.Units, first)
}

// Apply does what is left of a plan. Before the first write it compares the old
// values with the org: a plan that no longer fits is refused.
func (p *Publisher) Apply(ctx context.Context, s salesforceplan.ApplySpec, progress territory.ProgressFunc) (*orgplan.Outcome, error) {
	plan, err := p.Store.Plan(ctx, s.PlanID)
	if err != nil {
		return nil, err
	}
	release, err := p.Service.hold(plan.ConnectionID, plan.Scope)
	if err != nil {
		return nil, err
	}
	defer release()
	if plan, err = p.Store.Plan(ctx, s.PlanID); err != nil { // as whoever wrote before has left it
		return nil, err
	}
	if plan.Conflicts > 0 && !s.AcceptConflicts {
		return nil, territory.Say(territory.Conflict, sentence.PlanConflicts.With(sentence.Params{"records": plan.Conflicts}))
	}
	client, err := p.Service.Open(ctx, plan.ConnectionID)
	if err != nil {
		return nil, err
	}
	if plan.State == orgplan.Ready {
		if err := p.fits(ctx, client, plan, progress); err != nil {
			return nil, err
		}
	}
	if used, allowed := client.Usage(); allowed > 0 && allowed-used < int64(plan.Calls) && plan.State == orgplan.Ready {
		return nil, territory.Say(territory.Unavailable, sentence.PlanCalls.With(sentence.Params{"calls": plan.Calls, "left": allowed - used}))
	}
	applier := orgplan.Applier{Store: p.Store, Org: newWriter(client, plan.Counts), Now: p.Now, Pause: p.Pause}
	outcome, err := applier.Apply(ctx, s.PlanID, s.Again, progress)
	if err != nil {
		return nil, shown("write", err)
	}
	if plan.RollsBack != "" && outcome.State == orgplan.Applied {
		return outcome, p.Store.EndPlan(ctx, plan.RollsBack, orgplan.RolledBack)
	}
	return outcome, nil
}

// fits refuses a plan whose old values are no longer those of the org.
func (p *Publisher) fits(ctx context.Context, c *Client, plan orgplan.Plan, progress territory.ProgressFunc) error {
	request, err := requestOf(plan)
	if err != nil {
		return err
	}
	in, err := p.input(ctx, request)
	if err != nil {
		return err
	}
	org, err := p.read(ctx, c, in, progress)
	if err != nil {
		return err
	}
	entries, _, err := p.Store.Entries(ctx, plan.ID, orgplan.Filter{})
	if err != nil {
		return err
	}
	ops := make([]orgplan.Operation, len(entries))
	for i := range entries {
		ops[i] = entries[i].Operation
	}
	stale := orgplan.Stale(ops, org.Records)
	if len(stale) == 0 {
		return nil
	}
	what := "one record"
	if len(stale) > 1 {
		what = fmt.Sprintf("%d records", len(stale))
	}
	e := territory.Say(territory.Conflict, sentence.OrgChanged.With(sentence.Params{"what": sentence.StaleRecords.Worded(what, sentence.Params{"records": len(stale)})}))
	for _, s := range stale[:min(len(stale), 20)] {
		e.Details = append(e.Details, territory.DetailOf(s.Where, *s.Said))
	}
	return e
}

func requestOf(plan orgplan.Plan) (salesforceplan.Request, error) {
	var request salesforceplan.Request
	if err := json.Unmarshal(plan.Request, &request); err != nil {
		return request, fmt.Errorf("decode the request of plan %s: %w", plan.ID, err)
	}
	return request, request.Validate()
}

// shownDifferences is how many differences a verification lists.
const shownDifferences = 1000

// Verify reads the org back and compares it with the plan.
func (p *Publisher) Verify(ctx context.Context, s salesforceplan.CheckSpec, progress territory.ProgressFunc) (*salesforceplan.Verification, error) {
	plan, err := p.Store.Plan(ctx, s.PlanID)
	if err != nil {
		return nil, err
	}
	if plan.RollsBack != "" || plan.State == orgplan.RolledBack {
		return nil, territory.Errorf(territory.Invalid, "This plan is, or was taken back by, a rollback; verify a plan of a publication.")
	}
	request, err := requestOf(plan)
	if err != nil {
		return nil, err
	}
	if request.Method == salesforceplan.AsNew {
		request.Method = salesforceplan.Matching // what it made is there by now
	}
	r, err := p.prepare(ctx, request, progress)
	if err != nil {
		return nil, err
	}
	ops := r.diff.Operations
	v := &salesforceplan.Verification{PlanID: plan.ID, Same: len(ops) == 0, Records: len(r.org.Records), Count: len(ops), Differences: ops[:min(len(ops), shownDifferences)]}
	v.Proof, _ = r.plan.Report.(*salesforceplan.Proof)
	if v.Differences == nil {
		v.Differences = []orgplan.Operation{}
	}
	return v, nil
}

// Drift lists what was changed in the org since the last publication to the
// plan's scope.
func (p *Publisher) Drift(ctx context.Context, s salesforceplan.CheckSpec, progress territory.ProgressFunc) (*salesforceplan.DriftReport, error) {
	plan, err := p.Store.Plan(ctx, s.PlanID)
	if err != nil {
		return nil, err
	}
	request, err := requestOf(plan)
	if err != nil {
		return nil, err
	}
	switch request.Kind { // what others added to the destination counts too
	case salesforceplan.SalesTerritories, salesforceplan.FieldService, salesforceplan.ShapeLayers:
		request.Method = salesforceplan.Overwrite
	}
	r, err := p.prepare(ctx, request, progress)
	if err != nil {
		return nil, err
	}
	published := r.in.Published
	if r.plan.Holds != nil {
		published = slices.DeleteFunc(slices.Clone(published), func(m orgplan.Published) bool { return !r.plan.Holds(&m) })
	}
	entries := orgplan.Drift(r.org.Records, published)
	return &salesforceplan.DriftReport{PlanID: plan.ID, Count: len(entries), Entries: entries[:min(len(entries), shownDifferences)]}, nil
}

// Rollback makes the plan that takes back what was done of a plan.
func (p *Publisher) Rollback(ctx context.Context, planID, id string, actor territory.Actor) (orgplan.Plan, error) {
	plan, err := p.Store.Plan(ctx, planID)
	if err != nil {
		return plan, err
	}
	if plan.State == orgplan.Ready || plan.State == orgplan.RolledBack {
		return plan, territory.Say(territory.Conflict, sentence.PlanNoTakeBack.With(sentence.Params{"state": sentence.PlanState(string(plan.State))}))
	}
	if open, err := p.Store.OpenBatches(ctx, planID); err != nil || len(open) > 0 {
		return plan, orConflict(err)
	}
	entries, _, err := p.Store.Entries(ctx, planID, orgplan.Filter{})
	if err != nil {
		return plan, err
	}
	match := map[string][]string{}
	for i := range entries {
		if len(entries[i].Match) > 0 {
			match[entries[i].Object] = entries[i].Match
		}
	}
	for object, fields := range salesforceplan.Matches {
		match[object] = fields
	}
	client, err := p.Service.Open(ctx, plan.ConnectionID)
	if err != nil {
		return plan, err
	}
	back := orgplan.Plan{
		ID: id, ConnectionID: plan.ConnectionID, Kind: plan.Kind, Scope: plan.Scope, AlignmentID: plan.AlignmentID, Version: plan.Version,
		Title: "Take back: " + plan.Title, State: orgplan.Ready, Created: p.Now().UTC(), Actor: actor, Request: plan.Request, RollsBack: plan.ID,
	}
	ops := p.finish(&back, orgplan.Invert(entries, func(object string) []string { return match[object] }), client)
	return back, p.Store.AddPlan(ctx, back, ops, nil)
}

func orConflict(err error) error {
	if err != nil {
		return err
	}
	return territory.Say(territory.Conflict, sentence.PlanInterrupted.With(nil))
}
