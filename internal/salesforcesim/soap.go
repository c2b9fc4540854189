package salesforcesim

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// node is an element of an XML document, without name spaces.
type node struct {
	name     string
	text     string
	children []*node
}

// parseXML reads a document. Depth and size are bounded by the caller's body
// limit and maxXMLDepth.
func parseXML(doc []byte) (*node, error) {
	const maxXMLDepth = 100
	d := xml.NewDecoder(bytes.NewReader(doc))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	root := &node{}
	stack := []*node{root}
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(stack) > maxXMLDepth {
				return nil, fmt.Errorf("read XML: nested too deeply")
			}
			n := &node{name: t.Name.Local}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
	if len(root.children) == 0 {
		return nil, fmt.Errorf("read XML: the document is empty")
	}
	return root.children[0], nil
}

// child returns the first child of a name, in any case; nil when absent. It
// may be called on nil.
func (n *node) child(path ...string) *node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		var found *node
		for _, c := range n.children {
			if strings.EqualFold(c.name, name) {
				found = c
				break
			}
		}
		n = found
	}
	return n
}

// value returns the trimmed text of a child, "" when absent.
func (n *node) value(path ...string) string {
	if c := n.child(path...); c != nil {
		return strings.TrimSpace(c.text)
	}
	return ""
}

// all returns the children of a name.
func (n *node) all(name string) []*node {
	var list []*node
	if n != nil {
		for _, c := range n.children {
			if strings.EqualFold(c.name, name) {
				list = append(list, c)
			}
		}
	}
	return list
}

func escapeXML(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) //nolint:errcheck // a buffer takes all
	return b.String()
}

// tag writes <name>text</name>.
func tag(name string, text any) string {
	return "<" + name + ">" + escapeXML(fmt.Sprint(text)) + "</" + name + ">"
}

func writeSOAP(w http.ResponseWriter, status int, namespace, body string) {
	w.Header().Set("Content-Type", "text/xml;charset=UTF-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="%s" xmlns:sf="urn:fault.%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>`, namespace, namespace, body)
}

func soapFault(w http.ResponseWriter, namespace, code, message string) {
	writeSOAP(w, http.StatusInternalServerError, namespace, "<soapenv:Fault>"+tag("faultcode", "sf:"+code)+tag("faultstring", code+": "+message)+"</soapenv:Fault>")
}

const partnerNamespace = "urn:partner.soap.sforce.com"

// soapPartner answers the SOAP login of user name and password.
func (s *Server) soapPartner(w http.ResponseWriter, r *http.Request, body []byte) {
	doc, err := parseXML(body)
	if err != nil {
		soapFault(w, partnerNamespace, "MALFORMED_XML", err.Error())
		return
	}
	content := doc.child("Body")
	switch {
	case content.child("login") != nil:
		s.soapLogin(w, r, content.child("login"))
	case content.child("logout") != nil:
		s.access.expire(doc.value("Header", "SessionHeader", "sessionId"))
		writeSOAP(w, 200, partnerNamespace, "<logoutResponse/>")
	case content.child("getUserInfo") != nil:
		session := s.access.session(doc.value("Header", "SessionHeader", "sessionId"))
		if session == nil {
			soapFault(w, partnerNamespace, "INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session")
			return
		}
		writeSOAP(w, 200, partnerNamespace, "<getUserInfoResponse><result>"+s.userInfoXML(session.user)+"</result></getUserInfoResponse>")
	default:
		soapFault(w, partnerNamespace, "UNKNOWN_EXCEPTION", "this simulator knows login, logout and getUserInfo only")
	}
}

func (s *Server) soapLogin(w http.ResponseWriter, r *http.Request, login *node) {
	name, password := login.value("username"), login.value("password")
	if name == "" || !strings.HasPrefix(password, Password) {
		soapFault(w, partnerNamespace, "INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
		return
	}
	user := s.access.user(name)
	session := s.access.open(user)
	segments := splitPath(r.URL.Path)
	version := "67.0"
	if len(segments) > 3 {
		version = segments[3]
	}
	server := hostURL(r) + "/services/Soap/u/" + version + "/" + s.o.orgID[:15]
	meta := hostURL(r) + "/services/Soap/m/" + version + "/" + s.o.orgID[:15]
	writeSOAP(w, 200, partnerNamespace, "<loginResponse><result>"+tag("metadataServerUrl", meta)+tag("passwordExpired", false)+tag("sandbox", false)+
		tag("serverUrl", server)+tag("sessionId", session.token)+tag("userId", s.o.ids.id18("005", int(user)))+
		"<userInfo>"+s.userInfoXML(user)+"</userInfo></result></loginResponse>")
}

func (s *Server) userInfoXML(user int32) string {
	s.o.mu.RLock()
	defer s.o.mu.RUnlock()
	t := s.o.table("User")
	return tag("organizationId", s.o.orgID) + tag("organizationName", s.o.table("Organization").field("Name", 0).text) +
		tag("sessionSecondsValid", 7200) + tag("userEmail", t.field("Email", user).text) + tag("userFullName", t.field("Name", user).text) +
		tag("userId", s.o.id(t, user)) + tag("userName", t.field("Username", user).text) + tag("userTimeZone", "America/Los_Angeles") + tag("userType", "Standard")
}
