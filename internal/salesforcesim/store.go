package salesforcesim

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// rowState says whether a row is there.
type rowState uint8

const (
	live    rowState = iota
	binned           // deleted, in the recycle bin
	deleted          // deleted past the bin
	purged           // deleted for good: no query finds it
	void             // its creation was rolled back
)

// table holds the rows of one object, a column per field.
type table struct {
	object  *object
	columns []*column
	state   []rowState
	live    int
	keys    map[int]map[string]int32 // by column of a unique field: folded text → live row
	// territorial tables decide what rules say.
	territorial bool
}

// org is the whole state of the simulated org. Reads need mu's read side,
// everything else its write side.
type org struct {
	mu     sync.RWMutex
	schema *schema
	ids    idMaker
	orgID  string
	tables []*table
	now    func() time.Time

	undo    []func() // of the transaction under way
	wrote   [2]bool  // whether it wrote ordinary and setup objects
	queued  []func() // what goes on by itself once it is committed
	later   func(func())
	writes  *writeLog
	faults  *faults
	admin   int32      // row of the administrator in User
	deleted []deletion // in order of time
	joined  links      // ObjectTerritory2Association rows by record
	meta    metadataOptions

	realigning     value     // the model whose rules run
	maxTerritories int       // per model; 0 is the documented default
	fieldsAdded    time.Time // last time somebody added one
	version        int       // counts changes of models, territories and rules
	compiled       map[value]compiledModel
}

// compiledModel holds what evaluating rules needs, for one version.
type compiledModel struct {
	version     int
	rules       map[*object]*ruleIndex
	territories map[int32]bool
}

// deletion records when a row was deleted, for getDeleted.
type deletion struct {
	object *object
	row    int32
	at     time.Time
}

// metadataOptions are org settings that Metadata deploys change.
type metadataOptions struct {
	accountAccess, caseAccess, contactAccess, opportunityAccess string
	bypassInsert                                                bool
}

func newOrg(seed uint64, now func() time.Time) *org {
	o := &org{schema: newSchema(nil), ids: newIDMaker(seed), now: now, writes: newWriteLog(), joined: links{}}
	o.meta = metadataOptions{"Edit", "None", "Edit", "None", false}
	o.orgID = o.ids.id18("00D", 0)
	for _, obj := range o.schema.objects {
		o.tables = append(o.tables, newTable(obj))
	}
	return o
}

func newTable(obj *object) *table {
	t := &table{object: obj, keys: map[int]map[string]int32{}, territorial: obj.feature == "territory" && obj.name != "ObjectTerritory2Association"}
	for _, f := range obj.fields {
		t.columns = append(t.columns, &column{kind: columnKind(f)})
		if f.unique {
			t.keys[f.index] = map[string]int32{}
		}
	}
	return t
}

func (o *org) table(name string) *table {
	obj := o.schema.object(name)
	if obj == nil {
		return nil
	}
	return o.tables[obj.number]
}

// of returns the table of a reference.
func (o *org) of(v value) *table { return o.tables[v.object()] }

func (t *table) rows() int32 { return int32(len(t.state)) }

// id returns the id of a row.
func (o *org) id(t *table, row int32) string { return o.ids.id18(t.object.prefix, int(row)) }

func (o *org) refID(v value) string { return o.id(o.of(v), v.row()) }

// get returns a stored field. Id and compound fields are not stored.
func (t *table) get(f *field, row int32) value {
	if f.name == "IsDeleted" {
		return boolValue(t.state[row] != live)
	}
	return t.columns[f.index].get(row)
}

func (t *table) field(name string, row int32) value {
	return t.get(t.object.byName[strings.ToLower(name)], row)
}

// put stores a field, keeping the key index, and remembers how to undo it.
func (o *org) put(t *table, f *field, row int32, v value) {
	old := t.columns[f.index].get(row)
	if old == v {
		return
	}
	o.undo = append(o.undo, func() { t.store(f, row, v, old); o.touch(t) })
	t.store(f, row, old, v)
	o.touch(t)
}

// touch makes compiled rules out of date.
func (o *org) touch(t *table) {
	if t.territorial {
		o.version++
	}
}

func (t *table) store(f *field, row int32, old, v value) {
	if keys := t.keys[f.index]; keys != nil && t.state[row] == live {
		if k := keyText(old); k != "" && keys[k] == row {
			delete(keys, k)
		}
		if k := keyText(v); k != "" {
			keys[k] = row
		}
	}
	t.columns[f.index].set(row, v)
}

func keyText(v value) string {
	if v.kind == number {
		return strconv.FormatFloat(v.num, 'f', -1, 64)
	}
	return strings.ToLower(v.text)
}

// newRow adds an empty live row.
func (o *org) newRow(t *table) int32 {
	row := t.rows()
	t.state = append(t.state, live)
	t.live++
	o.undo = append(o.undo, func() {
		t.dropKeys(row)
		t.state[row] = void
		t.live--
		o.touch(t)
	})
	return row
}

func (t *table) dropKeys(row int32) {
	for i, keys := range t.keys {
		if k := keyText(t.columns[i].get(row)); k != "" && keys[k] == row {
			delete(keys, k)
		}
	}
}

// setState deletes or restores a row.
func (o *org) setState(t *table, row int32, s rowState) {
	old := t.state[row]
	if old == s {
		return
	}
	change := func(from, to rowState) {
		o.touch(t)
		if from == live {
			t.dropKeys(row)
			t.live--
		}
		t.state[row] = to
		if to == live {
			t.live++
			for i, keys := range t.keys {
				if k := keyText(t.columns[i].get(row)); k != "" {
					keys[k] = row
				}
			}
		}
	}
	change(old, s)
	o.undo = append(o.undo, func() { change(s, old) })
}

// savepoint and rollback bracket what is done all or not at all.
func (o *org) savepoint() int { return len(o.undo) }

func (o *org) rollback(to int) {
	for i := len(o.undo) - 1; i >= to; i-- {
		o.undo[i]()
	}
	clear(o.undo[to:])
	o.undo = o.undo[:to]
}

// commit ends the transaction of a request.
func (o *org) commit() {
	clear(o.undo)
	o.undo, o.wrote = o.undo[:0], [2]bool{}
	for _, work := range o.queued {
		o.later(work)
	}
	o.queued = nil
}

// find returns the table and row of an id. row is -1 where there is none;
// the table is nil where the prefix is unknown.
func (o *org) find(id string) (*table, int32, bool) {
	prefix, n, ok := o.ids.parse(id)
	if !ok {
		return nil, -1, false
	}
	obj := o.schema.byPrefix[prefix]
	if obj == nil {
		return nil, -1, true
	}
	t := o.tables[obj.number]
	if n < 0 || n >= len(t.state) || t.state[n] == void {
		return t, -1, true
	}
	return t, int32(n), true
}

// byKey returns the live rows whose key field has the value.
func (o *org) byKey(t *table, f *field, v value) []int32 {
	if keys := t.keys[f.index]; keys != nil {
		if row, ok := keys[keyText(v)]; ok {
			return []int32{row}
		}
		return nil
	}
	var rows []int32
	for row := range t.rows() {
		if t.state[row] == live && keyText(t.get(f, row)) == keyText(v) {
			rows = append(rows, row)
		}
	}
	return rows
}
