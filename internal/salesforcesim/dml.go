package salesforcesim

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"sort"
	"strings"
)

// record is the fields of a request, as JSON or CSV gave them.
type record map[string]any

// writer carries out the writes of one request.
type writer struct {
	o          *org
	user       int32
	autoAssign bool // run territory rules on accounts
	csv        bool // values are text, "#N/A" is null
	metadata   bool // a Metadata deploy may write what rows may not
	batchHalf  bool // every second row of this batch is locked
	purge      bool // what is deleted bypasses the recycle bin
	rows       int
}

// insert creates a row.
func (w *writer) insert(t *table, rec record) (int32, []*apiError) {
	if t.object.noCreate && !w.metadata {
		return -1, []*apiError{rowError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: "+t.object.label)}
	}
	if err := w.enter(t); err != nil {
		return -1, []*apiError{err}
	}
	save := w.o.savepoint()
	row := w.o.newRow(t)
	errs := w.assign(t, row, rec, true)
	if len(errs) == 0 {
		w.defaults(t, row, rec)
		errs = w.finish(t, row, rec, true)
	}
	if len(errs) > 0 {
		w.o.rollback(save)
		return -1, errs
	}
	w.o.log(t, row, created, rec)
	return row, nil
}

// update changes a row.
func (w *writer) update(t *table, row int32, rec record) []*apiError {
	if t.object.noUpdate && !w.metadata {
		return []*apiError{rowError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be updated: "+t.object.label)}
	}
	if row < 0 {
		return []*apiError{rowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")}
	}
	if t.state[row] != live {
		return []*apiError{gone()}
	}
	if err := w.enter(t); err != nil {
		return []*apiError{err}
	}
	save := w.o.savepoint()
	errs := w.assign(t, row, rec, false)
	if len(errs) == 0 {
		changed := w.o.savepoint() > save
		errs = w.finish(t, row, rec, false)
		if len(errs) == 0 {
			w.o.log(t, row, updatedKind(changed), rec)
			return nil
		}
	}
	w.o.rollback(save)
	return errs
}

func gone() *apiError { return &apiError{404, "ENTITY_IS_DELETED", "entity is deleted", nil, true} }

// enter is asked before a row is written: may this user, may this
// transaction, and does a fault befall the row.
func (w *writer) enter(t *table) *apiError {
	if t.object.territorial() && !w.o.may(w.user, "ManageTerritories") {
		return rowError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
	}
	if t.object.feature == "territory" && !w.o.realigning.isNull() {
		return rowError("TERRITORY_REALIGN_IN_PROGRESS", "territory rules are running")
	}
	if !w.metadata {
		mine, other := 0, 1
		if t.object.mixes() {
			mine, other = 1, 0
		}
		if w.o.wrote[other] {
			return rowError("MIXED_DML_OPERATION", "DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): "+t.object.name)
		}
		w.o.wrote[mine] = true
	}
	w.rows++
	if w.batchHalf && w.rows%2 == 0 {
		return lockedRow()
	}
	return w.o.faults.row()
}

// mixing lists the setup objects that may not share a transaction with others.
var mixing = map[string]bool{"User": true, "UserRole": true, "Group": true, "GroupMember": true, "Territory2": true, "Territory2Model": true, "ObjectTerritory2AssignmentRule": true,
	"ObjectTerritory2AssignmentRuleItem": true, "RuleTerritory2Association": true, "UserTerritory2Association": true}

func (o *object) mixes() bool { return mixing[o.name] }

// territorial says whether writing the object needs Manage Territories.
func (o *object) territorial() bool {
	return o.feature == "territory" && o.name != "ObjectTerritory2Association"
}

// assign stores the fields of a record.
func (w *writer) assign(t *table, row int32, rec record, isNew bool) []*apiError {
	names := make([]string, 0, len(rec))
	for name := range rec {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if strings.EqualFold(name, "attributes") {
			continue
		}
		f, v, err := w.fieldValue(t, name, rec[name], isNew)
		if err != nil {
			return []*apiError{err}
		}
		if f == nil {
			continue
		}
		if err := w.unique(t, f, row, v); err != nil {
			return []*apiError{err}
		}
		if t.object.name == "Territory2Model" && f.name == "State" {
			if v, err = w.modelState(t, row, v.text); err != nil {
				return []*apiError{err}
			}
		}
		w.o.put(t, f, row, v)
	}
	return nil
}

// fieldValue finds the field a key of a record names, and its value.
func (w *writer) fieldValue(t *table, name string, raw any, isNew bool) (*field, value, *apiError) {
	f := t.object.byName[lower(name)]
	if f == nil {
		return w.parentByKey(t, name, raw)
	}
	if f.name == "Id" {
		if isNew {
			return nil, value{}, rowError("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id")
		}
		return nil, value{}, nil
	}
	if s, isText := raw.(string); w.csv && isText {
		if s == "" {
			return nil, value{}, nil // an empty cell leaves the field alone
		}
		if s == "#N/A" {
			raw = nil
		}
	}
	if !w.metadata && (f.audit || isNew && !f.createable || !isNew && !f.updatable) {
		return nil, value{}, rowError("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: "+f.name+". Please check the security settings of this field and verify that it is read/write for your profile or permission set.", f.name)
	}
	v, err := w.o.parseValue(f, raw)
	if err != nil {
		return nil, v, err
	}
	return f, v, nil
}

// parentByKey resolves "Parent__r": {"Ext__c": "v"}, in CSV Parent__r.Ext__c.
func (w *writer) parentByKey(t *table, name string, raw any) (*field, value, *apiError) {
	relation, keyName, dotted := strings.Cut(name, ".")
	f := t.object.byRelation[lower(relation)]
	var keyValue any
	if nested, isObject := raw.(map[string]any); isObject && f != nil && !dotted {
		for k, v := range nested {
			if !strings.EqualFold(k, "attributes") {
				keyName, keyValue = k, v
			}
		}
	} else if dotted && f != nil {
		if raw == "" {
			return nil, value{}, nil
		}
		keyValue = raw
	} else {
		return nil, value{}, apiErr(400, "INVALID_FIELD", "No such column '%s' on sobject of type %s", name, t.object.name)
	}
	for _, o := range w.o.targets(f) {
		key := o.byName[lower(keyName)]
		if key == nil || !key.external && key.name != "Id" && !key.unique {
			continue
		}
		target := w.o.tables[o.number]
		rows := w.o.byKey(target, key, textValue(fmt.Sprint(keyValue)))
		if len(rows) == 0 {
			return nil, value{}, rowError("INVALID_FIELD", fmt.Sprintf("Foreign key external ID: %v not found for field %s in entity %s", keyValue, key.name, o.name))
		}
		return f, refTo(o, rows[0]), nil
	}
	return nil, value{}, apiErr(400, "INVALID_FIELD", "Foreign key field not found: %s", name)
}

var emailPattern = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)

// parseValue reads a JSON or CSV value for a field.
func (o *org) parseValue(f *field, raw any) (value, *apiError) {
	s := ""
	switch x := raw.(type) {
	case nil:
		if f.kind == "boolean" {
			return value{}, rowError("INVALID_TYPE_ON_FIELD_IN_RECORD", f.label+": value not of required type: ", f.name)
		}
		return value{}, nil
	case string:
		s = x
	case json.Number:
		s = x.String()
	case bool:
		s = fmt.Sprint(x)
	default:
		return value{}, &apiError{400, "JSON_PARSER_ERROR", fmt.Sprintf("Cannot deserialize instance of %s from %T for field %s", f.kind, raw, f.name), nil, false}
	}
	if s == "" {
		return value{}, nil
	}
	wrong := rowError("INVALID_TYPE_ON_FIELD_IN_RECORD", f.label+": value not of required type: "+s, f.name)
	switch f.kind {
	case "boolean":
		switch strings.ToLower(s) {
		case "true", "1":
			return boolValue(true), nil
		case "false", "0":
			return boolValue(false), nil
		}
		return value{}, wrong
	case "int", "double", "currency", "percent":
		x, ok := parseNumber(s)
		if !ok || f.kind == "int" && x != math.Trunc(x) {
			return value{}, wrong
		}
		return numberValue(x), nil
	case "date":
		t, ok := parseDateTime(s)
		if !ok {
			return value{}, wrong
		}
		return dayValue(t), nil
	case "datetime":
		t, ok := parseDateTime(s)
		if !ok {
			return value{}, wrong
		}
		return timeValue(t), nil
	case "reference":
		return o.parseReference(f, s)
	}
	return parseText(f, s)
}

func (o *org) parseReference(f *field, s string) (value, *apiError) {
	t, row, isID := o.find(s)
	fits := false
	if isID && t != nil {
		for _, target := range o.targets(f) {
			fits = fits || target == t.object
		}
	}
	if !fits {
		return value{}, rowError("MALFORMED_ID", f.label+": id value of incorrect type: "+s, f.name)
	}
	if row < 0 || t.state[row] != live {
		return value{}, rowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
	}
	return refTo(t.object, row), nil
}

func parseText(f *field, s string) (value, *apiError) {
	if f.kind != "textarea" {
		s = strings.TrimSpace(s)
	}
	n := len([]rune(s))
	if f.length > 0 && n > f.length {
		return value{}, rowError("STRING_TOO_LONG", fmt.Sprintf("%s: data value too large: %s (max length=%d)", f.label, cut(s, 255), f.length), f.name)
	}
	if f.kind == "email" && !emailPattern.MatchString(s) {
		return value{}, rowError("INVALID_EMAIL_ADDRESS", f.label+": invalid email address: "+s, f.name)
	}
	if f.restricted && len(f.values) > 0 {
		for _, v := range f.values {
			if strings.EqualFold(v, s) {
				return textValue(v), nil
			}
		}
		return value{}, rowError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", f.label+": bad value for restricted picklist field: "+s, f.name)
	}
	for _, v := range f.values { // stored once for all rows
		if v == s {
			s = v
		}
	}
	return textValue(s), nil
}

func cut(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// defaults fills what a new row does not name.
func (w *writer) defaults(t *table, row int32, rec record) {
	for _, f := range t.object.fields {
		if f.isCompound() || !t.get(f, row).isNull() && f.kind != "boolean" {
			continue
		}
		switch {
		case f.auto:
			w.o.put(t, f, row, textValue(autoNumber(t.object, row)))
		case f.defaultOwner:
			w.o.put(t, f, row, refTo(w.o.schema.object("User"), w.user))
		case f.fallback != "" && !rec.names(f):
			if v, err := w.o.parseValue(f, f.fallback); err == nil {
				w.o.put(t, f, row, v)
			}
		}
	}
}

// names says whether the record gives the field, even as null.
func (r record) names(f *field) bool {
	for name := range r {
		if strings.EqualFold(name, f.name) {
			return true
		}
	}
	return false
}

func autoNumber(o *object, row int32) string {
	prefix := map[string]string{"ServiceAppointment": "SA-", "ServiceTerritoryMember": "STM-"}[o.name]
	return fmt.Sprintf("%s%08d", prefix, row+1001)
}

// finish checks a row after its fields are stored and stamps it.
func (w *writer) finish(t *table, row int32, rec record, isNew bool) []*apiError {
	w.compose(t, row)
	var missing []string
	for _, f := range t.object.fields {
		if f.required && t.get(f, row).isNull() {
			missing = append(missing, f.name)
		}
	}
	if len(missing) > 0 {
		return []*apiError{rowError("REQUIRED_FIELD_MISSING", "Required fields are missing: ["+strings.Join(missing, ", ")+"]", missing...)}
	}
	if err := w.geometry(t, row, rec); err != nil {
		return []*apiError{err}
	}
	if err := w.owner(t, row, rec); err != nil {
		return []*apiError{err}
	}
	if err := w.check(t, row, rec, isNew); err != nil {
		return []*apiError{err}
	}
	w.stamp(t, row, isNew)
	return nil
}

// compose keeps the full name of people.
func (w *writer) compose(t *table, row int32) {
	name, last := t.object.byName["name"], t.object.byName["lastname"]
	if name == nil || last == nil {
		return
	}
	full := strings.TrimSpace(t.field("FirstName", row).text + " " + t.get(last, row).text)
	w.o.put(t, name, row, textValue(full))
}

// unique refuses a value that another live row has. It is asked before the
// value is stored, while the index still holds the other row.
func (w *writer) unique(t *table, f *field, row int32, v value) *apiError {
	if !f.unique || v.isNull() {
		return nil
	}
	other, taken := t.keys[f.index][keyText(v)]
	if !taken || other == row {
		return nil
	}
	code := "DUPLICATE_VALUE"
	if f.name == "DeveloperName" {
		code = "DUPLICATE_DEVELOPER_NAME"
	}
	return rowError(code, fmt.Sprintf("duplicate value found: %s duplicates value on record with id: %s", f.name, w.o.id(t, other)), f.name)
}

// geometry checks positions.
func (w *writer) geometry(t *table, row int32, rec record) *apiError {
	for _, f := range t.object.fields {
		if !f.isCompound() {
			continue
		}
		latitude, longitude := t.object.pointFields(f)
		if !rec.names(latitude) && !rec.names(longitude) {
			continue
		}
		y, x := t.get(latitude, row), t.get(longitude, row)
		switch {
		case y.isNull() != x.isNull():
			return rowError("FIELD_INTEGRITY_EXCEPTION", "Latitude and longitude must both be given: "+latitude.label, latitude.name)
		case math.Abs(y.num) > 90:
			return rowError("NUMBER_OUTSIDE_VALID_RANGE", latitude.label+": value outside of valid range on numeric field: "+formatNumber(latitude, y.num), latitude.name)
		case math.Abs(x.num) > 180:
			return rowError("NUMBER_OUTSIDE_VALID_RANGE", longitude.label+": value outside of valid range on numeric field: "+formatNumber(longitude, x.num), longitude.name)
		}
	}
	return nil
}

// owner refuses owners who have left.
func (w *writer) owner(t *table, row int32, rec record) *apiError {
	f := t.object.byName["ownerid"]
	if f == nil || !rec.names(f) {
		return nil
	}
	v := t.get(f, row)
	if users := w.o.table("User"); !v.isNull() && w.o.of(v) == users && !users.field("IsActive", v.row()).bool() {
		return rowError("INACTIVE_OWNER_OR_USER", "operation performed with inactive user ["+w.o.refID(v)+"] as owner of "+lower(t.object.label), f.name)
	}
	return nil
}

// stamp sets the audit fields.
func (w *writer) stamp(t *table, row int32, isNew bool) {
	now := timeValue(w.o.now().UTC())
	me := refTo(w.o.schema.object("User"), w.user)
	set := func(name string, v value) {
		if f := t.object.byName[name]; f != nil {
			w.o.put(t, f, row, v)
		}
	}
	if isNew {
		set("createddate", now)
		set("createdbyid", me)
	}
	set("lastmodifieddate", now)
	set("lastmodifiedbyid", me)
	set("systemmodstamp", now)
}

// remove deletes a row and what hangs on it.
func (w *writer) remove(t *table, row int32) []*apiError {
	if t.object.noDelete && !w.metadata {
		return []*apiError{rowError("INSUFFICIENT_ACCESS_OR_READONLY", "entity type cannot be deleted: "+t.object.label)}
	}
	if row < 0 {
		return []*apiError{rowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")}
	}
	if t.state[row] != live {
		return []*apiError{gone()}
	}
	if err := w.enter(t); err != nil {
		return []*apiError{err}
	}
	if err := w.checkRemove(t, row); err != nil {
		return []*apiError{err}
	}
	w.drop(t, row)
	w.o.log(t, row, removed, nil)
	return nil
}

// drop takes a row away: children that cascade go too, others let go.
func (w *writer) drop(t *table, row int32) {
	state := binned
	if t.object.noRecycle || t.object.byName["isdeleted"] == nil {
		state = deleted
	}
	if w.purge {
		state = purged
	}
	w.o.setState(t, row, state)
	w.o.forget(t, row)
	me := refTo(t.object, row)
	for _, rel := range t.object.children {
		child := w.o.tables[rel.object.number]
		for r := range child.rows() {
			if child.state[r] != live || child.get(rel.field, r) != me {
				continue
			}
			if rel.field.cascade {
				w.drop(child, r)
			} else {
				w.o.put(child, rel.field, r, value{})
			}
		}
	}
	now := w.o.now().UTC()
	w.o.deleted = append(w.o.deleted, deletion{t.object, row, now})
	w.o.undo = append(w.o.undo, func() { w.o.deleted = w.o.deleted[:len(w.o.deleted)-1] })
	if f := t.object.byName["systemmodstamp"]; f != nil {
		w.o.put(t, f, row, timeValue(now))
	}
}
