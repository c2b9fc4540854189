package main

import (
	"context"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
)

// salesforceModelCmd groups the commands about territory models.
type salesforceModelCmd struct {
	Import salesforceModelImportCmd `cmd:"" help:"Make an alignment from a territory model: tree, users, rules and assignments by hand."`
}

type salesforceModelImportCmd struct {
	orgConnection
	Model   string `arg:"" help:"Developer name of the model."`
	Dataset string `help:"Dataset with the accounts, by name or id; needed when there are several."`
	Name    string `help:"Name of the alignment; the model's by default."`
}

// Run reads the model and follows the job.
func (c *salesforceModelImportCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, o orgRecord) error {
		d, err := findDataset(ctx, api, c.Dataset)
		if err != nil {
			return err
		}
		name := c.Name
		if name == "" {
			name = c.Model
		}
		var started job.Job
		if err := api.post(ctx, "/salesforce/models", map[string]string{"connection": o.ID, "dataset": d.ID, "model": c.Model, "name": name}, &started); err != nil {
			return err
		}
		var out salesforceplan.ModelOutcome
		if err := api.follow(ctx, t, started, &out); err != nil {
			return err
		}
		return t.print(out, func(w io.Writer) {
			fmt.Fprintf(w, "Made %q: %d areas, %d with a rule, %d users; %d units by hand, %d by rule, %d unassigned.\n",
				name, out.Areas, out.Rules, out.Users, out.ByHand, out.ByRule, out.Unassigned)
			for _, p := range out.Problems {
				fmt.Fprintf(w, "  %s: %s\n", p.Where, p.What)
			}
		})
	})
}
