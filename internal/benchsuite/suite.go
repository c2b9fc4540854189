package benchsuite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Options say what to run.
type Options struct {
	// Program is the path of the bailiwick binary whose command line is run.
	Program string
	// Shared is the folder with the public instances.
	Shared string
	// Quick leaves out what takes minutes and repeats nothing.
	Quick bool
	// Only names the cases to run, by name or its beginning; empty runs all.
	Only []string
	// Earlier holds the figures of cases that this run leaves out; may be nil.
	Earlier *Report
	// Workers is the number of processors to use.
	Workers int
	Commit  string
	// Command is what was typed, for the heading.
	Command string
	// Now gives the time, and Log is told what is running.
	Now func() time.Time
	Log func(string)
}

// Report is what a run of the suite found.
type Report struct {
	Command    string    `json:"command"`
	Machine    Machine   `json:"machine"`
	Workers    int       `json:"workers"`
	Quick      bool      `json:"quick"`
	Began      time.Time `json:"began"`
	LoadBefore float64   `json:"load_before"`
	LoadAfter  float64   `json:"load_after"`
	Peers      string    `json:"peers"`
	Cases      []Case    `json:"cases"`
}

// entry is a case that can be run; run fills in what it measures.
type entry struct {
	name, section string
	long          bool   // left out when quick
	title         string // of one that may be left out
	run           func(context.Context, *runner, *Case) error
}

// Run measures the cases one after another. A case that fails is reported as
// failed; only a run that ends early is an error.
func Run(ctx context.Context, o Options) (*Report, error) {
	dir, err := os.MkdirTemp("", "bailiwick-bench-")
	if err != nil {
		return nil, fmt.Errorf("bench suite: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	if o.Shared != "" {
		if o.Shared, err = filepath.Abs(o.Shared); err != nil {
			return nil, fmt.Errorf("bench suite: %w", err)
		}
	}
	r := &runner{Options: o, dir: dir, made: map[string]error{}}
	report := &Report{
		Command: o.Command, Machine: thisMachine(o.Commit), Workers: o.Workers, Quick: o.Quick,
		Began: o.Now(), LoadBefore: load(), Peers: peers(),
	}
	for _, e := range entries() {
		if earlier := o.Earlier.find(e.name); !o.wants(e) || e.long && o.Quick && earlier != nil {
			if earlier != nil {
				report.Cases = append(report.Cases, *earlier)
			}
			continue
		}
		began := o.Now()
		report.Cases = append(report.Cases, r.one(ctx, e))
		o.Log(fmt.Sprintf("%s: %s (%.0f s)", e.name, report.Cases[len(report.Cases)-1].Verdict(), o.Now().Sub(began).Seconds()))
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("bench suite: %w", err)
		}
	}
	report.LoadAfter = load()
	return report, nil
}

func (o Options) wants(e entry) bool {
	if len(o.Only) == 0 {
		return true
	}
	return slices.ContainsFunc(o.Only, func(name string) bool { return strings.HasPrefix(e.name, name) })
}

// find returns the case of that name, nil where there is none.
func (r *Report) find(name string) *Case {
	if r == nil {
		return nil
	}
	for i := range r.Cases {
		if r.Cases[i].Name == name {
			return &r.Cases[i]
		}
	}
	return nil
}

// entries lists the cases in the order of the document.
func entries() []entry {
	return slices.Concat(squareCases(), sphereCases(), scaleCases(), interactiveCases(), areaCases(), boundaryCases(), clusterCases(), intakeCases())
}

// Names lists the cases there are.
func Names() []string {
	var names []string
	for _, e := range entries() {
		names = append(names, e.name)
	}
	return names
}

// skipError says why a case cannot be run here.
type skipError string

// Error returns the reason.
func (e skipError) Error() string { return string(e) }

func (r *runner) one(ctx context.Context, e entry) Case {
	c := Case{Name: e.name, Section: e.section, Title: e.name, Load: load(), Measured: r.Now(), Commit: r.Commit, Ours: Line{Name: "Bailiwick", Values: map[string]float64{}}}
	if e.title != "" {
		c.Title = e.title
	}
	if e.long && r.Quick {
		c.Skipped = "takes too long for a quick run."
		return c
	}
	err := e.run(ctx, r, &c)
	if skip, ok := err.(skipError); ok {
		c.Skipped = string(skip)
	} else if err != nil {
		c.Failed = strings.ReplaceAll(r.shown(err.Error()), "\n", " ")
	}
	return c
}
