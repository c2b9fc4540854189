package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type compareCmd struct {
	connection
	Left    string   `help:"Alignment (name, dataset/name or id) on the left; its first version when --right is not given."`
	Right   string   `help:"Alignment on the right, or draft:ID. Without it: the newest open draft of the left one, else its newest version."`
	Measure []string `help:"Columns to add up; default: all measures."`
	Moves   string   `help:"Write the moved units to this CSV file." type:"path"`
}

// Run compares two plans.
func (c *compareCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	result, err := c.run(ctx, api)
	if err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) { printComparison(w, result) })
}

func (c *compareCmd) run(ctx context.Context, api *client) (*compare.Comparison, error) {
	left, err := findAlignment(ctx, api, c.Left)
	if err != nil {
		return nil, err
	}
	query := url.Values{}
	if err := c.sides(ctx, api, left, query); err != nil {
		return nil, err
	}
	measures := c.Measure
	if len(measures) == 0 {
		if measures, err = allMeasures(ctx, api, left.SnapshotID); err != nil {
			return nil, err
		}
	}
	for _, m := range measures {
		query.Add("measures", m)
	}
	var result compare.Comparison
	if err := api.get(ctx, "/comparisons?"+query.Encode(), &result); err != nil {
		return nil, err
	}
	if c.Moves != "" {
		return &result, fetch(ctx, api, "/comparisons/moves.csv?"+query.Encode(), c.Moves)
	}
	return &result, nil
}

// sides chooses what to compare when only one side is named.
func (c *compareCmd) sides(ctx context.Context, api *client, left httpapi.AlignmentItem, query url.Values) error {
	query.Set("left", left.ID)
	if c.Right != "" {
		if len(c.Right) > 6 && c.Right[:6] == "draft:" {
			query.Set("right", c.Right)
			return nil
		}
		right, err := findAlignment(ctx, api, c.Right)
		query.Set("right", right.ID)
		return err
	}
	var drafts httpapi.DraftList
	if err := api.get(ctx, "/alignments/"+left.ID+"/drafts", &drafts); err != nil {
		return err
	}
	for _, d := range drafts.Drafts {
		if d.State == "open" && d.BaseVersion == left.Version {
			query.Set("right", "draft:"+d.ID)
			return nil
		}
	}
	if left.Version == 1 {
		return territory.Errorf(territory.Invalid, "%q has one version and no open draft, so there is nothing to compare it with: name another alignment with --right.", left.Name)
	}
	query.Set("left", left.ID+"@1")
	query.Set("right", left.ID)
	return nil
}

// allMeasures lists the measure columns and the count of units.
func allMeasures(ctx context.Context, api *client, snapshotID string) ([]string, error) {
	var snapshot dataset.Snapshot
	if err := api.get(ctx, "/snapshots/"+snapshotID, &snapshot); err != nil {
		return nil, err
	}
	var names []string
	for _, column := range snapshot.Columns {
		if column.Role == dataset.RoleMeasure {
			names = append(names, column.Name)
		}
	}
	return append(names, "units"), nil
}

func printComparison(w io.Writer, c *compare.Comparison) {
	fmt.Fprintf(w, "%s (version %d) against %s (version %d)\n", c.Left.Name, c.Left.Version, c.Right.Name, c.Right.Version)
	printFigures(w, "left", c.Left.Figures, "right", c.Right.Figures)
	fmt.Fprintf(w, "Moved: %d units (%.1f %%), in %d flows between areas.\n", c.Moves.Units, 100*c.Moves.Share, len(c.Moves.Flows))
}
