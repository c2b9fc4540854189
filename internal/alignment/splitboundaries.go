package alignment

import (
	"cmp"
	"slices"
)

// AreaUnits is how many units of a boundary are in an area.
type AreaUnits struct {
	Area  AreaNumber `json:"area"`
	Units int        `json:"units"`
}

// SplitBoundary is a boundary whose units are in territories that do not hold
// it, or in several.
type SplitBoundary struct {
	Boundary int32      `json:"boundary"`
	Assigned AreaNumber `json:"assigned" doc:"The territory that holds the boundary; 0 for none."`
	// Areas lists where its assigned units are, the most units first.
	Areas      []AreaUnits `json:"areas" nullable:"false"`
	Unassigned int         `json:"unassigned" doc:"Units in it that no area holds."`
}

// SplitBoundaries lists the split boundaries, by index. of[i] is the boundary
// of unit i, negative for none. A boundary that several areas share is split
// only when units are in yet another one.
func (s *State) SplitBoundaries(of []int32) []SplitBoundary {
	type cell struct {
		boundary int32
		area     AreaNumber
	}
	if s.Boundaries == nil {
		return nil
	}
	counts := make(map[cell]int)
	for unit, boundary := range of {
		if boundary >= 0 {
			counts[cell{boundary, s.Assigned[unit]}]++
		}
	}
	found := make(map[int32]*SplitBoundary)
	for c, n := range counts {
		b := found[c.boundary]
		if b == nil {
			b = &SplitBoundary{Boundary: c.boundary, Assigned: s.Boundaries.Assigned[c.boundary], Areas: []AreaUnits{}}
			found[c.boundary] = b
		}
		if c.area == Unassigned {
			b.Unassigned = n
		} else {
			b.Areas = append(b.Areas, AreaUnits{c.area, n})
		}
	}
	var split []SplitBoundary
	for _, b := range found {
		if s.splits(b) {
			slices.SortFunc(b.Areas, func(x, y AreaUnits) int {
				return cmp.Or(cmp.Compare(y.Units, x.Units), cmp.Compare(x.Area, y.Area))
			})
			split = append(split, *b)
		}
	}
	slices.SortFunc(split, func(x, y SplitBoundary) int { return cmp.Compare(x.Boundary, y.Boundary) })
	return split
}

func (s *State) splits(b *SplitBoundary) bool {
	holders := s.Boundaries.Areas(b.Boundary)
	if len(holders) == 0 {
		return len(b.Areas) > 1
	}
	return slices.ContainsFunc(b.Areas, func(a AreaUnits) bool { return !slices.Contains(holders, a.Area) })
}

// UnitsIn returns the units that lie in the boundaries, ascending.
func UnitsIn(of, boundaries []int32) []int32 {
	wanted := make(map[int32]bool, len(boundaries))
	for _, b := range boundaries {
		wanted[b] = true
	}
	var units []int32
	for unit, b := range of {
		if b >= 0 && wanted[b] {
			units = append(units, int32(unit))
		}
	}
	return units
}

// AssignWithUnitsOps gives boundary list[k] with the units in it to the
// territory to[k]. Units that are locked, or in a locked area, stay where they
// are; held counts them.
func (s *State) AssignWithUnitsOps(list []int32, to []AreaNumber, of []int32) (ops []Op, held int, err error) {
	if ops, err = s.PlaceBoundariesOps(list, to); err != nil {
		return nil, 0, err
	}
	target := make(map[int32]AreaNumber, len(list))
	for k, b := range list {
		target[b] = to[k]
	}
	var moves Assign
	for unit, b := range of {
		number, wanted := target[b]
		if !wanted || b < 0 || s.Assigned[unit] == number {
			continue
		}
		if from := s.Areas[s.Assigned[unit]]; s.Locked[unit] || (from != nil && from.Locked) {
			held++
			continue
		}
		moves.add(int32(unit), s.Assigned[unit], number)
	}
	return append(ops, moves.ops()...), held, nil
}

// SharedUnitsOps moves the units of shared boundaries to the first territory,
// in tree order, that shares the boundary and whose rule holds for the unit;
// units for which none does go to the boundary's first territory unless one
// that shares it has them already. Locked units stay; held counts those that
// would have moved.
func (s *State) SharedUnitsOps(of []int32, list []int32, matches func(*Area) ([]bool, error)) (ops []Op, held int, err error) {
	shared := make(map[int32][]AreaNumber)
	for _, b := range list {
		if areas := s.Boundaries.Areas(b); len(areas) > 1 {
			shared[b] = areas
		}
	}
	masks := make(map[AreaNumber][]bool)
	var order []AreaNumber
	for _, a := range s.Territories() {
		if a.Rule == "" {
			continue
		}
		order = append(order, a.Number)
		if masks[a.Number], err = matches(a); err != nil {
			return nil, 0, err
		}
	}
	var moves Assign
	for unit, b := range of {
		areas := shared[b]
		if b < 0 || len(areas) == 0 {
			continue
		}
		to := areas[0]
		if slices.Contains(areas, s.Assigned[unit]) {
			to = s.Assigned[unit]
		}
		for _, number := range order {
			if slices.Contains(areas, number) && masks[number][unit] {
				to = number
				break
			}
		}
		from := s.Areas[s.Assigned[unit]]
		if to != s.Assigned[unit] && (s.Locked[unit] || (from != nil && from.Locked)) {
			held++
			continue
		}
		moves.add(int32(unit), s.Assigned[unit], to)
	}
	return moves.ops(), held, nil
}

// MajorityOfBoundaries returns the boundaries in which assigned units lie, and
// for each the territory with most of them, of several the lowest number.
func (s *State) MajorityOfBoundaries(of []int32) (list []int32, to []AreaNumber) {
	counts := make(map[int32]map[AreaNumber]int)
	for unit, b := range of {
		if number := s.Assigned[unit]; b >= 0 && number != Unassigned {
			if counts[b] == nil {
				counts[b] = make(map[AreaNumber]int)
			}
			counts[b][number]++
		}
	}
	for b := range counts {
		list = append(list, b)
	}
	slices.Sort(list)
	for _, b := range list {
		best := Unassigned
		for number, n := range counts[b] {
			if best == Unassigned || n > counts[b][best] || (n == counts[b][best] && number < best) {
				best = number
			}
		}
		to = append(to, best)
	}
	return list, to
}

// TerritoryFinder returns what finds a territory by its path or name; "" is
// Unassigned.
func (s *State) TerritoryFinder() func(text string) (AreaNumber, error) {
	return (&assignImport{state: s, areas: s.territoryNames()}).find
}
