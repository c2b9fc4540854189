package salesforcesim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// writer makes the writer of a call, with its headers.
func (c *call) writer() *writer {
	return &writer{o: c.s.o, user: c.session.user, autoAssign: !strings.EqualFold(c.header.Get("Sforce-Auto-Assign"), "FALSE")}
}

// sobjects answers /sobjects/….
func (c *call) sobjects(path []string) *answer {
	if len(path) == 0 || path[0] == "" {
		return c.describeGlobal()
	}
	t := c.s.o.table(path[0])
	if t == nil {
		return notFound()
	}
	switch len(path) {
	case 1:
		if c.method == http.MethodPost {
			return c.create(t)
		}
		return ok(hash{{"objectDescribe", c.summary(t.object)}, {"recentItems", []any{}}})
	case 2:
		switch path[1] {
		case "describe":
			return c.describe(t.object)
		case "deleted", "updated":
			return c.changes(t, path[1])
		}
		return c.row(t, path[1])
	case 3:
		return c.external(t, path[1], path[2])
	}
	return notFound()
}

func (c *call) create(t *table) *answer {
	rec := record{}
	if err := c.decode(&rec); err != nil {
		return fail(err)
	}
	row, errs := c.writer().insert(t, rec)
	if len(errs) > 0 {
		return fail(errs...)
	}
	id := c.s.o.id(t, row)
	return &answer{status: http.StatusCreated, body: hash{{"id", id}, {"success", true}, {"errors", []any{}}},
		header: map[string]string{"Location": c.base + "/sobjects/" + t.object.name + "/" + id}}
}

// row answers a row by its id.
func (c *call) row(t *table, id string) *answer {
	found, row, isID := c.s.o.find(id)
	if !isID || found == nil {
		return fail(apiErr(404, "NOT_FOUND", "The requested resource does not exist"))
	}
	if found != t {
		return fail(&apiError{400, "MALFORMED_ID", t.object.label + " ID: id value of incorrect type: " + id, []string{"Id"}, true})
	}
	if row < 0 {
		return fail(apiErr(404, "NOT_FOUND", "The requested resource does not exist"))
	}
	switch c.method {
	case http.MethodGet, http.MethodHead:
		if t.state[row] != live {
			return fail(gone())
		}
		return c.read(t, row)
	case http.MethodPatch:
		rec := record{}
		if err := c.decode(&rec); err != nil {
			return fail(err)
		}
		if errs := c.writer().update(t, row, rec); len(errs) > 0 {
			return fail(errs...)
		}
		return noContent()
	case http.MethodDelete:
		if errs := c.writer().remove(t, row); len(errs) > 0 {
			return fail(errs...)
		}
		return noContent()
	}
	return fail(apiErr(405, "METHOD_NOT_ALLOWED", "HTTP Method '%s' not allowed. Allowed are HEAD,GET,PATCH,DELETE", c.method))
}

// read answers the fields of a row, all or those asked for.
func (c *call) read(t *table, row int32) *answer {
	if since, err := http.ParseTime(c.header.Get("If-Modified-Since")); err == nil {
		if m := t.field("SystemModstamp", row); !m.isNull() && !m.time().Truncate(time.Second).After(since) {
			return &answer{status: http.StatusNotModified}
		}
	}
	var names []string
	if list := c.query.Get("fields"); list != "" {
		names = strings.Split(list, ",")
	}
	raw, err := c.rowJSON(t, row, names)
	if err != nil {
		return fail(err)
	}
	return ok(raw)
}

// rowJSON writes a row; no names means every field.
func (c *call) rowJSON(t *table, row int32, names []string) (json.RawMessage, *apiError) {
	var outputs []*output
	if names == nil {
		for _, f := range t.object.fields {
			outputs = append(outputs, plainOutput(f.name))
		}
	}
	for _, name := range names {
		name = strings.TrimSpace(name)
		f := t.object.byName[lower(name)]
		if f == nil {
			return nil, apiErr(400, "INVALID_FIELD", "No such column '%s' on sobject of type %s", name, t.object.name)
		}
		outputs = append(outputs, plainOutput(f.name))
	}
	var b bytes.Buffer
	c.s.o.writeObject(&b, c.base, t, row, outputs)
	return b.Bytes(), nil
}

