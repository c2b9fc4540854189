package orgplan

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Record is a record as it is in the org.
type Record struct {
	Object string         `json:"object"`
	ID     string         `json:"id"`
	Label  string         `json:"label"`
	Fields map[string]any `json:"fields"`
	// Stage is that of its deletion; see Desired.Stage.
	Stage int `json:"stage"`
	// Ours says that the destination may delete it when nobody wants it.
	Ours bool `json:"-"`
}

// Desired is a record as it should be.
type Desired struct {
	Object, Key, Label string
	// Stage orders creates and updates, parents first; stages lie at least two
	// apart. Deletes go the other way round, after everything else.
	Stage  int
	Fields map[string]any
	// Refs are fields whose value is the id of another desired record, by key.
	Refs map[string]string
	// Match names the fields (of Fields and Refs) that are unique in the org;
	// Name the field by which people would recognise the record, "" for none.
	Match []string
	Name  string
	// Fixed records cannot be changed, only deleted and made again.
	Fixed bool
	// Whole records are written with all their fields, changed or not.
	Whole bool
	// CreateOnly fields are written at creation and never compared.
	CreateOnly []string
}

// Published is the mapping of our keys to the org's records, with the values
// last written: what makes renames, conflicts and drift visible.
type Published struct {
	Key      string         `json:"key"`
	Object   string         `json:"object"`
	RecordID string         `json:"recordId"`
	Label    string         `json:"label"`
	Fields   map[string]any `json:"fields"`
}

// Difference is the outcome of Diff.
type Difference struct {
	Operations []Operation
	Problems   []Problem
	// Adopted are existing records that are recognised and need no write, or
	// will be changed: the mapping learns them when the plan is applied.
	Adopted []Published
}

// Diff lists what turns the records there are into those there should be.
// desired must stand in order of their stages. Existing records are recognised
// by the mapping, then by the fields of Match, then by name; a name that fits
// twice, or one record claimed twice, is a problem of level error.
func Diff(current []Record, desired []Desired, published []Published) *Difference {
	d := differ{out: &Difference{}, ids: map[string]string{}, claimed: map[string]string{}, published: map[string]*Published{}, owner: map[string]string{}}
	d.index(current, desired)
	wanted := make(map[string]bool, len(desired))
	for i := range desired {
		wanted[desired[i].Key] = true
	}
	for i := range published {
		p := &published[i]
		d.published[p.Key] = p
		if wanted[p.Key] {
			d.owner[p.RecordID] = p.Key
		}
	}
	for i := range desired {
		d.record(&desired[i])
	}
	d.deletes(current, published)
	return d.out
}

type differ struct {
	out *Difference
	// byID, byMatch and byName find current records; the latter two by object,
	// field names and values.
	byID            map[string]*Record
	byMatch, byName map[string][]*Record
	// ids are the org's ids of desired records, by key; "" for new ones.
	ids       map[string]string
	claimed   map[string]string // record id → key
	published map[string]*Published
	// owner is the key that the mapping gives a record to.
	owner map[string]string
}

func (d *differ) index(current []Record, desired []Desired) {
	d.byID = make(map[string]*Record, len(current))
	d.byMatch, d.byName = make(map[string][]*Record, len(current)), map[string][]*Record{}
	match, name := map[string][]string{}, map[string]string{}
	for i := range desired {
		match[desired[i].Object], name[desired[i].Object] = desired[i].Match, desired[i].Name
	}
	for i := range current {
		r := &current[i]
		d.byID[r.ID] = r
		if fields := match[r.Object]; len(fields) > 0 {
			at := place(r.Object, fields, func(f string) any { return r.Fields[f] })
			d.byMatch[at] = append(d.byMatch[at], r)
		}
		if f := name[r.Object]; f != "" {
			at := place(r.Object, []string{f}, func(string) any { return r.Fields[f] })
			d.byName[at] = append(d.byName[at], r)
		}
	}
}

// place is a map key of an object with the values of some fields.
func place(object string, fields []string, value func(string) any) string {
	parts := make([]string, 0, len(fields)+1)
	parts = append(parts, object)
	for _, f := range fields {
		parts = append(parts, strings.ToLower(Text(value(f))))
	}
	return strings.Join(parts, "\x00")
}

