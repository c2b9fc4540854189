package salesforceplan

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Input is what is published.
type Input struct {
	Request Request
	State   *alignment.State
	Part    *Part // of the state that is published
	// Root is the id of the alignment that this one was branched from in the
	// first place: branches publish to the same records.
	Root   string
	Reader *dataset.Reader
	// Codes are the codes of the alignment's boundaries, by index.
	Codes     []string
	Published []orgplan.Published
	// Boundaries opens the alignment's boundary set, Land the land around
	// positions; nil where polygons are not drawn.
	Boundaries func(ctx context.Context) (*boundary.Set, error)
	Land       func(lon, lat []float64) (*boundary.Set, error)
}

// Stages of Sales Territories, each deployed or written before the next.
const (
	stageModel    = 10
	stageRules    = 20
	stageTree     = 30 // and two more for every level
	stageUsers    = 500
	stageAccounts = 600
)

// ScopeOf is the part of the org that a request owns.
func ScopeOf(in *Input) string {
	r := &in.Request
	switch r.Kind {
	case SalesTerritories:
		return "territory model " + ModelName(in)
	case RecordFields:
		return "fields of " + r.Records.Object
	case AccountTeams:
		return "account teams"
	case FieldService:
		return "service territories of " + in.Root
	}
	return "shape layers of " + in.Root
}

// ModelName is the developer name of the model published to.
func ModelName(in *Input) string {
	if in.Request.Territories.Model != "" {
		return in.Request.Territories.Model
	}
	return developerName(in.State.Alignment.Name)
}

