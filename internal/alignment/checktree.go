package alignment

import (
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// checkAfter checks what must hold after all ops of a change set: the tree is
// sound and only leaves hold units. Steps in between may break it, as a split
// does between giving a territory children and moving its units to them.
func (s *State) checkAfter(ops []Op) error {
	suspects := make(map[AreaNumber]bool) // areas that may hold units wrongly
	treeChanged, boundariesChanged := false, false
	for _, op := range ops {
		switch {
		case op.AddArea != nil:
			treeChanged = true
			suspects[op.AddArea.Parent] = true
		case op.RemoveArea != nil:
			treeChanged = true
			suspects[op.RemoveArea.Number] = true
		case op.UpdateArea != nil:
			treeChanged = true
			if op.UpdateArea.Before.Parent != op.UpdateArea.After.Parent {
				suspects[op.UpdateArea.After.Parent] = true
			}
		case op.Assign != nil:
			addAreas(suspects, op.Assign.To)
		case op.SetLevels != nil:
			treeChanged = true
		case op.AssignBoundaries != nil:
			boundariesChanged = true
			addAreas(suspects, op.AssignBoundaries.To)
		case op.ShareBoundaries != nil:
			boundariesChanged = true
			for _, areas := range op.ShareBoundaries.After {
				addAreas(suspects, areas)
			}
		case op.LeaveOut != nil:
			boundariesChanged = true
		}
	}
	delete(suspects, Unassigned)
	if treeChanged {
		if err := s.checkTree(); err != nil {
			return err
		}
	}
	return s.checkHolders(suspects, boundariesChanged)
}

func addAreas(set map[AreaNumber]bool, column []AreaNumber) {
	previous := Unassigned
	for _, number := range column {
		if number != previous {
			set[number] = true
			previous = number
		}
	}
}

// checkTree checks parents, levels and sibling names. Levels grow by one from
// parent to child, so there can be no cycle.
func (s *State) checkTree() error {
	type place struct {
		parent AreaNumber
		name   string
	}
	taken := make(map[place]bool, len(s.Areas))
	for _, a := range s.Areas {
		level := 0
		if a.Parent != Unassigned {
			parent, exists := s.Areas[a.Parent]
			if !exists {
				return territory.Say(territory.Invalid, sentence.TreeNoParent.With(sentence.Params{"area": a.Said(), "parent": a.Parent}))
			}
			level = parent.Level + 1
		}
		if a.Level != level {
			return territory.Errorf(territory.Invalid, "%s is at level %d, but its place in the tree is level %d", a, a.Level, level)
		}
		if level >= len(s.Alignment.Levels) {
			return territory.Errorf(territory.Invalid, "%s is at level %d of a tree with %d levels; add a level first",
				a, level+1, len(s.Alignment.Levels))
		}
		if taken[place{a.Parent, a.Name}] {
			return territory.Say(territory.Conflict, sentence.ProblemNameTaken.With(sentence.Params{"name": a.Name}))
		}
		taken[place{a.Parent, a.Name}] = true
	}
	return nil
}

// checkHolders checks that no suspect holds units or boundaries without being a
// leaf of the tree. It looks at units only when a suspect is not a leaf.
func (s *State) checkHolders(suspects map[AreaNumber]bool, boundariesChanged bool) error {
	parents := make(map[AreaNumber]bool)
	for _, a := range s.Areas {
		parents[a.Parent] = true
	}
	wrong := make(map[AreaNumber]bool)
	for number := range suspects {
		if _, exists := s.Areas[number]; !exists || parents[number] {
			wrong[number] = true
		}
	}
	if len(wrong) > 0 || boundariesChanged {
		if err := s.checkBoundariesAfter(wrong); err != nil {
			return err
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	for unit, number := range s.Assigned {
		if !wrong[number] {
			continue
		}
		if a, exists := s.Areas[number]; exists {
			return territory.Say(territory.Invalid, sentence.TreeUnitAbove.With(sentence.Params{"area": a.Said(), "unit": unit}))
		}
		return territory.Say(territory.Invalid, sentence.TreeUnitGone.With(sentence.Params{"area": number, "unit": unit}))
	}
	return nil
}
