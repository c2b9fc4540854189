package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// Problem is the body of every error answer: RFC 9457 problem details with the
// error code of the domain.
type Problem struct {
	huma.ErrorModel
	Code territory.Code     `json:"code" doc:"What kind of problem it is, for programs."`
	Said *sentence.Sentence `json:"said,omitempty" doc:"The detail with its code, for the problems that have one."`
	// Errors are those of the model, with their sentences.
	Errors []*ProblemDetail `json:"errors,omitempty" doc:"The places of the input that are wrong."`
}

// ProblemDetail is one place of the input that is wrong.
type ProblemDetail struct {
	huma.ErrorDetail
	Said  *sentence.Sentence `json:"said,omitempty" doc:"The message with its code, for those that have one."`
	Place *sentence.Sentence `json:"place,omitempty" doc:"The location with its code, where it is one that people read."`
}

// Add takes up one fault that huma found in a request.
func (p *Problem) Add(err error) {
	if detailed, ok := err.(huma.ErrorDetailer); ok {
		p.Errors = append(p.Errors, &ProblemDetail{ErrorDetail: *detailed.ErrorDetail()})
		return
	}
	p.Errors = append(p.Errors, &ProblemDetail{ErrorDetail: huma.ErrorDetail{Message: err.Error()}})
}

// statusOf is the one table from domain codes to HTTP statuses.
var statusOf = map[territory.Code]int{
	territory.Invalid:     http.StatusUnprocessableEntity,
	territory.NotFound:    http.StatusNotFound,
	territory.Conflict:    http.StatusConflict,
	territory.Forbidden:   http.StatusForbidden,
	territory.TooLarge:    http.StatusRequestEntityTooLarge,
	territory.Infeasible:  http.StatusUnprocessableEntity,
	territory.Cancelled:   http.StatusConflict,
	territory.Unavailable: http.StatusServiceUnavailable,
	territory.Internal:    http.StatusInternalServerError,
}

func codeOf(status int) territory.Code {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return territory.NotFound
	case http.StatusConflict:
		return territory.Conflict
	case http.StatusForbidden, http.StatusUnauthorized:
		return territory.Forbidden
	case http.StatusRequestEntityTooLarge:
		return territory.TooLarge
	case http.StatusServiceUnavailable:
		return territory.Unavailable
	}
	if status >= 500 {
		return territory.Internal
	}
	return territory.Invalid
}

// huma builds its own validation answers and the schema of errors through this
// variable; it is set once, before any route exists.
func init() {
	huma.DefaultArrayNullable = false // handlers send [] where there is nothing
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		p := &Problem{Code: codeOf(status)}
		p.Status, p.Title, p.Detail = status, http.StatusText(status), message
		for _, err := range errs {
			if err != nil {
				p.Add(err)
			}
		}
		return p
	}
}

// problem turns an error into an answer. Anything that is not a
// territory.Error is logged here and shown as internal.
func (s *Server) problem(ctx context.Context, operation string, err error) error {
	var answer huma.StatusError
	if errors.As(err, &answer) {
		return answer
	}
	var known *territory.Error
	if !errors.As(err, &known) {
		if ctx.Err() != nil {
			known = territory.Errorf(territory.Cancelled, "The request was given up before it was answered.")
		} else {
			s.Log.Error("request failed", "operation", operation, "error", err)
			known = territory.Say(territory.Internal, sentence.ProblemInternal.With(sentence.Params{"operation": operation}))
		}
	}
	p := &Problem{Code: known.Code, Said: known.Said}
	p.Status = statusOf[known.Code]
	if p.Status == 0 {
		p.Status = http.StatusInternalServerError
	}
	p.Title, p.Detail = http.StatusText(p.Status), known.Message
	for _, d := range known.Details {
		e := &ProblemDetail{ErrorDetail: huma.ErrorDetail{Location: d.Where, Message: d.What}, Said: d.Said, Place: d.Place}
		if d.At != nil {
			e.Value = d.At
		}
		p.Errors = append(p.Errors, e)
	}
	return p
}

// writeProblem answers outside huma's routes.
func writeProblem(w http.ResponseWriter, e *territory.Error) {
	p := &Problem{Code: e.Code, Said: e.Said}
	p.Status = statusOf[e.Code]
	p.Title, p.Detail = http.StatusText(p.Status), e.Message
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p) //nolint:errcheck // the client has gone; nobody is left to tell
}

func (s *Server) unknownRoute(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, territory.Errorf(territory.NotFound, "There is no %s %s; /api/v1/docs lists what there is.", r.Method, r.URL.Path))
}
