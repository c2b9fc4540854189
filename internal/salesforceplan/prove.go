package salesforceplan

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Proof says what evaluating the rules over the dataset gives, with the manual
// assignments, against the plan.
type Proof struct {
	Rules       int `json:"rules"`
	Items       int `json:"items"`
	Codes       int `json:"codes" doc:"Codes that the rules stand for."`
	Units       int `json:"units"`
	ByRule      int `json:"byRule" doc:"Units that the rules put where the plan has them."`
	Manual      int `json:"manual" doc:"Units assigned by hand."`
	Unassigned  int `json:"unassigned" doc:"Units that the plan leaves unassigned and no rule takes."`
	Differences int `json:"differences" doc:"Units that end up elsewhere than the plan has them."`
	// Examples are some of the differences.
	Examples []ProofDifference `json:"examples" nullable:"false"`
	// LeftOut are conditions that no rule can say.
	LeftOut []orgplan.Problem `json:"leftOut" nullable:"false"`
}

// ProofDifference is a unit that ends up elsewhere.
type ProofDifference struct {
	ID     string   `json:"id"`
	Wanted string   `json:"wanted"`
	Got    []string `json:"got" nullable:"false"`
}

const proofExamples = 100

// makeRules makes the rules of all territories and evaluates them.
func (b *territoryBuilder) makeRules(ctx context.Context) error {
	b.proof = &Proof{Examples: []ProofDifference{}, LeftOut: []orgplan.Problem{}}
	o := &b.Request.Territories
	found := map[alignment.AreaNumber][]Rule{}
	if slices.Contains(o.Rules, "conditions") {
		b.conditionRules(found)
	}
	if slices.Contains(o.Rules, "boundaries") && b.State.Boundaries != nil {
		b.codeRules(found, b.fieldOf(b.State.Boundaries.Column, o.CodeField), b.boundaryCodes())
	}
	if slices.Contains(o.Rules, "codes") && o.CodeColumn != "" {
		codes, err := b.columnCodes(ctx, o.CodeColumn)
		if err != nil {
			return err
		}
		b.codeRules(found, b.fieldOf(o.CodeColumn, o.CodeField), codes)
	}
	var placed []Placed
	for _, a := range b.Part.areas(b.State.Ordered()) {
		if n := len(found[a.Number]); n > MaxRules {
			b.leaveOut(a, sentence.PlanManyRules.With(sentence.Params{"rules": n, "most": MaxRules}))
			continue
		}
		for i, r := range found[a.Number] {
			for k := range r.Items {
				r.Items[k].Field = "Account." + r.Items[k].Field
			}
			if what := r.Check(); what != "" {
				b.leaveOut(a, what)
				continue
			}
			b.rules = append(b.rules, areaRule{area: a.Number, name: fmt.Sprintf("%s_Rule_%d", b.ruleBase(a.Number), i+1), Rule: r})
			placed = append(placed, Placed{Rule: r, Territory: int32(a.Number)})
			b.proof.Items += len(r.Items)
		}
	}
	b.proof.Rules = len(b.rules)
	var err error
	b.got, err = Evaluate(ctx, b.Reader, placed, b.columnOf)
	return err
}

// leaveOut says why an area gets no rule; the reason is a text or a sentence.
func (b *territoryBuilder) leaveOut(a *alignment.Area, why any) {
	p := orgplan.Found(orgplan.Warning, a.Name, sentence.PlanRuleLeftOut.With(sentence.Params{"problem": why}))
	b.proof.LeftOut = append(b.proof.LeftOut, p)
	b.plan.Problems = append(b.plan.Problems, p)
}

// fieldOf is the account's field of a column: the one that was given, else the
// one of the same name.
func (b *territoryBuilder) fieldOf(column, otherwise string) string {
	if column == "" || (otherwise != "" && otherwise != usualCodeField) {
		return otherwise
	}
	if f := b.Request.Territories.Fields[column]; f != "" {
		return f
	}
	if wordName(column) && !strings.HasPrefix(column, "$") {
		return column
	}
	return otherwise
}

