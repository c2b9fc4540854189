package alignment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// State is an alignment at one version, in memory: the tree and one area
// number per unit of the snapshot. It is not safe for concurrent change.
type State struct {
	Alignment Alignment
	// Areas by number.
	Areas map[AreaNumber]*Area
	// Assigned[i] is the territory of unit i, or Unassigned.
	Assigned []AreaNumber
	// Locked[i] is true when unit i may not move.
	Locked []bool
	// Boundaries assigns boundaries; nil while the alignment uses no set.
	Boundaries *Boundaries
	// LastNumber is the highest area number ever used, also by areas that are
	// gone; new areas count on from it.
	LastNumber AreaNumber
	// AccountTargets by name.
	AccountTargets map[string]*AccountTarget
	// Holdouts by unit; a unit without one is not held.
	Holdouts map[int32]Holdout
	Options  Options
	// Calendar says which version is in force from when, earliest first.
	Calendar []Effective
}

// NewState returns version 0 of an alignment of units units: no areas, nothing
// assigned, nothing locked. Its first change set makes version 1.
func NewState(a Alignment, units int) *State {
	a.Version, a.BoundarySet = 0, ""
	return &State{
		Alignment: a,
		Areas:     make(map[AreaNumber]*Area),
		Assigned:  make([]AreaNumber, units),
		Locked:    make([]bool, units),
	}
}

// Clone returns a deep copy.
func (s *State) Clone() *State {
	c := *s
	c.Alignment.Levels = slices.Clone(s.Alignment.Levels)
	c.Assigned = slices.Clone(s.Assigned)
	c.Locked = slices.Clone(s.Locked)
	c.Boundaries = s.Boundaries.Clone()
	c.AccountTargets = cloneTargets(s.AccountTargets)
	c.Holdouts = maps.Clone(s.Holdouts)
	c.Calendar = slices.Clone(s.Calendar)
	c.Areas = make(map[AreaNumber]*Area, len(s.Areas))
	for number, a := range s.Areas {
		c.Areas[number] = a.Clone()
	}
	return &c
}

// Clone returns a deep copy.
func (a *Area) Clone() *Area {
	c := *a
	c.Targets = maps.Clone(a.Targets)
	for name, t := range c.Targets {
		c.Targets[name] = Target{Share: cloned(t.Share), Percent: cloned(t.Percent), Amount: cloned(t.Amount), Min: cloned(t.Min), Max: cloned(t.Max)}
	}
	c.Users, c.Capacity = slices.Clone(a.Users), maps.Clone(a.Capacity)
	c.Centre = cloned(a.Centre)
	return &c
}

func cloned[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// Equal says whether two areas have the same properties.
func (a *Area) Equal(b *Area) bool {
	x, y := a, b
	plain := x.Number == y.Number && x.Parent == y.Parent && x.Name == y.Name && x.Level == y.Level &&
		x.Colour == y.Colour && x.Owner == y.Owner && x.Notes == y.Notes && x.Sort == y.Sort &&
		x.Locked == y.Locked && x.Pinned == y.Pinned && x.Rule == y.Rule && x.Profile == y.Profile
	return plain && same(a.Centre, b.Centre) && slices.Equal(a.Users, b.Users) && maps.Equal(a.Capacity, b.Capacity) &&
		maps.EqualFunc(a.Targets, b.Targets, Target.equal)
}

func same[T comparable](a, b *T) bool {
	return a == b || (a != nil && b != nil && *a == *b)
}

// String names the area in messages: its name and number.
func (a *Area) String() string { return fmt.Sprintf("%q (area %d)", a.Name, a.Number) }

// Said is how the area is called within another sentence.
func (a *Area) Said() sentence.Sentence {
	return sentence.AreaCalled.With(sentence.Params{"name": a.Name, "number": a.Number})
}

// Ordered returns the areas in tree order: parents before children, siblings
// by Sort then Number.
func (s *State) Ordered() []*Area {
	children := s.children()
	ordered := make([]*Area, 0, len(s.Areas))
	var walk func(parent AreaNumber)
	walk = func(parent AreaNumber) {
		for _, a := range children[parent] {
			ordered = append(ordered, a)
			walk(a.Number)
		}
	}
	walk(Unassigned)
	return ordered
}

// Territories returns the leaves of the tree, in tree order.
func (s *State) Territories() []*Area {
	children := s.children()
	var leaves []*Area
	for _, a := range s.Ordered() {
		if len(children[a.Number]) == 0 {
			leaves = append(leaves, a)
		}
	}
	return leaves
}

// Children returns the areas directly under parent (Unassigned: the top), in
// sibling order.
func (s *State) Children(parent AreaNumber) []*Area {
	var children []*Area
	for _, a := range s.Areas {
		if a.Parent == parent {
			children = append(children, a)
		}
	}
	sortSiblings(children)
	return children
}

// NextNumber returns the number a new area gets.
func (s *State) NextNumber() AreaNumber { return s.LastNumber + 1 }

// NextColour returns the lowest palette index no area of the level has.
func (s *State) NextColour(level int) int {
	return s.usedColours(level).next()
}

func (s *State) children() map[AreaNumber][]*Area {
	children := make(map[AreaNumber][]*Area)
	for _, a := range s.Areas {
		children[a.Parent] = append(children[a.Parent], a)
	}
	for _, siblings := range children {
		sortSiblings(siblings)
	}
	return children
}

func sortSiblings(siblings []*Area) {
	slices.SortFunc(siblings, func(a, b *Area) int {
		return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Number, b.Number))
	})
}
