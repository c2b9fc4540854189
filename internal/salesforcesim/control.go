package salesforcesim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// control answers /simulator/…, which no org has: what tests need to know
// and to do besides. It needs no session.
func (s *Server) control(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	route := r.Method + " " + strings.TrimSuffix(r.URL.Path, "/")
	switch route {
	case "GET /simulator":
		writeAnswer(w, r, ok(s.about(hostURL(r))))
	case "GET /simulator/writes":
		writeAnswer(w, r, ok(s.writeReport(r.URL.Query().Get("object"))))
	case "DELETE /simulator/writes":
		s.o.mu.Lock()
		s.o.writes = newWriteLog()
		s.o.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	case "GET /simulator/calls":
		s.calls.mu.Lock()
		defer s.calls.mu.Unlock()
		writeAnswer(w, r, ok(map[string]any{"total": s.calls.total, "by": s.calls.byMethod}))
	case "GET /simulator/faults":
		s.o.faults.mu.Lock()
		defer s.o.faults.mu.Unlock()
		writeAnswer(w, r, ok(map[string]any{"rates": s.o.faults.rates, "given": s.o.faults.count}))
	case "PUT /simulator/faults":
		s.setFaults(w, r, body)
	case "POST /simulator/expire":
		s.access.mu.Lock()
		clear(s.access.sessions)
		s.access.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	case "POST /simulator/reset":
		s.resetLocked()
		w.WriteHeader(http.StatusNoContent)
	case "POST /simulator/fields":
		s.addField(w, r, body)
	case "PUT /simulator/limits":
		s.setLimits(w, r, body)
	case "POST /simulator/run-rules":
		s.startRules(w, r, body)
	default:
		http.Error(w, "The simulator knows no "+route, http.StatusNotFound)
	}
}

// About is what a program needs to connect.
type About struct {
	URL          string `json:"url"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	Username     string `json:"username"`
	Password     string `json:"password"`
	OrgID        string `json:"organizationId"`
	Accounts     int    `json:"accounts"`
	Seed         uint64 `json:"seed"`
}

// About tells how to connect to the server at a URL.
func (s *Server) About(url string) About { return s.about(url) }

func (s *Server) about(url string) About {
	s.o.mu.RLock()
	defer s.o.mu.RUnlock()
	return About{url, s.access.clientID, s.access.clientSecret, adminName, Password, s.o.orgID, s.o.table("Account").live, s.options.Seed}
}

// resetLocked puts the org back while requests wait.
func (s *Server) resetLocked() {
	old := s.o
	old.mu.Lock()
	fresh := newOrg(s.options.Seed, s.options.Now)
	fresh.faults = newFaults(s.options.Faults, s.options.Seed)
	fresh.seed(s.options)
	old.tables, old.schema, old.undo, old.writes, old.deleted, old.joined = fresh.tables, fresh.schema, nil, fresh.writes, nil, fresh.joined
	old.queued, old.wrote, old.realigning = nil, [2]bool{}, value{}
	old.meta, old.maxTerritories, old.compiled, old.fieldsAdded = fresh.meta, 0, nil, time.Time{}
	old.faults.set(s.options.Faults, nil)
	old.mu.Unlock()
}

// objectWrites sums the writes of one object.
type objectWrites struct {
	rowWrites
	Records map[string]*rowWrites `json:"records,omitempty"`
}

// writeReport counts writes by object; of one object, by record too.
func (s *Server) writeReport(object string) map[string]*objectWrites {
	s.o.mu.RLock()
	defer s.o.mu.RUnlock()
	out := map[string]*objectWrites{}
	for key, n := range s.o.writes.rows {
		t := s.o.tables[key.object]
		if *n == (rowWrites{}) || object != "" && !strings.EqualFold(t.object.name, object) {
			continue
		}
		sum := out[t.object.name]
		if sum == nil {
			sum = &objectWrites{}
			out[t.object.name] = sum
		}
		sum.Creates += n.Creates
		sum.Updates += n.Updates
		sum.Unchanged += n.Unchanged
		sum.Deletes += n.Deletes
		sum.Repeated += n.Repeated
		if object != "" {
			if sum.Records == nil {
				sum.Records = map[string]*rowWrites{}
			}
			sum.Records[s.o.id(t, key.row)] = n
		}
	}
	return out
}

// setFaults takes rates, and under "next" how often a fault shall come once.
func (s *Server) setFaults(w http.ResponseWriter, r *http.Request, body []byte) {
	var in struct {
		Faults
		Next map[string]int `json:"next"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	for name := range in.Next {
		if in.names()[name] == nil {
			http.Error(w, fmt.Sprintf("fault %q is not known", name), http.StatusBadRequest)
			return
		}
	}
	s.o.faults.set(in.Faults, in.Next)
	w.WriteHeader(http.StatusNoContent)
}

