package alignment

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Part is an area that a split makes.
type Part struct {
	Name string `json:"name"`
	// Units are those it takes; they must be in the territory that is split.
	Units []int32 `json:"units,omitempty"`
}

// SplitOps divides a territory: each part becomes a new territory beside it.
// What no part takes stays.
func (s *State) SplitOps(number AreaNumber, parts []Part) ([]Op, error) {
	a, err := s.territory(number)
	if err != nil {
		return nil, err
	}
	return s.split(a, a.Parent, a.Level, parts, number)
}

// SplitBelowOps gives a territory children, one per part, and with them its
// units; what no part takes goes to the first. With parts that take nothing
// this makes placeholders for planning from the top down. Units are unlocked
// where they have to move and locked again.
func (s *State) SplitBelowOps(number AreaNumber, parts []Part) ([]Op, error) {
	a, err := s.territory(number)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.SplitNoPart.With(sentence.Params{"area": a.Said()}))
	}
	return s.split(a, number, a.Level+1, parts, s.NextNumber())
}

// territory returns an area that has no areas below it.
func (s *State) territory(number AreaNumber) (*Area, error) {
	a, err := s.area(number)
	if err != nil {
		return nil, err
	}
	if children := s.Children(number); len(children) > 0 {
		return nil, territory.Say(territory.Invalid, sentence.SplitHasAreas.With(sentence.Params{"area": a.Said(), "child": children[0].Said()}))
	}
	return a, nil
}

// split adds an area per part under parent and moves the units of a: each to
// its part, all others to rest.
func (s *State) split(a *Area, parent AreaNumber, level int, parts []Part, rest AreaNumber) ([]Op, error) {
	var ops []Op
	goes := make(map[int32]AreaNumber)
	sort, used := s.nextSort(parent), s.usedColours(level)
	for i, part := range parts {
		if strings.TrimSpace(part.Name) == "" {
			return nil, territory.Say(territory.Invalid, sentence.SplitNoName.With(sentence.Params{"part": i + 1, "area": a.Said()}))
		}
		n := &Area{Number: s.NextNumber() + AreaNumber(i), Parent: parent, Name: part.Name, Level: level, Sort: sort + i, Colour: used.next()}
		ops = append(ops, Op{AddArea: n})
		for _, unit := range part.Units {
			if _, twice := goes[unit]; twice {
				return nil, territory.Say(territory.Invalid, sentence.SplitUnitTwice.With(sentence.Params{"unit": unit, "area": a.Said()}))
			}
			if unit < 0 || int(unit) >= len(s.Assigned) || s.Assigned[unit] != a.Number {
				return nil, outdated("unit %d is not in %s; reload and try again", unit, a)
			}
			goes[unit] = n.Number
		}
	}
	var moves Assign
	for _, unit := range s.UnitsOf(a.Number) {
		to, listed := goes[unit]
		if !listed {
			to = rest
		}
		moves.add(unit, a.Number, to)
	}
	if parent == a.Number {
		return append(ops, s.unlocked(a, &moves, rest)...), nil
	}
	return append(ops, moves.ops()...), nil
}

// unlocked wraps moves that stay below area a in ops that open its lock and the
// locks and holdouts of the units, and close the units' again. Its boundaries
// go to rest.
func (s *State) unlocked(a *Area, moves *Assign, rest AreaNumber) []Op {
	var locked []int32
	for _, unit := range moves.Units {
		if s.Locked[unit] {
			locked = append(locked, unit)
		}
	}
	open := a.Clone()
	open.Locked = false
	ops := appendUpdate(nil, a, open)
	if len(locked) > 0 {
		ops = append(ops, Op{Lock: &Lock{Units: locked}})
	}
	release, hold := holdChanges(s, s, moves.Units)
	ops = append(ops, release.ops()...)
	ops = append(ops, moves.ops()...)
	if s.Boundaries != nil {
		after := s.Boundaries.Clone()
		after.move(func(number AreaNumber) (AreaNumber, bool) { return rest, number == a.Number })
		ops = append(ops, boundaryOps(s.Boundaries, after, make(map[AreaNumber]bool))...)
	}
	ops = append(ops, hold.ops()...)
	if len(locked) > 0 {
		ops = append(ops, Op{Lock: &Lock{Units: locked, Locked: true}})
	}
	return appendUpdate(ops, open, a)
}

// colours gives palette indices that nothing at a level has.
type colours struct {
	used map[int]bool
	last int
}

func (s *State) usedColours(level int) *colours {
	c := &colours{used: make(map[int]bool), last: -1}
	for _, a := range s.Areas {
		if a.Level == level {
			c.used[a.Colour] = true
		}
	}
	return c
}

func (c *colours) next() int {
	for c.last++; c.used[c.last]; c.last++ {
	}
	return c.last
}
