package benchsuite

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/benchrun"
)

const clusterSection = "Public clustering instances"

// cluster is a family of public instances at one time limit.
type cluster struct {
	family, title string
	time          time.Duration
	columns       []Column
}

// largeInstance is the size above which centred clustering is to beat the
// published program.
const largeInstance = 5000

func clusterCases() []entry {
	feasible, best := measured("feasible", Percent), measured("better than the best known", Count)
	feasible.Least = ptr(1)
	gap := func(v float64) Column { return most("mean gap", Percent, v) }
	worst := measured("worst gap", Percent)
	median, centred := "Capacitated p-median, %s each", "Capacitated centred clustering, %s each"
	return []entry{
		{name: "cpmp-10s", section: clusterSection, run: cluster{"cpmp", median, 10 * time.Second, []Column{gap(0.01), worst, feasible, best}}.run},
		{name: "cpmp-60s", section: clusterSection, long: true, title: fmt.Sprintf(median, time.Minute), run: cluster{"cpmp", median, time.Minute, []Column{gap(0.003), worst, feasible, best}}.run},
		{name: "cccp-10s", section: clusterSection, run: cluster{"cccp", centred, 10 * time.Second, []Column{measured("mean gap", Percent), worst, measured("mean gap above 5,000 points", Percent), feasible, best}}.run},
		{name: "cccp-60s", section: clusterSection, long: true, title: fmt.Sprintf(centred, time.Minute), run: cluster{"cccp", centred, time.Minute, []Column{gap(0.005), worst, most("mean gap above 5,000 points", Percent, 0), feasible, best}}.run},
	}
}

func ptr(v float64) *float64 { return &v }

func (k cluster) run(ctx context.Context, r *runner, c *Case) error {
	c.Title, c.Columns = fmt.Sprintf(k.title, k.time), k.columns
	folder, err := r.shared(k.family + "/instances")
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.csv*"))
	if err != nil || len(files) == 0 {
		return skipError("there are no instances in the folder.")
	}
	c.Commands = append(c.Commands, fmt.Sprintf("bailiwick bench %s --time %v $BENCH/%s/instances/*", k.family, k.time, k.family))
	var lines []benchrun.Line
	c.Details = &Table{Header: []string{"instance", "n", "p", "cost", "best known", "gap", "seconds", "feasible"}}
	for _, file := range files {
		r.Log("  " + filepath.Base(file))
		out, err := r.bailiwick(ctx, k.time*3+time.Minute, "bench", k.family, "--time", k.time.String(), "--workers", strconv.Itoa(r.Workers), file)
		var line benchrun.Line
		if err == nil {
			err = json.NewDecoder(bytes.NewReader(out)).Decode(&line)
		}
		if err != nil {
			c.note("%s: %s", filepath.Base(file), r.shown(err.Error()))
			line = benchrun.Line{Instance: filepath.Base(file), Cost: math.NaN()}
		}
		lines = append(lines, line)
		c.Details.Rows = append(c.Details.Rows, cells(line))
	}
	k.sum(c, lines)
	return nil
}

// sum takes the means over all instances with a known best. An instance
// without a feasible solution has no gap; it shows under feasible.
func (k cluster) sum(c *Case, lines []benchrun.Line) {
	var all, large mean
	feasible, better := 0.0, 0.0
	worst := math.Inf(-1)
	for _, l := range lines {
		if !l.Feasible {
			continue
		}
		feasible++
		if l.Gap == nil {
			continue
		}
		all.add(*l.Gap / 100)
		worst = math.Max(worst, *l.Gap/100)
		if l.N > largeInstance {
			large.add(*l.Gap / 100)
		}
		if *l.Gap < -1e-4 {
			better++
		}
	}
	figures := map[string]float64{"feasible": feasible / float64(len(lines)), "better than the best known": better}
	if all.n > 0 {
		figures["mean gap"], figures["worst gap"] = all.value(), worst
	}
	if large.n > 0 {
		figures["mean gap above 5,000 points"] = large.value()
	}
	c.take(&c.Ours, figures)
	c.note("The mean is over the %d instances with a best known value and a feasible solution, of %d in all.", all.n, len(lines))
}

type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64)  { m.sum, m.n = m.sum+v, m.n+1 }
func (m *mean) value() float64 { return m.sum / float64(m.n) }

func cells(l benchrun.Line) []string {
	best, gap := "", ""
	if l.BestKnown != nil {
		best, gap = number(*l.BestKnown), fmt.Sprintf("%+.3f %%", *l.Gap)
	}
	feasible := "yes"
	if !l.Feasible {
		feasible = "**no**"
	}
	return []string{l.Instance, strconv.Itoa(l.N), strconv.Itoa(l.P), number(l.Cost), best, gap, fmt.Sprintf("%.1f", l.Seconds), feasible}
}

func number(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}
