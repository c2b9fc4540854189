package benchsuite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

const intakeSection = "Import and places"

func intakeCases() []entry {
	return []entry{
		{name: "import", section: intakeSection, run: imported{file: "rows.csv", n: 250_000, columns: 30, seconds: 2.5, memory: 500e6}.run},
		{name: "import-5m", section: intakeSection, long: true, title: "Import of 5,000,000 rows × 20 columns as CSV", run: imported{file: "many.csv", n: 5_000_000, columns: 20, seconds: 60, memory: 1e9}.run},
		{name: "import-xlsx", section: intakeSection, run: imported{file: "rows.xlsx", n: 100_000, columns: 20, seconds: 10, memory: 500e6}.run},
		{name: "csv-reader", section: intakeSection, run: readerCase},
		{name: "open-250k", section: intakeSection, run: opened{250_000, 0.5}.run},
		{name: "open-5m", section: intakeSection, long: true, title: "Opening an alignment on 5,000,000 units", run: opened{5_000_000, 5}.run},
		{name: "dataset-refresh", section: intakeSection, run: refreshCase},
		{name: "attribute", section: intakeSection, run: attributeCase},
		{name: "locate", section: intakeSection, run: locateCase},
	}
}

// usPosition draws a position in the box of the 48 states; a third of them lie
// in water or across the border.
func usPosition(rng *rand.Rand) (lon, lat float64) {
	return -124.7 + 57.7*rng.Float64(), 24.5 + 24.9*rng.Float64()
}

// Located is the report of locating points.
type Located struct {
	Points  int     `json:"points"`
	Seconds float64 `json:"seconds"`
	// Prepare is the time to read and index the boundary sets.
	Prepare float64 `json:"prepare_seconds"`
	Found   int     `json:"found"`
	Sets    int     `json:"sets"`
}

// offCoast is how far outside a boundary a unit still counts as in it, as in an
// import.
const offCoast geom.Meters = 20_000

// Locate finds the country, state and county of n points in the box of the 48
// states, as an import does. Found counts points that are in a county.
func Locate(n, workers int, now func() time.Time) (*Located, error) {
	rng := rand.New(rand.NewPCG(5, 6))
	lons, lats := make([]float64, n), make([]float64, n)
	for i := range lons {
		lons[i], lats[i] = usPosition(rng)
	}
	began := now()
	var locators []*boundary.Locator
	for _, id := range []string{builtin.WorldCountries, builtin.USStates, builtin.USCounties} {
		set, err := builtin.Open(id)
		if err != nil {
			return nil, fmt.Errorf("locate: %w", err)
		}
		locators = append(locators, boundary.NewLocator(set))
	}
	out := &Located{Points: n, Sets: len(locators), Prepare: now().Sub(began).Seconds()}
	began = now()
	var found []int32
	for _, l := range locators {
		found, _ = l.LocateNear(lons, lats, offCoast, workers)
	}
	out.Seconds = now().Sub(began).Seconds()
	for _, b := range found {
		if b != boundary.None {
			out.Found++
		}
	}
	return out, nil
}

func locateCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "250,000 points located in countries, states and counties"
	c.Columns = []Column{most("seconds", Seconds, 2), measured("in a county", Count), measured("reading the boundaries", Seconds)}
	var report Located
	if err := r.run(ctx, c, 2*time.Minute, &report, "bench", "locate", "-n", "250000"); err != nil {
		return err
	}
	c.take(&c.Ours, map[string]float64{"seconds": report.Seconds, "in a county": float64(report.Found), "reading the boundaries": report.Prepare})
	c.note("Points are uniform in the box around the 48 states, so a third of them are in water or abroad, where the nearest boundary must be ruled out: harder than real accounts.")
	return nil
}
