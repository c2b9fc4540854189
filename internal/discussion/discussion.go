// Package discussion holds what people say about an alignment: comments on the
// whole, on areas, units and places, and challenges, which ask for a unit to
// be given to another area. It is pure; Store says what a database must keep.
package discussion

import (
	"context"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Kind says what a thread is for.
type Kind string

// The kinds.
const (
	Comment   Kind = "comment"
	Challenge Kind = "challenge"
)

// State is where a thread stands. Comments are open or resolved; challenges are
// open, accepted or rejected.
type State string

// The states.
const (
	Open     State = "open"
	Resolved State = "resolved"
	Accepted State = "accepted"
	Rejected State = "rejected"
)

// Subject is what a thread is about: at most one field is set, none means the
// alignment as a whole.
type Subject struct {
	Area  alignment.AreaNumber `json:"area,omitempty" minimum:"0" doc:"Number of an area."`
	Unit  string               `json:"unit,omitempty" maxLength:"500" doc:"Id of a unit."`
	Place *alignment.Point     `json:"place,omitempty" doc:"A place on the map, in degrees."`
}

// Message is one thing somebody said.
type Message struct {
	ID   string          `json:"id"`
	At   time.Time       `json:"at"`
	By   territory.Actor `json:"by"`
	Text string          `json:"text"`
}

// Decision is how a thread was closed.
type Decision struct {
	At     time.Time       `json:"at"`
	By     territory.Actor `json:"by"`
	Reason string          `json:"reason,omitempty"`
	// Version is the alignment's version that an accepted challenge made; 0
	// where nothing had to change.
	Version int64 `json:"version,omitempty"`
}

// Thread is a comment or challenge with its replies.
type Thread struct {
	ID          string `json:"id"`
	AlignmentID string `json:"alignmentId"`
	// Version is the alignment's version it was written on.
	Version int64   `json:"version"`
	Kind    Kind    `json:"kind" enum:"comment,challenge"`
	State   State   `json:"state" enum:"open,resolved,accepted,rejected"`
	About   Subject `json:"about"`
	// From and Wants are the area a challenged unit was in and the one it
	// should be in; 0 is unassigned.
	From  alignment.AreaNumber `json:"from,omitempty"`
	Wants alignment.AreaNumber `json:"wants,omitempty"`
	// Decision is nil while the thread is open.
	Decision *Decision `json:"decision,omitempty"`
	// Messages are in the order they were written; the first opened the thread.
	Messages []Message `json:"messages" nullable:"false"`
}

// Created is when the thread was opened.
func (t *Thread) Created() time.Time {
	if len(t.Messages) == 0 {
		return time.Time{}
	}
	return t.Messages[0].At
}

// Check reports, as an invalid error, what is wrong with a new thread.
func (t *Thread) Check(s *alignment.State) error {
	subjects := 0
	for _, set := range []bool{t.About.Area != 0, t.About.Unit != "", t.About.Place != nil} {
		if set {
			subjects++
		}
	}
	switch {
	case subjects > 1:
		return territory.Say(territory.Invalid, sentence.CommentAbout.With(nil))
	case t.About.Area != 0 && s.Areas[t.About.Area] == nil:
		return territory.Say(territory.NotFound, sentence.AreaUnknown.With(sentence.Params{"area": t.About.Area}))
	case t.About.Place != nil && !onEarth(*t.About.Place):
		return territory.Errorf(territory.Invalid, "The place %g, %g is not on earth: longitude is −180 to 180, latitude −90 to 90.", t.About.Place.Lon, t.About.Place.Lat)
	case t.Kind == Challenge && t.About.Unit == "":
		return territory.Say(territory.Invalid, sentence.ChallengeUnit.With(nil))
	case t.Kind == Challenge && t.From == t.Wants:
		return territory.Say(territory.Invalid, sentence.ChallengeThere.With(nil))
	case t.Kind == Challenge && t.Wants != 0 && !isTerritory(s, t.Wants):
		return territory.Say(territory.Invalid, sentence.ChallengeNoTerritory.With(sentence.Params{"area": t.Wants}))
	}
	return CheckText(t.Messages[0].Text)
}

// CheckText reports a message without words.
func CheckText(text string) error {
	if strings.TrimSpace(text) == "" {
		return territory.Say(territory.Invalid, sentence.CommentNoText.With(nil))
	}
	return nil
}

func onEarth(p alignment.Point) bool {
	return p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90
}

func isTerritory(s *alignment.State, number alignment.AreaNumber) bool {
	for _, leaf := range s.Territories() {
		if leaf.Number == number {
			return true
		}
	}
	return false
}

// Store keeps threads. Errors are territory errors: not_found for what is not
// there, conflict for closing what is not open.
type Store interface {
	AddThread(ctx context.Context, t Thread) error
	Thread(ctx context.Context, id string) (Thread, error)
	// Threads lists an alignment's threads, newest first.
	Threads(ctx context.Context, alignmentID string) ([]Thread, error)
	// ReplyThread adds a message; closed threads take replies too.
	ReplyThread(ctx context.Context, id string, m Message) (Thread, error)
	// CloseThread moves an open thread to a closed state.
	CloseThread(ctx context.Context, id string, to State, d Decision) (Thread, error)
	// ReopenThread makes a resolved comment or rejected challenge open again.
	ReopenThread(ctx context.Context, id string) (Thread, error)
}

// Closed says that a thread was closed before, and how.
func Closed(t Thread) error {
	what := sentence.CommentClosed
	switch t.State {
	case Accepted:
		what = sentence.ChallengeAccepted
	case Rejected:
		what = sentence.ChallengeRejected
	}
	return territory.Say(territory.Conflict, what.With(nil))
}

// StillOpen says that a thread cannot be opened, since it is open.
func StillOpen(t Thread) error {
	what := sentence.CommentOpen
	if t.Kind == Challenge {
		what = sentence.ChallengeOpen
	}
	return territory.Say(territory.Conflict, what.With(nil))
}
