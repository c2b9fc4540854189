package salesforceplan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// ModelJobKind is the kind of jobs whose parameters are a ModelSpec.
const ModelJobKind = "salesforce-model"

// ModelSpec makes an alignment of a dataset from a territory model.
type ModelSpec struct {
	ConnectionID string `json:"connectionId"`
	DatasetID    string `json:"datasetId"`
	Model        string `json:"model"`
	AlignmentID  string `json:"alignmentId"`
	Name         string `json:"name"`
}

// ModelOutcome is what became of a territory model.
type ModelOutcome struct {
	AlignmentID string            `json:"alignmentId"`
	Areas       int               `json:"areas"`
	Rules       int               `json:"rules" doc:"Areas that have a condition made from assignment rules."`
	Users       int               `json:"users"`
	ByHand      int               `json:"byHand" doc:"Units assigned by hand in the model."`
	ByRule      int               `json:"byRule" doc:"Units assigned by the model's rules."`
	Unassigned  int               `json:"unassigned"`
	Problems    []orgplan.Problem `json:"problems" nullable:"false"`
}

// FromModel makes the levels and the first change set of an alignment from a
// territory model: the tree with owners and users, conditions from assignment
// rules, and units assigned by hand and then by rule. What an alignment cannot
// say is listed.
func FromModel(ctx context.Context, org *Org, model string, r *dataset.Reader) ([]string, alignment.ChangeSet, *ModelOutcome, error) {
	m := modelIn{org: org, reader: r, out: &ModelOutcome{Problems: []orgplan.Problem{}}, areas: map[string]*alignment.Area{}, ids: map[string]string{}}
	m.tree()
	m.people()
	m.conditions()
	state := alignment.NewState(alignment.Alignment{}, r.Units())
	ops := make([]alignment.Op, 0, len(m.order)+1)
	for _, a := range m.order {
		ops = append(ops, alignment.Op{AddArea: a})
		state.Areas[a.Number] = a
	}
	assign, err := m.assign(ctx, state)
	if err != nil {
		return nil, alignment.ChangeSet{}, nil, err
	}
	if len(assign.Units) > 0 {
		ops = append(ops, alignment.Op{Assign: assign})
	}
	m.out.Areas = len(m.order)
	m.out.Unassigned = r.Units() - len(assign.Units)
	return m.levels, alignment.ChangeSet{Kind: alignment.KindCreate, Ops: ops}.Because(sentence.CreatedFromModel.With(sentence.Params{"name": model})), m.out, nil
}

type modelIn struct {
	org    *Org
	reader *dataset.Reader
	out    *ModelOutcome
	order  []*alignment.Area
	// areas are by developer name, ids the developer names by record id.
	areas  map[string]*alignment.Area
	ids    map[string]string
	levels []string
	placed []Placed
}

func (m *modelIn) problem(name string, what sentence.Sentence) {
	m.out.Problems = append(m.out.Problems, orgplan.Found(orgplan.Warning, name, what))
}

func (m *modelIn) accountProblem(what sentence.Sentence) {
	m.out.Problems = append(m.out.Problems, orgplan.FoundAt(orgplan.Warning, sentence.PlaceAccounts.With(nil), what))
}

func fieldText(r *orgplan.Record, name string) string { return orgplan.Text(r.Fields[name]) }

// tree makes the areas, parents first, siblings by name.
func (m *modelIn) tree() {
	children := map[string][]*orgplan.Record{}
	for _, r := range m.org.of(TerritoryObject) {
		m.ids[r.ID] = fieldText(r, "DeveloperName")
		children[fieldText(r, "Parent")] = append(children[fieldText(r, "Parent")], r)
	}
	kinds := map[string]string{}
	for _, r := range m.org.of(TypeObject) {
		kinds[fieldText(r, "DeveloperName")] = fieldText(r, "MasterLabel")
	}
	var types []map[string]bool
	colours := map[int]int{}
	var walk func(parent string, number alignment.AreaNumber, level int)
	walk = func(parent string, number alignment.AreaNumber, level int) {
		slices.SortFunc(children[parent], func(a, b *orgplan.Record) int {
			return strings.Compare(fieldText(a, "Name")+"\x00"+fieldText(a, "DeveloperName"), fieldText(b, "Name")+"\x00"+fieldText(b, "DeveloperName"))
		})
		for i, r := range children[parent] {
			a := &alignment.Area{Number: alignment.AreaNumber(len(m.order) + 1), Parent: number, Name: fieldText(r, "Name"), Level: level, Sort: i, Colour: colours[level]}
			colours[level]++
			m.order = append(m.order, a)
			m.areas[fieldText(r, "DeveloperName")] = a
			for len(types) <= level {
				types = append(types, map[string]bool{})
			}
			types[level][kinds[fieldText(r, "Type")]] = true
			walk(fieldText(r, "DeveloperName"), a.Number, level+1)
		}
	}
	walk("", alignment.Unassigned, 0)
	seen := map[string]bool{}
	for i, names := range types {
		name := fmt.Sprintf("Level %d", i+1)
		for one := range names {
			if len(names) == 1 && one != "" && !seen[one] {
				name = one
			}
		}
		seen[name] = true
		m.levels = append(m.levels, name)
	}
	if len(m.levels) == 0 {
		m.levels = []string{"Territory"}
	}
}

