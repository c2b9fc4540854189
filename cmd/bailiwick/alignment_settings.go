package main

import (
	"context"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

type alignmentSettingsCmd struct {
	alignmentFlag
	Family        *string  `help:"Text column whose equal values make a family, such as ParentId; empty for none."`
	WholeFamilies *bool    `help:"Keep families together when units are moved and when rules run." negatable:""`
	OverrideLimit *float64 `help:"Share of hand-made overrides of an area, such as 0.05, above which there is an alarm; 0 for none."`
}

// Run shows the settings, or changes those that are given.
func (c *alignmentSettingsCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if c.Family != nil || c.WholeFamilies != nil || c.OverrideLimit != nil {
		edit := httpapi.Edit{Options: &httpapi.EditOptions{Family: c.Family, WholeFamilies: c.WholeFamilies, OverrideLimit: c.OverrideLimit}}
		return p.change(ctx, t, "", edit)
	}
	var o httpapi.OptionsAnswer
	if err := p.api.get(ctx, p.path("/options"), &o); err != nil {
		return err
	}
	return t.print(o, func(w io.Writer) {
		fmt.Fprintf(w, "Family column: %q, kept whole in moves and rules: %v.\nAlarm above %.1f %% overrides (0: none).\n", o.Family, o.WholeFamilies, 100*o.OverrideLimit)
	})
}
