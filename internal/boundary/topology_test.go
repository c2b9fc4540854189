package boundary_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
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
		_ = geom.Meters(0)
	}
}
