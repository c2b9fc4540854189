package salesforcesim

import (
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"
)

const metadataNamespace = "http://soap.sforce.com/2006/04/metadata"

// Limits of a Metadata deploy.
const (
	maxDeployFiles = 10_000
	maxDeployZip   = 39 << 20
	maxUnpacked    = 400 << 20
)

// deploys are the deploys and retrieves of the org.
type deploys struct {
	mu        sync.Mutex
	next      int
	byID      map[string]*deploy
	retrieves map[string]*retrieve
}

func newDeploys() *deploys {
	return &deploys{byID: map[string]*deploy{}, retrieves: map[string]*retrieve{}}
}

// deploy is one deploy request. Its fields are guarded by deploys.mu.
type deploy struct {
	id                  string
	options             deployOptions
	status              string
	created, completed  time.Time
	user                int32
	zip                 []byte
	total, done         int
	successes, failures []component
	errorCode, message  string
}

type deployOptions struct {
	CheckOnly       bool `json:"checkOnly"`
	RollbackOnError bool `json:"rollbackOnError"`
	SinglePackage   bool `json:"singlePackage"`
}

// component is what became of one component of a deploy.
type component struct {
	kind, fullName, file, id string
	problem                  string
	created, deleted         bool
}

// retrieve is one retrieve request.
type retrieve struct {
	id    string
	zip   []byte
	files []component
	done  bool
}

// startDeploy queues a deploy.
func (s *Server) startDeploy(zip []byte, options deployOptions, user int32) *deploy {
	d := s.deploys
	d.mu.Lock()
	d.next++
	p := &deploy{id: s.o.ids.id18("0Af", d.next), options: options, status: "Pending", created: s.options.Now().UTC(), user: user, zip: zip}
	d.byID[p.id] = p
	d.mu.Unlock()
	s.start(func() { s.runDeploy(p) })
	return p
}

// runDeploy carries a deploy out.
func (s *Server) runDeploy(p *deploy) {
	s.deploys.mu.Lock()
	if p.status != "Pending" {
		s.deploys.mu.Unlock()
		return
	}
	p.status = "InProgress"
	s.deploys.mu.Unlock()
	run := &deployRun{s: s, user: p.user, options: p.options}
	run.carryOut(p.zip)
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	p.zip, p.completed = nil, s.options.Now().UTC()
	p.successes, p.failures, p.errorCode, p.message = run.successes, run.failures, run.errorCode, run.message
	p.total, p.done = len(run.successes)+len(run.failures), len(run.successes)
	switch {
	case run.message != "" || len(run.failures) > 0 && (p.options.RollbackOnError || p.done == 0):
		p.status = "Failed"
		if len(run.failures) > 0 && p.options.RollbackOnError {
			p.done = 0
		}
	case len(run.failures) > 0:
		p.status = "SucceededPartial"
	default:
		p.status = "Succeeded"
	}
}

func (s *Server) findDeploy(id string) *deploy {
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	return s.deploys.byID[id]
}

// cancel stops a deploy that has not begun.
func (s *Server) cancelDeploy(p *deploy) (done bool) {
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	if p.status == "Pending" {
		p.status, p.completed = "Canceled", s.options.Now().UTC()
	}
	return p.completed != time.Time{}
}

func (p *deploy) finished() bool {
	switch p.status {
	case "Pending", "InProgress", "Canceling":
		return false
	}
	return true
}

// result is a deploy as both APIs show it.
func (s *Server) deployResult(p *deploy, details bool) hash {
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	stamp := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t.Format("2006-01-02T15:04:05.000Z")
	}
	var code, message any
	if p.message != "" {
		code, message = p.errorCode, p.message
	}
	last := p.completed
	if last.IsZero() {
		last = p.created
	}
	h := hash{{"checkOnly", p.options.CheckOnly}, {"completedDate", stamp(p.completed)}, {"createdBy", s.o.ids.id18("005", int(p.user))}, {"createdByName", "Ada Admin"},
		{"createdDate", stamp(p.created)}, {"done", p.finished()}, {"errorMessage", message}, {"errorStatusCode", code}, {"id", p.id}, {"ignoreWarnings", false},
		{"lastModifiedDate", stamp(last)}, {"numberComponentErrors", len(p.failures)}, {"numberComponentsDeployed", p.done}, {"numberComponentsTotal", p.total},
		{"numberTestErrors", 0}, {"numberTestsCompleted", 0}, {"numberTestsTotal", 0}, {"rollbackOnError", p.options.RollbackOnError}, {"runTestsEnabled", false},
		{"startDate", stamp(p.created)}, {"stateDetail", nil}, {"status", p.status}, {"success", p.status == "Succeeded" || p.status == "SucceededPartial"}}
	if !details {
		return h
	}
	show := func(list []component, good bool) []hash {
		out := []hash{}
		for _, c := range list {
			one := hash{{"changed", good && !p.options.CheckOnly}, {"columnNumber", nil}, {"componentType", c.kind}, {"created", c.created}, {"createdDate", stamp(p.created)},
				{"deleted", c.deleted}, {"fileName", c.file}, {"fullName", c.fullName}, {"id", c.id}, {"lineNumber", nil}, {"problem", nil}, {"problemType", nil},
				{"requiresProductionTestRun", false}, {"success", good}, {"warning", false}}
			if !good {
				one[1].value, one[9].value, one[10].value, one[11].value = 13, 2, c.problem, "Error"
			}
			out = append(out, one)
		}
		return out
	}
	return append(h, pairOf{"details", hash{{"componentFailures", show(p.failures, false)}, {"componentSuccesses", show(p.successes, true)}, {"retrieveResult", nil},
		{"runTestResult", hash{{"numFailures", 0}, {"numTestsRun", 0}, {"totalTime", 0.0}}}}})
}

