package salesforceplan

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// territories are the published areas of the lowest level.
func (b *territoryBuilder) territories() []*alignment.Area {
	return b.Part.areas(b.State.Territories())
}

// readTree reads the tree of the model as it is in the org.
func (b *territoryBuilder) readTree() {
	areas, parents := map[string]*alignment.Area{}, map[string]string{}
	for _, r := range b.org.of(TerritoryObject) {
		parents[fieldText(r, "DeveloperName")] = fieldText(r, "Parent")
	}
	for number, name := range b.names {
		if _, there := parents[name]; there && (b.mapped[number] || b.named[number]) {
			areas[name] = b.State.Areas[number]
		}
	}
	b.tree = newOrgTree(b.Part, areas, parents)
}

// parentOf is the developer name of the territory above an area's. Where the
// area above is not published, it is the nearest one above that was published
// earlier; else a territory stays where it is, and a new one comes below the
// nearest that the org has, or to the top.
func (b *territoryBuilder) parentOf(a *alignment.Area) any {
	up := b.State.Areas[a.Parent]
	if up == nil || b.Part.has(up) {
		return empty(b.names[a.Parent])
	}
	if near := b.Part.above(a, func(x *alignment.Area) bool { return b.mapped[x.Number] }); near != nil {
		return b.names[near.Number]
	}
	if b.tree.areas[b.names[a.Number]] == a {
		return empty(b.tree.parents[b.names[a.Number]])
	}
	if near := b.Part.above(a, func(x *alignment.Area) bool { return b.named[x.Number] }); near != nil {
		return b.names[near.Number]
	}
	return nil
}

// ruleName is how the names of rules are made from those of territories.
var ruleName = regexp.MustCompile(`^(.*)_Rule_\d+$`)

// ruleBase begins the names of a territory's rules. Long developer names are
// cut, and told apart by the area's number.
func (b *territoryBuilder) ruleBase(number alignment.AreaNumber) string {
	name := b.names[number]
	if len(name) <= 60 {
		return name
	}
	return developerName(fmt.Sprintf("%s %d", name[:48], number))
}

// narrow keeps the plan to the part that is published.
func (b *territoryBuilder) narrow(ctx context.Context) error {
	if b.Part.whole() {
		return nil
	}
	names := map[string]string{} // developer name of a territory, by id
	users := map[string][]string{}
	for _, r := range b.org.of(TerritoryObject) {
		name := fieldText(r, "DeveloperName")
		names[r.ID] = name
		for rule := range strings.SplitSeq(fieldText(r, "Rules"), ",") {
			users[fold(strings.TrimSuffix(rule, "+"))] = append(users[fold(strings.TrimSuffix(rule, "+"))], name)
		}
	}
	ofArea := map[string]*alignment.Area{} // by the beginning of its rules' names
	for number := range b.names {
		ofArea[fold(b.ruleBase(number))] = b.State.Areas[number]
	}
	ruleIn := func(name string) bool {
		if of := users[fold(name)]; len(of) > 0 {
			return !slices.ContainsFunc(of, func(territory string) bool { return !b.tree.has(territory) })
		}
		found := ruleName.FindStringSubmatch(name)
		return found != nil && b.Part.has(ofArea[fold(found[1])])
	}
	for i := range b.rules {
		if name := b.rules[i].name; len(users[fold(name)]) > 0 && !ruleIn(name) {
			b.plan.problem(orgplan.Wrong, name, sentence.PlanRuleOutside.With(sentence.Params{"names": strings.Join(users[fold(name)], ", ")}))
		}
	}
	within := func(r *orgplan.Record) bool {
		switch r.Object {
		case TerritoryObject:
			return b.tree.has(fieldText(r, "DeveloperName"))
		case RuleObject:
			return ruleIn(fieldText(r, "DeveloperName"))
		}
		return b.tree.has(names[fieldText(r, "Territory2Id")])
	}
	b.plan.narrow(b.org, []string{TypeObject, ModelObject}, within, func(key string) bool {
		if name, isRule := strings.CutPrefix(key, b.Root+"/rule/"); isRule {
			return ruleIn(name)
		}
		return b.Part.has(b.areaOfKey(key, "area", "user", "account"))
	})
	b.plan.keepCarrying(b.org, TerritoryObject, b.tree, func(r *orgplan.Record) string { return fieldText(r, "DeveloperName") })
	return b.elsewhere(ctx, names)
}

// elsewhere warns of accounts of the part that somebody has in a territory
// outside it, where they stay.
func (b *territoryBuilder) elsewhere(ctx context.Context, names map[string]string) error {
	var ids []string
	for _, r := range b.org.of(AccountObject) {
		if !b.tree.has(names[fieldText(r, "Territory2Id")]) {
			ids = append(ids, fieldText(r, "ObjectId"))
		}
	}
	units, err := b.Reader.FindAll(ctx, ids)
	if err != nil {
		return err
	}
	n := 0
	for _, unit := range units {
		if unit >= 0 && b.State.Assigned[unit] != alignment.Unassigned && b.Part.holds(b.State.Assigned[unit]) {
			n++
		}
	}
	if n > 0 {
		b.plan.problemAt(orgplan.Warning, sentence.PlaceAccounts.With(nil), sentence.PlanAccountsOutside.With(sentence.Params{"accounts": n}))
	}
	return nil
}
