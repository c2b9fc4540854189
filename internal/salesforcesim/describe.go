package salesforcesim

import (
	"net/http"
	"strconv"
	"time"
)

// describedAt is when the schema last changed, for If-Modified-Since.
var describedAt = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func versionList() []hash {
	var list []hash
	for v := oldestVersion; v <= newestVersion; v++ {
		n := strconv.Itoa(v) + ".0"
		list = append(list, hash{{"label", versionLabel(v)}, {"url", "/services/data/v" + n}, {"version", n}})
	}
	return list
}

// versionLabel names the release of a version: 67.0 is Summer '26.
func versionLabel(v int) string {
	seasons := []string{"Winter", "Spring", "Summer"}
	i := v - 65 + 30*3 // 65.0 is Winter '26
	return seasons[i%3] + " '" + strconv.Itoa(26+i/3-30)
}

func (c *call) resources() *answer {
	out := hash{}
	for _, name := range []string{"sobjects", "query", "queryAll", "composite", "limits", "jobs", "tooling", "analytics", "metadata"} {
		out = append(out, pairOf{name, c.base + "/" + name})
	}
	return ok(out)
}

func (c *call) notModified() bool {
	since, err := http.ParseTime(c.header.Get("If-Modified-Since"))
	return err == nil && !c.s.o.schemaTime().After(since)
}

// schemaTime is when the schema changed last.
func (o *org) schemaTime() time.Time {
	if o.fieldsAdded.IsZero() {
		return describedAt
	}
	return o.fieldsAdded
}

func (c *call) describeGlobal() *answer {
	if c.notModified() {
		return &answer{status: http.StatusNotModified}
	}
	list := []hash{}
	for _, o := range c.s.o.schema.objects {
		list = append(list, c.summary(o))
	}
	return &answer{status: 200, body: hash{{"encoding", "UTF-8"}, {"maxBatchSize", 200}, {"sobjects", list}},
		header: map[string]string{"Last-Modified": c.s.o.schemaTime().Format(http.TimeFormat)}}
}

// summary is an object as describe global shows it.
func (c *call) summary(o *object) hash {
	url := c.base + "/sobjects/" + o.name
	urls := hash{{"rowTemplate", url + "/{ID}"}, {"describe", url + "/describe"}, {"sobject", url}}
	writes := !o.territorial() || c.may("ManageTerritories")
	return hash{{"activateable", false}, {"associateEntityType", nil}, {"associateParentEntity", nil}, {"createable", !o.noCreate && writes}, {"custom", o.custom()}, {"customSetting", false},
		{"deepCloneable", false}, {"deletable", !o.noDelete && writes}, {"deprecatedAndHidden", false}, {"feedEnabled", false}, {"hasSubtypes", false}, {"isInterface", false},
		{"isSubtype", false}, {"keyPrefix", o.prefix}, {"label", o.label}, {"labelPlural", o.plural}, {"layoutable", true}, {"mergeable", false}, {"mruEnabled", false},
		{"name", o.name}, {"queryable", !o.noQuery}, {"replicateable", true}, {"retrieveable", true}, {"searchable", !o.setup}, {"triggerable", true},
		{"undeletable", !o.noRecycle && o.byName["isdeleted"] != nil}, {"updateable", !o.noUpdate && writes}, {"urls", urls}}
}

func (o *object) custom() bool { return len(o.name) > 3 && o.name[len(o.name)-3:] == "__c" }

// describe is the full describe of an object.
func (c *call) describe(o *object) *answer {
	if c.notModified() {
		return &answer{status: http.StatusNotModified}
	}
	children := []hash{}
	for _, rel := range o.children {
		var name any
		if rel.name != "" {
			name = rel.name
		}
		children = append(children, hash{{"cascadeDelete", rel.field.cascade}, {"childSObject", rel.object.name}, {"deprecatedAndHidden", false}, {"field", rel.field.name},
			{"junctionIdListNames", []any{}}, {"junctionReferenceTo", []any{}}, {"relationshipName", name}, {"restrictedDelete", false}})
	}
	fields := []hash{}
	for _, f := range o.fields {
		fields = append(fields, f.describe())
	}
	out := append(hash{{"actionOverrides", []any{}}}, c.summary(o)...)
	out = append(out, hash{{"childRelationships", children}, {"compactLayoutable", true}, {"defaultImplementation", nil}, {"extendedBy", nil}, {"extendsInterfaces", nil},
		{"fields", fields}, {"implementedBy", nil}, {"implementsInterfaces", nil}, {"listviewable", nil}, {"lookupLayoutable", nil}, {"namedLayoutInfos", []any{}},
		{"networkScopeFieldName", nil}, {"recordTypeInfos", []any{}}, {"searchLayoutable", true}, {"sobjectDescribeOption", "FULL"},
		{"supportedScopes", []hash{{{"label", "All " + o.plural}, {"name", "everything"}}, {{"label", "My " + o.plural}, {"name", "mine"}}}}}...)
	return &answer{status: 200, body: out, header: map[string]string{"Last-Modified": c.s.o.schemaTime().Format(http.TimeFormat)}}
}

