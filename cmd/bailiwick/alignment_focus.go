package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// focusCmd groups my focus: the part of an alignment on which my changes,
// rules, optimisations and publications act.
type focusCmd struct {
	Show  focusShowCmd  `cmd:"" help:"Show my focus."`
	Set   focusSetCmd   `cmd:"" help:"Set my focus: changes, rules, optimisations and publications keep to it."`
	Clear focusClearCmd `cmd:"" help:"Everything is in focus again."`
}

// focus returns the stored focus; the zero Focus when it is the whole tree or
// the command is to act everywhere.
func (f *alignmentFlag) focus(ctx context.Context, p *planner) (alignment.Focus, error) {
	if f.Everywhere {
		return alignment.Focus{}, nil
	}
	return storedFocus(ctx, p.api, p.a.ID)
}

func storedFocus(ctx context.Context, api *client, id string) (alignment.Focus, error) {
	var v alignment.View
	err := api.get(ctx, "/alignments/"+id+"/view", &v)
	return v.Focus, err
}

type focusShowCmd struct{ alignmentFlag }

// Run shows.
func (c *focusShowCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	return p.showFocus(ctx, t)
}

func (p *planner) showFocus(ctx context.Context, t *terminal) error {
	var v alignment.View
	if err := p.api.get(ctx, p.path("/view"), &v); err != nil {
		return err
	}
	l, err := p.legend(ctx, 0, nil)
	if err != nil {
		return err
	}
	return t.print(v.Focus, func(w io.Writer) {
		if v.Focus.Whole() {
			fmt.Fprintf(w, "All of %s is in focus.\n", p.a.Name)
			return
		}
		paths, names := legendPaths(l), []string{}
		for _, number := range v.Focus.Areas {
			names = append(names, paths[number])
		}
		with := "without"
		if v.Focus.Unassigned {
			with = "with"
		}
		fmt.Fprintf(w, "Focus: %s, %s unassigned units.\n", strings.Join(names, "; "), with)
	})
}

type focusSetCmd struct {
	alignmentFlag
	Areas          []string `arg:"" help:"Areas with all below them, by number, path or name."`
	WithUnassigned bool     `help:"Unassigned units are in focus too."`
}

// Run sets.
func (c *focusSetCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	areas, err := p.areas(ctx, c.Areas)
	if err != nil {
		return err
	}
	for _, number := range areas {
		if number == alignment.Unassigned {
			return territory.Errorf(territory.Invalid, "Name areas; --with-unassigned adds the unassigned units.")
		}
	}
	return p.saveFocus(ctx, t, alignment.Focus{Areas: areas, Unassigned: c.WithUnassigned})
}

func (p *planner) saveFocus(ctx context.Context, t *terminal, f alignment.Focus) error {
	var v alignment.View
	if err := p.api.get(ctx, p.path("/view"), &v); err != nil {
		return err
	}
	v.Focus = f
	if err := p.api.call(ctx, http.MethodPut, p.path("/view"), v, nil); err != nil {
		return err
	}
	return p.showFocus(ctx, t)
}

type focusClearCmd struct{ alignmentFlag }

// Run clears.
func (c *focusClearCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	return p.saveFocus(ctx, t, alignment.Focus{})
}
