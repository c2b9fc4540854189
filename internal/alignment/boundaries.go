package alignment

import (
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// BoundarySource says which boundaries an alignment assigns, and how a unit
// finds the one it lies in.
type BoundarySource struct {
	// Set is the id of the boundary set. The order of its boundaries never
	// changes, so a boundary is named by its index.
	Set   string `json:"set"`
	Count int    `json:"count"`
	// Column holds the code of each unit's boundary; without one, and where it
	// is empty or unknown, the unit's position decides.
	Column string `json:"column,omitempty"`
}

// Boundaries is the part of a state that assigns boundaries.
type Boundaries struct {
	BoundarySource
	// Assigned[b] is the territory of boundary b, or Unassigned; a boundary
	// that several hold has its first one here.
	Assigned []AreaNumber
	// Locked[b] is true when boundary b may not move.
	Locked []bool
	// LeftOut[b] is true when the plan does not use boundary b. It is then
	// unassigned and not shared.
	LeftOut []bool
	// Shared lists, ascending, the further territories of boundaries that
	// several hold: their units are told apart by the rules of the territories.
	Shared map[int32][]AreaNumber
}

// SetBoundaries makes an alignment use other boundaries, or none (nil). A
// change of set needs that nothing is assigned, locked, left out or shared.
type SetBoundaries struct {
	Before *BoundarySource `json:"before"`
	After  *BoundarySource `json:"after"`
}

// Share replaces the further territories of boundaries; the columns have equal
// length and Boundaries is strictly ascending.
type Share struct {
	Boundaries []int32        `json:"boundaries"`
	Before     [][]AreaNumber `json:"before"`
	After      [][]AreaNumber `json:"after"`
}

func newBoundaries(source *BoundarySource) *Boundaries {
	if source == nil {
		return nil
	}
	n := source.Count
	return &Boundaries{BoundarySource: *source, Assigned: make([]AreaNumber, n), Locked: make([]bool, n), LeftOut: make([]bool, n),
		Shared: make(map[int32][]AreaNumber)}
}

// Clone returns a deep copy; nil of nil.
func (b *Boundaries) Clone() *Boundaries {
	if b == nil {
		return nil
	}
	c := *b
	c.Assigned, c.Locked, c.LeftOut = slices.Clone(b.Assigned), slices.Clone(b.Locked), slices.Clone(b.LeftOut)
	c.Shared = make(map[int32][]AreaNumber, len(b.Shared))
	for i, areas := range b.Shared {
		c.Shared[i] = slices.Clone(areas)
	}
	return &c
}

// Source returns what the boundaries are; nil when there are none.
func (b *Boundaries) Source() *BoundarySource {
	if b == nil {
		return nil
	}
	source := b.BoundarySource
	return &source
}

// sameSet says whether boundaries of a and b can be compared by index.
func sameSet(a, b *Boundaries) bool {
	return (a == nil) == (b == nil) && (a == nil || (a.Set == b.Set && a.Count == b.Count))
}

// Areas returns all territories that hold boundary i, the first one first.
func (b *Boundaries) Areas(i int32) []AreaNumber {
	if b.Assigned[i] == Unassigned {
		return nil
	}
	return append([]AreaNumber{b.Assigned[i]}, b.Shared[i]...)
}

// blank says whether nothing is said about any boundary.
func (b *Boundaries) blank() bool {
	return b == nil || (len(b.Shared) == 0 && !slices.ContainsFunc(b.Assigned, func(n AreaNumber) bool { return n != Unassigned }) &&
		!slices.Contains(b.Locked, true) && !slices.Contains(b.LeftOut, true))
}

// writeBoundaries carries out an op on boundaries without checking it.
func (s *State) writeBoundaries(op Op) {
	b := s.Boundaries
	switch {
	case op.SetBoundaries != nil:
		after := op.SetBoundaries.After
		s.Alignment.BoundarySet = ""
		if after != nil {
			s.Alignment.BoundarySet = after.Set
		}
		if b != nil && after != nil && b.Set == after.Set && b.Count == after.Count {
			b.BoundarySource = *after
			return
		}
		s.Boundaries = newBoundaries(after)
	case op.AssignBoundaries != nil:
		for k, i := range op.AssignBoundaries.Units {
			b.Assigned[i] = op.AssignBoundaries.To[k]
		}
	case op.LockBoundaries != nil:
		for _, i := range op.LockBoundaries.Units {
			b.Locked[i] = op.LockBoundaries.Locked
		}
	case op.LeaveOut != nil:
		for _, i := range op.LeaveOut.Units {
			b.LeftOut[i] = op.LeaveOut.Locked
		}
	case op.ShareBoundaries != nil:
		for k, i := range op.ShareBoundaries.Boundaries {
			delete(b.Shared, i)
			if areas := op.ShareBoundaries.After[k]; len(areas) > 0 {
				b.Shared[i] = slices.Clone(areas)
			}
		}
	}
}

// checkBoundaryOp checks one op on boundaries against the present state.
func (s *State) checkBoundaryOp(op Op) error {
	if op.SetBoundaries != nil {
		return s.checkSetBoundaries(op.SetBoundaries)
	}
	b := s.Boundaries
	if b == nil {
		return territory.Say(territory.Conflict, sentence.ProblemNoBoundarySet.With(nil))
	}
	column := column{"boundary", b.Assigned, b.Locked}
	switch {
	case op.AssignBoundaries != nil:
		return s.checkMoves(op.AssignBoundaries, column)
	case op.LockBoundaries != nil:
		return checkFlags(op.LockBoundaries, column, "locked", "unlocked")
	case op.LeaveOut != nil:
		column.locked = b.LeftOut
		return checkFlags(op.LeaveOut, column, "left out", "taken in")
	}
	return s.checkShare(op.ShareBoundaries)
}

func (s *State) checkSetBoundaries(op *SetBoundaries) error {
	if !same(s.Boundaries.Source(), op.Before) {
		return outdated("the boundary set of this alignment has been changed by someone else; reload and try again")
	}
	after := op.After
	if after != nil && (after.Set == "" || after.Count < 0) {
		return territory.Errorf(territory.Invalid, "a boundary set needs an id and its number of boundaries")
	}
	if !sameSet(s.Boundaries, newBoundaries(after)) && !s.Boundaries.blank() {
		return territory.Say(territory.Conflict, sentence.BoundarySetUsed.With(nil))
	}
	return nil
}

func (s *State) checkShare(op *Share) error {
	n := len(op.Boundaries)
	if len(op.Before) != n || len(op.After) != n {
		return territory.Errorf(territory.Invalid, "a change of shared boundaries lists %d boundaries, %d before and %d after; these must be equal", n, len(op.Before), len(op.After))
	}
	column := column{"boundary", s.Boundaries.Assigned, s.Boundaries.Locked}
	if err := column.check(op.Boundaries); err != nil {
		return err
	}
	open := openAreas{state: s, known: map[AreaNumber]bool{Unassigned: true}}
	for k, i := range op.Boundaries {
		if !slices.Equal(s.Boundaries.Shared[i], op.Before[k]) {
			return outdated("boundary %d is shared among other areas now; reload and try again", i)
		}
		if s.Boundaries.Locked[i] {
			return territory.Say(territory.Conflict, sentence.ProblemBoundaryLock.With(sentence.Params{"boundary": i}))
		}
		for j, number := range op.After[k] {
			if number <= Unassigned || (j > 0 && number <= op.After[k][j-1]) {
				return territory.Errorf(territory.Invalid, "the areas that share boundary %d must be listed once, in ascending order", i)
			}
		}
		for _, number := range append(slices.Clone(op.Before[k]), op.After[k]...) {
			if err := open.check(number); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkBoundariesAfter checks what must hold of boundaries after a change set.
// wrong are areas that are gone or have areas below them.
func (s *State) checkBoundariesAfter(wrong map[AreaNumber]bool) error {
	b := s.Boundaries
	if b == nil {
		return nil
	}
	for i, number := range b.Assigned {
		if b.LeftOut[i] && number != Unassigned {
			return territory.Say(territory.Conflict, sentence.BoundaryLeftOut.With(sentence.Params{"boundary": i}))
		}
		if wrong[number] {
			return territory.Say(territory.Invalid, sentence.BoundaryInArea.With(sentence.Params{"area": number, "boundary": i}))
		}
	}
	for _, i := range slices.Sorted(maps.Keys(b.Shared)) {
		if b.Assigned[i] == Unassigned || slices.Contains(b.Shared[i], b.Assigned[i]) {
			return territory.Errorf(territory.Invalid, "boundary %d is shared, so it needs a first area that differs from the others", i)
		}
		for _, number := range b.Shared[i] {
			if wrong[number] {
				return territory.Say(territory.Invalid, sentence.BoundaryShared.With(sentence.Params{"area": number, "boundary": i}))
			}
		}
	}
	return nil
}