// columnOf is the column of a field: the other way round.
func (b *territoryBuilder) columnOf(field string) string {
	for column, f := range b.Request.Territories.Fields {
		if strings.EqualFold(f, field) {
			return column
		}
	}
	for _, c := range b.Reader.Snapshot().Columns {
		if strings.EqualFold(c.Name, field) {
			return c.Name
		}
	}
	if o := &b.Request.Territories; strings.EqualFold(field, o.CodeField) {
		if o.CodeColumn != "" {
			return o.CodeColumn
		}
		if b.State.Boundaries != nil && b.State.Boundaries.Column != "" {
			return b.State.Boundaries.Column
		}
		if c, ok := b.Reader.RoleColumn(dataset.RolePostalCode); ok {
			return c.Name
		}
	}
	return field
}

// conditionRules makes rules of the conditions of territories and of the areas
// above them, which must hold too.
func (b *territoryBuilder) conditionRules(found map[alignment.AreaNumber][]Rule) {
	columns := b.Reader.Snapshot().Columns
	field := func(column string) (string, bool) {
		f := b.fieldOf(column, "")
		return f, f != ""
	}
	for _, a := range b.territories() {
		if a.Rule == "" {
			continue
		}
		var all expression.Group
		problem := ""
		for at := a; at != nil; at = b.State.Areas[at.Parent] {
			if at.Rule == "" {
				continue
			}
			c, err := expression.Compile(at.Rule, columns)
			if err != nil {
				problem = err.Error()
				break
			}
			g, simple := c.Tree()
			if !simple {
				problem = fmt.Sprintf("the condition %q is more than comparisons joined by and and or", at.Rule)
				break
			}
			all.Groups = append(all.Groups, g)
		}
		if problem == "" {
			rules, err := FromCondition(all, field)
			if err == nil {
				found[a.Number] = append(found[a.Number], rules...)
				continue
			}
			problem = err.Error()
		}
		b.leaveOut(a, problem)
	}
}

// ownedCodes are codes with the territory that has each; Unassigned for nobody
// and for several.
type ownedCodes map[string]alignment.AreaNumber

// boundaryCodes are the codes of boundaries that one territory holds alone.
func (b *territoryBuilder) boundaryCodes() ownedCodes {
	owned := ownedCodes{}
	s := b.State.Boundaries
	for i, number := range s.Assigned {
		if i >= len(b.Codes) || s.LeftOut[i] {
			continue
		}
		if len(s.Shared[int32(i)]) > 0 {
			number = alignment.Unassigned
		}
		owned[normal(b.Codes[i])] = number
	}
	return owned
}

// columnCodes are the values of a column of which one territory holds every
// unit.
func (b *territoryBuilder) columnCodes(ctx context.Context, column string) (ownedCodes, error) {
	texts, err := b.Reader.Texts(ctx, column)
	if err != nil {
		return nil, err
	}
	owned := ownedCodes{}
	split := map[string]bool{}
	for unit, code := range texts.Codes {
		if code < 0 {
			continue
		}
		c := normal(texts.Values[code])
		number := b.State.Assigned[unit]
		if had, known := owned[c]; known && had != number {
			split[c] = true
		}
		owned[c] = number
	}
	for c := range split {
		owned[c] = alignment.Unassigned
	}
	return owned, nil
}

