package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type alignmentBranchCmd struct {
	alignmentFlag
	Name string `arg:"" help:"Name of the branch."`
	From string `help:"Version number or name to begin at; default: the newest."`
}

// Run branches.
func (c *alignmentBranchCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	version, err := p.version(ctx, c.From)
	if err != nil {
		return err
	}
	var a httpapi.AlignmentItem
	if err := p.api.post(ctx, p.path("/branches"), map[string]any{"name": c.Name, "version": version}, &a); err != nil {
		return err
	}
	return t.print(a, func(w io.Writer) {
		fmt.Fprintf(w, "Branched %q from %s, version %d.\n", a.Name, p.a.Name, a.Origin.Version)
	})
}

// choiceFlag resolves conflicts.
type choiceFlag struct {
	Choose map[string]string `help:"Resolve conflicts by area number: 12=ours keeps what is there, 12=theirs takes what comes in." mapsep:","`
}

type alignmentMergeCmd struct {
	alignmentFlag
	choiceFlag
	Branch string `arg:"" help:"The branch to bring in, by name, dataset/name or id."`
}

// Run merges the branch into its origin, whatever --alignment says.
func (c *alignmentMergeCmd) Run(ctx context.Context, t *terminal) error {
	f := c.alignmentFlag
	if f.Alignment == "" {
		f.Alignment = c.Branch // the origin follows from it
	}
	p, err := f.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	branch, err := findAlignment(ctx, p.api, c.Branch)
	if err != nil {
		return err
	}
	if branch.Origin == nil {
		return territory.Errorf(territory.Invalid, "%q is not a branch of another alignment.", branch.Name)
	}
	if p.a, err = findAlignment(ctx, p.api, branch.Origin.AlignmentID); err != nil {
		return err
	}
	body := map[string]any{"branch": branch.ID, "expectedVersion": p.a.Version, "choices": c.Choose}
	return p.merge(ctx, t, "/merge", body)
}

type alignmentRevertCmd struct {
	alignmentFlag
	choiceFlag
	Version int64 `arg:"" help:"Version whose change is taken back."`
}

// Run reverts.
func (c *alignmentRevertCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	return p.merge(ctx, t, "/revert", map[string]any{"version": c.Version, "choices": c.Choose})
}

// merge posts to a route that answers with conflicts; open ones are an error.
func (p *planner) merge(ctx context.Context, t *terminal, path string, body any) error {
	var m httpapi.MergeAnswer
	if err := p.api.post(ctx, p.path(path), body, &m); err != nil {
		return err
	}
	return printMerge(t, p.a.Name, &m)
}

func printMerge(t *terminal, name string, m *httpapi.MergeAnswer) error {
	if m.Stored {
		return t.print(m, func(w io.Writer) { fmt.Fprintf(w, "%s is now at version %d.\n", name, m.Version) })
	}
	e := territory.Errorf(territory.Conflict, "Nothing was changed: %d conflicts are open. Choose for each area with --choose %s.", m.Open, exampleChoice(m))
	for _, c := range m.Conflicts {
		if c.Choice == "" {
			e.Details = append(e.Details, territory.Detail{Where: fmt.Sprintf("area %d", c.Area), What: c.Text})
		}
	}
	return e
}

func exampleChoice(m *httpapi.MergeAnswer) string {
	var parts []string
	seen := map[string]bool{}
	for _, c := range m.Conflicts {
		if text := fmt.Sprintf("%d=ours", c.Area); c.Choice == "" && !seen[text] {
			seen[text] = true
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ",")
}