// people gives areas their users, and as owner the one in the role Owner, or
// the only one.
func (m *modelIn) people() {
	names := map[string]string{}
	for _, u := range m.org.Users {
		names[shortID(u.ID)] = u.Username
	}
	for _, r := range m.org.of(UserObject) {
		a := m.areas[m.ids[fieldText(r, "Territory2Id")]]
		name := names[shortID(fieldText(r, "UserId"))]
		if name == "" {
			name = fieldText(r, "UserId")
		}
		if a == nil {
			continue
		}
		m.out.Users++
		a.Users = append(a.Users, alignment.AreaUser{Name: name, Role: fieldText(r, "RoleInTerritory2")})
	}
	for _, a := range m.order {
		slices.SortFunc(a.Users, func(x, y alignment.AreaUser) int { return strings.Compare(x.Name+"\x00"+x.Role, y.Name+"\x00"+y.Role) })
		for _, u := range a.Users {
			if a.Owner == "" && (u.Role == "Owner" || len(a.Users) == 1) {
				a.Owner = u.Name
			}
		}
	}
}

// conditions turns the rules of each territory into its condition.
func (m *modelIn) conditions() {
	rules := map[string]Rule{}
	for _, r := range m.org.of(RuleObject) {
		items, err := ParseItems(fieldText(r, "Items"))
		if err != nil || len(items) == 0 || fieldText(r, "IsActive") == "" || fieldText(r, "ObjectType") != "Account" {
			m.problem(fieldText(r, "DeveloperName"), sentence.ModelRuleOff.With(nil))
			continue
		}
		rules[fieldText(r, "DeveloperName")] = Rule{Filter: fieldText(r, "BooleanFilter"), Items: items}
	}
	columns := map[string]dataset.Column{}
	for _, c := range m.reader.Snapshot().Columns {
		columns[fold(c.Name)] = c
	}
	column := func(field string) (string, bool, bool) {
		c, known := columns[fold(fieldName(field))]
		return c.Name, c.Type == dataset.Number, known && (c.Type == dataset.Text || c.Type == dataset.Number)
	}
	for _, r := range m.org.of(TerritoryObject) {
		var own []Rule
		a := m.areas[fieldText(r, "DeveloperName")]
		for name := range strings.SplitSeq(fieldText(r, "Rules"), ",") {
			if strings.HasSuffix(name, "+") {
				m.problem(a.Name, sentence.ModelRuleBelow.With(sentence.Params{"rule": strings.TrimSuffix(name, "+")}))
			} else if rule, known := rules[name]; known {
				own = append(own, rule)
			}
		}
		if len(own) == 0 {
			continue
		}
		text, ok := Condition(own, column)
		if !ok {
			m.problem(a.Name, sentence.ModelRuleFields.With(nil))
			continue
		}
		a.Rule = text
		m.out.Rules++
		for _, rule := range own {
			m.placed = append(m.placed, Placed{Rule: rule, Territory: int32(a.Number)})
		}
	}
}

// assign puts units where people have put them, else where the first rule in
// tree order does.
func (m *modelIn) assign(ctx context.Context, state *alignment.State) (*alignment.Assign, error) {
	leaves := map[alignment.AreaNumber]bool{}
	for _, a := range state.Territories() {
		leaves[a.Number] = true
	}
	to := make([]alignment.AreaNumber, m.reader.Units())
	several, above := 0, 0
	put := func(unit int32, number alignment.AreaNumber) bool {
		switch {
		case !leaves[number]:
			above++
		case to[unit] == alignment.Unassigned:
			to[unit] = number
			return true
		case to[unit] != number:
			several++
			to[unit] = min(to[unit], number)
		}
		return false
	}
	records := m.org.of(AccountObject)
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = fieldText(r, "ObjectId")
	}
	units, err := m.reader.FindAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	unknown := 0
	for i, unit := range units {
		a := m.areas[m.ids[fieldText(records[i], "Territory2Id")]]
		if unit < 0 || a == nil {
			unknown++
		} else if put(unit, a.Number) {
			m.out.ByHand++
		}
	}
	got, err := Evaluate(ctx, m.reader, m.placed, func(field string) string { return m.columnName(field) })
	if err != nil {
		return nil, err
	}
	for unit, territories := range got {
		if to[unit] != alignment.Unassigned || len(territories) == 0 {
			continue
		}
		if put(int32(unit), alignment.AreaNumber(territories[0])) {
			m.out.ByRule++
		}
		several += len(territories) - 1
	}
	if several > 0 {
		m.accountProblem(sentence.ModelSecond.With(sentence.Params{"assignments": several}))
	}
	if above > 0 {
		m.accountProblem(sentence.ModelAbove.With(sentence.Params{"assignments": above}))
	}
	if unknown > 0 {
		m.accountProblem(sentence.ModelNoSuchRecord.With(sentence.Params{"assignments": unknown}))
	}
	var moves alignment.Assign
	for unit, number := range to {
		if number != alignment.Unassigned {
			moves.Units, moves.From, moves.To = append(moves.Units, int32(unit)), append(moves.From, alignment.Unassigned), append(moves.To, number)
		}
	}
	return &moves, nil
}

func (m *modelIn) columnName(field string) string {
	for _, c := range m.reader.Snapshot().Columns {
		if strings.EqualFold(c.Name, field) {
			return c.Name
		}
	}
	return field
}
