// Package territory holds the domain words that every other package shares:
// the error type shown to people, identifiers, who is acting, and progress.
// It knows no files, databases, clocks or networks.
package territory

import (
	"errors"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Code says what kind of problem an Error is, so that a program can act on it
// without reading the message.
type Code string

// The codes, with the HTTP status the API answers for each.
const (
	Invalid     Code = "invalid"     // 422: the input cannot be accepted as it is
	NotFound    Code = "not_found"   // 404: no such thing, or not visible to the caller
	Conflict    Code = "conflict"    // 409: the thing has changed, or is in use
	Forbidden   Code = "forbidden"   // 403: the caller may not do this
	TooLarge    Code = "too_large"   // 413: a stated limit is exceeded
	Infeasible  Code = "infeasible"  // 422: the limits of a plan contradict each other
	Cancelled   Code = "cancelled"   // 409: a person cancelled it
	Unavailable Code = "unavailable" // 503: disk full, busy, or a needed service is away
	Internal    Code = "internal"    // 500: a defect of ours
)

// Error is a problem a person can act on. Message is one or two sentences:
// where it is, what it is, what to do. Anything that is not an Error is
// internal, is logged, and is shown as such.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	// Said is the message with its code, for problems that the app tells in the
	// reader's language; nil for others.
	Said    *sentence.Sentence `json:"said,omitempty" doc:"The message with its code, for the problems that have one."`
	Details []Detail           `json:"details,omitempty"`
}

// Detail points at one place of the input that is wrong.
type Detail struct {
	// Where is a path such as "row 17, column BillingLatitude" or
	// "body.measures[0].tolerance".
	Where string `json:"where"`
	// What says what is wrong there and what to do.
	What string `json:"what"`
	// Said is What with its code, Place is Where with its code; nil for others.
	Said  *sentence.Sentence `json:"said,omitempty" doc:"What is wrong there, with its code, for the problems that have one."`
	Place *sentence.Sentence `json:"place,omitempty" doc:"The place with its code, for those that people read: a row or column."`
	// At is the place in a text, where the input is one.
	At *Position `json:"at,omitempty"`
}

// DetailAt makes a detail about a place that people read, such as a row.
func DetailAt(place, what sentence.Sentence) Detail {
	return Detail{Where: place.English, What: what.English, Said: &what, Place: &place}
}

// DetailOf makes a detail about a place that programs read, such as
// "body.measures[0]".
func DetailOf(where string, what sentence.Sentence) Detail {
	return Detail{Where: where, What: what.English, Said: &what}
}

// SaidOf is the sentence of an error that says nothing else, nil for others.
func SaidOf(err error) *sentence.Sentence {
	var e *Error
	if errors.As(err, &e) && len(e.Details) == 0 {
		return e.Said
	}
	return nil
}

// Saying is what an error says, to fill another sentence: a sentence where it
// is one, else its text.
func Saying(err error) any {
	return sentence.Text(err.Error(), SaidOf(err))
}

// Position is a place in a text: line and column count from 1, in characters.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Error returns the message, followed by the details.
func (e *Error) Error() string {
	text := e.Message
	for _, d := range e.Details {
		text += "; " + d.Where + ": " + d.What
	}
	return text
}

// Errorf makes an Error with a formatted message, for problems that only
// programs and the command line meet; what people meet in the app is said by
// Say.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Say makes an Error of a sentence.
func Say(code Code, s sentence.Sentence) *Error {
	return &Error{Code: code, Message: s.English, Said: &s}
}

// CodeOf returns the code of the first Error in err's chain, Internal for any
// other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
