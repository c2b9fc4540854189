package benchsuite

import (
	"context"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
)

const sphereSection = "Accounts on the globe"

func sphereCases() []entry {
	return []entry{
		{name: "accounts", section: sphereSection, run: accounts},
		{name: "three-measures", section: sphereSection, run: threeMeasures},
	}
}

// accounts divides the public set of synthetic accounts by revenue.
func accounts(ctx context.Context, r *runner, c *Case) error {
	c.Title = "250,000 US accounts → 200 by revenue"
	c.Columns = slices.Concat([]Column{most("seconds", Seconds, 1)}, within(0.005),
		[]Column{measured("gap to the bound", Percent), measured("mean distance", Kilometres)})
	units, err := r.shared("points/us-accounts-250k.csv.gz")
	if err != nil {
		return err
	}
	_, _, err = r.fill(ctx, c, problem{units: units, territories: 200, goals: []solvefile.Goal{{Column: "revenue", Tolerance: 0.005}}, limit: 2 * time.Minute})
	c.note("The mean distance is that of the accounts, unweighted, to the mean position of their area.")
	return err
}

// threeMeasures balances three measures at once.
func threeMeasures(ctx context.Context, r *runner, c *Case) error {
	c.Title = "50,000 accounts → 100 by three measures at once"
	c.Columns = slices.Concat([]Column{most("seconds", Seconds, 2)}, within(0.03),
		[]Column{measured("gap to the bound", Percent), measured("mean distance", Kilometres)})
	plain, units := r.path("accounts-50k-synth.csv"), r.path("accounts-50k.csv")
	if err := r.make(ctx, c, "synth", "accounts", "-n", "50000", "--seed", "1", "--units", plain); err != nil {
		return err
	}
	// The engine's files name positions lat and lon.
	c.Commands = append(c.Commands, "sed '1s/BillingLatitude,BillingLongitude/lat,lon/' accounts-50k-synth.csv > accounts-50k.csv")
	if err := renameHeader(plain, units, "BillingLatitude,BillingLongitude", "lat,lon"); err != nil {
		return err
	}
	var goals []solvefile.Goal
	for _, column := range []string{"AnnualRevenue", "VisitsPerYear", "units"} {
		goals = append(goals, solvefile.Goal{Column: column, Tolerance: 0.03})
	}
	_, _, err := r.fill(ctx, c, problem{units: units, territories: 100, goals: goals, limit: 2 * time.Minute})
	return err
}
