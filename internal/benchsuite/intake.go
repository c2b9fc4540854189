package benchsuite

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

const intakeSection = "Import and places"

func intakeCases() []entry {
	return []entry{
		{name: "import", section: intakeSection, run: importCase},
		{name: "locate", section: intakeSection, run: locateCase},
	}
}

// importCase imports a file of 20 columns into a new data folder.
func importCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Import of 250,000 rows × 20 columns"
	c.Columns = []Column{most("seconds", Seconds, 3), most("peak memory", Megabytes, 500e6), least("accepted", Count, 250_000)}
	file := r.path("rows.csv")
	c.Commands = append(c.Commands, "bailiwick bench rows -n 250000 --out rows.csv")
	if err := writeTo(file, func(f *os.File) error { return WriteRows(f, 250_000) }); err != nil {
		return err
	}
	c.Commands = append(c.Commands, "bailiwick import --data data --json rows.csv")
	type report struct {
		Accepted float64 `json:"accepted"`
		Seconds  float64 `json:"seconds"`
		Peak     float64 `json:"peak_memory_bytes"`
		used     float64 // processor seconds
	}
	var runs []report
	for i := 0; i == 0 || i < 3 && !r.Quick; i++ {
		var one report
		if err := r.ask(ctx, 2*time.Minute, &one, "import", "--data", r.path("data-"+strconv.Itoa(i)), "--json", file); err != nil {
			return err
		}
		one.used = r.processor
		runs = append(runs, one)
	}
	slices.SortFunc(runs, func(a, b report) int { return int(1e6 * (a.Seconds - b.Seconds)) })
	m := runs[len(runs)/2]
	c.Processor = m.used
	c.take(&c.Ours, map[string]float64{"seconds": m.Seconds, "peak memory": m.Peak, "accepted": m.Accepted})
	c.note("Each row is located in countries, states and counties as part of the import.")
	return nil
}

// WriteRows writes n believable accounts with 20 columns, about 190 bytes each.
func WriteRows(w io.Writer, n int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	rng := rand.New(rand.NewPCG(3, 4))
	fmt.Fprintln(out, "Id,Name,Industry,BillingCity,BillingState,BillingPostalCode,BillingLatitude,BillingLongitude,AnnualRevenue,Visits,"+
		"OpenCases,Employees,Score,Since,Active,Region,District,OwnerName,Cost,Margin")
	for i := range n {
		lon, lat := usPosition(rng)
		fmt.Fprintf(out, "001%015d,\"Company %d, Inc.\",Industry %d,City %d,ST%d,%05d,%.6f,%.6f,%d,%d,", i, i, rng.IntN(20), rng.IntN(5000),
			rng.IntN(50), rng.IntN(99999), lat, lon, rng.IntN(1e7), rng.IntN(50))
		fmt.Fprintf(out, "%d,%d,%.3f,20%02d-%02d-%02d,%t,Region %d,District %d,Owner %d,%.2f,%.4f\n", rng.IntN(9), rng.IntN(5000), rng.Float64(),
			10+rng.IntN(15), 1+rng.IntN(12), 1+rng.IntN(28), rng.IntN(5) > 0, rng.IntN(4), rng.IntN(20), rng.IntN(200), rng.Float64()*1e5, rng.Float64())
	}
	return out.Flush()
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