// soapTypes are the types of values by field type.
var soapTypes = map[string]string{"id": "tns:ID", "reference": "tns:ID", "boolean": "xsd:boolean", "int": "xsd:int", "double": "xsd:double", "currency": "xsd:double",
	"percent": "xsd:double", "date": "xsd:date", "datetime": "xsd:dateTime", "address": "urn:address", "location": "urn:location"}

// describe is the complete set of keys of a field.
func (f *field) describe() hash {
	soap := soapTypes[f.kind]
	if soap == "" {
		soap = "xsd:string"
	}
	length, precision, scale, digits := f.length, 0, 0, 0
	switch {
	case f.kind == "reference":
		length = 18
	case f.kind == "double" && f.compound != "":
		precision, scale = 18, 15
	case f.kind == "double" || f.kind == "currency":
		precision, scale = 18, 2
	case f.kind == "percent":
		precision = 3
	case f.kind == "int":
		digits = 9
	}
	bytes := 0
	if f.textual() {
		bytes = 3 * length
	} else if f.kind == "id" || f.kind == "reference" {
		bytes = 18
	}
	picks := []hash{}
	for _, v := range f.values {
		picks = append(picks, hash{{"active", true}, {"defaultValue", v == f.fallback}, {"label", v}, {"validFor", nil}, {"value", v}})
	}
	var relation, compound, fallback any
	if f.relation != "" {
		relation = f.relation
	}
	if f.compound != "" {
		compound = f.compound
	}
	if f.fallback != "" && f.kind == "boolean" {
		fallback = f.fallback == "true"
	} else if f.kind == "boolean" {
		fallback = false
	}
	plain := !f.noFilter && !f.isCompound()
	groupable := plain && f.kind != "double" && f.kind != "currency" && f.kind != "percent" && f.kind != "datetime" && f.kind != "textarea" && f.kind != "multipicklist"
	defaulted := f.audit || f.fallback != "" || f.defaultOwner || f.auto || f.kind == "boolean"
	poly := len(f.to) > 1
	extra := any(nil)
	if f.kind == "textarea" {
		extra = "plaintextarea"
	}
	return hash{{"aggregatable", plain && f.kind != "boolean"}, {"aiPredictionField", false}, {"autoNumber", f.auto}, {"byteLength", bytes}, {"calculated", false},
		{"calculatedFormula", nil}, {"cascadeDelete", f.cascade}, {"caseSensitive", false}, {"compoundFieldName", compound}, {"controllerName", nil},
		{"createable", f.createable}, {"custom", f.custom()}, {"defaultValue", fallback}, {"defaultValueFormula", nil}, {"defaultedOnCreate", defaulted},
		{"dependentPicklist", false}, {"deprecatedAndHidden", false}, {"digits", digits}, {"displayLocationInDecimal", f.kind == "location"}, {"encrypted", false},
		{"externalId", f.external}, {"extraTypeInfo", extra}, {"filterable", plain}, {"filteredLookupInfo", nil}, {"formulaTreatNullNumberAsZero", false},
		{"groupable", groupable}, {"highScaleNumber", false}, {"htmlFormatted", false}, {"idLookup", f.kind == "id" || f.external || f.isName && f.unique}, {"inlineHelpText", nil},
		{"label", f.label}, {"length", length}, {"mask", nil}, {"maskType", nil}, {"name", f.name}, {"nameField", f.isName}, {"namePointing", poly},
		{"nillable", !f.required && !f.audit && f.kind != "boolean"}, {"permissionable", !f.required && !f.audit && f.kind != "id"}, {"picklistValues", picks},
		{"polymorphicForeignKey", poly}, {"precision", precision}, {"queryByDistance", f.isCompound()}, {"referenceTargetField", nil}, {"referenceTo", nonNil(f.to)},
		{"relationshipName", relation}, {"relationshipOrder", nil}, {"restrictedDelete", false}, {"restrictedPicklist", f.restricted}, {"scale", scale},
		{"searchPrefilterable", false}, {"soapType", soap}, {"sortable", plain && f.kind != "multipicklist"}, {"type", f.kind}, {"unique", f.unique},
		{"updateable", f.updatable}, {"writeRequiresMasterRead", false}}
}
