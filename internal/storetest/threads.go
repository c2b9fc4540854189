package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Threads tests discussion.Store.
func Threads(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	who := territory.Actor{ID: "u1", Name: "Ada"}
	say := func(id string, minute int, text string) discussion.Message {
		return discussion.Message{ID: id, At: after(minute), By: who, Text: text}
	}
	old := discussion.Thread{ID: "t1", AlignmentID: "a1", Version: 1, Kind: discussion.Comment, State: discussion.Open,
		About: discussion.Subject{Place: &alignment.Point{Lon: 8.5, Lat: 47.4}}, Messages: []discussion.Message{say("m1", 1, "Is this ours?")}}
	young := discussion.Thread{ID: "t2", AlignmentID: "a1", Version: 1, Kind: discussion.Challenge, State: discussion.Open,
		About: discussion.Subject{Unit: "u-17"}, From: 1, Wants: 2, Messages: []discussion.Message{say("m2", 2, "My customer.")}}
	must(t, "add", s.AddThread(ctx, old))
	must(t, "add", s.AddThread(ctx, young))
	refused(t, "add twice", s.AddThread(ctx, old), territory.Conflict)
	orphaned := old
	orphaned.ID, orphaned.AlignmentID = "t3", "none"
	refused(t, "add to nothing", s.AddThread(ctx, orphaned), territory.NotFound)
	_, err := s.Threads(ctx, "none")
	refused(t, "list of nothing", err, territory.NotFound)

	s = b.open(t, place)
	equal(t, "all, newest first", got[[]discussion.Thread](t)(s.Threads(ctx, "a1")), []discussion.Thread{young, old})
	old.Messages = append(old.Messages, say("m3", 3, "Yes."))
	equal(t, "a reply", got[discussion.Thread](t)(s.ReplyThread(ctx, "t1", say("m3", 3, "Yes."))), old)
	_, err = s.ReplyThread(ctx, "none", say("m4", 4, "?"))
	refused(t, "reply to nothing", err, territory.NotFound)

	no := discussion.Decision{At: after(5), By: who, Reason: "It stays"}
	young.State, young.Decision = discussion.Rejected, &no
	equal(t, "rejected", got[discussion.Thread](t)(s.CloseThread(ctx, "t2", discussion.Rejected, no)), young)
	_, err = s.CloseThread(ctx, "t2", discussion.Accepted, no)
	refused(t, "close twice", err, territory.Conflict)
	equal(t, "stored", got[discussion.Thread](t)(s.Thread(ctx, "t2")), young)
	young.State, young.Decision = discussion.Open, nil
	equal(t, "opened again", got[discussion.Thread](t)(s.ReopenThread(ctx, "t2")), young)
	_, err = s.ReopenThread(ctx, "t2")
	refused(t, "open what is open", err, territory.Conflict)
	got[discussion.Thread](t)(s.CloseThread(ctx, "t2", discussion.Accepted, discussion.Decision{At: after(6), By: who, Version: 2}))
	_, err = s.ReopenThread(ctx, "t2")
	refused(t, "open what was accepted", err, territory.Conflict)

	must(t, "delete the alignment", s.DeleteAlignment(ctx, "a1"))
	_, err = s.Thread(ctx, "t1")
	refused(t, "a comment of a deleted alignment", err, territory.NotFound)
}
