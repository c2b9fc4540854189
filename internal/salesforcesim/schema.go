package salesforcesim

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

//go:embed schema.txt
var schemaText string

// object is one kind of record the org knows.
type object struct {
	name, prefix, label, plural string
	feature                     string
	setup, noRecycle, noBulk    bool
	noCreate, noUpdate          bool
	noDelete, noQuery           bool
	fields                      []*field
	byName                      map[string]*field // lower-case names
	byRelation                  map[string]*field // lower-case relationship names
	children                    []childRelation
	number                      int // position in the schema; references hold it
}

// childRelation is a reference seen from its target.
type childRelation struct {
	object *object
	field  *field
	name   string // "" when it has none
}

// field is one field of an object.
type field struct {
	name, kind, label     string
	length                int
	index                 int // column
	to                    []string
	relation, childName   string
	values                []string
	fallback              string // value of a new row that names none
	required, isName      bool
	unique, external      bool
	createable, updatable bool
	restricted, noFilter  bool
	auto, cascade         bool
	defaultOwner, audit   bool
	compound              string // the compound field this one is part of
	parts                 string // prefix of the parts, of a compound field
}

func (f *field) custom() bool { return strings.HasSuffix(f.name, "__c") }

// textual says whether values are stored as text.
func (f *field) textual() bool {
	switch f.kind {
	case "reference", "id", "boolean", "int", "double", "currency", "percent", "date", "datetime", "address", "location":
		return false
	}
	return true
}

func (f *field) numeric() bool {
	switch f.kind {
	case "int", "double", "currency", "percent":
		return true
	}
	return false
}

// isCompound says whether the field only shows others together.
func (f *field) isCompound() bool { return f.kind == "address" || f.kind == "location" }

// schema is all objects, by lower-case name and by key prefix.
type schema struct {
	objects  []*object
	byName   map[string]*object
	byPrefix map[string]*object
}

func (s *schema) object(name string) *object { return s.byName[strings.ToLower(name)] }

