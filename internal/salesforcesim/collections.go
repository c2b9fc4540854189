package salesforcesim

import (
	"net/http"
	"strings"
)

// collections answers /composite/sobjects….
func (c *call) collections(path []string) *answer {
	switch {
	case c.method == http.MethodDelete:
		return c.deleteMany()
	case len(path) == 1 && (c.method == http.MethodGet || c.method == http.MethodPost):
		return c.readMany(path[0])
	case len(path) == 0 || path[0] == "":
		if c.method == http.MethodPost || c.method == http.MethodPatch {
			return c.writeMany("", "")
		}
	case len(path) == 2 && c.method == http.MethodPatch:
		return c.writeMany(path[0], path[1])
	}
	return notFound()
}

// outcome is what became of one row.
type outcome struct {
	id      string
	created bool
	errs    []*apiError
}

// hash writes an outcome; key says whether "created" is shown.
func (r outcome) hash(upsert bool) hash {
	out := hash{}
	if r.id != "" && len(r.errs) == 0 {
		out = append(out, pairOf{"id", r.id})
	}
	errs := []hash{}
	for _, e := range r.errs {
		errs = append(errs, hash{{"statusCode", e.code}, {"message", e.message}, {"fields", nonNil(e.fields)}})
	}
	out = append(out, pairOf{"success", len(r.errs) == 0}, pairOf{"errors", errs})
	if upsert && len(r.errs) == 0 {
		out = append(out, pairOf{"created", r.created})
	}
	return out
}

// many carries out writes of rows; with allOrNone one failure takes all back.
func (c *call) many(n int, allOrNone, upsert bool, write func(w *writer, i int) outcome) *answer {
	w := c.writer()
	w.batchHalf = c.s.o.faults.batch()
	save := c.s.o.savepoint()
	results, failed := make([]outcome, n), false
	for i := range results {
		results[i] = write(w, i)
		failed = failed || len(results[i].errs) > 0
	}
	if failed && allOrNone {
		c.s.o.rollback(save)
		for i := range results {
			if len(results[i].errs) == 0 {
				results[i] = outcome{errs: []*apiError{rowError("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header")}}
			}
		}
	}
	list := make([]hash, n)
	for i, r := range results {
		list[i] = r.hash(upsert)
	}
	return ok(list)
}

// typeOf reads attributes.type of a record.
func (r record) typeOf() string {
	a, _ := r["attributes"].(map[string]any)
	s, _ := a["type"].(string)
	return s
}

