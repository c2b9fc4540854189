package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// datasetAttributeCmd groups what is done to calculated attributes.
type datasetAttributeCmd struct {
	Add    attributeAddCmd    `cmd:"" help:"Store a calculated attribute, or replace the one of that name."`
	List   attributeListCmd   `cmd:"" help:"List calculated attributes and saved filters, and the functions of formulas."`
	Delete attributeDeleteCmd `cmd:"" help:"Delete a calculated attribute or saved filter."`
	Try    attributeTryCmd    `cmd:"" help:"Work a formula out without storing it."`
}

// datasetFilterCmd groups what is done to saved filters.
type datasetFilterCmd struct {
	Add    filterAddCmd       `cmd:"" help:"Save a condition under a name; other conditions use it by that name."`
	List   attributeListCmd   `cmd:"" help:"List calculated attributes and saved filters."`
	Delete attributeDeleteCmd `cmd:"" help:"Delete a saved filter."`
	Try    attributeTryCmd    `cmd:"" help:"Count the units for which a condition holds."`
}

type attributeAddCmd struct {
	datasetFlag
	On      string `help:"What it describes: units, boundaries or areas (of alignments)." enum:"units,boundaries,areas" default:"units"`
	Note    string `help:"What it is for."`
	Name    string `arg:"" help:"Name, as a column's."`
	Formula string `arg:"" help:"Formula, such as 'AnnualRevenue / 1000'."`
	filter  bool
}

type filterAddCmd struct {
	datasetFlag
	Note      string `help:"What it is for."`
	Name      string `arg:"" help:"Name, as a column's."`
	Condition string `arg:"" help:"Condition, such as 'Industry == \"Energy\" and AnnualRevenue > 10000'."`
}

// Run stores the filter.
func (c *filterAddCmd) Run(ctx context.Context, t *terminal) error {
	return (&attributeAddCmd{datasetFlag: c.datasetFlag, On: "units", Note: c.Note, Name: c.Name, Formula: c.Condition, filter: true}).Run(ctx, t)
}

// Run stores the attribute.
func (c *attributeAddCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	var a httpapi.Attribute
	request := httpapi.AttributeBody{Name: c.Name, On: dataset.On(c.On), Text: c.Formula, Note: c.Note, Filter: c.filter}
	if err := api.post(ctx, "/datasets/"+d.ID+"/attributes", request, &a); err != nil {
		return err
	}
	return t.print(a, func(w io.Writer) { fmt.Fprintf(w, "Stored %s, a %s of %s.\n", a.Name, a.Type, a.On) })
}

type attributeListCmd struct{ datasetFlag }

// Run lists attributes and functions.
func (c *attributeListCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.AttributeList
	if err := api.get(ctx, "/datasets/"+d.ID+"/attributes", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Attributes) == 0 {
			fmt.Fprintln(w, "There are no calculated attributes or filters.")
		}
		for _, a := range list.Attributes {
			fmt.Fprintf(w, "%s = %s  (%s, of %s)\n", a.Name, a.Text, strings.TrimSpace(string(a.Type)+" "+a.Problem), a.On)
		}
		for _, on := range []dataset.On{dataset.OnUnits, dataset.OnBoundaries, dataset.OnAreas} {
			fmt.Fprintf(w, "Attributes of %s:\n", on)
			for _, n := range list.Names {
				if n.On == on {
					fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-26s %-8s %-10s %s", n.Text, n.Type, n.Kind, n.Help), " "))
				}
			}
		}
		fmt.Fprintln(w, "Functions:")
		for _, f := range list.Functions {
			fmt.Fprintf(w, "  %-26s %s\n", f.Usage, f.Help)
		}
	})
}

type attributeDeleteCmd struct {
	datasetFlag
	Name string `arg:"" help:"Name of the attribute or filter."`
}

// Run deletes it.
func (c *attributeDeleteCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := api.call(ctx, http.MethodDelete, "/datasets/"+d.ID+"/attributes/"+url.PathEscape(c.Name), nil, nil); err != nil {
		return err
	}
	return t.print(map[string]string{"deleted": c.Name}, func(w io.Writer) { fmt.Fprintf(w, "Deleted %s.\n", c.Name) })
}

type attributeTryCmd struct {
	datasetFlag
	On        string `help:"What it describes: units, boundaries or areas (of alignments)." enum:"units,boundaries,areas" default:"units"`
	Alignment string `help:"Alignment whose areas the formula asks for."`
	Rows      int    `help:"Sample rows." default:"10"`
	Formula   string `arg:"" help:"Formula or condition."`
}

// Run tries the formula.
func (c *attributeTryCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	request := httpapi.TryBody{On: dataset.On(c.On), Text: c.Formula, Rows: c.Rows}
	if c.Alignment != "" {
		a, err := findAlignment(ctx, api, d.ID+"/"+c.Alignment)
		if err != nil {
			return err
		}
		request.Alignment = a.ID
	}
	var tried httpapi.Tried
	if err := api.post(ctx, "/datasets/"+d.ID+"/attributes/try", request, &tried); err != nil {
		return err
	}
	if p := tried.Problem; p != nil {
		e := territory.Errorf(territory.Invalid, "The formula cannot be used: %s", c.Formula)
		where := "formula"
		if p.Line > 0 {
			where = fmt.Sprintf("line %d, column %d", p.Line, p.Column)
		}
		e.Details = []territory.Detail{{Where: where, What: p.Text}}
		return e
	}
	return t.print(tried, func(w io.Writer) {
		if tried.Profile == nil {
			fmt.Fprintf(w, "A %s of %s; name an --alignment to see values.\n", tried.Type, c.On)
			return
		}
		fmt.Fprintf(w, "A %s of %s in %.3f s", tried.Type, c.On, tried.Seconds)
		if tried.Type == "boolean" {
			fmt.Fprintf(w, "; it holds for %d", tried.Matches)
		}
		fmt.Fprintln(w, ".")
		for _, row := range tried.Rows {
			fmt.Fprintf(w, "  %s: %v → %v\n", row.ID, row.Inputs, row.Value)
		}
	})
}
