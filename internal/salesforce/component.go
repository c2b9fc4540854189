package salesforce

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
)

// deployed are the objects that are written as files of a deployment.
var deployed = map[string]bool{
	salesforceplan.TypeObject: true, salesforceplan.ModelObject: true, salesforceplan.RuleObject: true, salesforceplan.TerritoryObject: true,
}

const metadataSpace = "http://soap.sforce.com/2006/04/metadata"

// component is one file of a deployment.
type component struct{ kind, name, path string }

// componentOf names the file of an operation; model is the developer name of
// its territory model.
func componentOf(o *orgplan.Operation) component {
	name, model := field(o, "DeveloperName"), field(o, "Model")
	switch o.Object {
	case salesforceplan.TypeObject:
		return component{"Territory2Type", name, "territory2Types/" + name + ".territory2Type"}
	case salesforceplan.ModelObject:
		return component{"Territory2Model", name, "territory2Models/" + name + "/" + name + ".territory2Model"}
	case salesforceplan.RuleObject:
		return component{"Territory2Rule", model + "." + name, "territory2Models/" + model + "/rules/" + name + ".territory2Rule"}
	}
	return component{"Territory2", model + "." + name, "territory2Models/" + model + "/territories/" + name + ".territory2"}
}

func field(o *orgplan.Operation, name string) string {
	if f := o.Field(name); f != nil {
		return orgplan.Text(f.New)
	}
	return ""
}

// packageOf makes the files of a deployment of the operations.
func packageOf(batch []orgplan.Operation, version string) (map[string][]byte, error) {
	files, members := map[string][]byte{}, map[string][]string{}
	for i := range batch {
		o := &batch[i]
		c := componentOf(o)
		content, err := componentXML(o)
		if err != nil {
			return nil, err
		}
		files[c.path] = content
		members[c.kind] = append(members[c.kind], c.name)
	}
	w := newXML("Package")
	for _, kind := range slices.Sorted(maps.Keys(members)) {
		w.open("types")
		for _, name := range members[kind] {
			w.leaf("members", name)
		}
		w.leaf("name", kind)
		w.close("types")
	}
	w.leaf("version", version)
	files["package.xml"] = w.end("Package")
	return files, nil
}

func componentXML(o *orgplan.Operation) ([]byte, error) {
	switch o.Object {
	case salesforceplan.TypeObject:
		w := newXML("Territory2Type")
		w.leaf("name", field(o, "MasterLabel"))
		w.leaf("priority", field(o, "Priority"))
		return w.end("Territory2Type"), nil
	case salesforceplan.ModelObject:
		w := newXML("Territory2Model")
		w.leaf("name", field(o, "Name"))
		return w.end("Territory2Model"), nil
	case salesforceplan.RuleObject:
		return ruleXML(o)
	}
	return territoryXML(o), nil
}

func ruleXML(o *orgplan.Operation) ([]byte, error) {
	items, err := salesforceplan.ParseItems(field(o, "Items"))
	if err != nil {
		return nil, err
	}
	w := newXML("Territory2Rule")
	active := field(o, "IsActive")
	if active == "" {
		active = "false"
	}
	w.leaf("active", active)
	w.optional("booleanFilter", field(o, "BooleanFilter"))
	w.leaf("name", field(o, "MasterLabel"))
	w.leaf("objectType", field(o, "ObjectType"))
	for _, it := range items {
		w.open("ruleItems")
		w.leaf("field", it.Field)
		w.leaf("operation", it.Operation)
		w.optional("value", it.Value)
		w.close("ruleItems")
	}
	return w.end("Territory2Rule"), nil
}

func territoryXML(o *orgplan.Operation) []byte {
	w := newXML("Territory2")
	w.optional("accountAccessLevel", field(o, "AccountAccessLevel"))
	w.optional("caseAccessLevel", field(o, "CaseAccessLevel"))
	w.leaf("name", field(o, "Name"))
	w.optional("opportunityAccessLevel", field(o, "OpportunityAccessLevel"))
	w.optional("parentTerritory", field(o, "Parent"))
	for rule := range strings.SplitSeq(field(o, "Rules"), ",") {
		if rule == "" {
			continue
		}
		name, inherited := strings.CutSuffix(rule, inheritedMark)
		w.open("ruleAssociations")
		w.leaf("inherited", fmt.Sprint(inherited))
		w.leaf("ruleName", name)
		w.close("ruleAssociations")
	}
	w.leaf("territory2Type", field(o, "Type"))
	return w.end("Territory2")
}

// xmlWriter writes the small documents of the Metadata API.
type xmlWriter struct{ out bytes.Buffer }

func newXML(root string) *xmlWriter {
	w := &xmlWriter{}
	fmt.Fprintf(&w.out, "%s<%s xmlns=%q>\n", xml.Header, root, metadataSpace)
	return w
}

func (w *xmlWriter) open(name string)  { fmt.Fprintf(&w.out, "<%s>\n", name) }
func (w *xmlWriter) close(name string) { fmt.Fprintf(&w.out, "</%s>\n", name) }

func (w *xmlWriter) leaf(name, text string) {
	fmt.Fprintf(&w.out, "<%s>", name)
	xml.EscapeText(&w.out, []byte(text)) //nolint:errcheck // a buffer takes everything
	fmt.Fprintf(&w.out, "</%s>\n", name)
}

func (w *xmlWriter) optional(name, text string) {
	if text != "" {
		w.leaf(name, text)
	}
}

func (w *xmlWriter) end(root string) []byte {
	w.close(root)
	return w.out.Bytes()
}
