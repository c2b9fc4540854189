package benchsuite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
)

// benchFormulas are calculated attributes such as people write.
var benchFormulas = []string{
	`AnnualRevenue * (Tier == "A" ? 1.5 : 1) / areaSum(AnnualRevenue)`,
	`Visits * (1.5 + 2 * distance() * 1.3 / 60)`,
	`upper(left(Tier, 1)) + "-" + text(year(Since))`,
	`AnnualRevenue > average(AnnualRevenue) and month(Since) in [1, 2, 3] and Tier != "C"`,
	`coalesce(AnnualRevenue, 0) - areaMean(AnnualRevenue, "original")`,
}

// Evaluated is the report of working attributes out.
type Evaluated struct {
	Units    int       `json:"units"`
	Formulas []string  `json:"formulas"`
	Seconds  []float64 `json:"seconds"`
	Worst    float64   `json:"worst_seconds"`
}

// columnsInMemory is an expression.Source.
type columnsInMemory struct {
	units   int
	numbers map[string][]float64
	texts   map[string]*dataset.Texts
}

// Units returns the number of units.
func (c *columnsInMemory) Units() int { return c.units }

// Numbers returns a column.
func (c *columnsInMemory) Numbers(_ context.Context, name string) ([]float64, error) {
	return c.numbers[name], nil
}

// Texts returns a column.
func (c *columnsInMemory) Texts(_ context.Context, name string) (*dataset.Texts, error) {
	return c.texts[name], nil
}

// Evaluate works formulas out for n units in 200 areas, each three times, and
// gives the best time of each.
func Evaluate(ctx context.Context, n int, now func() time.Time) (*Evaluated, error) {
	rng := rand.New(rand.NewPCG(7, 8))
	from := &columnsInMemory{units: n, numbers: map[string][]float64{}, texts: map[string]*dataset.Texts{"Tier": {Values: []string{"A", "B", "C"}}}}
	areas := &expression.Areas{Names: map[int32]string{}}
	km := make([]float64, n)
	for i := range n {
		from.numbers["AnnualRevenue"] = append(from.numbers["AnnualRevenue"], float64(rng.IntN(1e7)))
		from.numbers["Visits"] = append(from.numbers["Visits"], float64(rng.IntN(50)))
		from.numbers["Since"] = append(from.numbers["Since"], float64(rng.IntN(20_000)))
		from.texts["Tier"].Codes = append(from.texts["Tier"].Codes, int32(rng.IntN(4)-1))
		areas.Proposed, areas.Original = append(areas.Proposed, 1+rng.Int32N(200)), append(areas.Original, 1+rng.Int32N(200))
		km[i] = 300 * rng.Float64()
	}
	areas.Km = func(bool) []float64 { return km }
	columns := []dataset.Column{{Name: "AnnualRevenue", Type: dataset.Number}, {Name: "Visits", Type: dataset.Number}, {Name: "Since", Type: dataset.Date}, {Name: "Tier", Type: dataset.Text}}
	out := &Evaluated{Units: n, Formulas: benchFormulas}
	for _, text := range benchFormulas {
		f, err := expression.CompileFormula(text, columns)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
		best := 0.0
		for k := range 3 {
			began := now()
			if _, err := f.Values(ctx, from, areas); err != nil {
				return nil, err
			}
			if took := now().Sub(began).Seconds(); k == 0 || took < best {
				best = took
			}
		}
		out.Seconds, out.Worst = append(out.Seconds, best), max(out.Worst, best)
	}
	return out, nil
}

func attributeCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "A calculated attribute over 250,000 units"
	c.Columns = []Column{most("slowest of five", Seconds, 0.3)}
	var report Evaluated
	args := []string{"bench", "attribute", "-n", "250000"}
	c.Commands = append(c.Commands, r.command(args))
	if err := r.ask(ctx, time.Minute, &report, args...); err != nil {
		return err
	}
	c.Processor = r.processor
	c.take(&c.Ours, map[string]float64{"slowest of five": report.Worst})
	for i, f := range report.Formulas {
		c.note("`%s`: %.0f ms", f, 1000*report.Seconds[i])
	}
	return nil
}