// codeRules compresses the codes of every territory. A territory whose codes do
// not fit gets none.
func (b *territoryBuilder) codeRules(found map[alignment.AreaNumber][]Rule, field string, owned ownedCodes) {
	all := make([]code, 0, len(owned))
	for text := range owned {
		if text != "" {
			all = append(all, code{text: text})
		}
	}
	slices.SortFunc(all, func(a, b code) int { return strings.Compare(a.text, b.text) })
	for _, a := range b.territories() {
		n := 0
		for i := range all {
			all[i].wanted = owned[all[i].text] == a.Number
			if all[i].wanted {
				n++
			}
		}
		if n == 0 {
			continue
		}
		rules, err := compressed(field, all)
		if err != nil {
			b.leaveOut(a, err.Error())
			continue
		}
		b.proof.Codes += n
		found[a.Number] = append(found[a.Number], rules...)
	}
}

// addAccounts wants the manual assignments and ends the proof: a unit is right
// when rules and hand together put it into its territory and no other.
func (b *territoryBuilder) addAccounts(ctx context.Context) error {
	ids, err := b.Reader.IDs(ctx)
	if err != nil {
		return err
	}
	manual := b.Request.Territories.Manual
	foreign := 0
	for unit, number := range b.State.Assigned {
		got := b.got[unit]
		if !b.Part.holds(number) {
			if len(got) > 0 { // a rule of the part takes what is not the part's
				b.proof.Units++
				b.differs(ids.At(unit), number, got)
			}
			continue
		}
		b.proof.Units++
		right := len(got) == 1 && got[0] == int32(number)
		byHand := number != alignment.Unassigned && (manual == "all" || (manual == "rest" && !slices.Contains(got, int32(number))))
		id := ids.At(unit)
		if byHand && (!strings.HasPrefix(id, "001") || shortID(id) == "") {
			byHand = false
			foreign++
		}
		if byHand {
			b.proof.Manual++
			b.plan.Desired = append(b.plan.Desired, orgplan.Desired{
				Object: AccountObject, Key: fmt.Sprintf("%s/account/%d/%s", b.Root, number, shortID(id)), Label: id + " in " + b.State.Areas[number].Name,
				Stage: stageAccounts, Fixed: true, Fields: map[string]any{"ObjectId": id, "AssociationCause": "Territory2Manual"},
				Refs: map[string]string{"Territory2Id": b.areaKey(number)}, Match: []string{"ObjectId", "Territory2Id"},
			})
		}
		switch others := slices.ContainsFunc(got, func(t int32) bool { return t != int32(number) }); {
		case right:
			b.proof.ByRule++
		case number == alignment.Unassigned && len(got) == 0:
			b.proof.Unassigned++
		case byHand && !others:
		default:
			b.differs(id, number, got)
		}
	}
	if foreign > 0 {
		b.plan.problemAt(orgplan.Warning, sentence.PlaceAccounts.With(nil), sentence.PlanForeignAccounts.With(sentence.Params{"units": foreign}))
	}
	if b.proof.Differences > 0 {
		b.plan.problemAt(orgplan.Warning, sentence.PlaceRules.With(nil), sentence.PlanRulesDiffer.With(sentence.Params{"accounts": b.proof.Differences}))
	}
	return nil
}

func (b *territoryBuilder) differs(id string, number alignment.AreaNumber, got []int32) {
	b.proof.Differences++
	if len(b.proof.Examples) == proofExamples {
		return
	}
	d := ProofDifference{ID: id, Got: []string{}, Wanted: b.State.Path(number)}
	for _, t := range got {
		d.Got = append(d.Got, b.State.Path(alignment.AreaNumber(t)))
	}
	b.proof.Examples = append(b.proof.Examples, d)
}

// ProofOf returns the proof in a plan's report, or a not_found error for plans
// without rules.
func ProofOf(p orgplan.Plan) (*Proof, error) {
	var proof *Proof
	if len(p.Report) > 0 {
		if err := json.Unmarshal(p.Report, &proof); err != nil {
			return nil, fmt.Errorf("decode the report of plan %s: %w", p.ID, err)
		}
	}
	if proof == nil {
		return nil, territory.Errorf(territory.NotFound, "This plan writes no rules, so there is no proof of them.")
	}
	return proof, nil
}
