package salesforcesim

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// deployRun carries one deploy out. It holds the org's lock meanwhile.
type deployRun struct {
	s                   *Server
	user                int32
	options             deployOptions
	files               map[string]*node // by path below the package
	successes, failures []component
	errorCode, message  string
}

func (d *deployRun) stop(code, format string, args ...any) {
	d.errorCode, d.message = code, fmt.Sprintf(format, args...)
}

func (d *deployRun) carryOut(data []byte) {
	if err := d.unpack(data); err != nil {
		d.stop("INVALID_ZIP", "%v", err)
		return
	}
	if d.files["package.xml"] == nil {
		d.stop("INVALID_PACKAGE", "No package.xml found")
		return
	}
	o := d.s.o
	o.mu.Lock()
	defer o.mu.Unlock()
	defer o.commit()
	save := o.savepoint()
	w := &writer{o: o, user: d.user, metadata: true}
	d.destroy(w, "destructiveChangesPre.xml")
	d.each("settings/", "Settings", w.deploySettings)
	d.each("territory2Types/", "Territory2Type", w.deployType)
	d.each("territory2Models/", "Territory2Model", w.deployModel)
	d.each("territory2Models/", "Territory2Rule", w.deployRule)
	d.territories(w)
	d.destroy(w, "destructiveChanges.xml")
	d.destroy(w, "destructiveChangesPost.xml")
	if d.options.CheckOnly || len(d.failures) > 0 && d.options.RollbackOnError {
		o.rollback(save)
	}
}

// unpack reads the XML files of the zip.
func (d *deployRun) unpack(data []byte) error {
	if len(data) > maxDeployZip {
		return fmt.Errorf("the zip is larger than 39 MB")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("the file is no zip: %w", err)
	}
	if len(z.File) > maxDeployFiles {
		return fmt.Errorf("the zip holds more than %d files", maxDeployFiles)
	}
	d.files = map[string]*node{}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close() //nolint:errcheck // it is in memory
		if err != nil {
			return err
		}
		if left -= int64(len(text)); left < 0 {
			return fmt.Errorf("the zip unpacks to more than 400 MB")
		}
		doc, err := parseXML(text)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		d.files[d.inPackage(f.Name)] = doc
	}
	return nil
}

// inPackage drops the folder above a package that is not single.
func (d *deployRun) inPackage(name string) string {
	if !d.options.SinglePackage {
		if _, rest, found := strings.Cut(name, "/"); found {
			return rest
		}
	}
	return name
}

// suffixes are the endings of files by kind of component.
var suffixes = map[string]string{"Settings": ".settings", "Territory2Type": ".territory2Type", "Territory2Model": ".territory2Model",
	"Territory2Rule": ".territory2Rule", "Territory2": ".territory2"}