// setLimits raises what Support raises in a real org.
func (s *Server) setLimits(w http.ResponseWriter, r *http.Request, body []byte) {
	var in struct {
		Territories int `json:"territoriesPerModel"`
	}
	if err := json.Unmarshal(body, &in); err != nil || in.Territories < 1 {
		http.Error(w, `give {"territoriesPerModel": N}`, http.StatusBadRequest)
		return
	}
	s.o.mu.Lock()
	s.o.maxTerritories = in.Territories
	s.o.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

// addField adds a custom field, as an administrator would in Setup. The body
// has object and a line as in schema.txt: {"object":"Account","field":"Key__c string(80) external unique"}.
func (s *Server) addField(w http.ResponseWriter, r *http.Request, body []byte) {
	var in struct{ Object, Field string }
	if err := json.Unmarshal(body, &in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.o.mu.Lock()
	defer s.o.mu.Unlock()
	if err := s.o.addField(in.Object, in.Field); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (o *org) addField(object, line string) error {
	t := o.table(object)
	words := fieldsQuoted(line)
	if t == nil || len(words) < 2 || !strings.HasSuffix(words[0], "__c") {
		return fmt.Errorf("give an object and a field whose name ends with __c")
	}
	if t.object.byName[lower(words[0])] != nil {
		return fmt.Errorf("%s has a field %s", t.object.name, words[0])
	}
	if err := t.object.addLine(words); err != nil {
		return err
	}
	for _, f := range t.object.fields[len(t.columns):] {
		t.columns = append(t.columns, &column{kind: columnKind(f)})
		if f.unique {
			t.keys[f.index] = map[string]int32{}
		}
		for _, target := range o.targets(f) {
			target.children = append(target.children, childRelation{t.object, f, f.childName})
		}
	}
	o.fieldsAdded = o.now().UTC()
	return nil
}

// startRules runs the rules of a model in the background, as the button in
// the org does. {"model":"DeveloperName"}; none means the active model.
func (s *Server) startRules(w http.ResponseWriter, r *http.Request, body []byte) {
	var in struct {
		Model string `json:"model"`
		Wait  bool   `json:"wait"`
	}
	if err := json.Unmarshal(body, &in); err != nil && len(body) > 0 {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.o.mu.Lock()
	model := s.o.activeModel()
	if in.Model != "" {
		t := s.o.table("Territory2Model")
		model = value{}
		if rows := s.o.byKey(t, t.object.byName["developername"], textValue(in.Model)); len(rows) > 0 {
			model = refTo(t.object, rows[0])
		}
	}
	if model.isNull() {
		s.o.mu.Unlock()
		http.Error(w, "there is no such model", http.StatusNotFound)
		return
	}
	if !s.o.realigning.isNull() {
		s.o.mu.Unlock()
		http.Error(w, "rules are running", http.StatusConflict)
		return
	}
	log := s.o.startLog(model)
	s.o.realigning = model
	s.o.mu.Unlock()
	run := func() {
		made, taken := s.runRules(model)
		s.o.mu.Lock()
		defer s.o.mu.Unlock()
		s.o.realigning = value{}
		s.o.endLog(log, model, made, taken)
	}
	if in.Wait {
		run()
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.start(run)
	w.WriteHeader(http.StatusAccepted)
}

// startLog and endLog keep Territory2AlignmentLog.
func (o *org) startLog(model value) int32 {
	t := o.table("Territory2AlignmentLog")
	row := o.newRow(t)
	now := timeValue(o.now().UTC())
	for name, v := range map[string]value{"territory2modelid": model, "runasid": refTo(o.schema.object("User"), o.admin), "starttime": now, "status": textValue("InProgress"),
		"createddate": now, "lastmodifieddate": now, "systemmodstamp": now} {
		o.put(t, t.object.byName[name], row, v)
	}
	o.commit()
	return row
}

func (o *org) endLog(row int32, model value, made, taken int) {
	t := o.table("Territory2AlignmentLog")
	now := timeValue(o.now().UTC())
	o.put(t, t.object.byName["endtime"], row, now)
	o.put(t, t.object.byName["status"], row, textValue("Completed"))
	o.put(t, t.object.byName["filter"], row, textValue(fmt.Sprintf("%d made, %d taken away", made, taken)))
	models := o.of(model)
	o.put(models, models.object.byName["lastrunrulesenddate"], model.row(), now)
	o.commit()
}
