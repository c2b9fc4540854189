package alignment

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// The kinds of change sets this package makes itself.
const (
	KindCreate = "create"
	KindEdit   = "edit"
	KindUndo   = "undo"
	KindRedo   = "redo"
)

// Summary returns the history line of the change set.
func (c *ChangeSet) Summary() ChangeSummary {
	s := ChangeSummary{Version: c.Version, At: c.At, Actor: c.Actor, Kind: c.Kind, Reason: c.Reason, Said: c.Said, Undoes: c.Undoes}
	for _, op := range c.Ops {
		switch {
		case op.Assign != nil:
			s.UnitsMoved += len(op.Assign.Units)
		case op.AssignBoundaries != nil:
			s.BoundariesMoved += len(op.AssignBoundaries.Units)
		case op.ShareBoundaries != nil:
			s.BoundariesMoved += len(op.ShareBoundaries.Boundaries)
		case op.AddArea != nil, op.RemoveArea != nil, op.UpdateArea != nil:
			s.AreasChanged++
		}
	}
	return s
}

// Inverse returns the change set that takes c back. It applies exactly to the
// state c left behind. It shares c's columns; who and when are left to the
// caller. The inverse of an undo is a redo, and the other way round.
func (c *ChangeSet) Inverse() ChangeSet {
	inverse := ChangeSet{Kind: KindUndo, Undoes: c.Version, Ops: make([]Op, 0, len(c.Ops))}
	what := sentence.Params{"what": c.undone()}
	if c.Kind == KindUndo {
		inverse.Kind = KindRedo
		inverse = inverse.Because(sentence.Redone.With(what))
	} else {
		inverse = inverse.Because(sentence.Undone.With(what))
	}
	for i := len(c.Ops) - 1; i >= 0; i-- {
		inverse.Ops = append(inverse.Ops, c.Ops[i].Inverse())
	}
	return inverse
}

// undone is what an undo or redo of c takes back: what the first of them spoke
// of.
func (c *ChangeSet) undone() any {
	english := strings.TrimPrefix(strings.TrimPrefix(c.Reason, "Undo: "), "Redo: ")
	said := c.Said
	if said != nil && (said.Code == sentence.Undone.Code || said.Code == sentence.Redone.Code) {
		return said.Within("what", english)
	}
	return sentence.Text(english, said)
}

// Because gives a change the reason that the program has for it.
func (c ChangeSet) Because(s sentence.Sentence) ChangeSet {
	c.Reason, c.Said = s.English, &s
	return c
}

// Inverse returns the op that takes o back; it shares o's columns.
func (o Op) Inverse() Op {
	switch {
	case o.AddArea != nil:
		return Op{RemoveArea: o.AddArea}
	case o.RemoveArea != nil:
		return Op{AddArea: o.RemoveArea}
	case o.UpdateArea != nil:
		return Op{UpdateArea: &Update{Before: o.UpdateArea.After, After: o.UpdateArea.Before}}
	case o.Assign != nil:
		return Op{Assign: &Assign{Units: o.Assign.Units, From: o.Assign.To, To: o.Assign.From}}
	case o.Lock != nil:
		return Op{Lock: &Lock{Units: o.Lock.Units, Locked: !o.Lock.Locked}}
	case o.SetLevels != nil:
		return Op{SetLevels: &Levels{Before: o.SetLevels.After, After: o.SetLevels.Before}}
	case o.SetBoundaries != nil:
		return Op{SetBoundaries: &SetBoundaries{Before: o.SetBoundaries.After, After: o.SetBoundaries.Before}}
	case o.AssignBoundaries != nil:
		return Op{AssignBoundaries: &Assign{Units: o.AssignBoundaries.Units, From: o.AssignBoundaries.To, To: o.AssignBoundaries.From}}
	case o.LockBoundaries != nil:
		return Op{LockBoundaries: &Lock{Units: o.LockBoundaries.Units, Locked: !o.LockBoundaries.Locked}}
	case o.LeaveOut != nil:
		return Op{LeaveOut: &Lock{Units: o.LeaveOut.Units, Locked: !o.LeaveOut.Locked}}
	case o.ShareBoundaries != nil:
		return Op{ShareBoundaries: &Share{Boundaries: o.ShareBoundaries.Boundaries, Before: o.ShareBoundaries.After, After: o.ShareBoundaries.Before}}
	case o.AccountTarget != nil:
		return Op{AccountTarget: o.AccountTarget.inverse()}
	case o.Hold != nil:
		return Op{Hold: &Hold{Units: o.Hold.Units, Before: o.Hold.After, After: o.Hold.Before}}
	case o.SetOptions != nil:
		return Op{SetOptions: &SetOptions{Before: o.SetOptions.After, After: o.SetOptions.Before}}
	case o.SetCalendar != nil:
		return Op{SetCalendar: &SetCalendar{Before: o.SetCalendar.After, After: o.SetCalendar.Before}}
	}
	return o
}
