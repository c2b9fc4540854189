package salesforce

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// APIError is an answer of the org that says no.
type APIError struct {
	Status  int
	Code    string
	Message string
	Fields  []string
	// Path is what was called, without its query.
	Path string
}

// Error implements error.
func (e *APIError) Error() string {
	return fmt.Sprintf("%s: %d %s: %s", e.Path, e.Status, e.Code, strings.TrimSpace(e.Message))
}

// codeOf returns the org's word for an error, "" when it is none of the org's.
func codeOf(err error) string {
	var e *APIError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// readError makes an APIError of an answer's body: an array of errors, an OAuth
// error, or something that is not JSON at all.
func readError(status int, path string, body []byte) *APIError {
	e := &APIError{Status: status, Path: path}
	var list []struct {
		Message   string   `json:"message"`
		ErrorCode string   `json:"errorCode"`
		Fields    []string `json:"fields"`
	}
	var oauth struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	switch {
	case json.Unmarshal(body, &list) == nil && len(list) > 0:
		e.Code, e.Message, e.Fields = list[0].ErrorCode, list[0].Message, list[0].Fields
	case json.Unmarshal(body, &oauth) == nil && oauth.Error != "":
		e.Code, e.Message = oauth.Error, oauth.Description
	default:
		e.Message = http.StatusText(status)
	}
	return e
}

// shown turns an error of the org into one for people. Errors for people, and
// those after which a write is in doubt, pass through.
func shown(doing string, err error) error {
	var known *territory.Error
	var e *APIError
	if err == nil || errors.As(err, &known) || errors.Is(err, orgplan.ErrInDoubt) || !errors.As(err, &e) {
		return err
	}
	code := territory.Invalid
	hint := advice[e.Code]
	switch {
	case e.Code == "REQUEST_LIMIT_EXCEEDED":
		code = territory.Unavailable
		if strings.Contains(e.Message, "Concurrent") {
			hint = "The org has too many long calls running at once: try again when they have ended."
		}
	case e.Status == http.StatusUnauthorized || e.Code == "invalid_grant" || e.Code == "invalid_client" || e.Code == "invalid_client_id":
		code, hint = territory.Forbidden, "The session has ended, or the org does not take it: open the connection and sign in again."
	case e.Status == http.StatusForbidden:
		code = territory.Forbidden
		hint = cmp.Or(hint, "Ask the org's administrator for the permission; the test of the connection says which are missing.")
	case e.Status == http.StatusNotFound:
		code = territory.NotFound
		hint = cmp.Or(hint, "It is not in the org, or the connection's user does not see it: check the name, and the permissions with the test of the connection.")
	case e.Status >= 500 || e.Status == 429 || e.Status == 420:
		code = territory.Unavailable
		hint = cmp.Or(hint, "The org is busy or away: try again in some minutes; status.salesforce.com says whether it has trouble.")
	}
	said := fmt.Sprintf("%q", strings.Join(strings.Fields(e.Message), " "))
	if e.Code != "" {
		said += " (" + e.Code + ")"
	}
	return &territory.Error{Code: code, Message: strings.TrimSpace(fmt.Sprintf("Could not %s: Salesforce says %s. %s", doing, said, hint))}
}
