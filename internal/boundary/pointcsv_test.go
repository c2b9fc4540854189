package boundary_test

import (
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func readPoints(t *testing.T, text string) (*boundary.Set, *boundary.Report) {
	t.Helper()
	set, report, err := boundary.Read(strings.NewReader(text), int64(len(text)), boundary.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return set, report
}

func TestPointCSV_CodesNamesAttributesAndBadRows(t *testing.T) {
	set, report := readPoints(t, "\ufeffcode;name;lat;lon;size\n01001;Agawam;42,07;-72,62;big\n01002;Amherst;42.37;-72.46;\n01003;Nowhere;95;10;\n")
	if len(set.Boundaries) != 2 || report.Kinds[boundary.Skipped] != 1 {
		t.Fatalf("got %d boundaries, %v", len(set.Boundaries), report.Kinds)
	}
	b := set.Boundaries[0]
	if b.Code != "01001" || b.Name != "Agawam" || b.Point != (geom.Point{X: -72.62, Y: 42.07}) || len(b.Shape) != 0 {
		t.Errorf("got %+v", b)
	}
	if got := set.Attribute("size"); len(got) != 2 || got[0] != "big" {
		t.Errorf("size is %q", got)
	}
}

func TestPointCSV_EqualCodesOfTwoCountriesStayApart(t *testing.T) {
	set, report := readPoints(t, "country,code,latitude,longitude\nUS,12345,42.8,-73.9\nde,12345,52.4,13.4\nDE,01067,51.05,13.7\n")
	if len(set.Boundaries) != 3 || report.Kinds[boundary.Merged] != 0 {
		t.Fatalf("got %d boundaries, %v", len(set.Boundaries), report.Kinds)
	}
	x := boundary.NewCodeIndex(set)
	for _, c := range []struct {
		code, country string
		want          int32
		end           boundary.CodeMatch
	}{
		{"12345-6789", "US", 0, boundary.CodeFound},
		{"12345", "DE", 1, boundary.CodeFound},
		{"DE_12345", "", 1, boundary.CodeFound},
		{"12345", "", boundary.None, boundary.CodeAmbiguous},
		{"1067", "", 2, boundary.CodeFound},
	} {
		if at, end := x.Find(c.code, c.country); at != c.want || end != c.end {
			t.Errorf("Find(%q, %q) = %d, %v, want %d, %v", c.code, c.country, at, end, c.want, c.end)
		}
	}
}

func TestPointCSV_HeaderWithoutPositionIsRefused(t *testing.T) {
	_, _, err := boundary.ReadPointCSV(strings.NewReader("code,name\n1,x\n"), boundary.ReadOptions{})
	if err == nil || !strings.Contains(err.Error(), "latitude") {
		t.Errorf("got %v", err)
	}
}

func TestTopology_PointCodesTouchThoseAroundThem(t *testing.T) {
	// A grid of 5 × 5 points and one far away.
	text := "code,lat,lon\n"
	for r := range 5 {
		for c := range 5 {
			text += string(rune('a'+r)) + string(rune('0'+c)) + "," + []string{"42.0", "42.1", "42.2", "42.3", "42.4"}[r] + "," + []string{"-72.4", "-72.3", "-72.2", "-72.1", "-72.0"}[c] + "\n"
		}
	}
	set, _ := readPoints(t, text+"far,47,-60\n")
	topology := boundary.NewTopology(set, boundary.TopologyOptions{})
	index := set.Index()
	neighbors := map[int32]bool{}
	for k := topology.Offsets[index["c2"]]; k < topology.Offsets[index["c2"]+1]; k++ {
		neighbors[topology.Neighbors[k]] = true
	}
	for _, code := range []string{"b2", "d2", "c1", "c3"} {
		if !neighbors[index[code]] {
			t.Errorf("c2 does not touch %s", code)
		}
	}
	if neighbors[index["e4"]] || len(neighbors) > 8 {
		t.Errorf("c2 has %d neighbours", len(neighbors))
	}
	if far := index["far"]; topology.Offsets[far] != topology.Offsets[far+1] {
		t.Errorf("the far point has %d neighbours, want a bridge only", topology.Offsets[far+1]-topology.Offsets[far])
	}
	if len(topology.Bridges) != 1 {
		t.Errorf("got %d bridges, want 1", len(topology.Bridges))
	}
}

func FuzzReadPointCSV(f *testing.F) {
	f.Add("code,lat,lon\n1,2,3\n")
	f.Add("code;country;lat;lon\n1;US;2,5;3\n\"x")
	f.Fuzz(func(t *testing.T, text string) {
		set, _, err := boundary.ReadPointCSV(strings.NewReader(text), boundary.ReadOptions{MaxBytes: 1 << 20, MaxBoundaries: 1000})
		if err == nil && len(set.Boundaries) == 0 {
			t.Error("no boundary and no error")
		}
	})
}
