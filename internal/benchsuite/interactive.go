package benchsuite

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

const (
	scaleSection       = "Scale"
	interactiveSection = "Interactive work"
)

func scaleCases() []entry {
	return []entry{
		{name: "scale-1m", section: scaleSection, run: scale{1_000_000, 6}.run},
		{name: "scale-5m", section: scaleSection, long: true, title: "5,000,000 → 1,000", run: scale{5_000_000, 30}.run},
	}
}

// scale is a large case with its target in seconds.
type scale struct {
	n       int
	seconds float64
}

func (s scale) run(ctx context.Context, r *runner, c *Case) error {
	c.Title = fmt.Sprintf("%d,000,000 → 1,000", s.n/1_000_000)
	c.Columns = append([]Column{most("seconds", Seconds, s.seconds), most("memory a unit", Bytes, 100)}, within(0.02)...)
	c.Columns = append(c.Columns, measured("gap to the bound", Percent))
	var report Single
	if err := r.run(ctx, c, 10*time.Minute, &report, "bench", "scale", "-n", strconv.Itoa(s.n), "--territories", "1000", "--tolerance", "2"); err != nil {
		return err
	}
	c.take(&c.Ours, report.figures())
	if report.MemoryBytes > 0 {
		c.Ours.Values["memory a unit"] = report.BytesPerUnit
		c.note("Memory a unit is the growth of resident memory during the solve, in bytes, beyond the input of %d bytes a unit; it includes garbage that Go had not collected yet.", bytesOfUnit)
	}
	return nil
}

func (s *Single) figures() map[string]float64 {
	return map[string]float64{"seconds": s.Seconds, "largest": s.Largest, "smallest": s.Smallest, "inertia": s.Inertia, "gap to the bound": s.Gap}
}

// run runs a bench command that prints JSON and notes it in the case.
func (r *runner) run(ctx context.Context, c *Case, limit time.Duration, to any, args ...string) error {
	c.Commands = append(c.Commands, r.command(args))
	err := r.ask(ctx, limit, to, append(args, "--workers", strconv.Itoa(r.Workers))...)
	c.Processor = r.processor
	return err
}

func interactiveCases() []entry {
	return []entry{
		{name: "resolve", section: interactiveSection, run: resolveCase},
		{name: "cancel", section: interactiveSection, run: cancelCase},
		{name: "pareto", section: interactiveSection, run: paretoCase},
		{name: "headcount", section: interactiveSection, run: headcountCase},
	}
}

// resolveCase shows the slowest of several small changes.
func resolveCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Solving again after one change, 250,000 → 200"
	c.Columns = append([]Column{most("seconds", Seconds, 0.3)}, within(0.02)...)
	c.Columns = append(c.Columns, measured("gap to the bound", Percent))
	var changes []Change
	if err := r.run(ctx, c, 5*time.Minute, &changes, "bench", "resolve", "-n", "250000", "--territories", "200", "--tolerance", "2"); err != nil {
		return err
	}
	slowest := 0
	for i, change := range changes {
		c.note("%s: %s, %s / %s.", change.Change, Seconds.text(change.Seconds), Signed.text(change.Largest), Signed.text(change.Smallest))
		if change.Seconds > changes[slowest].Seconds {
			slowest = i
		}
	}
	c.take(&c.Ours, changes[slowest].figures())
	c.note("The figures are those of the slowest change; each is the median of %d runs.", resolveRuns)
	return nil
}

func paretoCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Pareto set, 50,000 → 100"
	c.Columns = []Column{most("seconds", Seconds, 30), least("plans", Count, 15), most("outside their limits", Count, 0), measured("gap to the bound", Percent)}
	var report Plans
	if err := r.run(ctx, c, 5*time.Minute, &report, "bench", "pareto", "-n", "50000", "--territories", "100", "--tolerance", "2"); err != nil {
		return err
	}
	c.take(&c.Ours, report.figures())
	c.broken(&report)
	c.note("Balance, travel and disruption against a present plan that balances the number of units; plans that another one beats in all three do not count.")
	return nil
}

func headcountCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Headcount curve of 20 values, 50,000 units"
	c.Columns = []Column{most("seconds", Seconds, 20), least("plans", Count, 20), most("outside their limits", Count, 0), most("deviation ÷ tolerance", Number, 1), measured("gap to the bound", Percent)}
	var report Plans
	if err := r.run(ctx, c, 5*time.Minute, &report, "bench", "headcount", "-n", "50000", "--territories", "100", "--tolerance", "2", "--values", "20"); err != nil {
		return err
	}
	c.take(&c.Ours, report.figures())
	c.broken(&report)
	c.note("%d to %d territories.", report.Territories[0], report.Territories[len(report.Territories)-1])
	return nil
}

// broken notes a plan that breaks its limits.
func (c *Case) broken(p *Plans) {
	if p.Broken > 0 {
		c.note("One of the plans outside their limits: %s.", p.First)
	}
}

func (p *Plans) figures() map[string]float64 {
	return map[string]float64{"seconds": p.Seconds, "plans": float64(p.Plans), "outside their limits": float64(p.Broken), "deviation ÷ tolerance": p.Worst, "gap to the bound": p.Gap}
}
