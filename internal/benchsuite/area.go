package benchsuite

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
)

const areaSection = "Real areas that must hang together"

// pack is a public set of areas.
type pack struct {
	name, title string
	territories int
	column      string
	border      float64 // km published for METIS, the target where it is not installed
}

func areaCases() []entry {
	var entries []entry
	for _, p := range []pack{
		{"newengland-zcta", "New England ZIP areas: 1,068 → 20 by population", 20, "pop", 1771},
		{"us-counties", "US counties: 3,108 → 20 by population", 20, "pop2019", 21588},
		{"england-postcode-districts", "English postcode districts: 2,099 → 50 by population", 50, "pop", 6077},
		{"france-west-communes", "French communes: 8,265 → 100 by count", 100, "units", 9440},
	} {
		entries = append(entries, entry{name: "area-" + p.name, section: areaSection, run: p.run})
	}
	return entries
}

func (k pack) run(ctx context.Context, r *runner, c *Case) error {
	c.Title = k.title
	units, err := r.shared("areas/" + k.name + ".csv")
	if err != nil {
		return err
	}
	edges, err := r.shared("areas/" + k.name + ".edges.csv")
	if err != nil {
		return err
	}
	p := problem{units: units, edges: edges, border: "border_km", territories: k.territories, contiguous: true,
		goals: []solvefile.Goal{{Column: k.column, Tolerance: 0.01}}, limit: time.Minute}
	c.Columns = slices.Concat([]Column{most("seconds", Seconds, 1), measured("border", Kilometres)}, within(0.01), []Column{most("fragments", Count, 0)})
	read, _, err := r.fill(ctx, c, p)
	if err != nil {
		return err
	}
	if err := r.metis(ctx, c, p, read, 30, 10); err != nil {
		return err
	}
	c.Columns[1] = most("border", Kilometres, k.shortest(c.Peers))
	return nil
}

// shortest is the border to beat: the peers' in this run, else the published.
func (k pack) shortest(peers []Line) float64 {
	if len(peers) == 0 {
		return k.border
	}
	least := math.Inf(1)
	for _, l := range peers {
		least = min(least, l.Values["border"])
	}
	return least
}
