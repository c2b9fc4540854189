package instance_test

import (
	"math"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

func valid() *instance.Instance {
	in := &instance.Instance{
		Metric:   instance.Sphere,
		X:        []float64{0, 1, 2},
		Y:        []float64{50, 51, 52},
		Measures: []instance.Measure{{Name: "work", Values: []float64{1, 2, 3}}},
	}
	in.Areas = instance.EqualAreas(in, 2, 0.1)
	return in
}

func TestValidate_NamesTheArrayAndTheIndex(t *testing.T) {
	t.Parallel()
	if err := valid().Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		edit func(in *instance.Instance)
		want string
	}{
		{"no areas", func(in *instance.Instance) { in.Areas = nil }, "Areas is empty"},
		{"more areas than units", func(in *instance.Instance) { in.Areas = instance.EqualAreas(in, 4, 0) }, "4 areas but only 3 units"},
		{"latitude", func(in *instance.Instance) { in.Y[2] = 95 }, "position 2"},
		{"NaN", func(in *instance.Instance) { in.X[1] = math.NaN() }, "position 1"},
		{"negative amount", func(in *instance.Instance) { in.Measures[0].Values[2] = -1 }, "Measures[0] (work): value 2"},
		{"short weights", func(in *instance.Instance) { in.Weight = []float64{1} }, "Weight has 1"},
		{"limits", func(in *instance.Instance) { in.Areas[1].Limits[0].Min = 99 }, "Areas[1].Limits[0]"},
		{"missing limit", func(in *instance.Instance) { in.Areas[0].Limits = nil }, "Areas[0] has 0 limits"},
		{"pinned", func(in *instance.Instance) { in.Areas[1].Pinned = true }, "Areas[1] is pinned"},
		{"contiguous", func(in *instance.Instance) { in.Areas[0].Contiguous = true }, "no Graph"},
		{"lock", func(in *instance.Instance) { in.Lock = []int32{0, 2, 0} }, "Lock[1] is 2"},
		{"present", func(in *instance.Instance) { in.Present = []int32{-2, 0, 0} }, "Present[0] is -2"},
		{"eligible", func(in *instance.Instance) {
			in.Eligible = &instance.Lists{Offset: []int64{0, 2, 2, 2}, Area: []int32{1, 0}}
		}, "Eligible of unit 0"},
		{"family", func(in *instance.Instance) { in.Family = []int32{0, 2, 2, 3} }, "unit 1 has no position"},
		{"graph", func(in *instance.Instance) {
			in.Graph = &instance.Graph{Offset: []int32{0, 1, 1, 1}, Target: []int32{7}}
		}, "Graph.Target[0] is 7"},
		{"cap", func(in *instance.Instance) { in.Disruption.Cap = &instance.Cap{Measure: 3} }, "measure 3"},
	} {
		in := valid()
		c.edit(in)
		err := in.Validate()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q in it", c.name, err, c.want)
		}
	}
}

func TestNewGraph_HoldsEveryEdgeBothWays(t *testing.T) {
	t.Parallel()
	g, err := instance.NewGraph(3, []int32{0, 1, 2}, []int32{1, 2, 2}, []float64{5, 6, 7})
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Target) != 4 || g.Of(1)[0] != 0 || g.Of(1)[1] != 2 || g.Of(2)[0] != 1 {
		t.Errorf("got %+v", g)
	}
	if _, err := instance.NewGraph(2, []int32{0}, []int32{2}, nil); err == nil {
		t.Error("an edge to unit 2 of 2 was accepted")
	}
}
