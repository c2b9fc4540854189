package figures_test

import (
	"maps"
	"reflect"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

func TestCover_CountsPairsAndPartners(t *testing.T) {
	t.Parallel()
	u := &figures.Units{Names: []string{"Revenue"}, Measures: [][]float64{{1, 2, 4, 8, 16, 32}}}
	c := figures.Cover([]alignment.AreaNumber{1, 1, 1, 2, 0, 3}, []alignment.AreaNumber{7, 7, 8, 8, 8, 0}, u)
	want := []figures.Pair{{First: 1, Second: 7, Units: 2, Sums: []float64{3}}, {First: 1, Second: 8, Units: 1, Sums: []float64{4}}, {First: 2, Second: 8, Units: 1, Sums: []float64{8}}}
	if !reflect.DeepEqual(c.Pairs, want) {
		t.Errorf("pairs %+v", c.Pairs)
	}
	if !maps.Equal(c.FirstPartners, map[alignment.AreaNumber]int{1: 2, 2: 1, 3: 0}) || !maps.Equal(c.SecondPartners, map[alignment.AreaNumber]int{7: 1, 8: 2}) {
		t.Errorf("partners %v and %v", c.FirstPartners, c.SecondPartners)
	}
	if c.Both != 4 || c.OnlyFirst != 1 || c.OnlySecond != 1 {
		t.Errorf("both %d, only %d and %d", c.Both, c.OnlyFirst, c.OnlySecond)
	}
}
