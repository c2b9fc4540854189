package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// View is how one person looks at an alignment, and on what part of it
// carving, rules, optimising and publishing act for them.
type View struct {
	Focus Focus `json:"focus"`
	// Level is the level of the tree that is shown; nil for the lowest.
	Level *int `json:"level,omitempty" minimum:"0" maximum:"32"`
	// Layers are the map layers that are on, Legend the columns of the legend
	// and Columns those of the table of units, in order.
	Layers  []string `json:"layers,omitempty" maxItems:"100" nullable:"false" doc:"Map layers that are on."`
	Legend  []string `json:"legend,omitempty" maxItems:"100" nullable:"false" doc:"Columns of the legend, in order."`
	Columns []string `json:"columns,omitempty" maxItems:"500" nullable:"false" doc:"Columns of the table of units, in order."`
	Measure string   `json:"measure,omitempty" doc:"The measure shown first."`
	Order   string   `json:"order,omitempty" doc:"How the legend is sorted."`
}

// Whole says that everything is in focus.
func (f Focus) Whole() bool { return len(f.Areas) == 0 }

// Present returns the focus without areas that are gone.
func (f Focus) Present(s *State) Focus {
	f.Areas = slices.DeleteFunc(slices.Clone(f.Areas), func(number AreaNumber) bool { return s.Areas[number] == nil })
	return f
}

// Check refuses a change from before to after that reaches outside the focus:
// units may move between areas in focus (and unassigned, when that is
// included), areas in focus may change, and new ones come below them. before
// must have the areas of the focus.
func (f Focus) Check(before, after *State) error {
	if f.Whole() {
		return nil
	}
	in := f.Numbers(before)
	inside := func(number AreaNumber) bool {
		for !in[number] {
			a := after.Areas[number]
			if a == nil || before.Areas[number] != nil || a.Parent == Unassigned {
				return false
			}
			number = a.Parent // a new area belongs to what is above it
		}
		return true
	}
	refuse := func(what string) error {
		return territory.Say(territory.Conflict, sentence.ProblemFocus.Worded(what+" is outside your focus; widen the focus to change it", nil))
	}
	moves := Moves(before, after)
	for i := range moves.Units {
		for _, side := range []AreaNumber{moves.From[i], moves.To[i]} {
			if inside(side) {
				continue
			}
			if side == Unassigned {
				return territory.Say(territory.Conflict, sentence.ProblemFocusOpen.With(nil))
			}
			if a := before.Areas[side]; a != nil {
				return refuse(a.String())
			}
			return refuse(after.areaText(side))
		}
	}
	for unit, locked := range before.Locked {
		if locked != after.Locked[unit] && !inside(after.Assigned[unit]) {
			return refuse("the lock of a unit of " + after.areaText(after.Assigned[unit]))
		}
	}
	for _, d := range areaDifferences(before, after) {
		switch {
		case d.Before != nil && !in[d.Before.Number]:
			return refuse(d.Before.String())
		case d.After != nil && !inside(d.After.Number):
			return refuse(d.After.String())
		case d.Before != nil && d.After != nil && d.After.Parent != d.Before.Parent && !inside(d.After.Parent):
			return refuse(after.areaText(d.After.Parent))
		}
	}
	return nil
}
