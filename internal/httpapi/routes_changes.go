package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Edit is one step of a change; exactly one field is set.
type Edit struct {
	AddArea    *AddArea      `json:"addArea,omitempty"`
	UpdateArea *UpdateArea   `json:"updateArea,omitempty"`
	RemoveArea *RemoveArea   `json:"removeArea,omitempty"`
	MergeAreas *MergeAreas   `json:"mergeAreas,omitempty"`
	Assign     *AssignUnits  `json:"assign,omitempty"`
	Lock       *LockUnits    `json:"lock,omitempty"`
	LockAreas  *LockAreas    `json:"lockAreas,omitempty"`
	SplitArea  *SplitArea    `json:"splitArea,omitempty"`
	SortAreas  *SortAreas    `json:"sortAreas,omitempty"`
	EditLevel  *EditLevel    `json:"editLevel,omitempty"`
	Hold       *HoldUnits    `json:"hold,omitempty"`
	Release    *ReleaseUnits `json:"release,omitempty"`
	Options    *EditOptions  `json:"options,omitempty"`
	BoundaryEdit
}

// RemoveArea removes an area with all below it; its units go to another
// territory, or become unassigned.
type RemoveArea struct {
	Number alignment.AreaNumber `json:"number" minimum:"1"`
	To     alignment.AreaNumber `json:"to,omitempty" minimum:"0"`
}

// MergeAreas merges areas into one that remains.
type MergeAreas struct {
	From []alignment.AreaNumber `json:"from" minItems:"1"`
	Into alignment.AreaNumber   `json:"into" minimum:"1"`
}

// AssignUnits moves units to a territory (0: unassigned).
type AssignUnits struct {
	UnitSelection
	To alignment.AreaNumber `json:"to" minimum:"0"`
	// WholeFamilies moves the families of the units too.
	WholeFamilies *bool `json:"wholeFamilies,omitempty" doc:"Move whole families; by default as the alignment's settings say."`
}

// LockUnits locks or unlocks units.
type LockUnits struct {
	UnitSelection
	Locked bool `json:"locked"`
}

// ChangeInput is a change of an alignment.
type ChangeInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion int64  `json:"expectedVersion" minimum:"1" doc:"The version the change was made on; a newer one is a conflict."`
		Reason          string `json:"reason,omitempty" maxLength:"1000"`
		Ops             []Edit `json:"ops" minItems:"1" maxItems:"10000" nullable:"false"`
		// Focus is what the planner may change.
		Focus *alignment.Focus `json:"focus,omitempty" doc:"Refuse the change when it reaches outside these areas (with all below them), or to unassigned units without unassigned."`
		// OnTop and Choices carry a change over the work of others.
		OnTop   bool    `json:"onTop,omitempty" doc:"When others have changed the alignment since expectedVersion, put the change on top of their work. Where the two meet, the answer is a conflict that lists the areas."`
		Choices Choices `json:"choices,omitempty" doc:"With onTop: by area number, ours keeps what is stored, theirs takes this change."`
	}
}

// VersionAnswer names the alignment's new version.
type VersionAnswer struct {
	Version int64 `json:"version"`
}

