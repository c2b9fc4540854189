package salesforcesim

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
)

// metadataFile is one component as a file.
type metadataFile struct {
	component
	text string
}

// xmlFile writes a document of the metadata name space.
func xmlFile(root, content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n<" + root + ` xmlns="` + metadataNamespace + `" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		"\n" + content + "</" + root + ">\n"
}

// element writes an element on its line, nothing where the text is empty.
func element(name, text string) string {
	if text == "" {
		return ""
	}
	return "    " + tag(name, text) + "\n"
}

// files lists all components of a kind. The org's lock is held.
func (o *org) files(kind string) []metadataFile {
	switch kind {
	case "Settings":
		return []metadataFile{{component{kind: kind, fullName: "Territory2", file: "settings/Territory2.settings"}, xmlFile("Territory2Settings",
			element("defaultAccountAccessLevel", o.meta.accountAccess)+element("defaultCaseAccessLevel", o.meta.caseAccess)+element("defaultContactAccessLevel", o.meta.contactAccess)+
				element("defaultOpportunityAccessLevel", o.meta.opportunityAccess)+element("enableTerritoryManagement2", "true"))}}
	case "Territory2Type":
		return o.eachRow("Territory2Type", func(t *table, row int32, get func(string) string) metadataFile {
			return metadataFile{component{kind: kind, fullName: get("DeveloperName"), file: "territory2Types/" + get("DeveloperName") + ".territory2Type"}, xmlFile(kind,
				element("description", get("Description"))+element("name", get("MasterLabel"))+element("priority", strings.TrimSuffix(get("Priority"), ".0")))}
		})
	case "Territory2Model":
		return o.eachRow("Territory2Model", func(t *table, row int32, get func(string) string) metadataFile {
			name := get("DeveloperName")
			return metadataFile{component{kind: kind, fullName: name, file: "territory2Models/" + name + "/" + name + ".territory2Model"}, xmlFile(kind,
				customElements(o, t, row)+element("description", get("Description"))+element("name", get("Name")))}
		})
	case "Territory2":
		return o.territoryFiles()
	case "Territory2Rule":
		return o.ruleFiles()
	}
	return nil
}

func (o *org) eachRow(object string, make func(t *table, row int32, get func(string) string) metadataFile) []metadataFile {
	t := o.table(object)
	var list []metadataFile
	for row := range t.rows() {
		if t.state[row] != live {
			continue
		}
		get := func(name string) string {
			f := t.object.byName[lower(name)]
			return o.format(f, t.get(f, row))
		}
		f := make(t, row, get)
		f.id = o.id(t, row)
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b metadataFile) int { return strings.Compare(a.fullName, b.fullName) })
	return list
}

// customElements writes the custom fields that hold something.
func customElements(o *org, t *table, row int32) string {
	out := ""
	for _, f := range t.object.fields {
		if v := t.get(f, row); f.custom() && !v.isNull() {
			out += "    <customFields>" + tag("name", f.name) + `<value xsi:type="xsd:string">` + escapeXML(o.format(f, v)) + "</value></customFields>\n"
		}
	}
	return out
}

func (o *org) developerName(v value) string {
	if v.isNull() {
		return ""
	}
	return o.of(v).field("DeveloperName", v.row()).text
}

func (o *org) territoryFiles() []metadataFile {
	links := o.table("RuleTerritory2Association")
	rules := map[value][]string{}
	for row := range links.rows() {
		if links.state[row] == live {
			at := links.field("Territory2Id", row)
			rules[at] = append(rules[at], "    <ruleAssociations>"+tag("inherited", links.field("IsInherited", row).bool())+tag("ruleName", o.developerName(links.field("RuleId", row)))+"</ruleAssociations>\n")
		}
	}
	return o.eachRow("Territory2", func(t *table, row int32, get func(string) string) metadataFile {
		model := o.developerName(t.field("Territory2ModelId", row))
		associations := rules[refTo(t.object, row)]
		slices.Sort(associations)
		return metadataFile{component{kind: "Territory2", fullName: model + "." + get("DeveloperName"), file: "territory2Models/" + model + "/territories/" + get("DeveloperName") + ".territory2"},
			xmlFile("Territory2", element("accountAccessLevel", get("AccountAccessLevel"))+element("caseAccessLevel", get("CaseAccessLevel"))+element("contactAccessLevel", get("ContactAccessLevel"))+
				customElements(o, t, row)+element("description", get("Description"))+element("name", get("Name"))+element("opportunityAccessLevel", get("OpportunityAccessLevel"))+
				element("parentTerritory", o.developerName(t.field("ParentTerritory2Id", row)))+strings.Join(associations, "")+element("territory2Type", o.developerName(t.field("Territory2TypeId", row))))}
	})
}