// value returns what a field of w should hold, false while it is the id of a
// record that does not exist yet.
func (d *differ) value(w *Desired, field string) (any, bool) {
	if key, isRef := w.Refs[field]; isRef {
		id := d.ids[key]
		return id, id != ""
	}
	return w.Fields[field], true
}

// find returns the existing record that w is, and how it was recognised.
func (d *differ) find(w *Desired) (*Record, string) {
	if p := d.published[w.Key]; p != nil && p.Object == w.Object {
		if r := d.byID[p.RecordID]; r != nil && r.Object == w.Object {
			return r, "id"
		}
	}
	if len(w.Match) > 0 {
		known := true
		at := place(w.Object, w.Match, func(f string) any {
			v, ok := d.value(w, f)
			known = known && ok
			return v
		})
		if known {
			if r := d.only(w, d.byMatch[at], strings.Join(w.Match, ", ")); r != nil {
				return r, "key"
			}
		}
	}
	if w.Name != "" {
		at := place(w.Object, []string{w.Name}, func(string) any { return w.Fields[w.Name] })
		if r := d.only(w, d.byName[at], w.Name); r != nil {
			return r, "name"
		}
	}
	return nil, ""
}

// only returns the one record of a list that nobody has claimed; several are a
// problem.
func (d *differ) only(w *Desired, list []*Record, by string) *Record {
	var free []*Record
	for _, r := range list {
		if d.claimed[r.ID] == "" && !d.mappedElsewhere(r, w.Key) {
			free = append(free, r)
		}
	}
	if len(free) > 1 {
		ids := make([]string, len(free))
		for i, r := range free {
			ids[i] = r.ID
		}
		d.problem(Wrong, w.Label, sentence.PlanSameRecords.With(sentence.Params{"records": len(free), "object": w.Object, "fields": by, "ids": strings.Join(ids, ", ")}))
		return nil
	}
	if len(free) == 1 {
		return free[0]
	}
	return nil
}

// mappedElsewhere says whether the mapping gives the record to another key.
func (d *differ) mappedElsewhere(r *Record, key string) bool {
	owner := d.owner[r.ID]
	return owner != "" && owner != key
}

func (d *differ) problem(level Level, where string, what sentence.Sentence) {
	d.out.Problems = append(d.out.Problems, Found(level, where, what))
}

// record adds what w needs.
func (d *differ) record(w *Desired) {
	r, how := d.find(w)
	if r != nil && d.claimed[r.ID] != "" {
		d.problem(Wrong, w.Label, sentence.PlanTwiceWanted.With(sentence.Params{"id": r.ID, "key": d.claimed[r.ID], "other": w.Key}))
		return
	}
	if r == nil {
		d.create(w, "")
		return
	}
	d.claimed[r.ID], d.ids[w.Key] = w.Key, r.ID
	if how == "name" {
		d.problem(Note, w.Label, sentence.PlanRecognised.With(sentence.Params{"id": r.ID}))
	}
	changed := d.changes(w, r)
	conflict := d.conflict(w.Key, r, changed)
	d.out.Adopted = append(d.out.Adopted, Published{Key: w.Key, Object: w.Object, RecordID: r.ID, Label: w.Label, Fields: r.managed(w)})
	if len(changed) == 0 {
		return
	}
	if w.Fixed {
		d.out.Adopted = d.out.Adopted[:len(d.out.Adopted)-1]
		d.remove(r, w.Key, conflict, w.Stage-1)
		d.ids[w.Key] = ""
		d.create(w, "")
		return
	}
	if w.Whole {
		changed = whole(w, r, changed)
	}
	d.out.Operations = append(d.out.Operations, Operation{
		Action: Update, Object: w.Object, Key: w.Key, RecordID: r.ID, Label: w.Label, Stage: w.Stage,
		Fields: changed, Match: w.Match, MatchedBy: how, Conflict: conflict,
	})
}

// whole adds the fields that stay as they are.
func whole(w *Desired, r *Record, changed []Field) []Field {
	all := slices.Clone(changed)
	for _, name := range slices.Sorted(maps.Keys(w.Fields)) {
		if !slices.ContainsFunc(changed, func(f Field) bool { return f.Name == name }) {
			all = append(all, Field{Name: name, Old: r.Fields[name], New: r.Fields[name]})
		}
	}
	return all
}

// managed returns the record's values of the fields that w sets.
func (r *Record) managed(w *Desired) map[string]any {
	out := make(map[string]any, len(w.Fields)+len(w.Refs))
	for f := range w.Fields {
		out[f] = r.Fields[f]
	}
	for f := range w.Refs {
		out[f] = r.Fields[f]
	}
	return out
}

