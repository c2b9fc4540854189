package salesforcesim

import (
	"math"
	"strings"
	"time"
)

// accessor reads one expression of a row.
type accessor struct {
	get    func(row int32) value
	field  *field // what it reads last; nil for functions
	object *object
	path   string // in the stored case
	kind   string // field type of the result
}

// compiler turns the expressions of a statement on one table into accessors.
type compiler struct {
	o     *org
	q     *statement
	t     *table
	now   time.Time
	joins int                  // semi-joins so far
	hides func(row int32) bool // rows the user may not see; nil for none
}

func (c *compiler) errorAt(pos int, code, message string) *apiError {
	return errorAt(c.q.text, pos, code, message)
}

const customHint = " If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."

func noSuchColumn(name, entity string) string {
	return "No such column '" + name + "' on entity '" + entity + "'." + customHint
}

// tableFor returns the table a FROM names.
func (o *org) tableFor(q *statement) (*table, *apiError) {
	t := o.table(q.from.text)
	if t == nil {
		return nil, errorAt(q.text, q.from.pos, "INVALID_TYPE", "sObject type '"+q.from.text+"' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.")
	}
	if t.object.noQuery {
		return nil, &apiError{400, "INVALID_TYPE_FOR_OPERATION", "entity type " + t.object.name + " does not support query", nil, false}
	}
	return t, nil
}

// steps cuts a path into relations and the last name, without the alias.
func (c *compiler) steps(path string) []string {
	parts := strings.Split(path, ".")
	if len(parts) > 1 && c.t.object.byRelation[lower(parts[0])] == nil &&
		(strings.EqualFold(parts[0], c.q.alias) || strings.EqualFold(parts[0], c.t.object.name)) {
		parts = parts[1:]
	}
	return parts
}

// resolve finds what a path names.
func (c *compiler) resolve(e expr) (accessor, *apiError) {
	parts := c.steps(e.path)
	if len(parts) > 6 {
		return accessor{}, c.errorAt(e.pos, "INVALID_FIELD", "a field path has at most 5 relationships: "+e.path)
	}
	objects := []*object{c.t.object}
	var relations []*field
	var names []string
	for _, part := range parts[:len(parts)-1] {
		f := relationOf(objects, part)
		if f == nil {
			return accessor{}, c.errorAt(e.pos, "INVALID_FIELD", "Didn't understand relationship '"+part+"' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.")
		}
		relations = append(relations, f)
		names = append(names, f.relation)
		objects = c.o.targets(f)
	}
	last := lower(parts[len(parts)-1])
	if last == "type" && len(objects) > 1 {
		return c.typeName(relations, names), nil
	}
	f, entity := fieldOf(objects, last)
	if f == nil {
		entity := c.t.object.name
		if len(relations) > 0 {
			entity = objects[0].name
			if len(objects) > 1 {
				entity = "Name"
			}
		}
		return accessor{}, c.errorAt(e.pos, "INVALID_FIELD", noSuchColumn(parts[len(parts)-1], entity))
	}
	return accessor{c.reader(relations, last), f, entity, strings.Join(append(names, f.name), "."), f.kind}, nil
}

// typeName reads which object a polymorphic reference points at.
func (c *compiler) typeName(relations []*field, names []string) accessor {
	id := c.reader(relations[:len(relations)-1], lower(relations[len(relations)-1].name))
	get := func(row int32) value {
		v := id(row)
		if v.isNull() {
			return v
		}
		return textValue(c.o.of(v).object.name)
	}
	f := &field{name: "Type", kind: "string", length: 40}
	return accessor{get, f, nil, strings.Join(append(names, "Type"), "."), "string"}
}

func relationOf(objects []*object, name string) *field {
	for _, o := range objects {
		if f := o.byRelation[lower(name)]; f != nil {
			return f
		}
	}
	return nil
}

func fieldOf(objects []*object, name string) (*field, *object) {
	for _, o := range objects {
		if f := o.byName[name]; f != nil {
			return f, o
		}
	}
	return nil, nil
}

// targets are the objects a reference may point at, those switched off left out.
func (o *org) targets(f *field) []*object {
	var list []*object
	for _, name := range f.to {
		if t := o.schema.object(name); t != nil {
			list = append(list, t)
		}
	}
	return list
}

// reader follows the relations and reads the named field at their end.
func (c *compiler) reader(relations []*field, name string) func(int32) value {
	o, base := c.o, c.t
	if len(relations) == 0 {
		f := base.object.byName[name]
		if f.name == "Id" {
			return func(row int32) value { return refTo(base.object, row) }
		}
		return func(row int32) value { return base.get(f, row) }
	}
	return func(row int32) value {
		t := base
		for _, r := range relations {
			f := t.object.byName[lower(r.name)]
			if f == nil {
				return value{}
			}
			v := t.get(f, row)
			if v.isNull() {
				return v
			}
			t, row = o.of(v), v.row()
		}
		f := t.object.byName[name]
		switch {
		case f == nil:
			return value{}
		case f.name == "Id":
			return refTo(t.object, row)
		}
		return t.get(f, row)
	}
}

// aggregates are the functions over groups of rows.
var aggregates = map[string]bool{"COUNT": true, "COUNT_DISTINCT": true, "SUM": true, "AVG": true, "MIN": true, "MAX": true, "GROUPING": true}

