package alignment

import (
	"fmt"
)

// GatherBy says which area gets a split family.
type GatherBy string

// The ways to bring a family together.
const (
	// ByMajority takes the area that holds most of it; ties go to the area of
	// the parent record, then to the lower number.
	ByMajority GatherBy = "majority"
	// ByParent takes the area of the parent record, and that of the majority
	// where there is none.
	ByParent GatherBy = "parent"
)

// GatherProblem is a family that cannot be brought together.
type GatherProblem struct {
	Family int32
	What   string
}

// GatherOps brings families together on a day, each in one area. Units that
// are locked, held or in a locked area stay, so their family comes to them;
// families held in several areas are listed and left as they are.
func (s *State) GatherOps(f *Families, families []int32, by GatherBy, on Date) ([]Op, []GatherProblem) {
	var problems []GatherProblem
	out := s.Clone()
	for _, family := range families {
		to, why := s.gatherArea(f, family, by, on)
		if why != "" {
			problems = append(problems, GatherProblem{family, why})
			continue
		}
		if to == Unassigned {
			continue // nobody has any of it
		}
		for _, unit := range f.Members(family) {
			out.Assigned[unit] = to
		}
	}
	moves := Moves(s, out)
	return moves.ops(), problems
}

// stuck says whether a unit cannot move on a day.
func (s *State) stuck(unit int32, on Date) bool {
	a := s.Areas[s.Assigned[unit]]
	return s.Fixed(unit, on) || a != nil && a.Locked
}

// gatherArea returns the area of a family, or why there is none.
func (s *State) gatherArea(f *Families, family int32, by GatherBy, on Date) (to AreaNumber, why string) {
	anchored := false
	for _, unit := range f.Members(family) {
		if !s.stuck(unit, on) {
			continue
		}
		if anchored && s.Assigned[unit] != to {
			return 0, fmt.Sprintf("units of it are locked or held in %s and in %s", s.areaText(to), s.areaText(s.Assigned[unit]))
		}
		to, anchored = s.Assigned[unit], true
	}
	if anchored && to == Unassigned {
		return 0, "units of it are locked in no area"
	}
	if !anchored {
		to = s.chosenArea(f, family, by)
	}
	if a := s.Areas[to]; a != nil && a.Locked {
		return 0, fmt.Sprintf("area %s is locked and takes no units", a)
	}
	return to, ""
}

func (s *State) chosenArea(f *Families, family int32, by GatherBy) AreaNumber {
	parent := Unassigned
	if head := f.Heads[family]; head >= 0 {
		parent = s.Assigned[head]
	}
	if by == ByParent && parent != Unassigned {
		return parent
	}
	best := FamilyPart{}
	for _, part := range s.Parts(f, family) {
		if part.Area != Unassigned && (part.Units > best.Units || part.Units == best.Units && part.Area == parent) {
			best = part
		}
	}
	return best.Area
}
