package optimize

import (
	"context"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/solve"
)

func TestRun_HomesPinCentresAndMakeTerritories(t *testing.T) {
	s, u := line()
	r := Request{
		Measures: []MeasureGoal{{Tolerance: 0.05}},
		Homes:    []Home{{Area: 3, Lon: 10, Lat: 40}, {Name: "Zoe", Lon: 0, Lat: 40}},
	}
	p, result, after, change := plan(t, r, s, u)
	if p.areas != 4 {
		t.Fatalf("got %d territories, want the 3 that are there and one for the new home", p.areas)
	}
	if c := result.Centres[1]; c.X < 9.999 || c.X > 10.001 {
		t.Errorf("the centre of B is at %g, want the home at 10", c.X)
	}
	if after[10] != 3 {
		t.Errorf("the unit at B's home is in area %d, want B", after[10])
	}
	applied := s.Clone()
	if err := applied.Apply(change); err != nil {
		t.Fatal(err)
	}
	if b := applied.Areas[3]; !b.Pinned || b.Centre == nil || b.Centre.Lon != 10 {
		t.Errorf("accepted, B has the centre %v, pinned %v; want its home pinned", b.Centre, b.Pinned)
	}
	zoe := applied.Areas[5]
	if zoe == nil || zoe.Name != "Zoe" || !zoe.Pinned || after[0] != 5 {
		t.Errorf("the new territory is %+v and unit 0 in area %d; want Zoe with the unit at her home", zoe, after[0])
	}
	if s.Areas[3].Pinned {
		t.Error("planning changed the state it was given")
	}
}

func TestRun_MoreHomesThanTerritoriesIsRefused(t *testing.T) {
	s, u := line()
	r := Request{Territories: 3, Homes: []Home{{Lon: 1, Lat: 40}}}
	r, err := r.normalise()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := build(r, s, u, nil, nil); err == nil {
		t.Fatal("a home for a territory that the run does not add was accepted")
	}
}

func TestRun_ContiguousWithoutBoundariesHangsTogether(t *testing.T) {
	s := alignment.NewState(alignment.Alignment{Name: "Test", Version: 1, Levels: []string{"Territory"}}, 400)
	for k := range 4 {
		s.Areas[alignment.AreaNumber(k+1)] = &alignment.Area{Number: alignment.AreaNumber(k + 1), Name: string(rune('A' + k)), Sort: k}
	}
	s.LastNumber = 4
	_, u := line()
	u.Lon, u.Lat = nil, nil
	for i := range 400 {
		// Scattered at present: every fourth unit is of the same territory.
		s.Assigned[i] = alignment.AreaNumber(i%4 + 1)
		u.Lon, u.Lat = append(u.Lon, float64(i%20)+0.01*float64(i%7)), append(u.Lat, 30+float64(i/20)+0.01*float64(i%5))
	}
	r, err := Request{Contiguous: true, Continuity: 0.4, Measures: []MeasureGoal{{Tolerance: 0.05}}}.normalise()
	if err != nil {
		t.Fatal(err)
	}
	p, err := build(r, s, u, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.restrict(nil); err != nil {
		t.Fatal(err)
	}
	result, err := solve.Solve(context.Background(), p.instance, solve.Params{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Violations) > 0 {
		t.Fatalf("the plan breaks limits: %v", result.Violations)
	}
	tri, err := geom.Delaunay(u.Lon, u.Lat)
	if err != nil {
		t.Fatal(err)
	}
	for j := range int32(4) {
		if n := pieces(tri, result.Assignment, j); n != 1 {
			t.Errorf("territory %d is in %d pieces", j, n)
		}
	}
}

// pieces counts the connected parts of an area by its own flood.
func pieces(tri *geom.Triangulation, of []int32, area int32) int {
	seen := make([]bool, len(of))
	count := 0
	for start := range of {
		if of[start] != area || seen[start] {
			continue
		}
		count++
		queue := []int32{int32(start)}
		seen[start] = true
		for len(queue) > 0 {
			i := queue[0]
			queue = queue[1:]
			for _, next := range tri.Neighbors[tri.Offsets[i]:tri.Offsets[i+1]] {
				if of[next] == area && !seen[next] {
					seen[next] = true
					queue = append(queue, next)
				}
			}
		}
	}
	return count
}

func TestRun_EligibilityAndDistanceAreKept(t *testing.T) {
	s, u := line()
	most := 700.0
	r, err := Request{MaxDistanceKm: &most, Measures: []MeasureGoal{{Tolerance: 0.5}}}.normalise()
	if err != nil {
		t.Fatal(err)
	}
	p, err := build(r, s, u, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	// C takes only units 0 to 5, which lie in the west.
	west := make([]bool, 12)
	for i := range 6 {
		west[i] = true
	}
	if err := p.restrict([]openTo{{area: 4, meets: west}}); err != nil {
		t.Fatal(err)
	}
	result, err := solve.Solve(context.Background(), p.instance, solve.Params{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Violations) > 0 {
		t.Fatalf("the plan breaks limits: %v", result.Violations)
	}
	c := int32(slices.IndexFunc(p.kept, func(a *alignment.Area) bool { return a.Number == 4 }))
	for unit, j := range result.Assignment {
		if j == c && !west[unit] {
			t.Errorf("unit %d went to C, which may not take it", unit)
		}
	}
	if !slices.Contains(result.Assignment, c) {
		t.Error("C took nothing")
	}
}
