package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// CommentPath names a comment or challenge.
type CommentPath struct {
	ID string `path:"id"`
}

func (i *CommentPath) resource() access.Resource { return access.Resource{Kind: "comment", ID: i.ID} }

type newCommentInput struct {
	AlignmentPath
	Body struct {
		Text  string             `json:"text" minLength:"1" maxLength:"10000"`
		About discussion.Subject `json:"about,omitempty" doc:"An area, a unit or a place; without it the alignment as a whole."`
		// Wants makes it a challenge.
		Wants *alignment.AreaNumber `json:"wants,omitempty" minimum:"0" doc:"The territory the unit should be in (0: none). With it the comment is a challenge."`
	}
}

type commentsInput struct {
	AlignmentPath
	State string               `query:"state" enum:"open,resolved,accepted,rejected" doc:"Only those in this state."`
	Area  alignment.AreaNumber `query:"area" minimum:"0" doc:"Only those about this area, or about a unit challenged from or into it."`
}

// CommentList is an alignment's comments and challenges, newest first.
type CommentList struct {
	Comments []discussion.Thread `json:"comments" nullable:"false"`
}

type replyInput struct {
	CommentPath
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"10000"`
	}
}

// decideInput closes a comment or challenge.
type decideInput struct {
	CommentPath
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"10000"`
	}
}

func (s *Server) registerComments() {
	const tag = "Comments"
	register(s, post("add-comment", "/alignments/{id}/comments", tag, "Comment on an alignment, or challenge where a unit is", http.StatusCreated), access.Comment, s.addComment)
	register(s, get("list-comments", "/alignments/{id}/comments", tag, "Comments and challenges, newest first"), access.View, s.comments)
	register(s, get("get-comment", "/comments/{id}", tag, "A comment or challenge with its replies"), access.View,
		func(ctx context.Context, _ territory.Actor, in *CommentPath) (*body[discussion.Thread], error) {
			return answer(s.Comments.Thread(ctx, in.ID))
		})
	register(s, post("reply-to-comment", "/comments/{id}/replies", tag, "Reply", http.StatusOK), access.Comment,
		func(ctx context.Context, actor territory.Actor, in *replyInput) (*body[discussion.Thread], error) {
			if err := discussion.CheckText(in.Body.Text); err != nil {
				return nil, err
			}
			return answer(s.Comments.ReplyThread(ctx, in.ID, s.message(actor, in.Body.Text)))
		})
	register(s, post("resolve-comment", "/comments/{id}/resolve", tag, "Say that a comment is dealt with", http.StatusOK), access.Comment, s.resolveComment)
	register(s, post("reopen-comment", "/comments/{id}/reopen", tag, "Open a resolved comment or rejected challenge again", http.StatusOK), access.Comment,
		func(ctx context.Context, _ territory.Actor, in *CommentPath) (*body[discussion.Thread], error) {
			return answer(s.Comments.ReopenThread(ctx, in.ID))
		})
	register(s, post("accept-challenge", "/comments/{id}/accept", tag, "Give the unit to the area the challenge asks for, and lock it there", http.StatusOK), access.Edit, s.acceptChallenge)
	register(s, post("reject-challenge", "/comments/{id}/reject", tag, "Leave the unit where it is", http.StatusOK), access.Edit,
		func(ctx context.Context, actor territory.Actor, in *decideInput) (*body[discussion.Thread], error) {
			if _, err := s.challenge(ctx, in.ID); err != nil {
				return nil, err
			}
			return answer(s.Comments.CloseThread(ctx, in.ID, discussion.Rejected, discussion.Decision{At: s.Now().UTC(), By: actor, Reason: in.Body.Reason}))
		})
}

func (s *Server) message(actor territory.Actor, text string) discussion.Message {
	return discussion.Message{ID: s.NewID(), At: s.Now().UTC(), By: actor, Text: text}
}

