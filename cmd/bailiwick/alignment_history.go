package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type alignmentLogCmd struct {
	alignmentFlag
	Before int64 `help:"Only versions below this one."`
	Limit  int   `help:"How many lines." default:"50"`
}

// Run lists the history.
func (c *alignmentLogCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var h httpapi.History
	if err := p.api.get(ctx, p.path(fmt.Sprintf("/history?before=%d&limit=%d", c.Before, c.Limit)), &h); err != nil {
		return err
	}
	return t.print(h, func(w io.Writer) {
		for _, line := range h.Changes {
			fmt.Fprintf(w, "%6d  %s  %-16s %-9s %8d units %5d areas  %s\n", line.Version, line.At.Local().Format("2006-01-02 15:04"), line.Actor.Name,
				line.Kind, line.UnitsMoved, line.AreasChanged, line.Reason)
		}
	})
}

type alignmentDiffCmd struct {
	alignmentFlag
	From    string   `arg:"" help:"Version number or name of a version."`
	To      string   `arg:"" optional:"" help:"Version number or name; default: the newest."`
	Measure []string `help:"Columns to add up; default: all measures."`
	Moves   string   `help:"Write the moved units to this CSV file." type:"path"`
}

// Run compares two versions.
func (c *alignmentDiffCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	query := url.Values{}
	for key, word := range map[string]string{"from": c.From, "to": c.To} {
		version, err := p.version(ctx, word)
		if err != nil {
			return err
		}
		query.Set(key, strconv.FormatInt(version, 10))
	}
	if c.Measure == nil {
		if c.Measure, err = allMeasures(ctx, p.api, p.a.SnapshotID); err != nil {
			return err
		}
	}
	for _, m := range c.Measure {
		query.Add("measures", m)
	}
	var d httpapi.VersionDiff
	if err := p.api.get(ctx, p.path("/diff?"+query.Encode()), &d); err != nil {
		return err
	}
	if c.Moves != "" {
		if err := fetch(ctx, p.api, p.path("/diff/moves.csv?"+query.Encode()), c.Moves); err != nil {
			return err
		}
	}
	return t.print(d, func(w io.Writer) { printDiff(w, &d) })
}

func printDiff(w io.Writer, d *httpapi.VersionDiff) {
	fmt.Fprintf(w, "Version %d to %d: %d units moved, %d locked, %d unlocked.\n", d.From, d.To, d.Units, d.Locked, d.Unlocked)
	for _, f := range d.Flows {
		fmt.Fprintf(w, "%8d units  %s -> %s", f.Units, f.FromName, f.ToName)
		for i, m := range d.Measures {
			if m != "" {
				fmt.Fprintf(w, "  %s %.2f", m, f.Sums[i])
			}
		}
		fmt.Fprintln(w)
	}
	for _, a := range d.Areas {
		switch {
		case a.Before == nil:
			fmt.Fprintf(w, "Added    %s\n", a.After)
		case a.After == nil:
			fmt.Fprintf(w, "Removed  %s\n", a.Before)
		default:
			fmt.Fprintf(w, "Changed  %s\n", a.After)
		}
	}
}

// version reads a version number or the name of one; "" is the newest.
func (p *planner) version(ctx context.Context, word string) (int64, error) {
	if word == "" {
		return 0, nil
	}
	if version, err := strconv.ParseInt(word, 10, 64); err == nil {
		return version, nil
	}
	var named httpapi.NamedVersions
	if err := p.api.get(ctx, p.path("/names"), &named); err != nil {
		return 0, err
	}
	var names []string
	for _, n := range named.Versions {
		if n.Name == word {
			return n.Version, nil
		}
		names = append(names, n.Name)
	}
	return 0, territory.Errorf(territory.NotFound, "%s has no version named %q. Named are: %s.", p.a.Name, word, strings.Join(names, ", "))
}

type alignmentUndoCmd struct {
	alignmentFlag
	Show bool `help:"Only say what undo and redo would take back."`
}

// Run undoes.
func (c *alignmentUndoCmd) Run(ctx context.Context, t *terminal) error {
	if c.Show {
		return c.show(ctx, t)
	}
	return step(ctx, t, &c.alignmentFlag, "/undo")
}

func (c *alignmentUndoCmd) show(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var u alignment.UndoState
	if err := p.api.get(ctx, p.path("/undo"), &u); err != nil {
		return err
	}
	return t.print(u, func(w io.Writer) {
		for _, x := range []struct {
			word string
			line *alignment.ChangeSummary
		}{{"Undo", u.Undo}, {"Redo", u.Redo}} {
			if x.line == nil {
				fmt.Fprintf(w, "%s: nothing\n", x.word)
				continue
			}
			fmt.Fprintf(w, "%s: version %d, %s\n", x.word, x.line.Version, x.line.Reason)
		}
	})
}

type alignmentRedoCmd struct{ alignmentFlag }

// Run redoes.
func (c *alignmentRedoCmd) Run(ctx context.Context, t *terminal) error {
	return step(ctx, t, &c.alignmentFlag, "/redo")
}

func step(ctx context.Context, t *terminal, f *alignmentFlag, path string) error {
	p, err := f.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var v httpapi.VersionAnswer
	if err := p.api.post(ctx, p.path(path), map[string]any{"expectedVersion": p.a.Version}, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}

type alignmentNameCmd struct {
	alignmentFlag
	Name    string `arg:"" optional:"" help:"The name; without one the named versions are listed."`
	Version int64  `help:"Version to name; 0 is the newest."`
	Remove  bool   `help:"Remove the name instead; the version stays."`
}

// Run names a version.
func (c *alignmentNameCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	switch {
	case c.Remove:
		err = p.api.call(ctx, http.MethodDelete, p.path("/names/"+url.PathEscape(c.Name)), nil, nil)
	case c.Name != "":
		err = p.api.post(ctx, p.path("/names"), map[string]any{"name": c.Name, "version": c.Version}, nil)
	}
	if err != nil {
		return err
	}
	var named httpapi.NamedVersions
	if err := p.api.get(ctx, p.path("/names"), &named); err != nil {
		return err
	}
	return t.print(named, func(w io.Writer) {
		for _, n := range named.Versions {
			fmt.Fprintf(w, "%6d  %s  (%s, %s)\n", n.Version, n.Name, n.Actor.Name, n.Created.Local().Format("2006-01-02 15:04"))
		}
	})
}

type alignmentRestoreCmd struct {
	alignmentFlag
	Version string `arg:"" help:"Version number or name of a version."`
	Area    string `help:"Only this area, deleted or not, by number, path or name as it was then."`
}

// Run restores.
func (c *alignmentRestoreCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	version, err := p.version(ctx, c.Version)
	if err != nil {
		return err
	}
	body := map[string]any{"expectedVersion": p.a.Version, "version": version}
	if c.Area != "" {
		if body["area"], err = p.area(ctx, version, c.Area); err != nil {
			return err
		}
	}
	var v httpapi.VersionAnswer
	if err := p.api.post(ctx, p.path("/restore"), body, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}