// Territories plans Sales Territories: types, model, rules, tree, users and
// manual assignments, with the proof that the rules give the plan.
func Territories(ctx context.Context, in *Input, org *Org) (*Plan, error) {
	b := territoryBuilder{Input: in, org: org, model: ModelName(in), users: newDirectory(org.Users),
		plan: &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Publish %s to the territory model %s", in.title(), ModelName(in))}}
	b.checkModel()
	b.nameAreas()
	b.readTree()
	if err := b.makeRules(ctx); err != nil {
		return nil, err
	}
	b.visibleFields()
	b.addModel()
	b.addRules()
	b.addTree()
	b.addUsers()
	if err := b.addAccounts(ctx); err != nil {
		return nil, err
	}
	b.plan.Report = b.proof
	b.plan.Ours = b.ours()
	if err := b.narrow(ctx); err != nil {
		return nil, err
	}
	b.plan.Steps = b.steps()
	return b.plan, nil
}

type territoryBuilder struct {
	*Input
	org   *Org
	plan  *Plan
	model string
	users *directory
	// names are the developer names of areas; mapped are those that have one
	// from an earlier publication, named those recognised by their name only.
	names         map[alignment.AreaNumber]string
	mapped, named map[alignment.AreaNumber]bool
	tree          *orgTree // of developer names
	rules         []areaRule
	proof         *Proof
	got           [][]int32 // what the rules assign, per unit
}

// areaRule is a rule of a territory.
type areaRule struct {
	area alignment.AreaNumber
	name string
	Rule
}

// checkModel refuses a model that cannot be written.
func (b *territoryBuilder) checkModel() {
	switch state := b.org.ModelState; {
	case state == "" && b.Request.Method != AsNew:
		b.plan.problem(orgplan.Note, b.model, sentence.PlanNoModel.With(nil))
	case state != "" && b.Request.Method == AsNew && !b.modelMapped():
		b.plan.problem(orgplan.Wrong, b.model, sentence.PlanModelThere.With(nil))
	case state != "" && state != "Planning" && state != "Active":
		b.plan.problem(orgplan.Wrong, b.model, sentence.PlanModelState.With(sentence.Params{"state": state}))
	case state == "Active":
		b.plan.problem(orgplan.Warning, b.model, sentence.PlanModelActive.With(nil))
	}
	if n := len(b.Part.areas(b.State.Ordered())); n > usualTerritories {
		b.plan.problem(orgplan.Warning, b.model, sentence.PlanManyAreas.With(sentence.Params{"areas": n, "most": usualTerritories}))
	}
}

// usualTerritories is how many territories a model takes unless Salesforce
// Support raises it.
const usualTerritories = 1000

// modelMapped says whether the model was made by an earlier publication of this.
func (b *territoryBuilder) modelMapped() bool {
	return slices.ContainsFunc(b.Published, func(p orgplan.Published) bool { return p.Key == "model" })
}

func (b *territoryBuilder) areaKey(n alignment.AreaNumber) string {
	return fmt.Sprintf("%s/area/%d", b.Root, n)
}

// nameAreas gives every area the developer name of its record in the org: that
// of the record it was published to, else that of the record with its name,
// else a new one.
func (b *territoryBuilder) nameAreas() {
	b.names, b.mapped, b.named = map[alignment.AreaNumber]string{}, map[alignment.AreaNumber]bool{}, map[alignment.AreaNumber]bool{}
	taken, byID, byName := map[string]bool{}, map[string]string{}, map[string][]string{}
	for _, r := range b.org.of(TerritoryObject) {
		name := orgplan.Text(r.Fields["DeveloperName"])
		byID[r.ID] = name
		byName[fold(orgplan.Text(r.Fields["Name"]))] = append(byName[fold(orgplan.Text(r.Fields["Name"]))], name)
		taken[fold(name)] = true
	}
	owned := map[string]bool{} // developer names that the mapping gives to areas
	for _, p := range b.Published {
		if name := byID[p.RecordID]; name != "" && p.Object == TerritoryObject {
			owned[fold(name)] = true
			for _, a := range b.State.Areas {
				if b.areaKey(a.Number) == p.Key {
					b.names[a.Number], b.mapped[a.Number] = name, true
				}
			}
		}
	}
	doubles := map[string]int{}
	for _, a := range b.State.Areas {
		doubles[fold(a.Name)]++
	}
	for _, a := range b.State.Ordered() {
		if b.names[a.Number] != "" {
			continue
		}
		free := slices.DeleteFunc(slices.Clone(byName[fold(a.Name)]), func(n string) bool { return owned[fold(n)] })
		clear := len(free) == 1 && doubles[fold(a.Name)] == 1 && b.Request.Method != AsNew
		switch {
		case !b.Part.has(a): // only to find it in the org
			if clear {
				b.names[a.Number], b.named[a.Number] = free[0], true
			}
		case b.Request.Method == AsNew || len(free) == 0:
			b.names[a.Number] = newName(a, taken)
		case len(free) > 1 || doubles[fold(a.Name)] > 1:
			b.plan.problem(orgplan.Wrong, a.Name, sentence.PlanManyNames.With(sentence.Params{"areas": doubles[fold(a.Name)], "territories": len(free), "names": strings.Join(free, ", ")}))
			b.names[a.Number] = newName(a, taken)
		default:
			b.names[a.Number], b.named[a.Number] = free[0], true
			b.plan.problem(orgplan.Note, a.Name, sentence.PlanByName.With(sentence.Params{"name": free[0]}))
		}
	}
}

// newName makes a developer name that nobody has in the model.
func newName(a *alignment.Area, taken map[string]bool) string {
	base := developerName(a.Name)
	name := base
	for n := int(a.Number); taken[fold(name)]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	taken[fold(name)] = true
	return name
}

func (b *territoryBuilder) typeName(level int) string {
	name := fmt.Sprintf("Level %d", level+1)
	if level < len(b.State.Alignment.Levels) {
		name = b.State.Alignment.Levels[level]
	}
	if given := b.Request.Territories.Types[name]; given != "" {
		return given
	}
	return developerName("Bailiwick " + name)
}

// addModel wants types and model.
func (b *territoryBuilder) addModel() {
	priorities := map[string]bool{}
	existing := map[string]bool{}
	for _, r := range b.org.of(TypeObject) {
		priorities[orgplan.Text(r.Fields["Priority"])] = true
		existing[fold(orgplan.Text(r.Fields["DeveloperName"]))] = true
	}
	next := 1
	for level := b.Request.Level; level < b.depth(); level++ {
		name := b.typeName(level)
		if existing[fold(name)] {
			continue
		}
		existing[fold(name)] = true
		for priorities[fmt.Sprint(next)] {
			next++
		}
		priorities[fmt.Sprint(next)] = true
		b.plan.Desired = append(b.plan.Desired, orgplan.Desired{
			Object: TypeObject, Key: "type/" + name, Label: "Territory type " + name, Stage: stageModel, Whole: true, Match: []string{"DeveloperName"},
			Fields: map[string]any{"DeveloperName": name, "MasterLabel": strings.ReplaceAll(name, "_", " "), "Priority": fmt.Sprint(next)},
		})
	}
	label := cmp.Or(b.Request.Territories.ModelName, b.State.Alignment.Name)
	fields := map[string]any{"DeveloperName": b.model, "Name": clip(label, 80)}
	if b.org.ModelState != "" && b.Request.Territories.ModelName == "" {
		for _, r := range b.org.of(ModelObject) {
			fields["Name"] = r.Fields["Name"]
		}
	}
	b.plan.Desired = append(b.plan.Desired, orgplan.Desired{
		Object: ModelObject, Key: "model", Label: "Territory model " + label, Stage: stageModel, Whole: true, Match: []string{"DeveloperName"}, Fields: fields,
	})
}

func (b *territoryBuilder) depth() int {
	deepest := 0
	for _, a := range b.State.Areas {
		if b.Part.has(a) {
			deepest = max(deepest, a.Level+1)
		}
	}
	return deepest
}

// visibleFields refuses rules on fields that the connection's user does not see:
// the org takes none from a user without access to a rule's fields.
func (b *territoryBuilder) visibleFields() {
	if b.org.AccountFields == nil {
		return
	}
	hidden := map[string]bool{}
	for i := range b.rules {
		for _, item := range b.rules[i].Items {
			name := strings.TrimPrefix(item.Field, "Account.")
			if !b.org.AccountFields[fold(name)] {
				hidden[name] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(hidden)) {
		b.plan.problem(orgplan.Wrong, "Account."+name, sentence.PlanNoField.With(nil))
	}
}

func (b *territoryBuilder) addRules() {
	for i := range b.rules {
		r := &b.rules[i]
		b.plan.Desired = append(b.plan.Desired, orgplan.Desired{
			Object: RuleObject, Key: fmt.Sprintf("%s/rule/%s", b.Root, r.name), Label: "Rule " + r.name, Stage: stageRules, Whole: true,
			Match: []string{"DeveloperName"},
			Fields: map[string]any{"DeveloperName": r.name, "MasterLabel": clip(strings.ReplaceAll(r.name, "_", " "), 80), "Model": b.model, "ObjectType": "Account",
				"IsActive": true, "BooleanFilter": empty(r.Filter), "Items": r.Text()},
		})
	}
}

// addTree wants the territories, parents first.
func (b *territoryBuilder) addTree() {
	rules := map[alignment.AreaNumber][]string{}
	for _, r := range b.rules {
		rules[r.area] = append(rules[r.area], r.name)
	}
	o := &b.Request.Territories
	foreign := b.foreignRules()
	for _, a := range b.byLevel() {
		list := slices.Concat(rules[a.Number], foreign[fold(b.names[a.Number])])
		slices.Sort(list)
		fields := map[string]any{
			"DeveloperName": b.names[a.Number], "Name": clip(a.Name, 80), "Model": b.model, "Type": b.typeName(a.Level),
			"Parent": b.parentOf(a), "Rules": empty(strings.Join(slices.Compact(list), ",")),
		}
		for name, v := range map[string]string{"AccountAccessLevel": o.AccountAccess, "OpportunityAccessLevel": o.OpportunityAccess, "CaseAccessLevel": o.CaseAccess} {
			if v != "" {
				fields[name] = v
			}
		}
		b.plan.Desired = append(b.plan.Desired, orgplan.Desired{
			Object: TerritoryObject, Key: b.areaKey(a.Number), Label: a.Name, Stage: stageTree + 2*a.Level, Whole: true,
			Match: []string{"DeveloperName"}, Fields: fields,
		})
	}
}

// foreignRules are the rules of territories that somebody made in the org;
// overwrite matching leaves them in place.
func (b *territoryBuilder) foreignRules() map[string][]string {
	out := map[string][]string{}
	if b.Request.Method != Matching {
		return out
	}
	ours := map[string]bool{}
	for _, p := range b.Published {
		if p.Object == RuleObject {
			ours[fold(orgplan.Text(p.Fields["DeveloperName"]))] = true
		}
	}
	for _, r := range b.rules {
		ours[fold(r.name)] = true
	}
	for _, r := range b.org.of(TerritoryObject) {
		for name := range strings.SplitSeq(orgplan.Text(r.Fields["Rules"]), ",") {
			if name != "" && !ours[fold(name)] {
				at := fold(orgplan.Text(r.Fields["DeveloperName"]))
				out[at] = append(out[at], name)
			}
		}
	}
	return out
}

// byLevel returns the published areas level by level, each in tree order.
func (b *territoryBuilder) byLevel() []*alignment.Area {
	areas := b.Part.areas(b.State.Ordered())
	slices.SortStableFunc(areas, func(x, y *alignment.Area) int { return cmp.Compare(x.Level, y.Level) })
	return areas
}

// addUsers wants owners and users in their territories.
func (b *territoryBuilder) addUsers() {
	o := &b.Request.Territories
	if o.Users == "none" {
		return
	}
	wrong := map[string]*sentence.Sentence{}
	for _, a := range b.byLevel() {
		seen := map[string]bool{}
		add := func(who, role string) {
			if who == "" {
				return
			}
			id, problem := b.users.find(who)
			if problem != nil {
				wrong[who] = problem
				return
			}
			if seen[id] {
				return
			}
			seen[id] = true
			fields := map[string]any{"UserId": id}
			if role != "" {
				fields["RoleInTerritory2"] = role
			}
			b.plan.Desired = append(b.plan.Desired, orgplan.Desired{
				Object: UserObject, Key: fmt.Sprintf("%s/user/%d/%s", b.Root, a.Number, shortID(id)), Label: who + " in " + a.Name, Stage: stageUsers, Fixed: true,
				Fields: fields, Refs: map[string]string{"Territory2Id": b.areaKey(a.Number)}, Match: []string{"UserId", "Territory2Id"},
			})
		}
		role := o.OwnerRole
		for _, u := range a.Users { // a role of the owner's own goes before
			if u.Name == a.Owner && u.Role != "" {
				role = u.Role
			}
		}
		add(a.Owner, role)
		if o.Users == "all" {
			for _, u := range a.Users {
				add(u.Name, u.Role)
			}
		}
	}
	for _, who := range slices.Sorted(maps.Keys(wrong)) {
		b.plan.problem(orgplan.Warning, who, sentence.NobodyAssigned.With(sentence.Params{"problem": *wrong[who]}))
	}
}

// ours says what may be deleted: by overwrite all everything of the model, by
// overwrite matching only what an earlier publication made.
func (b *territoryBuilder) ours() func(*orgplan.Record) bool {
	made := map[string]bool{}
	for _, p := range b.Published {
		made[p.RecordID] = true
	}
	o := &b.Request.Territories
	return func(r *orgplan.Record) bool {
		switch {
		case r.Object == TypeObject || r.Object == ModelObject:
			return false
		case r.Object == UserObject && o.Users == "none", r.Object == AccountObject && o.Manual == "none":
			return false
		}
		return b.Request.Method == Overwrite || made[r.ID]
	}
}

// steps tells what a person has to do, since no API does it.
func (b *territoryBuilder) steps() []string {
	steps := []string{fmt.Sprintf("In Salesforce Setup, open Territory Models and then the model %s.", b.model)}
	if which := "its"; len(b.rules) > 0 {
		if part := b.Part.text(b.Request.Focus); part != "" {
			which = "the published territories' (" + part + ")"
		}
		steps = append(steps, "Run "+which+" assignment rules (Run Rules) and wait until the run has ended: no API can do this.")
	}
	steps = append(steps, "Look at the assigned accounts of some territories.")
	if b.org.ModelState != "Active" {
		steps = append(steps, "Activate the model. Another active model must be archived first, and an archived one cannot come back.")
	}
	return steps
}

func empty(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func clip(text string, n int) string {
	runes := []rune(text)
	return string(runes[:min(n, len(runes))])
}

func fold(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// shortID is the 15-character form of a record's id, "" for other texts.
func shortID(id string) string {
	if len(id) == 15 || len(id) == 18 {
		return id[:15]
	}
	return ""
}