func (o *org) ruleFiles() []metadataFile {
	items := o.table("ObjectTerritory2AssignmentRuleItem")
	return o.eachRow("ObjectTerritory2AssignmentRule", func(t *table, row int32, get func(string) string) metadataFile {
		model := o.developerName(t.field("Territory2ModelId", row))
		list := ""
		for _, item := range o.items(refTo(t.object, row)) {
			name := items.field("Field", item).text
			if !strings.Contains(name, ".") {
				name = get("ObjectType") + "." + name
			}
			list += "    <ruleItems>" + tag("field", name) + tag("operation", items.field("Operation", item).text) + tag("value", items.field("Value", item).text) + "</ruleItems>\n"
		}
		return metadataFile{component{kind: "Territory2Rule", fullName: model + "." + get("DeveloperName"), file: "territory2Models/" + model + "/rules/" + get("DeveloperName") + ".territory2Rule"},
			xmlFile("Territory2Rule", element("active", get("IsActive"))+element("booleanFilter", get("BooleanFilter"))+element("name", get("MasterLabel"))+element("objectType", get("ObjectType"))+list)}
	})
}

// retrieveKinds are the kinds that can be listed and retrieved.
var retrieveKinds = []string{"Settings", "Territory2", "Territory2Model", "Territory2Rule", "Territory2Type"}

// startRetrieve makes the zip at once and says later that it is done.
func (s *Server) startRetrieve(request *node) (string, *apiError) {
	unpackaged := request.child("unpackaged")
	if unpackaged == nil {
		return "", apiErr(500, "INVALID_PACKAGE", "retrieveRequest must hold unpackaged")
	}
	s.o.mu.RLock()
	defer s.o.mu.RUnlock()
	var files []metadataFile
	manifest := ""
	for _, types := range unpackaged.all("types") {
		kind := types.value("name")
		wanted := map[string]bool{}
		for _, m := range types.all("members") {
			wanted[strings.TrimSpace(m.text)] = true
		}
		members := ""
		for _, f := range s.o.files(kind) {
			if wanted[f.fullName] || wanted["*"] && kind != "Settings" {
				files = append(files, f)
				members += tag("members", f.fullName)
			}
		}
		if members != "" {
			manifest += "    <types>" + members + tag("name", kind) + "</types>\n"
		}
	}
	prefix := "unpackaged/"
	if request.value("singlePackage") == "true" {
		prefix = ""
	}
	version := either(unpackaged.value("version"), "67.0")
	files = append(files, metadataFile{component{kind: "Package", fullName: "package.xml", file: "package.xml"}, xmlFile("Package", manifest+element("version", version))})
	data, err := zipped(prefix, files)
	if err != nil {
		return "", apiErr(500, "UNKNOWN_EXCEPTION", "%v", err)
	}
	r := &retrieve{zip: data}
	for _, f := range files {
		f.file = prefix + f.file
		r.files = append(r.files, f.component)
	}
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	s.deploys.next++
	r.id = s.o.ids.id18("09S", s.deploys.next)
	s.deploys.retrieves[r.id] = r
	return "<result>" + tag("done", false) + tag("id", r.id) + tag("state", "Queued") + "</result>", nil
}

func zipped(prefix string, files []metadataFile) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(prefix + f.file)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// retrieveStatus says "in progress" the first time it is asked.
func (s *Server) retrieveStatus(id string, withZip bool) (string, *apiError) {
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	r := s.deploys.retrieves[id]
	if r == nil {
		return "", apiErr(500, "INVALID_ID_FIELD", "no retrieve has the id %s", id)
	}
	if !r.done {
		r.done = true
		return "<result>" + tag("done", false) + tag("id", r.id) + tag("status", "InProgress") + tag("success", false) + "</result>", nil
	}
	out := "<result>" + tag("done", true)
	for _, f := range r.files {
		out += "<fileProperties>" + fileProperties(f) + "</fileProperties>"
	}
	out += tag("id", r.id) + tag("status", "Succeeded") + tag("success", true)
	if withZip {
		out += tag("zipFile", base64.StdEncoding.EncodeToString(r.zip))
	}
	return out + "</result>", nil
}

func fileProperties(f component) string {
	return tag("createdById", "") + tag("createdByName", "Ada Admin") + tag("createdDate", "2026-01-15T12:00:00.000Z") + tag("fileName", f.file) + tag("fullName", f.fullName) +
		tag("id", f.id) + tag("lastModifiedById", "") + tag("lastModifiedByName", "Ada Admin") + tag("lastModifiedDate", "2026-01-15T12:00:00.000Z") + tag("manageableState", "unmanaged") + tag("type", f.kind)
}

func (s *Server) listMetadata(call *node) string {
	s.o.mu.RLock()
	defer s.o.mu.RUnlock()
	out := ""
	for _, q := range call.all("queries") {
		for _, f := range s.o.files(q.value("type")) {
			out += "<result>" + fileProperties(f.component) + "</result>"
		}
	}
	return out
}

func describeMetadata() string {
	out := "<result>"
	for _, kind := range retrieveKinds {
		folder := map[string]string{"Settings": "settings", "Territory2Type": "territory2Types"}[kind]
		if folder == "" {
			folder = "territory2Models"
		}
		out += "<metadataObjects>" + tag("directoryName", folder) + tag("inFolder", false) + tag("metaFile", false) + tag("suffix", strings.TrimPrefix(suffixes[kind], ".")) + tag("xmlName", kind) + "</metadataObjects>"
	}
	return out + tag("organizationNamespace", "") + tag("partialSaveAllowed", true) + tag("testRequired", false) + "</result>"
}