type historyInput struct {
	AlignmentPath
	Before int64 `query:"before" minimum:"0" doc:"Only versions below this one; 0 for the newest."`
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

// History is a page of change summaries, newest first.
type History struct {
	Changes []alignment.ChangeSummary `json:"changes" nullable:"false"`
}

func (s *Server) registerChanges() {
	op := post("change-alignment", "/alignments/{id}/changes", "Alignments", "Change areas, assignments and locks in one step", http.StatusOK)
	op.MaxBodyBytes = 64 << 20
	register(s, op, access.Edit, s.change)
	s.registerChangePreview()
	register(s, post("undo-change", "/alignments/{id}/undo", "Alignments", "Take back the newest change that is not undone yet", http.StatusOK), access.Edit, s.undo)
	register(s, post("redo-change", "/alignments/{id}/redo", "Alignments", "Take back the newest undo", http.StatusOK), access.Edit, s.redo)
	register(s, get("get-history", "/alignments/{id}/history", "Alignments", "Who changed what, when and why"), access.View,
		func(ctx context.Context, _ territory.Actor, in *historyInput) (*body[History], error) {
			changes, err := s.Alignments.History(ctx, in.ID, in.Before, in.Limit)
			return answer(History{Changes: notNil(changes)}, err)
		})
}

func (s *Server) change(ctx context.Context, actor territory.Actor, in *ChangeInput) (*body[VersionAnswer], error) {
	_, c, err := s.planChange(ctx, actor, in)
	if err != nil {
		return nil, err
	}
	if len(c.Ops) == 0 {
		return answer(VersionAnswer{Version: in.Body.ExpectedVersion}, nil)
	}
	if in.Body.OnTop {
		c.Version = 0
		return s.onTop(ctx, in.ID, in.Body.ExpectedVersion, c, in.Body.Choices)
	}
	version, err := s.Alignments.Append(ctx, in.ID, in.Body.ExpectedVersion, c)
	return answer(VersionAnswer{Version: version}, err)
}

// planChange turns a request into a change set and the state it would leave.
func (s *Server) planChange(ctx context.Context, actor territory.Actor, in *ChangeInput) (*alignment.State, alignment.ChangeSet, error) {
	c := alignment.ChangeSet{Version: in.Body.ExpectedVersion + 1, At: s.Now().UTC(), Actor: actor, Kind: "edit", Reason: in.Body.Reason}
	state, err := s.Alignments.State(ctx, in.ID, in.Body.ExpectedVersion)
	if err != nil {
		return nil, c, err
	}
	var before *alignment.State
	if in.Body.Focus != nil {
		before = state.Clone()
	}
	for i, edit := range in.Body.Ops {
		ops, err := s.editOps(ctx, state, edit, alignment.Stamp{Actor: actor, At: c.At})
		if err != nil {
			return nil, c, withPlace(err, i)
		}
		// Later edits of the same request build on earlier ones.
		if err := state.Apply(alignment.ChangeSet{At: c.At, Ops: ops}); err != nil {
			return nil, c, withPlace(err, i)
		}
		c.Ops = append(c.Ops, ops...)
	}
	if before != nil {
		if err := in.Body.Focus.Check(before, state); err != nil {
			return nil, c, err
		}
	}
	if c.Reason == "" {
		c = c.Because(words(c))
	}
	return state, c, nil
}

// words describes a change nobody gave a reason for.
func words(change alignment.ChangeSet) sentence.Sentence {
	c := change.Summary()
	counts := sentence.Params{"units": c.UnitsMoved, "areas": c.AreasChanged, "boundaries": c.BoundariesMoved}
	switch {
	case c.BoundariesMoved > 0:
		return sentence.AssignedBoundaries.With(counts)
	case c.UnitsMoved > 0 && c.AreasChanged > 0:
		return sentence.MovedAndChanged.With(counts)
	case c.UnitsMoved > 0:
		return sentence.Moved.With(counts)
	case c.AreasChanged > 0:
		return sentence.ChangedAreas.With(counts)
	}
	for _, op := range change.Ops {
		switch {
		case op.Hold != nil:
			return sentence.ChangedHoldouts.With(sentence.Params{"units": len(op.Hold.Units)})
		case op.SetOptions != nil:
			return sentence.ChangedSettings.With(nil)
		}
	}
	return sentence.ChangedLocks.With(nil)
}

// withPlace adds which op of the request an error is about.
func withPlace(err error, i int) error {
	var known *territory.Error
	if !errors.As(err, &known) {
		return err
	}
	placed := *known
	placed.Details = append([]territory.Detail{{Where: fmt.Sprintf("body.ops[%d]", i), What: known.Message}}, known.Details...)
	return &placed
}

// ops translates an edit that needs no columns of the dataset; see editOps.
func (e Edit) ops(s *alignment.State) ([]alignment.Op, error) {
	switch {
	case e.AddArea != nil:
		return e.AddArea.ops(s)
	case e.UpdateArea != nil:
		return s.UpdateOps(e.UpdateArea.Number, e.UpdateArea.apply)
	case e.RemoveArea != nil:
		return s.RemoveOps(e.RemoveArea.Number, e.RemoveArea.To)
	case e.MergeAreas != nil:
		return s.MergeOps(e.MergeAreas.From, e.MergeAreas.Into)
	case e.LockAreas != nil:
		return s.LockAreaOps(e.LockAreas.Areas, e.LockAreas.Subtree, e.LockAreas.Locked)
	case e.SortAreas != nil:
		return e.SortAreas.ops(s)
	case e.EditLevel != nil:
		return e.EditLevel.ops(s)
	}
	return nil, territory.Errorf(territory.Invalid, "An op must set one of addArea, updateArea, removeArea, mergeAreas, splitArea, sortAreas, editLevel, assign, lock, lockAreas, hold, release and options, or one of the steps on boundaries.")
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

type stepInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion int64 `json:"expectedVersion" minimum:"1"`
	}
}

func (s *Server) undo(ctx context.Context, actor territory.Actor, in *stepInput) (*body[VersionAnswer], error) {
	version, err := alignment.Undo(ctx, s.Alignments, in.ID, in.Body.ExpectedVersion, alignment.Stamp{Actor: actor, At: s.Now().UTC()})
	return answer(VersionAnswer{Version: version}, err)
}

func (s *Server) redo(ctx context.Context, actor territory.Actor, in *stepInput) (*body[VersionAnswer], error) {
	version, err := alignment.Redo(ctx, s.Alignments, in.ID, in.Body.ExpectedVersion, alignment.Stamp{Actor: actor, At: s.Now().UTC()})
	return answer(VersionAnswer{Version: version}, err)
}
