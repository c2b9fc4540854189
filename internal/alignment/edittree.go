package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Subtree returns the area and all below it in tree order, or nothing when
// there is no such area.
func (s *State) Subtree(number AreaNumber) []*Area {
	root, exists := s.Areas[number]
	if !exists {
		return nil
	}
	children := s.children()
	subtree := []*Area{root}
	for i := 0; i < len(subtree); i++ { // breadth first: parents before children
		subtree = append(subtree, children[subtree[i].Number]...)
	}
	return subtree
}

// UpdateOps changes an area's properties; change gets a copy. A new parent
// moves everything below the area too. The parent must not hold units.
func (s *State) UpdateOps(number AreaNumber, change func(*Area)) ([]Op, error) {
	before, err := s.area(number)
	if err != nil {
		return nil, err
	}
	after := before.Clone()
	change(after)
	after.Number, after.Level = before.Number, before.Level
	if after.Parent == before.Parent {
		return appendUpdate(nil, before, after), nil
	}
	if after.Level, err = s.levelBelow(after.Parent); err != nil {
		return nil, err
	}
	for _, a := range s.Subtree(number) {
		if a.Number == after.Parent {
			return nil, territory.Say(territory.Invalid, sentence.TreeBelowItself.With(sentence.Params{"area": before.Said(), "below": a.Said()}))
		}
	}
	ops := appendUpdate(nil, before, after)
	for _, a := range s.Subtree(number)[1:] {
		deeper := a.Clone()
		deeper.Level += after.Level - before.Level
		ops = appendUpdate(ops, a, deeper)
	}
	return ops, nil
}

func (s *State) levelBelow(parent AreaNumber) (int, error) {
	if parent == Unassigned {
		return 0, nil
	}
	a, err := s.area(parent)
	if err != nil {
		return 0, err
	}
	return a.Level + 1, nil
}

// RemoveOps removes an area with all below it. Their units go to the territory
// to, which must not be among them, or to Unassigned.
func (s *State) RemoveOps(number, to AreaNumber) ([]Op, error) {
	if _, err := s.area(number); err != nil {
		return nil, err
	}
	gone := s.Subtree(number)
	numbers := make([]AreaNumber, len(gone))
	for i, a := range gone {
		numbers[i] = a.Number
	}
	if slices.Contains(numbers, to) {
		return nil, territory.Say(territory.Invalid, sentence.TreeUnitsToGone.With(sentence.Params{"area": gone[0].Said(), "to": s.areaSaid(to)}))
	}
	ops, err := s.AssignOps(s.UnitsOf(numbers...), to)
	if err != nil {
		return nil, err
	}
	ops = append(ops, s.boundariesTo(func(number AreaNumber) (AreaNumber, bool) { return to, slices.Contains(numbers, number) })...)
	return append(ops, removals(gone)...), nil
}

// removals removes areas given parents first.
func removals(areas []*Area) []Op {
	var ops []Op
	for _, a := range slices.Backward(areas) {
		ops = append(ops, Op{RemoveArea: a.Clone()})
	}
	return ops
}

// MergeOps makes the areas from part of into, which keeps its properties: it
// takes over their units, or, when it has areas below it, theirs. Either all of
// them are territories or none is. Children that share a name are merged too.
func (s *State) MergeOps(from []AreaNumber, into AreaNumber) ([]Op, error) {
	target, err := s.area(into)
	if err != nil {
		return nil, err
	}
	m := merger{state: s, children: s.children(), move: make(map[AreaNumber]AreaNumber)}
	for _, number := range from {
		a, err := s.area(number)
		if err != nil {
			return nil, err
		}
		if number == into || slices.Contains(m.gone, a) {
			return nil, territory.Say(territory.Invalid, sentence.MergeItself.With(sentence.Params{"area": a.Said()}))
		}
		if err := m.merge(a, target); err != nil {
			return nil, err
		}
	}
	return m.result(), nil
}

// merger collects what a merge of subtrees does.
type merger struct {
	state    *State
	children map[AreaNumber][]*Area
	updates  []Op
	move     map[AreaNumber]AreaNumber // where the units of a territory go
	gone     []*Area                   // parents first
}

func (m *merger) merge(from, into *Area) error {
	above, below := m.children[from.Number], m.children[into.Number]
	if (len(above) == 0) != (len(below) == 0) {
		return territory.Say(territory.Invalid, sentence.MergeUnitsAreas.With(sentence.Params{"area": from.Said(), "into": into.Said()}))
	}
	if from.Level != into.Level {
		return territory.Say(territory.Invalid, sentence.MergeLevels.With(sentence.Params{"area": from.Said(), "into": into.Said()}))
	}
	m.gone = append(m.gone, from)
	m.move[from.Number] = into.Number
	next := 0
	for _, sibling := range below {
		next = max(next, sibling.Sort+1)
	}
	for _, child := range above {
		if twin := slices.IndexFunc(below, func(a *Area) bool { return a.Name == child.Name }); twin >= 0 {
			if err := m.merge(child, below[twin]); err != nil {
				return err
			}
			continue
		}
		after := child.Clone()
		after.Parent, after.Sort = into.Number, next
		next++
		m.updates = appendUpdate(m.updates, child, after)
		m.children[into.Number] = append(m.children[into.Number], after)
	}
	return nil
}

func (m *merger) result() []Op {
	var moves Assign
	for unit, number := range m.state.Assigned {
		if to, leaves := m.move[number]; leaves {
			moves.add(int32(unit), number, to)
		}
	}
	ops := append(m.updates, moves.ops()...)
	ops = append(ops, m.state.boundariesTo(func(number AreaNumber) (AreaNumber, bool) { to, leaves := m.move[number]; return to, leaves })...)
	return append(ops, removals(m.gone)...)
}

// SortOps gives the children of parent the order of numbers, which must name
// each of them once.
func (s *State) SortOps(parent AreaNumber, numbers []AreaNumber) ([]Op, error) {
	siblings := s.Children(parent)
	var ops []Op
	for i, number := range numbers {
		a, err := s.area(number)
		if err != nil {
			return nil, err
		}
		if a.Parent != parent || slices.Contains(numbers[:i], number) {
			return nil, territory.Errorf(territory.Invalid, "%s is not a child of %s, or is named twice", a, s.areaText(parent))
		}
		after := a.Clone()
		after.Sort = i
		ops = appendUpdate(ops, a, after)
	}
	if len(numbers) != len(siblings) {
		return nil, territory.Errorf(territory.Invalid, "%s has %d children, the order names %d of them", s.areaText(parent), len(siblings), len(numbers))
	}
	return ops, nil
}

// SortByNameOps sorts the children of parent by name, numbers in names
// counting as numbers.
func (s *State) SortByNameOps(parent AreaNumber) ([]Op, error) {
	siblings := s.Children(parent)
	slices.SortStableFunc(siblings, func(a, b *Area) int { return compareNames(a.Name, b.Name) })
	numbers := make([]AreaNumber, len(siblings))
	for i, a := range siblings {
		numbers[i] = a.Number
	}
	return s.SortOps(parent, numbers)
}
