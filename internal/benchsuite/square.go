package benchsuite

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
)

const squareSection = "Clustered points on the unit square"

// square is a case on the U family.
type square struct {
	family, title string
	n             int // 0: the family's own
	territories   int
	tolerance     float64
	contiguous    bool
	time          time.Duration
	columns       []Column
	peer          bool
	// published is the inertia of METIS where the target was set, 0 for none.
	published float64
}

func squareCases() []entry {
	joined := func(columns ...Column) []Column {
		return append(columns, most("fragments", Count, 0), measured("gap to the bound", Percent))
	}
	list := []struct {
		name string
		square
	}{
		{"u250-first", square{family: "U250", title: "U250: 250,000 → 500 contiguous, first plan", territories: 500, tolerance: 0.02, contiguous: true, time: time.Second,
			columns: joined(slices.Concat([]Column{most("seconds", Seconds, 1)}, within(0.02), []Column{measured("inertia", Number)})...)}},
		{"u250", square{family: "U250", title: "U250: 250,000 → 500 contiguous, final plan", territories: 500, tolerance: 0.01, contiguous: true, time: 8 * time.Second, peer: true, published: 3.63e-4,
			columns: joined(slices.Concat([]Column{most("seconds", Seconds, 10), most("inertia", Number, 2.6e-4)}, within(0.01))...)}},
		{"u30", square{family: "U30", title: "U30: 30,000 → 200 contiguous", territories: 200, tolerance: 0.01, contiguous: true, peer: true, published: 1.14e-3,
			columns: joined(slices.Concat([]Column{most("seconds", Seconds, 1.5), most("inertia", Number, 8.3e-4)}, within(0.01))...)}},
		{"u5", square{family: "U5", title: "U5: 5,000 → 50 contiguous", territories: 50, tolerance: 0.01, contiguous: true, peer: true,
			columns: joined(slices.Concat([]Column{most("seconds", Seconds, 0.2), most("inertia", Number, 2.57e-3)}, within(0.01))...)}},
		{"u250-free", square{family: "U250", title: "250,000 → 200 without a graph", territories: 200, tolerance: 0.005,
			columns: slices.Concat([]Column{most("seconds", Seconds, 1)}, within(0.005), []Column{most("gap to the bound", Percent, 0.005), measured("inertia", Number)})}},
	}
	var entries []entry
	for _, s := range list {
		entries = append(entries, entry{name: s.name, section: squareSection, run: s.run})
	}
	return entries
}

func (s square) run(ctx context.Context, r *runner, c *Case) error {
	c.Title, c.Columns = s.title, s.columns
	units, edges := r.path(s.family+".csv"), r.path(s.family+"-edges.csv")
	args := []string{"synth", s.family, "--seed", "1", "--units", units, "--edges", edges}
	if s.n > 0 {
		args = append(args, "-n", fmt.Sprint(s.n))
	}
	if err := r.make(ctx, c, args...); err != nil {
		return err
	}
	p := problem{units: units, territories: s.territories, goals: []solvefile.Goal{{Column: "weight", Tolerance: s.tolerance}},
		contiguous: s.contiguous, metric: "squared", time: s.time, limit: 2 * time.Minute}
	if s.contiguous {
		p.edges = edges
	}
	read, _, err := r.fill(ctx, c, p)
	if err != nil || !s.peer {
		return err
	}
	if s.published > 0 {
		c.note("The inertia asked for was set on other points of this family, on which gpmetis had %.3g.", s.published)
	}
	return r.metis(ctx, c, p, read, 30, 10)
}
