package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Choices resolve conflicts by area number: ours keeps what the alignment has,
// theirs takes what is brought in.
type Choices map[alignment.AreaNumber]alignment.Choice

func (c Choices) check() error {
	for number, choice := range c {
		if choice != alignment.Ours && choice != alignment.Theirs {
			return territory.Errorf(territory.Invalid, "The choice for area %d is %q; it must be ours or theirs.", number, choice)
		}
	}
	return nil
}

// MergeAnswer is the outcome of bringing one line of work into another.
type MergeAnswer struct {
	Version int64 `json:"version" doc:"The alignment's version now."`
	Stored  bool  `json:"stored" doc:"false while conflicts are open; nothing was changed then. Call again with choices."`
	Open    int   `json:"open" doc:"Conflicts without a choice."`
	// Conflicts are all of them, resolved ones too.
	Conflicts []ConflictItem                                `json:"conflicts" nullable:"false"`
	Numbers   map[alignment.AreaNumber]alignment.AreaNumber `json:"numbers,omitempty" doc:"New numbers of areas that were added on both sides."`
}

// ConflictItem is what both sides changed differently.
type ConflictItem struct {
	Area   alignment.AreaNumber `json:"area" doc:"The number by which it is resolved."`
	Text   string               `json:"text"`
	Said   sentence.Sentence    `json:"said" doc:"The text with its code."`
	Units  int                  `json:"units" doc:"How many units both moved; 0 when the conflict is about the area itself."`
	Choice alignment.Choice     `json:"choice,omitempty" enum:"ours,theirs"`
}

func mergeAnswer(m alignment.Merged, version int64) MergeAnswer {
	a := MergeAnswer{Version: version, Stored: m.Open == 0, Open: m.Open, Numbers: m.Numbers, Conflicts: []ConflictItem{}}
	for _, c := range m.Conflicts {
		a.Conflicts = append(a.Conflicts, ConflictItem{Area: c.Area, Text: c.Text, Said: c.Said, Units: len(c.Units), Choice: c.Choice})
	}
	return a
}

// onTop appends a change made for an older version, or answers with a conflict
// that says which areas meet the work of others.
func (s *Server) onTop(ctx context.Context, id string, made int64, c alignment.ChangeSet, choices Choices) (*body[VersionAnswer], error) {
	if err := choices.check(); err != nil {
		return nil, err
	}
	m, version, err := alignment.AppendOnTop(ctx, s.Alignments, id, made, c, choices)
	if err != nil || m.Open == 0 {
		return answer(VersionAnswer{Version: version}, err)
	}
	e := territory.Say(territory.Conflict, sentence.ProblemMeets.With(sentence.Params{"version": made}))
	for _, conflict := range m.Conflicts {
		if conflict.Choice == "" {
			e.Details = append(e.Details, territory.Detail{Where: fmt.Sprintf("area %d", conflict.Area), What: conflict.Text})
		}
	}
	return nil, e
}

type branchInput struct {
	AlignmentPath
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"200"`
		Version int64  `json:"version,omitempty" minimum:"0" doc:"Where the branch begins; 0 is the newest version."`
	}
}

type mergeInput struct {
	AlignmentPath
	Body struct {
		Branch          string  `json:"branch" minLength:"1" doc:"Id of the branch to bring in."`
		ExpectedVersion int64   `json:"expectedVersion" minimum:"1"`
		Choices         Choices `json:"choices,omitempty"`
	}
}

type revertInput struct {
	AlignmentPath
	Body struct {
		Version int64   `json:"version" minimum:"2" doc:"The one change to take back, whatever came after it."`
		Choices Choices `json:"choices,omitempty"`
	}
}

func (s *Server) registerMerges() {
	register(s, post("branch-alignment", "/alignments/{id}/branches", "Alignments", "Branch: a new alignment that begins as a version of this one", http.StatusCreated), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *branchInput) (*body[AlignmentItem], error) {
			name := strings.TrimSpace(in.Body.Name)
			if name == "" {
				return nil, territory.Say(territory.Invalid, sentence.BranchNoName.With(nil))
			}
			a, err := alignment.Branch(ctx, s.Alignments, in.ID, in.Body.Version, s.NewID(), name, s.stamp(actor))
			if err != nil {
				return nil, err
			}
			return answer(s.alignmentItem(ctx, a.ID))
		})
	register(s, post("merge-branch", "/alignments/{id}/merge", "Alignments", "Bring a branch into the alignment it came from; conflicts are listed and resolved per area", http.StatusOK), access.Edit, s.mergeBranch)
	register(s, post("revert-change", "/alignments/{id}/revert", "Alignments", "Take back one older change, where later work does not meet it", http.StatusOK), access.Edit,
		func(ctx context.Context, actor territory.Actor, in *revertInput) (*body[MergeAnswer], error) {
			if err := in.Body.Choices.check(); err != nil {
				return nil, err
			}
			m, version, err := alignment.Revert(ctx, s.Alignments, in.ID, in.Body.Version, in.Body.Choices, s.stamp(actor))
			return answer(mergeAnswer(m, version), err)
		})
}

func (s *Server) mergeBranch(ctx context.Context, actor territory.Actor, in *mergeInput) (*body[MergeAnswer], error) {
	if err := in.Body.Choices.check(); err != nil {
		return nil, err
	}
	branch, err := s.Alignments.Alignment(ctx, in.Body.Branch)
	if err != nil {
		return nil, err
	}
	if err := s.Policy.Allow(actor, access.View, access.Resource{Kind: "alignment", ID: branch.ID}); err != nil {
		return nil, err
	}
	if branch.Origin == nil || branch.Origin.AlignmentID != in.ID {
		return nil, territory.Say(territory.Invalid, sentence.BranchUnknown.With(sentence.Params{"name": branch.Name}))
	}
	m, version, err := alignment.MergeBranch(ctx, s.Alignments, branch.ID, in.Body.ExpectedVersion, in.Body.Choices, s.stamp(actor))
	return answer(mergeAnswer(m, version), err)
}

func (s *Server) stamp(actor territory.Actor) alignment.Stamp {
	return alignment.Stamp{Actor: actor, At: s.Now().UTC()}
}
