package salesforcesim

import (
	"fmt"
	"regexp"
	"strings"
)

// Limits of Sales Territories that the org keeps.
const (
	maxModels         = 4
	maxTerritories    = 1000 // per model; Support raises it, see /simulator/limits
	maxRulesPerModel  = 100_000
	maxRuleItems      = 10
	maxTerritoryRules = 15
	maxTerritoryDepth = 50 // no official number is known
)

var developerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$`)

// check holds a stored row to what its object demands beyond its fields.
func (w *writer) check(t *table, row int32, rec record, isNew bool) *apiError {
	if f := t.object.byName["developername"]; f != nil && rec.names(f) {
		if v := t.get(f, row); !v.isNull() && !developerName.MatchString(v.text) {
			return rowError("INVALID_FIELD", "The "+t.object.label+" API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.", f.name)
		}
	}
	switch t.object.name {
	case "Territory2Model":
		return w.checkModel(t, row, isNew)
	case "Territory2":
		return w.checkTerritory(t, row, rec, isNew)
	case "UserTerritory2Association":
		return w.checkUserTerritory(t, row)
	case "ObjectTerritory2Association":
		return w.checkObjectTerritory(t, row)
	case "ObjectTerritory2AssignmentRule":
		return w.checkRule(t, row, isNew)
	case "ObjectTerritory2AssignmentRuleItem":
		return w.checkItem(t, row, isNew)
	case "ServiceTerritory":
		return w.checkServiceTerritory(t, row)
	case "Account", "Lead":
		return w.assignTerritories(t, row, isNew)
	case "Opportunity":
		w.closeOpportunity(t, row)
	}
	return nil
}

// count returns how many live rows a reference field points at target.
func (o *org) count(t *table, fieldName string, target value) int {
	f, n := t.object.byName[lower(fieldName)], 0
	for row := range t.rows() {
		if t.state[row] == live && t.get(f, row) == target {
			n++
		}
	}
	return n
}

// transitions are the states a person or a program may set, from each state.
var transitions = map[string]string{"Planning": "Active", "Activation Failed": "Active", "Active": "Archived", "Archiving Failed": "Archived"}

func (w *writer) checkModel(t *table, row int32, isNew bool) *apiError {
	if isNew {
		if t.live > maxModels {
			return rowError("LIMIT_EXCEEDED", fmt.Sprintf("Your organization can have at most %d territory models.", maxModels))
		}
		return nil
	}
	state, before := t.object.byName["state"], value{}
	for other := range t.rows() {
		if held := t.get(state, other).text; other != row && t.state[other] == live && t.get(state, row).text == "Activating" &&
			(held == "Active" || held == "Activating" || held == "Archiving") {
			before = t.get(state, other)
		}
	}
	if !before.isNull() {
		return rowError("INVALID_STATUS", "Another territory model is active. Archive it before you activate this one.", "State")
	}
	return nil
}

// modelState is called for the State of a model before it is stored, because
// what is allowed depends on the state it leaves. It returns the state to
// store: activating and archiving take a while.
func (w *writer) modelState(t *table, row int32, to string) (value, *apiError) {
	from := t.field("State", row).text
	if from == to || from == "" {
		return textValue(to), nil
	}
	if transitions[from] != to {
		return value{}, rowError("INVALID_STATUS", fmt.Sprintf("A territory model in state %s cannot become %s.", from, to), "State")
	}
	under := map[string]string{"Active": "Activating", "Archived": "Archiving"}[to]
	o, count := w.o, len(w.o.queued)
	o.history(refTo(t.object, row), "State", from, under)
	o.queued = append(o.queued, func() { o.endTransition(t, row, under, to) })
	o.undo = append(o.undo, func() { o.queued = o.queued[:count] })
	return textValue(under), nil
}

// endTransition ends what modelState began, unless the model, or the org it
// was in before a reset, is gone.
func (o *org) endTransition(t *table, row int32, under, to string) {
	state := t.object.byName["state"]
	if o.tables[t.object.number] != t || t.state[row] != live || t.get(state, row).text != under {
		return
	}
	now := timeValue(o.now().UTC())
	stamp := map[string]string{"Active": "activateddate", "Archived": "deactivateddate"}[to]
	o.put(t, state, row, textValue(to))
	o.put(t, t.object.byName[stamp], row, now)
	o.put(t, t.object.byName["systemmodstamp"], row, now)
	o.history(refTo(t.object, row), "State", under, to)
}

// history adds a row to Territory2ModelHistory.
func (o *org) history(model value, field, from, to string) {
	t := o.table("Territory2ModelHistory")
	row := o.newRow(t)
	for name, v := range map[string]value{"Territory2ModelId": model, "Field": textValue(field), "OldValue": textValue(from), "NewValue": textValue(to),
		"DataType": textValue("Text"), "CreatedDate": timeValue(o.now()), "LastModifiedDate": timeValue(o.now()), "SystemModstamp": timeValue(o.now())} {
		o.put(t, t.object.byName[lower(name)], row, v)
	}
}

// modelOf says which model a territory is of, and in what state that is.
func (o *org) modelOf(territory value) (value, string) {
	if territory.isNull() {
		return value{}, ""
	}
	model := o.of(territory).field("Territory2ModelId", territory.row())
	if model.isNull() {
		return value{}, ""
	}
	return model, o.of(model).field("State", model.row()).text
}

// closed says whether a model in this state takes no changes.
func closed(state string) bool {
	return state != "Planning" && state != "Active" && state != "Activation Failed"
}

func (w *writer) checkTerritory(t *table, row int32, rec record, isNew bool) *apiError {
	me := refTo(t.object, row)
	model, state := w.o.modelOf(me)
	if closed(state) {
		return rowError("INVALID_STATUS", "Territories of a model in state "+state+" cannot be changed.", "Territory2ModelId")
	}
	if isNew && w.o.count(t, "Territory2ModelId", model) > w.o.territoryLimit() {
		return rowError("LIMIT_EXCEEDED", fmt.Sprintf("A territory model can have at most %d territories.", w.o.territoryLimit()))
	}
	name := t.object.byName["developername"]
	if isNew || rec.names(name) {
		mine := t.get(name, row)
		for other := range t.rows() {
			if other != row && t.state[other] == live && equalFold(t.get(name, other).text, mine.text) && t.field("Territory2ModelId", other) == model {
				return rowError("DUPLICATE_DEVELOPER_NAME", "duplicate value found: DeveloperName duplicates value on record with id: "+w.o.id(t, other), "DeveloperName")
			}
		}
	}
	depth := 1
	for up := t.field("ParentTerritory2Id", row); !up.isNull(); up = t.field("ParentTerritory2Id", up.row()) {
		if up == me {
			return rowError("CIRCULAR_DEPENDENCY", "attempt to create a circular hierarchy of territories", "ParentTerritory2Id")
		}
		if depth++; depth > maxTerritoryDepth {
			return rowError("LIMIT_EXCEEDED", fmt.Sprintf("A territory hierarchy can be at most %d levels deep.", maxTerritoryDepth), "ParentTerritory2Id")
		}
		if m, _ := w.o.modelOf(up); m != model {
			return rowError("FIELD_INTEGRITY_EXCEPTION", "The parent territory must belong to the same territory model.", "ParentTerritory2Id")
		}
	}
	if v := t.field("ForecastUserId", row); !v.isNull() && rec.names(t.object.byName["forecastuserid"]) {
		if !w.o.assigned(v, me) {
			return rowError("FIELD_INTEGRITY_EXCEPTION", "The forecast manager must be assigned to the territory.", "ForecastUserId")
		}
	}
	return nil
}

// territoryLimit is the number of territories a model may have.
func (o *org) territoryLimit() int {
	if o.maxTerritories > 0 {
		return o.maxTerritories
	}
	return maxTerritories
}

// assigned says whether a user works in a territory.
func (o *org) assigned(user, territory value) bool {
	t := o.table("UserTerritory2Association")
	for row := range t.rows() {
		if t.state[row] == live && t.field("UserId", row) == user && t.field("Territory2Id", row) == territory {
			return true
		}
	}
	return false
}

func (w *writer) checkUserTerritory(t *table, row int32) *apiError {
	user, territory := t.field("UserId", row), t.field("Territory2Id", row)
	if _, state := w.o.modelOf(territory); closed(state) {
		return rowError("INVALID_STATUS", "Users of a model in state "+state+" cannot be changed.", "Territory2Id")
	}
	if !w.o.table("User").field("IsActive", user.row()).bool() {
		return rowError("INACTIVE_OWNER_OR_USER", "operation performed with inactive user ["+w.o.refID(user)+"] as assigned user of territory", "UserId")
	}
	for other := range t.rows() {
		if other != row && t.state[other] == live && t.field("UserId", other) == user && t.field("Territory2Id", other) == territory {
			return rowError("DUPLICATE_VALUE", "duplicate value found: <unknown> duplicates value on record with id: "+w.o.id(t, other))
		}
	}
	return nil
}

// checkObjectTerritory keeps one association per record and territory. Rows
// that a request writes must be manual: rules make their own.
func (w *writer) checkObjectTerritory(t *table, row int32) *apiError {
	object, territory := t.field("ObjectId", row), t.field("Territory2Id", row)
	if _, state := w.o.modelOf(territory); closed(state) {
		return rowError("INVALID_STATUS", "Records of a model in state "+state+" cannot be assigned.", "Territory2Id")
	}
	if t.field("AssociationCause", row).text != "Territory2Manual" {
		return rowError("FIELD_INTEGRITY_EXCEPTION", "Association Cause: only Territory2Manual can be set through the API", "AssociationCause")
	}
	if other, there := w.o.joined.find(object.num, territory.row()); there {
		return rowError("DUPLICATE_VALUE", "duplicate value found: <unknown> duplicates value on record with id: "+w.o.id(t, other))
	}
	w.o.join(t, row, object, territory)
	return nil
}

// join records an association, and what follows from it.
func (o *org) join(t *table, row int32, object, territory value) {
	one := link{territory.row(), row}
	o.joined.add(object.num, one)
	o.undo = append(o.undo, func() { o.joined.remove(object.num, one) })
	o.put(t, t.object.byName["sobjecttype"], row, textValue(o.of(object).object.name))
}

// forget takes a deleted association out of the index.
func (o *org) forget(t *table, row int32) {
	if t.object.name != "ObjectTerritory2Association" {
		return
	}
	record, one := t.field("ObjectId", row).num, link{t.field("Territory2Id", row).row(), row}
	if o.joined.remove(record, one) {
		o.undo = append(o.undo, func() { o.joined.add(record, one) })
	}
}

// checkRemove refuses deletions the org does not allow.
func (w *writer) checkRemove(t *table, row int32) *apiError {
	me := refTo(t.object, row)
	switch t.object.name {
	case "Territory2":
		if w.o.count(t, "ParentTerritory2Id", me) > 0 {
			return rowError("DELETE_FAILED", "A territory that has child territories cannot be deleted.")
		}
		if _, state := w.o.modelOf(me); closed(state) {
			return rowError("INVALID_STATUS", "Territories of a model in state "+state+" cannot be deleted.")
		}
	case "Territory2Model":
		if state := t.field("State", row).text; state == "Active" {
			return rowError("INVALID_STATUS", "An active territory model cannot be deleted. Archive it first.")
		}
	case "Territory2Type":
		if w.o.count(w.o.table("Territory2"), "Territory2TypeId", me) > 0 {
			return rowError("DELETE_FAILED", "A territory type that territories use cannot be deleted.")
		}
	case "ObjectTerritory2AssignmentRuleItem":
		return w.openFilter(t.field("RuleId", row))
	}
	return nil
}

func (w *writer) checkRule(t *table, row int32, isNew bool) *apiError {
	model := t.field("Territory2ModelId", row)
	if state := w.o.of(model).field("State", model.row()).text; closed(state) {
		return rowError("INVALID_STATUS", "Rules of a model in state "+state+" cannot be changed.", "Territory2ModelId")
	}
	mine := t.field("DeveloperName", row).text
	for other := range t.rows() {
		if other != row && t.state[other] == live && equalFold(t.field("DeveloperName", other).text, mine) && t.field("Territory2ModelId", other) == model {
			return rowError("DUPLICATE_DEVELOPER_NAME", "duplicate value found: DeveloperName duplicates value on record with id: "+w.o.id(t, other), "DeveloperName")
		}
	}
	logic := t.field("BooleanFilter", row).text
	if logic == "" {
		return nil
	}
	items := w.o.items(refTo(t.object, row))
	if isNew {
		items = nil
	}
	if _, err := parseLogic(logic, len(items)); err != nil {
		return rowError("INVALID_FIELD", "Boolean Filter: "+err.Error(), "BooleanFilter")
	}
	return nil
}

// openFilter refuses changes of items while the rule has a boolean filter.
func (w *writer) openFilter(rule value) *apiError {
	if w.metadata || w.o.of(rule).field("BooleanFilter", rule.row()).isNull() {
		return nil
	}
	return rowError("FIELD_INTEGRITY_EXCEPTION", "Rule items can be created or deleted only while the rule has no boolean filter.", "RuleId")
}

func (w *writer) checkItem(t *table, row int32, isNew bool) *apiError {
	rule := t.field("RuleId", row)
	if isNew {
		if err := w.openFilter(rule); err != nil {
			return err
		}
		if len(w.o.items(rule)) > maxRuleItems {
			return rowError("MAX_TM_RULE_ITEMS_EXCEEDED", fmt.Sprintf("A rule can have at most %d items.", maxRuleItems))
		}
	}
	target := w.o.schema.object(w.o.of(rule).field("ObjectType", rule.row()).text)
	name := t.field("Field", row).text
	f := ruleField(target, name)
	if f == nil || f.noFilter || f.isCompound() {
		return rowError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Field: bad value for restricted picklist field: "+name, "Field")
	}
	if _, err := newCriterion(w.o, f, t.field("Operation", row).text, t.field("Value", row).text); err != nil {
		return rowError("INVALID_FIELD", err.Error(), "Value")
	}
	return nil
}

// ruleField finds the field a rule names, with or without its object.
func ruleField(o *object, name string) *field {
	if o == nil {
		return nil
	}
	if before, after, dotted := strings.Cut(name, "."); dotted {
		if !strings.EqualFold(before, o.name) {
			return nil
		}
		name = after
	}
	return o.byName[lower(name)]
}

func (w *writer) checkServiceTerritory(t *table, row int32) *apiError {
	me, top := refTo(t.object, row), value{}
	steps := 0
	for up := t.field("ParentTerritoryId", row); !up.isNull(); up = t.field("ParentTerritoryId", up.row()) {
		if steps++; up == me || steps > 10_000 {
			return rowError("CIRCULAR_DEPENDENCY", "attempt to create a circular hierarchy of service territories", "ParentTerritoryId")
		}
		top = up
	}
	w.o.put(t, t.object.byName["toplevelterritoryid"], row, top)
	return nil
}

// closeOpportunity derives what the stage says.
func (w *writer) closeOpportunity(t *table, row int32) {
	stage := t.field("StageName", row).text
	w.o.put(t, t.object.byName["isclosed"], row, boolValue(strings.HasPrefix(stage, "Closed")))
	w.o.put(t, t.object.byName["iswon"], row, boolValue(stage == "Closed Won"))
}
