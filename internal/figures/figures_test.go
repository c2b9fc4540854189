package figures_test

import (
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

// fixture is two territories under one region on the equator, one degree of
// longitude between neighbours: units 0..3 at 0°, 1°, 10°, 11°.
func fixture() (*alignment.State, *figures.Units) {
	s := alignment.NewState(alignment.Alignment{Levels: []string{"Region", "Territory"}}, 5)
	s.Areas = map[alignment.AreaNumber]*alignment.Area{
		1: {Number: 1, Name: "West"},
		2: {Number: 2, Parent: 1, Level: 1, Name: "A", Sort: 1},
		3: {Number: 3, Parent: 1, Level: 1, Name: "B", Sort: 2},
	}
	s.Assigned = []alignment.AreaNumber{2, 2, 3, 3, 0}
	return s, &figures.Units{
		Lon: []float64{0, 1, 10, 11, 5}, Lat: []float64{0, 0, 0, 0, 0},
		Names: []string{"revenue", ""}, Measures: [][]float64{{10, 20, 30, 60, math.NaN()}, nil},
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestSummarise_HandWorked(t *testing.T) {
	s, u := fixture()
	plan, f := figures.Summarise(s.Territories(), s.Assigned, u)
	near(t, "total revenue", plan.Totals[0], 120)
	near(t, "units counted", plan.Totals[1], 4)
	near(t, "largest deviation", f.Balance[0].Largest, 0.5)
	near(t, "smallest deviation", f.Balance[0].Smallest, -0.5)
	near(t, "deviation of the count", f.Balance[1].Largest, 0)
	near(t, "centre of A", plan.Territories[2].Centre.Lon, 0.5)
	half := 6371008.8 * 0.5 * math.Pi / 180 / 1000
	near(t, "travel", f.TravelKm, half)
	near(t, "compactness", f.Compactness, 1)
	if f.Assigned != 4 || plan.Unassigned.Units != 1 {
		t.Errorf("assigned %d and unassigned %d, want 4 and 1", f.Assigned, plan.Unassigned.Units)
	}
}

func TestCompactness_CountsUnitsNearerToAnotherCentre(t *testing.T) {
	s, u := fixture()
	s.Assigned = []alignment.AreaNumber{2, 2, 2, 3, 0} // unit 2 is beside B
	_, f := figures.Summarise(s.Territories(), s.Assigned, u)
	near(t, "compactness", f.Compactness, 0.75)
}

func TestMoved_IgnoresUnitsThatWereUnassigned(t *testing.T) {
	s, u := fixture()
	after := []alignment.AreaNumber{2, 3, 3, 3, 3}
	var f figures.Figures
	f.Moved(s.Assigned, after, u)
	if f.MovedUnits != 1 || f.MovedMeasure[0] != 20 {
		t.Errorf("moved %d units with %v, want 1 with 20", f.MovedUnits, f.MovedMeasure[0])
	}
	near(t, "share", f.MovedShare, 0.25)
}

func TestTargets_FollowShares(t *testing.T) {
	s, u := fixture()
	three := 3.0
	s.Areas[3].Targets = map[string]alignment.Target{"revenue": {Share: &three}}
	plan, f := figures.Summarise(s.Territories(), s.Assigned, u)
	targets := plan.Targets(s.Territories(), 0, "revenue")
	near(t, "target of A", targets[2], 30)
	near(t, "target of B", targets[3], 90)
	near(t, "deviation", f.Balance[0].Largest, 0)
}

func TestTree_ParentsSumTheirChildren(t *testing.T) {
	s, u := fixture()
	plan := figures.Compute(s.Territories(), s.Assigned, u)
	rows := figures.Tree(s, plan, u)
	if len(rows) != 3 || rows[0].Area.Name != "West" || rows[0].Leaf {
		t.Fatalf("rows: %+v", rows)
	}
	near(t, "sum of the region", rows[0].Sums[0], 120)
	near(t, "target of the region", rows[0].Targets[0], 120)
	near(t, "travel of the region", rows[0].TravelKm, plan.TravelKm)
	if rows[0].Units != 4 {
		t.Errorf("units of the region: %d", rows[0].Units)
	}
}

func TestDeviation_EmptyTargets(t *testing.T) {
	if d := figures.Deviation(0, 0); d != 0 {
		t.Errorf("nothing due, nothing held: %v", d)
	}
	if d := figures.Deviation(5, 0); math.IsInf(d, 0) || d <= 1 {
		t.Errorf("something held where nothing is due: %v", d)
	}
}