// external answers a row by an external id: reads, upserts and deletes.
func (c *call) external(t *table, keyName, text string) *answer {
	if strings.EqualFold(keyName, "Id") {
		return c.row(t, text)
	}
	key := t.object.byName[lower(keyName)]
	if key == nil || !key.external {
		return fail(apiErr(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: %s", keyName))
	}
	v, err := c.s.o.parseValue(key, text)
	if err != nil {
		return fail(err)
	}
	rows := c.s.o.byKey(t, key, v)
	if len(rows) > 1 {
		urls := []string{}
		for _, row := range rows {
			urls = append(urls, c.base+"/sobjects/"+t.object.name+"/"+c.s.o.id(t, row))
		}
		return &answer{status: http.StatusMultipleChoices, body: urls}
	}
	if c.method == http.MethodPatch {
		return c.upsertRow(t, key, v)
	}
	if len(rows) == 0 {
		return fail(apiErr(404, "NOT_FOUND", "The requested resource does not exist"))
	}
	return c.row(t, c.s.o.id(t, rows[0]))
}

func (c *call) upsertRow(t *table, key *field, v value) *answer {
	rec := record{}
	if err := c.decode(&rec); err != nil {
		return fail(err)
	}
	if rec.names(key) {
		return fail(apiErr(400, "INVALID_FIELD", "The %s field should not be specified in the sobject data.", key.name))
	}
	only := c.query.Get("updateOnly") == "true"
	id, isNew, errs := c.writer().upsert(t, key, v, rec, only)
	if len(errs) > 0 {
		return fail(errs...)
	}
	a := ok(hash{{"id", id}, {"success", true}, {"errors", []any{}}, {"created", isNew}})
	if isNew {
		a.status = http.StatusCreated
		a.header = map[string]string{"Location": c.base + "/sobjects/" + t.object.name + "/" + id}
	} else if c.version < 46 {
		return noContent()
	}
	return a
}

// upsert updates the row that has the key, or creates it.
func (w *writer) upsert(t *table, key *field, v value, rec record, updateOnly bool) (id string, isNew bool, errs []*apiError) {
	if v.isNull() {
		return "", false, []*apiError{rowError("MISSING_ARGUMENT", key.name+" not specified")}
	}
	rows := w.o.byKey(t, key, v)
	switch {
	case len(rows) > 1:
		return "", false, []*apiError{rowError("DUPLICATE_EXTERNAL_ID", key.name+": more than one record found for external id field")}
	case len(rows) == 1:
		return w.o.id(t, rows[0]), false, w.update(t, rows[0], rec)
	case updateOnly:
		return "", false, []*apiError{apiErr(404, "NOT_FOUND", "The requested resource does not exist")}
	}
	full := record{key.name: w.o.format(key, v)}
	for k, x := range rec {
		full[k] = x
	}
	row, errs := w.insert(t, full)
	if len(errs) > 0 {
		return "", false, errs
	}
	return w.o.id(t, row), true, nil
}

// changes answers …/deleted and …/updated between start and end.
func (c *call) changes(t *table, which string) *answer {
	start, ok1 := parseDateTime(c.query.Get("start"))
	end, ok2 := parseDateTime(c.query.Get("end"))
	if !ok1 || !ok2 || !end.After(start) {
		return fail(apiErr(400, "INVALID_REPLICATION_DATE", "start and end must be times, start before end"))
	}
	if which == "updated" {
		ids := []string{}
		for row := range t.rows() {
			m := t.field("SystemModstamp", row)
			if t.state[row] == live && !m.isNull() && !m.time().Before(start) && m.time().Before(end) {
				ids = append(ids, c.s.o.id(t, row))
			}
		}
		return ok(hash{{"ids", ids}, {"latestDateCovered", end.UTC().Format(dateTimeFormat)}})
	}
	records := []hash{}
	for _, d := range c.s.o.deleted {
		if d.object == t.object && !d.at.Before(start) && d.at.Before(end) && t.state[d.row] != live {
			records = append(records, hash{{"deletedDate", d.at.Format(dateTimeFormat)}, {"id", c.s.o.id(t, d.row)}})
		}
	}
	return ok(hash{{"deletedRecords", records}, {"earliestDateAvailable", start.AddDate(0, 0, -15).UTC().Format(dateTimeFormat)}, {"latestDateCovered", end.UTC().Format(dateTimeFormat)}})
}
