package benchsuite

import (
	"context"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/solve"
)

// cancelMoments is the number of moments of a run at which it is cancelled.
const cancelMoments = 9

// Cancels is how a solver obeys.
type Cancels struct {
	N           int `json:"n"`
	Territories int `json:"territories"`
	// Seconds is the longest time from a cancel to the return of the plan.
	Seconds float64 `json:"seconds"`
	// Plans counts the checked plans that came back, one per moment at which
	// the run was still going on.
	Plans   int `json:"plans"`
	Moments int `json:"moments"`
}

// Cancel solves a problem once, and then again and again with a cancel at one
// moment after another.
func Cancel(ctx context.Context, p Problem) (*Cancels, error) {
	in := p.instance()
	whole, err := solve.Solve(ctx, in, p.params())
	if err != nil {
		return nil, fmt.Errorf("cancel: %w", err)
	}
	out := &Cancels{N: p.N, Territories: p.Territories}
	for moment := range cancelMoments {
		after := time.Duration(whole.Seconds * float64(moment+1) / (cancelMoments + 1) * float64(time.Second))
		inner, cancel := context.WithCancel(ctx)
		at := make(chan time.Time, 1)
		timer := time.AfterFunc(after, func() { at <- p.Now(); cancel() })
		result, err := solve.Solve(inner, in, p.params())
		back := p.Now()
		if ended := timer.Stop(); ended || err != nil {
			cancel()
			if err != nil {
				return nil, fmt.Errorf("cancel: %w", err)
			}
			continue // it was done before
		}
		out.Moments++
		out.Seconds = max(out.Seconds, back.Sub(<-at).Seconds())
		if result.Checked && len(result.Assignment) == in.Units() {
			out.Plans++
		}
	}
	return out, nil
}

// cancelCase shows the slowest of several cancels.
func cancelCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Cancel, 250,000 → 200"
	c.Columns = []Column{most("seconds", Seconds, 0.1), measured("moments", Count), measured("checked plans", Count)}
	var report Cancels
	if err := r.run(ctx, c, 5*time.Minute, &report, "bench", "cancel", "-n", "250000", "--territories", "200", "--tolerance", "2"); err != nil {
		return err
	}
	c.Columns[2] = least("checked plans", Count, float64(report.Moments))
	c.take(&c.Ours, map[string]float64{"seconds": report.Seconds, "moments": float64(report.Moments), "checked plans": float64(report.Plans)})
	c.note("The longest time from a cancel to the return of a plan that the checker has gone through, over cancels at several moments of a run.")
	return nil
}