// soapMetadata answers /services/Soap/m/….
func (s *Server) soapMetadata(w http.ResponseWriter, r *http.Request, body []byte) {
	doc, err := parseXML(body)
	if err != nil {
		soapFault(w, metadataNamespace, "MALFORMED_XML", err.Error())
		return
	}
	session := s.access.session(doc.value("Header", "SessionHeader", "sessionId"))
	if session == nil {
		soapFault(w, metadataNamespace, "INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session")
		return
	}
	s.calls.add("SOAP metadata")
	s.o.mu.RLock()
	allowed := s.o.may(session.user, "ModifyMetadata")
	s.o.mu.RUnlock()
	if !allowed {
		soapFault(w, metadataNamespace, "INSUFFICIENT_ACCESS", "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions")
		return
	}
	content := doc.child("Body")
	if content == nil || len(content.children) == 0 {
		soapFault(w, metadataNamespace, "MALFORMED_XML", "the envelope has no body")
		return
	}
	call := content.children[0]
	result, fault := s.metadataCall(call, session)
	if fault != nil {
		soapFault(w, metadataNamespace, fault.code, fault.message)
		return
	}
	writeSOAP(w, 200, metadataNamespace, "<"+call.name+"Response>"+result+"</"+call.name+"Response>")
}

func (s *Server) metadataCall(call *node, session *session) (string, *apiError) {
	switch call.name {
	case "deploy":
		zip, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(call.value("ZipFile")), ""))
		if err != nil {
			return "", apiErr(500, "INVALID_ZIP", "ZipFile is not base64")
		}
		o := call.child("DeployOptions")
		is := func(name string) bool { return o.value(name) == "true" }
		p := s.startDeploy(zip, deployOptions{is("checkOnly"), is("rollbackOnError"), is("singlePackage")}, session.user)
		return "<result>" + tag("done", false) + tag("id", p.id) + tag("state", "Queued") + "</result>", nil
	case "checkDeployStatus":
		p := s.findDeploy(call.value("asyncProcessId"))
		if p == nil {
			return "", apiErr(500, "INVALID_ID_FIELD", "no deploy has the id %s", call.value("asyncProcessId"))
		}
		return "<result>" + xmlOf(s.deployResult(p, call.value("includeDetails") == "true")) + "</result>", nil
	case "checkStatus":
		return s.asyncStatus(call.value("asyncProcessId"))
	case "cancelDeploy":
		p := s.findDeploy(call.value("id") + call.value("String"))
		if p == nil {
			return "", apiErr(500, "INVALID_ID_FIELD", "no deploy has this id")
		}
		return "<result>" + tag("done", s.cancelDeploy(p)) + tag("id", p.id) + "</result>", nil
	case "retrieve":
		request := call.child("retrieveRequest")
		if request == nil {
			request = call.child("request") // as jsforce names it
		}
		return s.startRetrieve(request)
	case "checkRetrieveStatus":
		return s.retrieveStatus(call.value("asyncProcessId"), call.value("includeZip") != "false")
	case "listMetadata":
		return s.listMetadata(call), nil
	case "describeMetadata":
		return describeMetadata(), nil
	}
	return "", apiErr(500, "UNKNOWN_EXCEPTION", "this simulator does not know %s", call.name)
}

// asyncStatus says, as the oldest of the status calls does, whether a deploy
// or a retrieve has ended.
func (s *Server) asyncStatus(id string) (string, *apiError) {
	s.deploys.mu.Lock()
	defer s.deploys.mu.Unlock()
	done := s.deploys.retrieves[id] != nil
	if done {
		s.deploys.retrieves[id].done = true
	} else if p := s.deploys.byID[id]; p != nil {
		done = p.finished()
	} else {
		return "", apiErr(500, "INVALID_ID_FIELD", "nothing has the id %s", id)
	}
	state := map[bool]string{true: "Completed", false: "InProgress"}[done]
	return "<result>" + tag("done", done) + tag("id", id) + tag("state", state) + "</result>", nil
}

// xmlOf writes a hash as XML elements, lists as repeated ones.
func xmlOf(h hash) string {
	var b strings.Builder
	for _, p := range h {
		switch v := p.value.(type) {
		case nil:
		case hash:
			b.WriteString("<" + p.key + ">" + xmlOf(v) + "</" + p.key + ">")
		case []hash:
			for _, one := range v {
				b.WriteString("<" + p.key + ">" + xmlOf(one) + "</" + p.key + ">")
			}
		default:
			b.WriteString(tag(p.key, v))
		}
	}
	return b.String()
}
