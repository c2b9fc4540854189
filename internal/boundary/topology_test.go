package boundary_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// TestTopology_PacksAgreeWithTheirEdges compares the adjacency of real areas
// with the list beside each pack: at most 1 % of the pairs may differ.
func TestTopology_PacksAgreeWithTheirEdges(t *testing.T) {
	t.Parallel()
	for _, name := range packs {
		set, _ := readPack(t, name)
		topo := boundary.NewTopology(set, boundary.TopologyOptions{})
		index := set.Index()
		want := map[[2]int32]float64{}
		bridges := 0
		for _, row := range packRows(t, packName(name)+".edges.csv") {
			a, b := index[row["a"]], index[row["b"]]
			if row["kind"] == "bridge" {
				bridges++
				continue
			}
			want[[2]int32{min(a, b), max(a, b)}] = number(t, row["border_km"])
		}
		got := map[[2]int32]float64{}
		for i := range set.Boundaries {
			for k := topo.Offsets[i]; k < topo.Offsets[i+1]; k++ {
				if j := topo.Neighbors[k]; int(j) > i {
					got[[2]int32{int32(i), j}] = float64(topo.Borders[k]) / 1000
				}
			}
		}
		missing, extra, lengths := 0, 0, 0
		var notes []string
		for k, km := range want {
			if have, ok := got[k]; !ok {
				missing++
				notes = append(notes, fmt.Sprintf("missing %s-%s %.3f km", set.Boundaries[k[0]].Code, set.Boundaries[k[1]].Code, km))
			} else if math.Abs(have-km) > 0.05+0.02*km {
				lengths++
			}
		}
		for k, km := range got {
			if _, ok := want[k]; !ok {
				extra++
				notes = append(notes, fmt.Sprintf("extra %s-%s %.3f km", set.Boundaries[k[0]].Code, set.Boundaries[k[1]].Code, km))
			}
		}
		slices.Sort(notes)
		t.Logf("%s: %d borders, want %d; %d missing, %d extra, %d of another length; %d bridges, want %d; %v",
			name, len(got), len(want), missing, extra, lengths, len(topo.Bridges), bridges, notes[:min(6, len(notes))])
		if missing+extra > len(want)/100 {
			t.Errorf("%s: more than 1 %% of the borders differ", name)
		}
	}
}

// squares reads squares given as "code x0 y0 x1 y1" as GeoJSON.
func squares(tb testing.TB, snap geom.Meters, lines ...string) *boundary.Set {
	tb.Helper()
	var text strings.Builder
	for _, line := range lines {
		var code string
		var x0, y0, x1, y1 float64
		if _, err := fmt.Sscan(line, &code, &x0, &y0, &x1, &y1); err != nil {
			tb.Fatal(err)
		}
		fmt.Fprintf(&text, `{"type":"Feature","id":%q,"geometry":{"type":"Polygon","coordinates":[[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]}}`+"\n",
			code, x0, y0, x1, y0, x1, y1, x0, y1, x0, y0)
	}
	set, _, err := boundary.ReadGeoJSON(strings.NewReader(text.String()), boundary.ReadOptions{Snap: snap})
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

func TestTopology_HandCases(t *testing.T) {
	t.Parallel()
	const degree = 111195.0 // metres
	for _, c := range []struct {
		name    string
		snap    geom.Meters
		lines   []string
		borders map[string]float64 // metres; 0 for a bridge
	}{
		{"one", 0, []string{"a 0 0 1 1"}, nil},
		{"side by side", 0, []string{"a 0 0 1 1", "b 1 0 2 1"}, map[string]float64{"a-b": degree}},
		{"corner only", 0, []string{"a 0 0 1 1", "b 1 1 2 2"}, map[string]float64{"a-b": 0}},
		{"half a side, no common vertex", 0, []string{"a 0 0 1 1", "b 1 0.25 2 0.75"}, map[string]float64{"a-b": degree / 2}},
		{"half a metre apart", 0, []string{"a 0 0 1 1", "b 1.000004 0 2 1"}, map[string]float64{"a-b": degree}},
		{"half a metre apart, no snapping", -1, []string{"a 0 0 1 1", "b 1.000004 0 2 1"}, map[string]float64{"a-b": 0}},
		{"ten metres apart", 0, []string{"a 0 0 1 1", "b 1.0001 0 2 1"}, map[string]float64{"a-b": 0}},
		{"chain of islands", 0, []string{"a 0 0 1 1", "b 3 0 4 1", "c 7 0 8 1"}, map[string]float64{"a-b": 0, "b-c": 0}},
		{"island and mainland", 0, []string{"a 0 0 1 1", "b 1 0 2 1", "c 2.5 0 3 1"}, map[string]float64{"a-b": degree, "b-c": 0}},
		{"over the antimeridian", 0, []string{"a 170 0 179 1", "b -179 0 -170 1", "c 160 0 161 1"}, map[string]float64{"a-b": 0, "a-c": 0}},
	} {
		set := squares(t, c.snap, c.lines...)
		topo := boundary.NewTopology(set, boundary.TopologyOptions{Snap: c.snap}).WithBridges()
		got := map[string]float64{}
		for i := range set.Boundaries {
			for k := topo.Offsets[i]; k < topo.Offsets[i+1]; k++ {
				a, b := set.Boundaries[i].Code, set.Boundaries[topo.Neighbors[k]].Code
				got[min(a, b)+"-"+max(a, b)] = float64(topo.Borders[k])
			}
		}
		if len(got) != len(c.borders) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.borders)
		}
		for k, want := range c.borders {
			if have, ok := got[k]; !ok || math.Abs(have-want) > 0.001*degree {
				t.Errorf("%s: border %s is %g (%v), want %g", c.name, k, have, ok, want)
			}
		}
	}
}

func TestTopology_BridgesConnectAllCounties(t *testing.T) {
	t.Parallel()
	set := open(t, builtin.USCounties)
	topo := boundary.NewTopology(set, boundary.TopologyOptions{}).WithBridges()
	seen, stack := make([]bool, len(set.Boundaries)), []int32{0}
	seen[0] = true
	count := 1
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, w := range topo.Neighbors[topo.Offsets[v]:topo.Offsets[v+1]] {
			if !seen[w] {
				seen[w] = true
				count++
				stack = append(stack, w)
			}
		}
	}
	if count != len(set.Boundaries) {
		t.Errorf("%d of %d counties connected", count, len(set.Boundaries))
	}
}

func BenchmarkNewTopology(b *testing.B) {
	set, _ := readPack(b, "france-west-communes.geojson.gz")
	b.ReportAllocs()
	for b.Loop() {
		boundary.NewTopology(set, boundary.TopologyOptions{})
	}
}
