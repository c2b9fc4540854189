package benchsuite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// imported is a case that imports a file into a new data folder.
type imported struct {
	file            string
	n, columns      int
	seconds, memory float64
}

// thousands writes a number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func (i imported) run(ctx context.Context, r *runner, c *Case) error {
	c.Title = fmt.Sprintf("Import of %s rows × %d columns as %s", thousands(i.n), i.columns, strings.ToUpper(filepath.Ext(i.file)[1:]))
	c.Columns = []Column{most("seconds", Seconds, i.seconds), most("peak memory", Megabytes, i.memory), least("accepted", Count, float64(i.n)), measured("megabytes read", Megabytes)}
	if err := r.rows(ctx, c, i.file, i.n, i.columns > rowColumns); err != nil {
		return err
	}
	c.Commands = append(c.Commands, "bailiwick import --data data --json "+i.file)
	type report struct {
		Accepted float64 `json:"accepted"`
		Seconds  float64 `json:"seconds"`
		Peak     float64 `json:"peak_memory_bytes"`
		used     float64 // processor seconds
	}
	var runs []report
	for k := 0; k == 0 || k < 3 && !r.Quick && i.n < 1_000_000; k++ {
		var one report
		data := r.path(fmt.Sprintf("data-%s-%d", i.file, k))
		if err := r.ask(ctx, 5*time.Minute, &one, "import", "--data", data, "--name", "rows", "--json", r.path(i.file)); err != nil {
			return err
		}
		one.used = r.processor
		runs = append(runs, one)
		if k > 0 {
			os.RemoveAll(data) //nolint:errcheck // in a temporary folder
		}
	}
	slices.SortFunc(runs, func(a, b report) int { return int(1e6 * (a.Seconds - b.Seconds)) })
	m := runs[len(runs)/2]
	c.Processor = m.used
	info, err := os.Stat(r.path(i.file))
	if err != nil {
		return err
	}
	c.take(&c.Ours, map[string]float64{"seconds": m.Seconds, "peak memory": m.Peak, "accepted": m.Accepted, "megabytes read": float64(info.Size())})
	c.note("Each row is located in countries, states and counties as part of the import.")
	return nil
}

// rows makes a file to import, once per run of the suite.
func (r *runner) rows(ctx context.Context, c *Case, file string, n int, wide bool, more ...string) error {
	args := append([]string{"bench", "rows", "-n", strconv.Itoa(n), "--out", r.path(file)}, more...)
	if wide {
		args = append(args, "--wide")
	}
	return r.make(ctx, c, args...)
}

// opened is a case that opens an alignment as the desk does, with nothing read
// before.
type opened struct {
	n       int
	seconds float64
}

// Opening is the report of opening an alignment.
type Opening struct {
	Units   int     `json:"units"`
	Seconds float64 `json:"seconds"`
	// Again is the time with the columns in memory.
	Again float64 `json:"again_seconds"`
	Bytes int64   `json:"bytes"`
}

func (o opened) run(ctx context.Context, r *runner, c *Case) error {
	c.Title = fmt.Sprintf("Opening an alignment on %s units", thousands(o.n))
	c.Columns = []Column{most("seconds", Seconds, o.seconds), measured("again", Seconds), measured("bytes sent", Megabytes)}
	file := map[int]string{250_000: "rows.csv", 5_000_000: "many.csv"}[o.n]
	data := r.path(fmt.Sprintf("open-%d", o.n))
	if err := r.rows(ctx, c, file, o.n, o.n == 250_000); err != nil {
		return err
	}
	for _, args := range [][]string{{"import", "--data", data, "--name", "rows", r.path(file)}, {"align", "--data", data, "--by", "OwnerName"}} {
		c.Commands = append(c.Commands, r.command(args))
		if _, err := r.bailiwick(ctx, 5*time.Minute, args...); err != nil {
			return err
		}
	}
	var report Opening
	args := []string{"bench", "open", "--data", data}
	c.Commands = append(c.Commands, r.command(args))
	if err := r.ask(ctx, time.Minute, &report, args...); err != nil {
		return err
	}
	c.Processor = r.processor
	c.take(&c.Ours, map[string]float64{"seconds": report.Seconds, "again": report.Again, "bytes sent": float64(report.Bytes)})
	c.note("The program has just started: the alignment, its legend with two measures, the assignment, the locks and the positions of all units are read from disk and sent.")
	return nil
}

// refreshCase imports a file of which a twentieth of the rows has changed and
// moves an alignment onto it.
func refreshCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Refresh of 250,000 units of which 5 % changed, with one alignment"
	c.Columns = []Column{most("seconds", Seconds, 5), least("changed", Count, 12_500)}
	data := r.path("refresh-data")
	if err := r.rows(ctx, c, "rows.csv", 250_000, true); err != nil {
		return err
	}
	if err := r.rows(ctx, c, "changed.csv", 250_000, true, "--changed", "5"); err != nil {
		return err
	}
	for _, args := range [][]string{{"import", "--data", data, "--name", "rows", r.path("rows.csv")}, {"align", "--data", data, "--by", "OwnerName"}} {
		c.Commands = append(c.Commands, r.command(args))
		if _, err := r.bailiwick(ctx, 2*time.Minute, args...); err != nil {
			return err
		}
	}
	var report struct {
		Alignments []struct {
			Changed float64 `json:"changed"`
		} `json:"alignments"`
	}
	args := []string{"dataset", "refresh", "--json", "--data", data, r.path("changed.csv")}
	c.Commands = append(c.Commands, r.command(args))
	began := r.Now()
	if err := r.ask(ctx, 2*time.Minute, &report, args...); err != nil {
		return err
	}
	c.Processor = r.processor
	if len(report.Alignments) != 1 {
		return fmt.Errorf("the refresh moved %d alignments", len(report.Alignments))
	}
	c.take(&c.Ours, map[string]float64{"seconds": r.Now().Sub(began).Seconds(), "changed": report.Alignments[0].Changed})
	c.note("The time is that of the whole command: start, upload, import, comparison with the snapshot before, move of the alignment.")
	return nil
}
