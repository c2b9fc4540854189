package figures

import (
	"cmp"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// Pair is a territory of one tree and one of another that share units: their
// people meet there.
type Pair struct {
	First  alignment.AreaNumber `json:"first"`
	Second alignment.AreaNumber `json:"second"`
	Units  int                  `json:"units"`
	Sums   []float64            `json:"sums" nullable:"false"`
}

// Coverage is how two trees over one snapshot cover each other's units.
type Coverage struct {
	// Pairs with units in common, most units first.
	Pairs []Pair
	// FirstPartners and SecondPartners count the partners of each territory
	// that holds units.
	FirstPartners, SecondPartners map[alignment.AreaNumber]int
	// Both counts units that both trees hold, OnlyFirst and OnlySecond those
	// that one of them holds.
	Both, OnlyFirst, OnlySecond int
}

// Cover compares two assignment columns of the same units.
func Cover(first, second []alignment.AreaNumber, u *Units) *Coverage {
	type key struct{ a, b alignment.AreaNumber }
	at := make(map[key]int)
	c := &Coverage{Pairs: []Pair{}, FirstPartners: make(map[alignment.AreaNumber]int), SecondPartners: make(map[alignment.AreaNumber]int)}
	for i, a := range first {
		b := second[i]
		switch {
		case a == alignment.Unassigned && b == alignment.Unassigned:
			continue
		case b == alignment.Unassigned:
			c.OnlyFirst++
			c.FirstPartners[a] += 0
			continue
		case a == alignment.Unassigned:
			c.OnlySecond++
			c.SecondPartners[b] += 0
			continue
		}
		c.Both++
		p, known := at[key{a, b}]
		if !known {
			p = len(c.Pairs)
			at[key{a, b}] = p
			c.Pairs = append(c.Pairs, Pair{First: a, Second: b, Sums: make([]float64, len(u.Names))})
			c.FirstPartners[a]++
			c.SecondPartners[b]++
		}
		c.Pairs[p].Units++
		for m := range u.Names {
			c.Pairs[p].Sums[m] += u.Value(m, i)
		}
	}
	slices.SortFunc(c.Pairs, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.Units, x.Units), cmp.Compare(x.First, y.First), cmp.Compare(x.Second, y.Second))
	})
	return c
}