func (d *differ) create(w *Desired, conflict string) {
	if p := d.published[w.Key]; p != nil && conflict == "" && !w.Fixed {
		conflict = "it was deleted in the org since the last publication"
	}
	d.out.Operations = append(d.out.Operations, Operation{
		Action: Create, Object: w.Object, Key: w.Key, Label: w.Label, Stage: w.Stage,
		Fields: d.all(w), Match: w.Match, Conflict: conflict,
	})
}

// all lists every field of a new record, sorted by name.
func (d *differ) all(w *Desired) []Field {
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(w.Fields)) {
		if w.Fields[name] != nil {
			fields = append(fields, Field{Name: name, New: w.Fields[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.Refs)) {
		fields = append(fields, d.reference(w.Refs[name], name, nil))
	}
	return fields
}

func (d *differ) reference(key, name string, old any) Field {
	if id := d.ids[key]; id != "" {
		return Field{Name: name, Old: old, New: id}
	}
	return Field{Name: name, Old: old, Ref: key}
}

// changes lists the fields in which the record is not as it should be.
func (d *differ) changes(w *Desired, r *Record) []Field {
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(w.Fields)) {
		if slices.Contains(w.CreateOnly, name) || Same(r.Fields[name], w.Fields[name]) {
			continue
		}
		fields = append(fields, Field{Name: name, Old: r.Fields[name], New: w.Fields[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(w.Refs)) {
		f := d.reference(w.Refs[name], name, r.Fields[name])
		if f.Ref != "" || !Same(f.Old, f.New) {
			fields = append(fields, f)
		}
	}
	return fields
}

// conflict tells which of the fields about to be overwritten somebody changed
// in the org since they were published.
func (d *differ) conflict(key string, r *Record, changed []Field) string {
	p := d.published[key]
	if p == nil || p.RecordID != r.ID {
		return ""
	}
	var parts []string
	for _, f := range changed {
		if was, known := p.Fields[f.Name]; known && !Same(was, f.Old) {
			parts = append(parts, fmt.Sprintf("%s was published as %q and is %q in the org", f.Name, Text(was), Text(f.Old)))
		}
	}
	return strings.Join(parts, "; ")
}

// deletes removes what the destination owns and nobody wants.
func (d *differ) deletes(current []Record, published []Published) {
	keys := make(map[string]string, len(published))
	for i := range published {
		keys[published[i].RecordID] = published[i].Key
	}
	for i := range current {
		r := &current[i]
		if !r.Ours || d.claimed[r.ID] != "" {
			continue
		}
		key := keys[r.ID]
		if key == "" {
			key = "org/" + r.ID
		}
		d.remove(r, key, "", deleteStage-r.Stage)
	}
}

// deleteStage puts deletes after everything else, children first.
const deleteStage = 1_000_000

func (d *differ) remove(r *Record, key, conflict string, stage int) {
	d.claimed[r.ID] = key
	o := Operation{Action: Delete, Object: r.Object, Key: key, RecordID: r.ID, Label: r.Label, Stage: stage, Conflict: conflict}
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		if r.Fields[name] != nil {
			o.Fields = append(o.Fields, Field{Name: name, Old: r.Fields[name]})
		}
	}
	if p := d.published[key]; p != nil && conflict == "" {
		o.Conflict = drifted(p, r)
	}
	d.out.Operations = append(d.out.Operations, o)
}

// Same says whether two values are equal to an org: nil, "" and false are all
// "empty", numbers may be written as text, and 15- and 18-character ids of one
// record are equal.
func Same(a, b any) bool {
	x, y := Text(a), Text(b)
	return x == y || sameID(x, y)
}

func sameID(x, y string) bool {
	if len(x) == 15 && len(y) == 18 {
		return x == y[:15]
	}
	return len(x) == 18 && len(y) == 15 && x[:15] == y
}

// Text writes a value as text; empty for nil and false.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "true"
		}
		return ""
	case int:
		return strconv.Itoa(v)
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e15 {
			return strconv.FormatInt(int64(v), 10)
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

func sortByStage(ops []Operation) {
	slices.SortStableFunc(ops, func(a, b Operation) int { return cmp.Compare(a.Stage, b.Stage) })
}
