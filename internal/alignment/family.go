package alignment

import (
	"slices"
)

// Families groups units that belong together, such as the accounts of one
// parent. A unit alone is in no family.
type Families struct {
	// Of[i] is the family of unit i, -1 for none.
	Of []int32
	// Heads[f] is the unit that is the parent record of family f, -1 when there
	// is none.
	Heads []int32
	// members of family f, ascending, are members[offset[f]:offset[f+1]].
	offset, members []int32
}

// GroupFamilies makes a family of the units with the same code; a negative
// code is no value.
func GroupFamilies(codes []int32, values int) *Families {
	heads := make([]int32, values)
	for v := range heads {
		heads[v] = -1
	}
	return newFamilies(codes, heads)
}

// LinkFamilies makes families of parent records: codes[i] is the parent's id as
// a code, negative for none, and owner[v] is the unit that has the id of code v,
// -1 when it is not in the snapshot. Chains of parents are one family; children
// of one parent are one even where the parent is missing.
func LinkFamilies(codes, owner []int32) *Families {
	n := len(codes)
	up := make([]int32, n+len(owner)) // units, then codes
	for i := range up {
		up[i] = int32(i)
	}
	root := func(i int32) int32 {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	for i, code := range codes {
		if code >= 0 {
			up[root(int32(i))] = root(int32(n) + code)
		}
	}
	for v, unit := range owner {
		if unit >= 0 {
			up[root(unit)] = root(int32(n + v))
		}
	}
	of, heads := make([]int32, n), make([]int32, len(up))
	for i := range heads {
		heads[i] = -1
	}
	for i := n - 1; i >= 0; i-- { // so that the first unit without a parent is the head
		of[i] = root(int32(i))
		if codes[i] < 0 || owner[codes[i]] == int32(i) {
			heads[of[i]] = int32(i)
		}
	}
	return newFamilies(of, heads)
}

// newFamilies numbers the groups of two and more units, by their first unit.
func newFamilies(groups, heads []int32) *Families {
	size, number := make([]int32, len(heads)), make([]int32, len(heads))
	for _, g := range groups {
		if g >= 0 {
			size[g]++
		}
	}
	f := &Families{Of: make([]int32, len(groups)), offset: []int32{0}}
	for g := range number {
		number[g] = -1
	}
	for i, g := range groups {
		f.Of[i] = -1
		if g < 0 || size[g] < 2 {
			continue
		}
		if number[g] < 0 {
			number[g] = int32(len(f.Heads))
			f.Heads = append(f.Heads, heads[g])
			f.offset = append(f.offset, f.offset[number[g]]+size[g])
		}
		f.Of[i] = number[g]
	}
	f.members = make([]int32, f.offset[len(f.Heads)])
	next := slices.Clone(f.offset)
	for i, family := range f.Of {
		if family >= 0 {
			f.members[next[family]] = int32(i)
			next[family]++
		}
	}
	return f
}

// Count returns the number of families.
func (f *Families) Count() int { return len(f.Heads) }

// Members returns the units of a family, ascending; the slice belongs to f.
func (f *Families) Members(family int32) []int32 {
	return f.members[f.offset[family]:f.offset[family+1]]
}

// Expand returns units with all of their families, ascending. Indices beyond
// the snapshot are kept for a later check.
func (f *Families) Expand(units []int32) []int32 {
	all := slices.Clone(units)
	seen := make(map[int32]bool)
	for _, unit := range units {
		if unit < 0 || int(unit) >= len(f.Of) {
			continue
		}
		if family := f.Of[unit]; family >= 0 && !seen[family] {
			seen[family] = true
			all = append(all, f.Members(family)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// FamilyPart is how many units of a family one area holds.
type FamilyPart struct {
	Area  AreaNumber `json:"area"`
	Units int        `json:"units"`
}

// Parts returns the areas that hold a family, most units first, ties by area.
func (s *State) Parts(f *Families, family int32) []FamilyPart {
	return PartsOf(s.Assigned, f.Members(family))
}

// PartsOf returns the areas that hold units, most units first, ties by area.
func PartsOf(assigned []AreaNumber, members []int32) []FamilyPart {
	var parts []FamilyPart
	for _, unit := range members {
		i := slices.IndexFunc(parts, func(p FamilyPart) bool { return p.Area == assigned[unit] })
		if i < 0 {
			i = len(parts)
			parts = append(parts, FamilyPart{Area: assigned[unit]})
		}
		parts[i].Units++
	}
	slices.SortFunc(parts, func(a, b FamilyPart) int {
		if a.Units != b.Units {
			return b.Units - a.Units
		}
		return int(a.Area - b.Area)
	})
	return parts
}

// SplitFamilies returns the families that sit in several areas, or partly in
// none.
func (s *State) SplitFamilies(f *Families) []int32 {
	var split []int32
	for family := range int32(f.Count()) {
		members := f.Members(family)
		for _, unit := range members[1:] {
			if s.Assigned[unit] != s.Assigned[members[0]] {
				split = append(split, family)
				break
			}
		}
	}
	return split
}
