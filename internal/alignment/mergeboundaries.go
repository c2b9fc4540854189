package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// boundaries merges which boundaries are used and who holds them.
func (m *merge) boundaries() error {
	was, mine, other := m.base.Boundaries, m.ours.Boundaries, m.theirs.Boundaries
	switch {
	case same(was.Source(), other.Source()) || same(mine.Source(), other.Source()):
	case !same(was.Source(), mine.Source()):
		return territory.Say(territory.Conflict, sentence.MergeBoundarySet.With(nil))
	case sameSet(was, other):
		m.out.Boundaries.BoundarySource = other.BoundarySource
	case len(boundariesBetween(was, mine, make(map[AreaNumber]bool))) > 0:
		return territory.Say(territory.Conflict, sentence.MergeBoundaryMoved.With(nil))
	default:
		m.out.Boundaries = other.Clone()
		m.out.Alignment.BoundarySet = m.theirs.Alignment.BoundarySet
		return nil
	}
	if mine == nil || other == nil {
		return nil // one side has given them up, or only ours has any
	}
	if !sameSet(was, mine) { // both chose the same set
		was = newBoundaries(mine.Source())
	}
	if sameSet(was, other) {
		m.eachBoundary(was, mine, other)
	}
	return nil
}

func (m *merge) eachBoundary(was, mine, other *Boundaries) {
	out := m.out.Boundaries
	for k := range was.Assigned {
		i := int32(k)
		before, here, there := was.place(i), mine.place(i), other.place(i)
		switch {
		case there.equal(before) || there.equal(here):
		case !here.equal(before) || (mine.Locked[i] && !was.Locked[i]):
			number := mine.Assigned[i]
			m.clashing[number] = append(m.clashing[number], i)
			if m.choices[number] == Theirs {
				out.put(i, there)
			}
		default:
			out.put(i, there)
		}
		if other.Locked[i] != was.Locked[i] {
			out.Locked[i] = other.Locked[i]
		}
	}
}

// boundaryPlace is all that says where one boundary belongs.
type boundaryPlace struct {
	first   AreaNumber
	further []AreaNumber
	leftOut bool
}

func (b *Boundaries) place(i int32) boundaryPlace {
	return boundaryPlace{b.Assigned[i], b.Shared[i], b.LeftOut[i]}
}

func (p boundaryPlace) equal(q boundaryPlace) bool {
	return p.first == q.first && p.leftOut == q.leftOut && slices.Equal(p.further, q.further)
}

func (b *Boundaries) put(i int32, p boundaryPlace) {
	b.Assigned[i], b.LeftOut[i] = p.first, p.leftOut
	delete(b.Shared, i)
	if len(p.further) > 0 {
		b.Shared[i] = slices.Clone(p.further)
	}
}

// strand takes boundaries out of areas that are gone: they go to where the
// other side has them, or to no area.
func (b *Boundaries) strand(stands func(AreaNumber) bool, sides ...*Boundaries) {
	if b == nil {
		return
	}
	for k, number := range b.Assigned {
		i := int32(k)
		further := slices.DeleteFunc(slices.Clone(b.Shared[i]), func(n AreaNumber) bool { return !stands(n) })
		if number != Unassigned && !stands(number) {
			number = Unassigned
			for _, side := range sides {
				if sameSet(b, side) && stands(side.Assigned[i]) {
					number = side.Assigned[i]
					break
				}
			}
			if number == Unassigned && len(further) > 0 {
				number = further[0]
			}
		}
		further = slices.DeleteFunc(further, func(n AreaNumber) bool { return n == number })
		b.put(i, boundaryPlace{number, further, b.LeftOut[i]})
	}
}

// renumber gives areas the numbers that rename returns.
func (b *Boundaries) renumber(rename func(AreaNumber) AreaNumber) {
	if b == nil {
		return
	}
	for i, number := range b.Assigned {
		b.Assigned[i] = rename(number)
	}
	for i, areas := range b.Shared {
		for k, number := range areas {
			areas[k] = rename(number)
		}
		slices.Sort(areas)
		b.Shared[i] = areas
	}
}

// addHolders adds every area that holds a boundary to set.
func (b *Boundaries) addHolders(set map[AreaNumber]bool) {
	if b == nil {
		return
	}
	addAreas(set, b.Assigned)
	for _, areas := range b.Shared {
		addAreas(set, areas)
	}
}