// writeMany creates, updates or, with a key, upserts up to 200 records.
func (c *call) writeMany(upsertType, keyName string) *answer {
	var in struct {
		AllOrNone bool     `json:"allOrNone"`
		Records   []record `json:"records"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	if len(in.Records) > maxBatch {
		return fail(apiErr(400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than %d records into this call", maxBatch))
	}
	runs, last := 0, ""
	for _, r := range in.Records {
		name := r.typeOf()
		if name == "" {
			name = upsertType
		}
		if c.s.o.table(name) == nil {
			return fail(apiErr(404, "NOT_FOUND", "The requested resource does not exist"))
		}
		if name != last {
			runs, last = runs+1, name
		}
	}
	if runs > 10 {
		return fail(apiErr(400, "INVALID_INPUT", "Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking."))
	}
	return c.many(len(in.Records), in.AllOrNone, keyName != "", func(w *writer, i int) outcome {
		r := in.Records[i]
		name := r.typeOf()
		if name == "" {
			name = upsertType
		}
		t := c.s.o.table(name)
		delete(r, "attributes")
		switch {
		case keyName != "":
			return w.upsertRecord(t, keyName, r)
		case c.method == http.MethodPost:
			row, errs := w.insert(t, r)
			if len(errs) > 0 {
				return outcome{errs: errs}
			}
			return outcome{id: c.s.o.id(t, row)}
		}
		return w.updateRecord(t, r)
	})
}

// take removes a key, in any case, and returns its value.
func (r record) take(name string) any {
	for k, v := range r {
		if strings.EqualFold(k, name) {
			delete(r, k)
			return v
		}
	}
	return nil
}

// updateRecord updates the row whose id the record holds.
func (w *writer) updateRecord(t *table, r record) outcome {
	id, _ := r.take("Id").(string)
	if id == "" {
		return outcome{errs: []*apiError{rowError("MISSING_ARGUMENT", "Id not specified in an update call")}}
	}
	found, row, isID := w.o.find(id)
	if !isID || found != t {
		return outcome{errs: []*apiError{rowError("MALFORMED_ID", t.object.label+" ID: id value of incorrect type: "+id, "Id")}}
	}
	errs := w.update(t, row, r)
	if row < 0 {
		return outcome{errs: errs}
	}
	return outcome{id: w.o.id(t, row), errs: errs}
}

// upsertRecord upserts by the key field the record holds; Id is one too.
func (w *writer) upsertRecord(t *table, keyName string, r record) outcome {
	if strings.EqualFold(keyName, "Id") {
		if v, _ := r["Id"].(string); v != "" || r["id"] != nil {
			return w.updateRecord(t, r)
		}
		row, errs := w.insert(t, r)
		if len(errs) > 0 {
			return outcome{errs: errs}
		}
		return outcome{id: w.o.id(t, row), created: true}
	}
	key := t.object.byName[lower(keyName)]
	if key == nil || !key.external {
		return outcome{errs: []*apiError{rowError("INVALID_FIELD", "Field name provided, "+keyName+" is not an External ID or indexed field for "+t.object.name)}}
	}
	v, err := w.o.parseValue(key, r.take(keyName))
	if err != nil {
		return outcome{errs: []*apiError{err}}
	}
	id, isNew, errs := w.upsert(t, key, v, r, false)
	return outcome{id, isNew, errs}
}

func (c *call) deleteMany() *answer {
	ids := strings.Split(c.query.Get("ids"), ",")
	if c.query.Get("ids") == "" || len(ids) > maxBatch {
		return fail(apiErr(400, "EXCEEDED_ID_LIMIT", "give 1 to %d ids", maxBatch))
	}
	return c.many(len(ids), c.query.Get("allOrNone") == "true", false, func(w *writer, i int) outcome {
		t, row, isID := c.s.o.find(strings.TrimSpace(ids[i]))
		if !isID || t == nil {
			return outcome{errs: []*apiError{rowError("MALFORMED_ID", "malformed id "+ids[i])}}
		}
		errs := w.remove(t, row)
		if row < 0 {
			return outcome{errs: errs}
		}
		return outcome{id: c.s.o.id(t, row), errs: errs}
	})
}

// readMany reads rows by id; a row that is not there is null.
func (c *call) readMany(name string) *answer {
	t := c.s.o.table(name)
	if t == nil {
		return notFound()
	}
	var in struct {
		IDs    []string `json:"ids"`
		Fields []string `json:"fields"`
	}
	if c.method == http.MethodPost {
		if err := c.decode(&in); err != nil {
			return fail(err)
		}
	} else {
		in.IDs, in.Fields = strings.Split(c.query.Get("ids"), ","), strings.Split(c.query.Get("fields"), ",")
	}
	if len(in.IDs) > 2000 || c.method == http.MethodGet && len(in.IDs) > 800 {
		return fail(apiErr(400, "EXCEEDED_ID_LIMIT", "too many ids: 800 by URL, 2,000 by body"))
	}
	list := make([]any, len(in.IDs))
	for i, id := range in.IDs {
		found, row, _ := c.s.o.find(id)
		if found != t || row < 0 || t.state[row] != live {
			continue
		}
		raw, err := c.rowJSON(t, row, append([]string{}, in.Fields...))
		if err != nil {
			return fail(err)
		}
		list[i] = raw
	}
	return ok(list)
}

// tree creates records with their children, all or nothing.
func (c *call) tree(name string) *answer {
	var in struct {
		Records []record `json:"records"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	save := c.s.o.savepoint()
	b := &treeBuilder{w: c.writer(), o: c.s.o}
	for _, r := range in.Records {
		b.add(c.s.o.table(name), r, nil, value{}, 1)
	}
	if b.failed != nil {
		c.s.o.rollback(save)
		return &answer{status: 400, body: hash{{"hasErrors", true}, {"results", []hash{b.failed}}}}
	}
	return &answer{status: 201, body: hash{{"hasErrors", false}, {"results", b.results}}}
}

// treeBuilder creates the records of one tree request.
type treeBuilder struct {
	w       *writer
	o       *org
	results []hash
	failed  hash
}

func (b *treeBuilder) add(t *table, r record, link *field, parent value, level int) {
	if b.failed != nil {
		return
	}
	attributes, _ := r["attributes"].(map[string]any)
	reference := attributes["referenceId"]
	stop := func(errs ...*apiError) {
		b.failed = append(hash{{"referenceId", reference}}, outcome{errs: errs}.hash(false)[1:]...)
	}
	if t == nil || !strings.EqualFold(r.typeOf(), t.object.name) {
		stop(rowError("INVALID_INPUT", "attributes.type must name the object"))
		return
	}
	if len(b.results) >= maxBatch || level > 5 {
		stop(rowError("INVALID_INPUT", "a tree has at most 200 records and 5 levels"))
		return
	}
	children := map[*childRelation][]any{}
	for i := range t.object.children {
		rel := &t.object.children[i]
		if nested, isMap := r[rel.name].(map[string]any); isMap && rel.name != "" {
			children[rel], _ = nested["records"].([]any)
			delete(r, rel.name)
		}
	}
	delete(r, "attributes")
	if link != nil {
		r[link.name] = b.o.refID(parent)
	}
	row, errs := b.w.insert(t, r)
	if len(errs) > 0 {
		stop(errs...)
		return
	}
	b.results = append(b.results, hash{{"referenceId", reference}, {"id", b.o.id(t, row)}})
	for i := range t.object.children {
		rel := &t.object.children[i]
		for _, child := range children[rel] {
			if m, isMap := child.(map[string]any); isMap {
				b.add(b.o.tables[rel.object.number], m, rel.field, refTo(t.object, row), level+1)
			}
		}
	}
}
