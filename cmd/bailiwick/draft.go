package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type draftCmd struct {
	List   draftListCmd   `cmd:"" help:"List the drafts of an alignment."`
	Accept draftAcceptCmd `cmd:"" help:"Accept a draft: its alignment becomes the plan."`
	Reject draftRejectCmd `cmd:"" help:"Reject a draft: its alignment stays as it is."`
	Keep   draftKeepCmd   `cmd:"" help:"Keep a draft as an alignment of its own."`
}

type draftListCmd struct {
	connection
	Alignment string `help:"Alignment, by name, dataset/name or id."`
}

// Run lists drafts.
func (c *draftListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return err
	}
	var list httpapi.DraftList
	if err := api.get(ctx, "/alignments/"+a.ID+"/drafts", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Drafts) == 0 {
			fmt.Fprintf(w, "%s has no drafts: bailiwick optimize makes one.\n", a.Name)
		}
		for _, d := range list.Drafts {
			fmt.Fprintf(w, "%s  %s  %s  %d territories, %d units moved\n", d.ID, d.Created.Format("2006-01-02 15:04"), d.State, d.Report.Territories, d.Report.After.MovedUnits)
		}
	})
}

type draftAcceptCmd struct {
	connection
	choiceFlag
	Draft    string   `arg:"" help:"Id of the draft."`
	Area     []string `help:"Only moves into and out of these areas, by number." sep:"none"`
	IDs      []string `name:"ids" help:"Only the moves of the units with these record ids."`
	But      []string `name:"but" help:"All moves but those of the units with these record ids."`
	Codes    []string `name:"boundaries" help:"Only the boundaries with these codes, with the units in them." placeholder:"CODE"`
	ButCodes []string `name:"but-boundaries" help:"All moves but those of the boundaries with these codes." placeholder:"CODE"`
	Lock     bool     `help:"Lock the units and boundaries that were moved."`
	OnTop    bool     `help:"Accept also when the alignment was changed since, on top of that work."`
}

// Run accepts.
func (c *draftAcceptCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.Area != nil || c.IDs != nil || c.But != nil || c.Codes != nil || c.ButCodes != nil || c.Lock || c.OnTop {
		return c.part(ctx, t, api)
	}
	var v httpapi.VersionAnswer
	if err := api.post(ctx, "/drafts/"+c.Draft+"/accept", nil, &v); err != nil {
		return err
	}
	return t.print(v, func(w io.Writer) { fmt.Fprintf(w, "Accepted; the alignment is at version %d.\n", v.Version) })
}

// part accepts some of the draft, or all of it on top of later work.
func (c *draftAcceptCmd) part(ctx context.Context, t *terminal, api *client) error {
	body := map[string]any{"lock": c.Lock, "choices": c.Choose}
	if c.Area != nil {
		areas := make([]int, len(c.Area))
		for i, word := range c.Area {
			number, err := strconv.Atoi(word)
			if err != nil {
				return territory.Errorf(territory.Invalid, "--area takes area numbers, not %q.", word)
			}
			areas[i] = number
		}
		body["areas"] = areas
	}
	if c.IDs != nil {
		body["moves"] = httpapi.UnitSelection{IDs: c.IDs}
	}
	if c.But != nil {
		body["except"] = httpapi.UnitSelection{IDs: c.But}
	}
	if c.Codes != nil {
		body["boundaries"] = httpapi.BoundarySelection{Codes: c.Codes}
	}
	if c.ButCodes != nil {
		body["exceptBoundaries"] = httpapi.BoundarySelection{Codes: c.ButCodes}
	}
	var m httpapi.MergeAnswer
	if err := api.post(ctx, "/drafts/"+c.Draft+"/accept-part", body, &m); err != nil {
		return err
	}
	return printMerge(t, "The alignment", &m)
}

type draftRejectCmd struct {
	connection
	Draft string `arg:"" help:"Id of the draft."`
}

// Run rejects.
func (c *draftRejectCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var d httpapi.DraftItem
	if err := api.post(ctx, "/drafts/"+c.Draft+"/reject", nil, &d); err != nil {
		return err
	}
	return t.print(d, func(w io.Writer) { fmt.Fprintln(w, "Rejected; the alignment stays as it is.") })
}

type draftKeepCmd struct {
	connection
	Draft string `arg:"" help:"Id of the draft."`
	Name  string `help:"Name of the new alignment." required:""`
}

// Run keeps.
func (c *draftKeepCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var a httpapi.AlignmentItem
	if err := api.post(ctx, "/drafts/"+c.Draft+"/keep", map[string]string{"name": c.Name}, &a); err != nil {
		return err
	}
	return t.print(a, func(w io.Writer) {
		fmt.Fprintf(w, "Kept as alignment %q with %d territories.\n", a.Name, a.Territories)
	})
}