// dateParts are the functions that cut a date.
var dateParts = map[string]func(time.Time) int{
	"CALENDAR_YEAR": func(t time.Time) int { return t.Year() }, "FISCAL_YEAR": func(t time.Time) int { return t.Year() },
	"CALENDAR_QUARTER": func(t time.Time) int { return int(t.Month()-1)/3 + 1 }, "FISCAL_QUARTER": func(t time.Time) int { return int(t.Month()-1)/3 + 1 },
	"CALENDAR_MONTH": func(t time.Time) int { return int(t.Month()) }, "FISCAL_MONTH": func(t time.Time) int { return int(t.Month()) },
	"DAY_IN_MONTH": func(t time.Time) int { return t.Day() }, "DAY_IN_WEEK": func(t time.Time) int { return int(t.Weekday()) + 1 },
	"DAY_IN_YEAR": func(t time.Time) int { return t.YearDay() }, "HOUR_IN_DAY": func(t time.Time) int { return t.Hour() },
	"WEEK_IN_MONTH": func(t time.Time) int { return (t.Day()-1)/7 + 1 }, "WEEK_IN_YEAR": func(t time.Time) int { return (t.YearDay()-1)/7 + 1 },
}

// expr compiles a path or a function of one row.
func (c *compiler) expr(e expr) (accessor, *apiError) {
	if e.function == "" {
		if e.literal != nil {
			return accessor{}, c.errorAt(e.pos, "MALFORMED_QUERY", "unexpected token: '"+e.literal.text+"'")
		}
		return c.resolve(e)
	}
	if e.function == "DISTANCE" {
		return c.distance(e)
	}
	if len(e.args) != 1 {
		return accessor{}, c.errorAt(e.pos, "MALFORMED_QUERY", "unexpected token: '"+e.function+"'")
	}
	a, err := c.expr(e.args[0])
	if err != nil {
		return a, err
	}
	inner := a.get
	switch {
	case e.function == "TOLABEL" || e.function == "CONVERTCURRENCY" || e.function == "CONVERTTIMEZONE":
		return a, nil
	case e.function == "FORMAT":
		a.get = func(row int32) value { return textValue(c.o.format(a.field, inner(row))) }
		a.kind = "string"
		return a, nil
	case e.function == "DAY_ONLY":
		a.get = func(row int32) value {
			v := inner(row)
			if v.isNull() {
				return v
			}
			return dayValue(v.time())
		}
		a.field, a.kind = &field{name: a.path, kind: "date"}, "date"
		return a, nil
	case dateParts[e.function] != nil:
		if a.kind != "date" && a.kind != "datetime" {
			return a, c.errorAt(e.pos, "INVALID_FIELD", "field '"+a.path+"' must be of type date or dateTime for "+e.function)
		}
		part := dateParts[e.function]
		a.get = func(row int32) value {
			v := inner(row)
			if v.isNull() {
				return v
			}
			return numberValue(float64(part(v.time())))
		}
		a.field, a.kind = &field{name: a.path, kind: "int"}, "int"
		return a, nil
	}
	return a, c.errorAt(e.pos, "MALFORMED_QUERY", "unexpected token: '"+e.function+"'")
}

// distance compiles DISTANCE(field, GEOLOCATION(lat, lon), 'mi'|'km').
func (c *compiler) distance(e expr) (accessor, *apiError) {
	bad := func(what string) (accessor, *apiError) {
		return accessor{}, c.errorAt(e.pos, "MALFORMED_QUERY", "invalid DISTANCE: "+what)
	}
	if len(e.args) != 3 || e.args[1].function != "GEOLOCATION" || len(e.args[1].args) != 2 || e.args[2].literal == nil {
		return bad("it takes a location, GEOLOCATION(latitude, longitude) and 'mi' or 'km'")
	}
	at, err := c.resolve(e.args[0])
	if err != nil {
		return at, err
	}
	if !at.field.isCompound() || strings.Contains(at.path, ".") {
		return bad("the first argument must be a location")
	}
	lat, ok1 := e.args[1].args[0].number()
	lon, ok2 := e.args[1].args[1].number()
	unit := e.args[2].literal.text
	radius := map[string]float64{"mi": 3958.76, "km": 6371.0}[unit]
	if !ok1 || !ok2 || radius == 0 {
		return bad("it takes numbers and 'mi' or 'km'")
	}
	latitude, longitude := c.t.object.pointFields(at.field)
	get := func(row int32) value {
		y, x := c.t.get(latitude, row), c.t.get(longitude, row)
		if y.isNull() || x.isNull() {
			return value{}
		}
		return numberValue(radius * greatCircle(lat, lon, y.num, x.num))
	}
	return accessor{get, &field{name: "distance", kind: "double"}, c.t.object, "distance", "double"}, nil
}

func (e expr) number() (float64, bool) {
	if e.literal == nil || e.literal.kind != tokenNumber {
		return 0, false
	}
	return parseNumber(e.literal.text)
}

// pointFields are the latitude and longitude of a compound field.
func (o *object) pointFields(f *field) (latitude, longitude *field) {
	if f.kind == "location" {
		return o.byName[lower(f.parts+"__Latitude__s")], o.byName[lower(f.parts+"__Longitude__s")]
	}
	return o.byName[lower(f.parts+"Latitude")], o.byName[lower(f.parts+"Longitude")]
}

// greatCircle returns the angle between two positions, by haversines.
func greatCircle(lat1, lon1, lat2, lon2 float64) float64 {
	const degree = math.Pi / 180
	a, b := math.Sin((lat2-lat1)*degree/2), math.Sin((lon2-lon1)*degree/2)
	return 2 * math.Asin(math.Min(1, math.Sqrt(a*a+math.Cos(lat1*degree)*math.Cos(lat2*degree)*b*b)))
}
