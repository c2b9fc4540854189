package benchsuite

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
)

// WriteMarkdown writes the report as docs/benchmarks.md.
func (r *Report) WriteMarkdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	r.head(out)
	r.summary(out)
	section := ""
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Section != section {
			section = c.Section
			fmt.Fprintf(out, "\n## %s\n", section)
		}
		c.markdown(out)
	}
	return out.Flush()
}

func (r *Report) head(out io.Writer) {
	m := r.Machine
	fmt.Fprintln(out, "# Benchmarks")
	fmt.Fprintln(out)
	fmt.Fprintln(out, "Written by `bailiwick bench suite`; do not edit. Every plan, ours and the peers', was read back from its file and judged by the")
	fmt.Fprintln(out, "independent checker (`solve/check`). Each case names the commands that give its figures again; `BENCH` stands for the folder with")
	fmt.Fprintln(out, "the public instances, and the files the commands write lie in the current folder.")
	fmt.Fprintln(out)
	fmt.Fprintln(out, "| | |")
	fmt.Fprintln(out, "|---|---|")
	for _, row := range [][2]string{
		{"processor", fmt.Sprintf("%s, %d cores, %d used", m.CPU, m.Cores, r.Workers)}, {"memory", fmt.Sprintf("%.0f GB", float64(m.Memory)/1e9)},
		{"system", m.System}, {"Go", m.Go}, {"peers", r.Peers}, {"last run", "`bailiwick " + r.Command + "`, commit " + m.Commit},
		{"date", r.Began.UTC().Format("2006-01-02 15:04 UTC")}, {"load", fmt.Sprintf("%.1f when it began, %.1f when it ended", r.LoadBefore, r.LoadAfter)},
	} {
		fmt.Fprintf(out, "| %s | %s |\n", row[0], row[1])
	}
	fmt.Fprintln(out)
	fmt.Fprintln(out, "Seconds are those of the solver with its check and certificate, without reading and writing files; the peers' are what they print")
	fmt.Fprintln(out, "for partitioning alone. Runs under five seconds are medians of three, unless the run was quick. *largest* and *smallest* are")
	fmt.Fprintln(out, "the deviations of the heaviest and lightest area from the mean (of the worst measure, where there are several), *inertia* the weighted")
	fmt.Fprintln(out, "mean squared distance to the centroid of the area, *fragments* the connected pieces beyond one per area.")
	fmt.Fprintln(out, "*ours ÷ theirs* below 1 is better than the peer.")
	fmt.Fprintln(out)
	fmt.Fprintln(out, "Cases that the last run left out keep the figures of an earlier one (benchmarks.json holds them all); each says when it was measured.")
}

func (r *Report) summary(out io.Writer) {
	fmt.Fprintln(out, "\n## Summary")
	fmt.Fprintln(out)
	fmt.Fprintln(out, "| case | figures | target met |")
	fmt.Fprintln(out, "|---|---|---|")
	for i := range r.Cases {
		c := &r.Cases[i]
		figures := c.Skipped
		if c.Failed != "" {
			figures = c.Failed
		}
		if figures == "" {
			figures = c.brief()
		}
		verdict := c.Verdict()
		if verdict == "no" {
			verdict = "**no**"
		}
		fmt.Fprintf(out, "| %s | %s | %s |\n", c.Title, figures, verdict)
	}
}

// brief lists the figures in one line.
func (c *Case) brief() string {
	var parts []string
	for _, column := range c.Columns {
		if v, ok := c.Ours.Values[column.Name]; ok {
			parts = append(parts, column.Name+" "+column.Unit.text(v))
		}
	}
	return strings.Join(parts, ", ")
}

func (c *Case) markdown(out io.Writer) {
	fmt.Fprintf(out, "\n### %s\n\n", c.Title)
	switch {
	case c.Skipped != "":
		fmt.Fprintf(out, "Skipped: %s\n", c.Skipped)
	case c.Failed != "":
		fmt.Fprintf(out, "Failed: %s\n", c.Failed)
	default:
		c.figures(out)
	}
	if c.Skipped == "" {
		fmt.Fprintf(out, "\nMeasured %s at commit %s, load %.1f.\n", c.Measured.UTC().Format("2006-01-02 15:04 UTC"), c.Commit, c.Load)
	}
	if len(c.Commands) > 0 {
		fmt.Fprintf(out, "\n```sh\n%s\n```\n", strings.Join(c.Commands, "\n"))
	}
	if missed := c.Missed(); len(missed) > 0 && c.Skipped == "" {
		why := reasons[c.Name]
		switch {
		case why != "":
		case c.busyOnly():
			why = "The machine was busy with other work; it has to be measured again on a quiet one."
		default:
			why = "The reason has not been found yet."
		}
		fmt.Fprintf(out, "\nMissed: %s. %s\n", strings.Join(missed, "; "), why)
	}
	for i, n := range c.remarks() {
		if i == 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "- %s\n", n)
	}
	if c.Details != nil {
		fmt.Fprintf(out, "\n<details><summary>%d instances</summary>\n\n", len(c.Details.Rows))
		row(out, c.Details.Header)
		row(out, slices.Repeat([]string{"---"}, len(c.Details.Header)))
		for _, cells := range c.Details.Rows {
			row(out, cells)
		}
		fmt.Fprintln(out, "\n</details>")
	}
}

// remarks are the notes, and what a busy machine does to the seconds.
func (c *Case) remarks() []string {
	if c.Load <= busy || c.Skipped != "" {
		return c.Notes
	}
	text := fmt.Sprintf("Other work ran on the machine (load %.1f on %d cores), so seconds are longer, and what a time limit allowed is worse, than alone.", c.Load, runtime.NumCPU())
	if c.Processor > 0 {
		text += fmt.Sprintf(" The whole command, reading and writing included, used %s of processor time.", Seconds.text(c.Processor))
	}
	return append(slices.Clone(c.Notes), text)
}

// figures writes one line per program, the ratios, the target and whether it
// is met.
func (c *Case) figures(out io.Writer) {
	header, targets, met := []string{""}, []string{"target"}, []string{"met"}
	for _, column := range c.Columns {
		header = append(header, column.Name)
		targets = append(targets, column.target())
		v, ok := c.Ours.Values[column.Name]
		switch {
		case !ok || column.target() == "":
			met = append(met, "")
		case column.met(v):
			met = append(met, "yes")
		default:
			met = append(met, "**no**")
		}
	}
	row(out, header)
	row(out, slices.Repeat([]string{"---"}, len(header)))
	row(out, c.values(c.Ours))
	for _, peer := range c.Peers {
		row(out, c.values(peer))
		row(out, c.ratios(peer))
	}
	if c.Verdict() != "–" {
		row(out, targets)
		row(out, met)
	}
}

func (c *Case) values(l Line) []string {
	cells := []string{l.Name}
	for _, column := range c.Columns {
		v, ok := l.Values[column.Name]
		if !ok {
			cells = append(cells, "")
			continue
		}
		cells = append(cells, column.Unit.text(v))
	}
	return cells
}

func (c *Case) ratios(peer Line) []string {
	cells := []string{"ours ÷ theirs"}
	for _, column := range c.Columns {
		ours, here := c.Ours.Values[column.Name]
		theirs, there := peer.Values[column.Name]
		if !here || !there || theirs == 0 || !column.Unit.compares() {
			cells = append(cells, "")
			continue
		}
		cells = append(cells, fmt.Sprintf("%.3g", ours/theirs))
	}
	return cells
}

func row(out io.Writer, cells []string) {
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
}
