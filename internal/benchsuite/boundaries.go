package benchsuite

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
)

const boundarySection = "Boundaries"

func boundaryCases() []entry {
	return []entry{
		// Halved four times, the borders have about as many vertices as those of the Census Bureau's cartographic ZIP areas.
		{name: "boundaries-33k", section: boundarySection, run: geography{n: 33_000, detail: 4}.run},
		{name: "boundaries-7m", section: boundarySection, long: true, title: "40,000 boundaries of 7 million vertices", run: geography{n: 40_000, detail: 5}.run},
		{name: "boundaries-plan", section: boundarySection, run: boundaryPlan},
		{name: "boundaries-solve", section: boundarySection, run: boundarySolve},
	}
}

// cells makes synthetic boundaries and a unit in each.
func (r *runner) cells(ctx context.Context, c *Case, n, detail int) (shapes, units string, err error) {
	name := fmt.Sprintf("cells-%d-%d", n, detail)
	shapes, units = r.path(name+".geojson.gz"), r.path(name+".csv")
	return shapes, units, r.make(ctx, c, "synth", "boundaries", "-n", strconv.Itoa(n), "--detail", strconv.Itoa(detail), "--shapes", shapes, "--units", units)
}

// geography is a case that reads boundaries and works on them.
type geography struct{ n, detail int }

func (g geography) run(ctx context.Context, r *runner, c *Case) error {
	const points, territories = 1_000_000, 300
	c.Title = fmt.Sprintf("%s boundaries: adjacency, locating, territories", thousands(g.n))
	joined := most("300 territories", Seconds, 2)
	if g.n > 33_000 {
		joined.Most = nil
	}
	c.Columns = []Column{least("points a second", Count, 1_000_000), joined, measured("reading", Seconds),
		measured("adjacency", Seconds), measured("memory", Megabytes), measured("vertices", Count)}
	shapes, _, err := r.cells(ctx, c, g.n, g.detail)
	if err != nil {
		return err
	}
	var report Geography
	if err := r.run(ctx, c, 5*time.Minute, &report, "bench", "boundaries", shapes, "--points", strconv.Itoa(points), "--territories", strconv.Itoa(territories)); err != nil {
		return err
	}
	c.take(&c.Ours, map[string]float64{"points a second": points / report.LocateSeconds, "300 territories": report.DissolveSeconds, "reading": report.ReadSeconds,
		"adjacency": report.AdjacencySeconds, "memory": float64(report.MemoryBytes), "vertices": float64(report.Vertices)})
	c.note("%s pairs share a border; %s of %s points lie in a boundary. The index is made in %.2f s.", thousands(report.Edges), thousands(report.Located), thousands(points), report.IndexSeconds)
	return nil
}

// planColumns are the figures of 33,000 boundaries planned as 300 areas.
func planColumns() []Column {
	return slices.Concat([]Column{most("seconds", Seconds, 3)}, within(0.03), []Column{most("fragments", Count, 0), measured("gap to the bound", Percent), measured("mean distance", Kilometres)})
}

// boundaryPlan optimises an alignment by boundary, as a planner does.
func boundaryPlan(ctx context.Context, r *runner, c *Case) error {
	c.Title = "33,000 boundaries → 300 areas by population, through an alignment"
	c.Columns = planColumns()
	shapes, units, err := r.cells(ctx, c, 33_000, 4)
	if err != nil {
		return err
	}
	data := r.path("cells-data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	for _, args := range [][]string{
		in("boundaries", "import", shapes, "--name", "Cells"), in("import", units, "--name", "units"), in("alignment", "create", "--empty", "--name", "Plan"),
		in("alignment", "boundaries", "use", "Cells", "--column", "id"),
	} {
		c.Commands = append(c.Commands, r.command(args))
		if _, err := r.bailiwick(ctx, 5*time.Minute, args...); err != nil {
			return err
		}
	}
	type outcome struct {
		Report struct {
			Seconds float64
			Checked bool
			After   struct {
				Balance  []struct{ Largest, Smallest float64 }
				TravelKm float64
			}
			Violations  []struct{ Text string }
			Certificate struct{ Gap float64 }
		}
	}
	args := in("optimize", "--by", "boundary", "--territories", "300", "--measure", "pop:3%", "--json")
	c.Commands = append(c.Commands, r.command(args))
	var runs []outcome
	for len(runs) == 0 || len(runs) < 3 && !r.Quick {
		var one outcome
		if err := r.ask(ctx, 5*time.Minute, &one, args...); err != nil {
			return err
		}
		runs = append(runs, one)
	}
	slices.SortFunc(runs, func(a, b outcome) int { return int(1e6 * (a.Report.Seconds - b.Report.Seconds)) })
	m := runs[len(runs)/2].Report
	c.Processor = r.processor
	if !m.Checked || len(m.After.Balance) != 1 {
		return fmt.Errorf("the plan was not confirmed by the checker, or has %d measures", len(m.After.Balance))
	}
	c.take(&c.Ours, map[string]float64{"seconds": m.Seconds, "largest": m.After.Balance[0].Largest, "smallest": m.After.Balance[0].Smallest, "gap to the bound": m.Certificate.Gap, "mean distance": m.After.TravelKm})
	if n := len(m.Violations); n > 0 {
		c.note("The plan breaks %d limits; the first: %s", n, m.Violations[0].Text)
	} else {
		c.Ours.Values["fragments"] = 0 // contiguity is one of the limits that the checker found kept
	}
	return nil
}

// boundarySolve is the same problem as files of the engine's command line.
func boundarySolve(ctx context.Context, r *runner, c *Case) error {
	c.Title = "33,000 boundaries → 300 areas by population, as files"
	c.Columns = planColumns()
	shapes, units, err := r.cells(ctx, c, 33_000, 4)
	if err != nil {
		return err
	}
	edges, data := r.path("cells-edges.csv"), r.path("cells-edges")
	for _, args := range [][]string{{"boundaries", "import", shapes, "--name", "Cells", "--data", data}, {"boundaries", "edges", "Cells", "--out", edges, "--data", data}} {
		if err := r.make(ctx, c, args...); err != nil {
			return err
		}
	}
	p := problem{units: units, edges: edges, territories: 300, contiguous: true, goals: []solvefile.Goal{{Column: "pop", Tolerance: 0.03}}, limit: 2 * time.Minute}
	_, _, err = r.fill(ctx, c, p)
	return err
}