// newSchema reads the embedded description. A mistake in it is a defect of
// the program, so it panics.
func newSchema(off map[string]bool) *schema {
	s := &schema{byName: map[string]*object{}, byPrefix: map[string]*object{}}
	var o *object
	for n, line := range strings.Split(schemaText, "\n") {
		words := fieldsQuoted(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if words[0] == "object" {
			if o != nil {
				s.finish(o, off)
			}
			o = newObject(words)
			continue
		}
		if err := o.addLine(words); err != nil {
			panic(fmt.Sprintf("schema.txt line %d: %v", n+1, err))
		}
	}
	s.finish(o, off)
	for _, o := range s.objects {
		for _, f := range o.fields {
			for _, target := range f.to {
				if t := s.object(target); t != nil {
					t.children = append(t.children, childRelation{o, f, f.childName})
				}
			}
		}
	}
	return s
}

func (s *schema) finish(o *object, off map[string]bool) {
	if o.feature != "" && off[o.feature] {
		return
	}
	o.number = len(s.objects)
	s.objects = append(s.objects, o)
	s.byName[strings.ToLower(o.name)] = o
	s.byPrefix[o.prefix] = o
}

func newObject(words []string) *object {
	o := &object{name: words[1], prefix: words[2], byName: map[string]*field{}, byRelation: map[string]*field{}}
	o.label = splitName(o.name)
	o.add(&field{name: "Id", kind: "id", label: o.label + " ID", length: 18, audit: true})
	deleted, created := true, true
	for _, w := range words[3:] {
		key, v, _ := strings.Cut(w, "=")
		switch key {
		case "setup":
			o.setup = true
		case "norecycle":
			o.noRecycle = true
		case "nobulk":
			o.noBulk = true
		case "nocreate":
			o.noCreate = true
		case "noupdate":
			o.noUpdate = true
		case "nodelete":
			o.noDelete = true
		case "noquery":
			o.noQuery = true
		case "nodeleted":
			deleted = false
		case "nocreated":
			created = false
		case "feature":
			o.feature = v
		case "label":
			o.label = v
		case "plural":
			o.plural = v
		default:
			panic("schema.txt: unknown flag " + w)
		}
	}
	if o.plural == "" {
		o.plural = o.label + "s"
		if strings.HasSuffix(o.label, "y") {
			o.plural = strings.TrimSuffix(o.label, "y") + "ies"
		}
	}
	if deleted {
		o.add(&field{name: "IsDeleted", kind: "boolean", label: "Deleted", audit: true})
	}
	if created {
		o.add(&field{name: "CreatedDate", kind: "datetime", label: "Created Date", audit: true})
		o.add(&field{name: "CreatedById", kind: "reference", label: "Created By ID", to: []string{"User"}, relation: "CreatedBy", audit: true})
	}
	o.add(&field{name: "LastModifiedDate", kind: "datetime", label: "Last Modified Date", audit: true})
	o.add(&field{name: "LastModifiedById", kind: "reference", label: "Last Modified By ID", to: []string{"User"}, relation: "LastModifiedBy", audit: true})
	o.add(&field{name: "SystemModstamp", kind: "datetime", label: "System Modstamp", audit: true})
	return o
}

func (o *object) add(f *field) {
	f.index = len(o.fields)
	o.fields = append(o.fields, f)
	o.byName[strings.ToLower(f.name)] = f
	if f.relation != "" {
		o.byRelation[strings.ToLower(f.relation)] = f
	}
}

// addLine adds the field, or the address block, that a line describes.
func (o *object) addLine(words []string) error {
	if words[0] == "address" {
		o.addAddress(strings.Trim(words[1], "-"))
		return nil
	}
	if len(words) < 2 {
		return fmt.Errorf("a field needs a type")
	}
	f, err := newField(words)
	if err != nil {
		return err
	}
	o.add(f)
	if f.kind == "location" {
		base := strings.TrimSuffix(f.name, "__c")
		f.parts = base
		f.createable, f.updatable = false, false
		for _, part := range []string{"Latitude", "Longitude"} {
			o.add(&field{name: base + "__" + part + "__s", kind: "double", label: f.label + " (" + part + ")",
				createable: true, updatable: true, compound: f.name})
		}
	}
	return nil
}

// newField reads NAME TYPE[(length)] FLAG….
func newField(words []string) (*field, error) {
	f := &field{name: words[0], label: splitName(words[0]), createable: true, updatable: true}
	f.kind = words[1]
	if base, rest, ok := strings.Cut(words[1], "("); ok {
		f.kind = base
		n, err := strconv.Atoi(strings.TrimSuffix(rest, ")"))
		if err != nil {
			return nil, fmt.Errorf("length of %s: %w", words[0], err)
		}
		f.length = n
	}
	if f.length == 0 && (f.kind == "picklist" || f.kind == "string") {
		f.length = 255
	}
	for _, w := range words[2:] {
		if !f.flag(w) {
			return nil, fmt.Errorf("%s: unknown flag %q", words[0], w)
		}
	}
	return f, nil
}

func (f *field) flag(w string) bool {
	key, v, _ := strings.Cut(w, "=")
	switch key {
	case "required":
		f.required = true
	case "name":
		f.isName = true
	case "unique":
		f.unique = true
	case "external":
		f.external = true
	case "readonly":
		f.createable, f.updatable = false, false
	case "createonly":
		f.updatable = false
	case "updateonly":
		f.createable = false
	case "restricted":
		f.restricted = true
	case "nofilter":
		f.noFilter = true
	case "auto":
		f.auto = true
	case "cascade":
		f.cascade = true
	case "defaultowner":
		f.defaultOwner = true
	case "default":
		f.fallback = v
	case "values":
		f.values = strings.Split(v, "|")
	case "to":
		f.to = strings.Split(v, "|")
	case "rel":
		f.relation = v
	case "children":
		f.childName = v
	case "label":
		f.label = v
	default:
		return false
	}
	return true
}

// accuracies are the values of a GeocodeAccuracy field.
const accuracies = "Address|NearAddress|Block|Street|ExtendedZip|Zip|Neighborhood|City|County|State|Unknown"

// addAddress adds the parts of an address and the compound field over them.
func (o *object) addAddress(prefix string) {
	compound := prefix + "Address"
	part := func(name, kind string, length int) *field {
		f := &field{name: prefix + name, kind: kind, label: splitName(prefix + name), length: length,
			createable: true, updatable: true, compound: compound}
		o.add(f)
		return f
	}
	part("Street", "textarea", 255)
	part("City", "string", 40)
	part("State", "string", 80)
	part("PostalCode", "string", 20)
	part("Country", "string", 80)
	part("Latitude", "double", 0)
	part("Longitude", "double", 0)
	accuracy := part("GeocodeAccuracy", "picklist", 40)
	accuracy.values, accuracy.restricted = strings.Split(accuracies, "|"), true
	o.add(&field{name: compound, kind: "address", label: splitName(compound), parts: prefix})
}

// splitName turns BillingPostalCode into "Billing Postal Code" and
// Visits_Per_Year__c into "Visits Per Year".
func splitName(name string) string {
	name = strings.TrimSuffix(name, "__c")
	if i := strings.Index(name, "__"); i > 0 {
		name = name[i+2:]
	}
	var b strings.Builder
	runes := []rune(strings.ReplaceAll(name, "_", " "))
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	label := b.String()
	if strings.HasSuffix(label, " Id") {
		label = strings.TrimSuffix(label, "Id") + "ID"
	}
	return label
}

// fieldsQuoted splits at blanks outside double quotes and drops the quotes.
func fieldsQuoted(line string) []string {
	var out []string
	var word strings.Builder
	quoted, some := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, some = !quoted, true
		case !quoted && (r == ' ' || r == '\t'):
			if some {
				out = append(out, word.String())
				word.Reset()
				some = false
			}
		default:
			word.WriteRune(r)
			some = true
		}
	}
	if some {
		out = append(out, word.String())
	}
	return out
}