// pick lists the files of a kind, in order.
func (d *deployRun) pick(folder, kind string) []string {
	var list []string
	for name := range d.files {
		if strings.HasPrefix(name, folder) && strings.HasSuffix(name, suffixes[kind]) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// fullName is the name of the component in a file: FY27.West for one of a model.
func fullName(file string) string {
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if parts := strings.Split(file, "/"); len(parts) == 4 {
		return parts[1] + "." + base
	}
	return base
}

// each deploys the files of a kind.
func (d *deployRun) each(folder, kind string, deploy func(name string, doc *node) (id string, isNew bool, err error)) {
	for _, file := range d.pick(folder, kind) {
		d.one(kind, file, deploy)
	}
}

func (d *deployRun) one(kind, file string, deploy func(name string, doc *node) (string, bool, error)) bool {
	save := d.s.o.savepoint()
	c := component{kind: kind, fullName: fullName(file), file: file}
	id, isNew, err := deploy(c.fullName, d.files[file])
	if err != nil {
		d.s.o.rollback(save)
		c.problem = err.Error()
		d.failures = append(d.failures, c)
		return false
	}
	c.id, c.created = id, isNew
	d.successes = append(d.successes, c)
	return true
}

// territories deploys territories, those whose parent is not there yet again
// after the others, as long as that helps.
func (d *deployRun) territories(w *writer) {
	waiting := d.pick("territory2Models/", "Territory2")
	for len(waiting) > 0 {
		var again []string
		kept := len(d.failures)
		for _, file := range waiting {
			if !d.one("Territory2", file, w.deployTerritory) {
				again = append(again, file)
			}
		}
		if len(again) == len(waiting) {
			return
		}
		if waiting = again; len(again) > 0 {
			d.failures = d.failures[:kept]
		}
	}
}

// problem turns row errors into one.
func problem(errs []*apiError) error {
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%s", errs[0].message)
}

// save creates or updates a row by its developer name within a model.
func (w *writer) save(t *table, row int32, rec record) (string, bool, int32, error) {
	if row >= 0 {
		return w.o.id(t, row), false, row, problem(w.update(t, row, rec))
	}
	row, errs := w.insert(t, rec)
	if len(errs) > 0 {
		return "", false, -1, problem(errs)
	}
	return w.o.id(t, row), true, row, nil
}

// named finds a live row by developer name, of a model where one is given.
func (o *org) named(object, name string, model value) int32 {
	t := o.table(object)
	for row := range t.rows() {
		if t.state[row] == live && strings.EqualFold(t.field("DeveloperName", row).text, name) &&
			(model.isNull() || t.field("Territory2ModelId", row) == model) {
			return row
		}
	}
	return -1
}

func (w *writer) deploySettings(name string, doc *node) (string, bool, error) {
	if name != "Territory2" {
		return "", false, fmt.Errorf("this simulator keeps no settings of %s", name)
	}
	if doc.value("enableTerritoryManagement2") == "false" {
		return "", false, fmt.Errorf("Territory management cannot be switched off while models exist") //nolint:staticcheck // shown as the API shows it
	}
	old := w.o.meta
	w.o.undo = append(w.o.undo, func() { w.o.meta = old })
	for element, target := range map[string]*string{"defaultAccountAccessLevel": &w.o.meta.accountAccess, "defaultCaseAccessLevel": &w.o.meta.caseAccess,
		"defaultContactAccessLevel": &w.o.meta.contactAccess, "defaultOpportunityAccessLevel": &w.o.meta.opportunityAccess} {
		if v := doc.value(element); v != "" {
			*target = v
		}
	}
	if v := doc.value("tm2BypassRealignAccInsert"); v != "" {
		w.o.meta.bypassInsert = v == "true"
	}
	return "", false, nil
}

func (w *writer) deployType(name string, doc *node) (string, bool, error) {
	if doc.value("name") == "" || doc.value("priority") == "" {
		return "", false, fmt.Errorf("Required field is missing: name and priority are needed") //nolint:staticcheck // shown as the API shows it
	}
	t := w.o.table("Territory2Type")
	id, isNew, _, err := w.save(t, w.o.named(t.object.name, name, value{}), record{"DeveloperName": name, "MasterLabel": doc.value("name"),
		"Description": doc.value("description"), "Priority": doc.value("priority")})
	return id, isNew, err
}

func (w *writer) deployModel(name string, doc *node) (string, bool, error) {
	t := w.o.table("Territory2Model")
	rec := record{"DeveloperName": name, "Name": doc.value("name"), "Description": doc.value("description")}
	if err := customFields(doc, rec); err != nil {
		return "", false, err
	}
	id, isNew, _, err := w.save(t, w.o.named(t.object.name, name, value{}), rec)
	return id, isNew, err
}

// customFields reads <customFields><name/><value/></customFields>.
func customFields(doc *node, rec record) error {
	for _, f := range doc.all("customFields") {
		name := f.value("name")
		if !strings.HasSuffix(name, "__c") {
			return fmt.Errorf("customFields: %q is no custom field", name)
		}
		rec[name] = f.value("value")
	}
	return nil
}

// split takes FY27.West apart and finds the model.
func (w *writer) split(fullName string) (value, string, error) {
	modelName, name, _ := strings.Cut(fullName, ".")
	row := w.o.named("Territory2Model", modelName, value{})
	if row < 0 {
		return value{}, "", fmt.Errorf("In field: territory2Model - no Territory2Model named %s found", modelName) //nolint:staticcheck // shown as the API shows it
	}
	return refTo(w.o.schema.object("Territory2Model"), row), name, nil
}

func (w *writer) deployTerritory(fullName string, doc *node) (string, bool, error) {
	model, name, err := w.split(fullName)
	if err != nil {
		return "", false, err
	}
	t := w.o.table("Territory2")
	row := w.o.named("Territory2", name, model)
	typeRow := w.o.named("Territory2Type", doc.value("territory2Type"), value{})
	if typeRow < 0 {
		return "", false, fmt.Errorf("In field: territory2Type - no Territory2Type named %s found", doc.value("territory2Type")) //nolint:staticcheck // as the API
	}
	rec := record{"DeveloperName": name, "Name": doc.value("name"), "Description": doc.value("description"), "Territory2TypeId": w.o.id(w.o.table("Territory2Type"), typeRow),
		"AccountAccessLevel": either(doc.value("accountAccessLevel"), w.o.meta.accountAccess), "CaseAccessLevel": either(doc.value("caseAccessLevel"), w.o.meta.caseAccess),
		"OpportunityAccessLevel": either(doc.value("opportunityAccessLevel"), w.o.meta.opportunityAccess), "ContactAccessLevel": either(doc.value("contactAccessLevel"), w.o.meta.contactAccess),
		"ParentTerritory2Id": nil}
	if row < 0 {
		rec["Territory2ModelId"] = w.o.refID(model)
	}
	if parent := doc.value("parentTerritory"); parent != "" {
		up := w.o.named("Territory2", parent, model)
		if up < 0 {
			return "", false, fmt.Errorf("In field: parentTerritory - no Territory2 named %s found", parent) //nolint:staticcheck // as the API
		}
		rec["ParentTerritory2Id"] = w.o.id(t, up)
	}
	if err := customFields(doc, rec); err != nil {
		return "", false, err
	}
	id, isNew, row, err := w.save(t, row, rec)
	if err != nil {
		return "", false, err
	}
	return id, isNew, w.associateRules(refTo(t.object, row), model, doc.all("ruleAssociations"))
}

func either(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// associateRules makes the rules of a territory those of its file.
func (w *writer) associateRules(territory, model value, list []*node) error {
	if len(list) > maxTerritoryRules {
		return fmt.Errorf("MAX_TM_RULES_EXCEEDED: a territory can have at most %d rules", maxTerritoryRules)
	}
	links := w.o.table("RuleTerritory2Association")
	have := map[value]int32{}
	for row := range links.rows() {
		if links.state[row] == live && links.field("Territory2Id", row) == territory {
			have[links.field("RuleId", row)] = row
		}
	}
	for _, n := range list {
		name := n.value("ruleName")
		rule := w.o.named("ObjectTerritory2AssignmentRule", strings.TrimPrefix(name, "."), model)
		if rule < 0 {
			return fmt.Errorf("In field: ruleAssociations - no Territory2Rule named %s found", name) //nolint:staticcheck // as the API
		}
		at := refTo(w.o.schema.object("ObjectTerritory2AssignmentRule"), rule)
		inherited := record{"IsInherited": n.value("inherited") == "true"}
		if row, there := have[at]; there {
			delete(have, at)
			if err := problem(w.update(links, row, inherited)); err != nil {
				return err
			}
			continue
		}
		inherited["RuleId"], inherited["Territory2Id"] = w.o.refID(at), w.o.refID(territory)
		if _, errs := w.insert(links, inherited); len(errs) > 0 {
			return problem(errs)
		}
	}
	for _, row := range have {
		if err := problem(w.remove(links, row)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) deployRule(fullName string, doc *node) (string, bool, error) {
	model, name, err := w.split(fullName)
	if err != nil {
		return "", false, err
	}
	items := doc.all("ruleItems")
	if len(items) > maxRuleItems {
		return "", false, fmt.Errorf("MAX_TM_RULE_ITEMS_EXCEEDED: a rule can have at most %d items", maxRuleItems)
	}
	t, itemTable := w.o.table("ObjectTerritory2AssignmentRule"), w.o.table("ObjectTerritory2AssignmentRuleItem")
	row := w.o.named(t.object.name, name, model)
	rec := record{"DeveloperName": name, "MasterLabel": doc.value("name"), "IsActive": either(doc.value("active"), "false"), "BooleanFilter": nil}
	if row < 0 {
		rec["Territory2ModelId"], rec["ObjectType"] = w.o.refID(model), doc.value("objectType")
	}
	id, isNew, row, err := w.save(t, row, rec)
	if err != nil {
		return "", false, err
	}
	rule := refTo(t.object, row)
	for _, old := range w.o.items(rule) {
		if err := problem(w.remove(itemTable, old)); err != nil {
			return "", false, err
		}
	}
	for i, n := range items {
		_, errs := w.insert(itemTable, record{"RuleId": id, "Field": n.value("field"), "Operation": n.value("operation"), "SortOrder": strconv.Itoa(i + 1), "Value": n.value("value")})
		if len(errs) > 0 {
			return "", false, problem(errs)
		}
	}
	if logic := doc.value("booleanFilter"); logic != "" {
		err = problem(w.update(t, rule.row(), record{"BooleanFilter": logic}))
	}
	return id, isNew, err
}

// destroy deletes what a destructive manifest names, children first.
func (d *deployRun) destroy(w *writer, file string) {
	doc := d.files[file]
	objects := map[string]string{"Territory2": "Territory2", "Territory2Rule": "ObjectTerritory2AssignmentRule", "Territory2Type": "Territory2Type", "Territory2Model": "Territory2Model"}
	for _, kind := range []string{"Territory2", "Territory2Rule", "Territory2Model", "Territory2Type"} {
		var members []string
		for _, types := range doc.all("types") {
			if types.value("name") == kind {
				for _, m := range types.all("members") {
					members = append(members, strings.TrimSpace(m.text))
				}
			}
		}
		d.remove(w, kind, objects[kind], file, members)
	}
}

// remove deletes components; those that others hang on again afterwards.
func (d *deployRun) remove(w *writer, kind, object, file string, members []string) {
	t := d.s.o.table(object)
	for len(members) > 0 {
		var again []string
		var failed []component
		for _, m := range members {
			model, name := value{}, m
			if strings.Contains(m, ".") {
				model, name, _ = w.split(m) //nolint:errcheck // a missing model makes a missing component
			}
			c := component{kind: kind, fullName: m, file: file, deleted: true}
			row := d.s.o.named(object, name, model)
			if row < 0 {
				c.problem = fmt.Sprintf("No %s named: %s found", kind, m)
			} else if errs := w.remove(t, row); len(errs) > 0 {
				c.problem = errs[0].message
			}
			if c.problem != "" {
				again, failed = append(again, m), append(failed, c)
				continue
			}
			d.successes = append(d.successes, c)
		}
		if len(again) == len(members) {
			d.failures = append(d.failures, failed...)
			return
		}
		members = again
	}
}