func (s *Server) addComment(ctx context.Context, actor territory.Actor, in *newCommentInput) (*body[discussion.Thread], error) {
	state, err := s.Alignments.State(ctx, in.ID, 0)
	if err != nil {
		return nil, err
	}
	t := discussion.Thread{ID: s.NewID(), AlignmentID: in.ID, Version: state.Alignment.Version, Kind: discussion.Comment, State: discussion.Open,
		About: in.Body.About, Messages: []discussion.Message{s.message(actor, in.Body.Text)}}
	if t.About.Unit != "" {
		unit, err := s.unitOf(ctx, state, t.About.Unit)
		if err != nil {
			return nil, err
		}
		t.From = state.Assigned[unit]
	}
	if in.Body.Wants != nil {
		t.Kind, t.Wants = discussion.Challenge, *in.Body.Wants
	}
	if err := t.Check(state); err != nil {
		return nil, err
	}
	if t.Kind == discussion.Comment {
		t.From = 0
	}
	return answer(t, s.Comments.AddThread(ctx, t))
}

// unitOf finds the one unit of an id.
func (s *Server) unitOf(ctx context.Context, state *alignment.State, id string) (int32, error) {
	units, err := s.selected(ctx, state, UnitSelection{IDs: []string{id}})
	if err != nil {
		return 0, err
	}
	return units[0], nil
}

func (s *Server) comments(ctx context.Context, _ territory.Actor, in *commentsInput) (*body[CommentList], error) {
	all, err := s.Comments.Threads(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	list := CommentList{Comments: []discussion.Thread{}}
	for _, t := range all {
		about := in.Area == 0 || t.About.Area == in.Area || t.Kind == discussion.Challenge && (t.From == in.Area || t.Wants == in.Area)
		if about && (in.State == "" || string(t.State) == in.State) {
			list.Comments = append(list.Comments, t)
		}
	}
	return answer(list, nil)
}

func (s *Server) resolveComment(ctx context.Context, actor territory.Actor, in *decideInput) (*body[discussion.Thread], error) {
	t, err := s.Comments.Thread(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if t.Kind == discussion.Challenge {
		return nil, territory.Say(territory.Invalid, sentence.ChallengeResolve.With(nil))
	}
	return answer(s.Comments.CloseThread(ctx, in.ID, discussion.Resolved, discussion.Decision{At: s.Now().UTC(), By: actor, Reason: in.Body.Reason}))
}

// challenge reads an open challenge.
func (s *Server) challenge(ctx context.Context, id string) (discussion.Thread, error) {
	t, err := s.Comments.Thread(ctx, id)
	switch {
	case err != nil:
		return t, err
	case t.Kind != discussion.Challenge:
		return t, territory.Say(territory.Invalid, sentence.ChallengeOnly.With(nil))
	case t.State != discussion.Open:
		return t, discussion.Closed(t)
	}
	return t, nil
}

// acceptChallenge moves the unit and locks it, so that the next optimisation
// goes around it, and then closes the challenge. When the server stops between
// the two, the challenge is still open; accepting it again moves nothing and
// closes it.
func (s *Server) acceptChallenge(ctx context.Context, actor territory.Actor, in *decideInput) (*body[discussion.Thread], error) {
	t, err := s.challenge(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	state, err := s.Alignments.State(ctx, t.AlignmentID, 0)
	if err != nil {
		return nil, err
	}
	unit, err := s.unitOf(ctx, state, t.About.Unit)
	if err != nil {
		return nil, err
	}
	decision := discussion.Decision{At: s.Now().UTC(), By: actor, Reason: in.Body.Reason}
	base := state.Alignment.Version
	c := alignment.ChangeSet{Version: base + 1, At: decision.At, Actor: actor, Kind: "edit"}.
		Because(sentence.AcceptedChallenge.With(sentence.Params{"name": t.Messages[0].By.Name, "text": t.Messages[0].Text}))
	if c.Ops, err = challengeOps(state, unit, t.Wants); err != nil {
		return nil, err
	}
	if len(c.Ops) > 0 {
		if decision.Version, err = s.Alignments.Append(ctx, t.AlignmentID, base, c); err != nil {
			return nil, err
		}
	}
	return answer(s.Comments.CloseThread(ctx, in.ID, discussion.Accepted, decision))
}

// challengeOps moves a unit and locks it; none when it is there and locked.
func challengeOps(state *alignment.State, unit int32, to alignment.AreaNumber) ([]alignment.Op, error) {
	ops, err := state.AssignOps([]int32{unit}, to)
	if err != nil {
		return nil, err
	}
	if err := state.Apply(alignment.ChangeSet{Ops: ops}); err != nil {
		return nil, err
	}
	locks, err := state.LockOps([]int32{unit}, true)
	return append(ops, locks...), err
}
