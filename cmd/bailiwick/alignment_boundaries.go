package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// alignmentBoundariesCmd groups what an alignment does with boundaries.
type alignmentBoundariesCmd struct {
	Use      boundsUseCmd      `cmd:"" help:"Choose the boundary set that the alignment assigns."`
	Show     boundsShowCmd     `cmd:"" help:"Boundaries, units and measures per area."`
	Assign   boundsAssignCmd   `cmd:"" help:"Give boundaries, with the units in them, to a territory."`
	Share    boundsShareCmd    `cmd:"" help:"Give boundaries to several territories; their rules tell the units apart."`
	Lock     boundsLockCmd     `cmd:"" help:"Lock or unlock boundaries."`
	LeaveOut boundsLeaveOutCmd `cmd:"" help:"Leave boundaries out of the plan, or take them in again."`
	Fill     boundsFillCmd     `cmd:"" help:"Give boundaries nobody holds to the nearest territory."`
	Split    boundsSplitCmd    `cmd:"" help:"List boundaries whose units are in several areas."`
	Resolve  boundsResolveCmd  `cmd:"" help:"Give each split boundary to one territory."`
	Rules    boundsRulesCmd    `cmd:"" help:"List the rules that follow from assigned boundaries."`
	Import   boundsImportCmd   `cmd:"" help:"Assign boundaries from a CSV of code and area."`
	Polygons boundsPolygonsCmd `cmd:"" help:"Write the polygons of territories, joined from their boundaries, as GeoJSON."`
	Export   boundsExportCmd   `cmd:"" help:"Write the boundaries with their areas as CSV."`
}

// boundaryFlags say which boundaries a command is about.
type boundaryFlags struct {
	Code         []string `help:"Codes of boundaries."`
	From         []string `help:"Areas whose boundaries are meant, by number, path or name; unassigned for those nobody holds." sep:"none"`
	WithoutUnits bool     `help:"Only boundaries in which no unit lies."`
}

func (f *boundaryFlags) selection(ctx context.Context, p *planner) (httpapi.BoundarySelection, error) {
	areas, err := p.areas(ctx, f.From)
	if len(areas) == 0 {
		areas = nil
	}
	return httpapi.BoundarySelection{Codes: f.Code, Areas: areas, WithoutUnits: f.WithoutUnits}, err
}

// editBoundaries opens the alignment and appends the edit that make returns.
func (f *alignmentFlag) editBoundaries(ctx context.Context, t *terminal, reason string, edit func(p *planner) (httpapi.BoundaryEdit, error)) error {
	p, err := f.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	e, err := edit(p)
	if err != nil {
		return err
	}
	return p.change(ctx, t, reason, httpapi.Edit{BoundaryEdit: e})
}

type boundsUseCmd struct {
	alignmentFlag
	Set       string `arg:"" optional:"" help:"Boundary set, by name, name@edition or id; without one the alignment uses none."`
	Column    string `help:"Text column with the code of each unit's boundary; otherwise its position decides."`
	FromUnits bool   `help:"Give every boundary that holds units to the territory with most of them."`
}

// Run chooses the set.
func (c *boundsUseCmd) Run(ctx context.Context, t *terminal) error {
	return c.editBoundaries(ctx, t, "Chose boundaries", func(p *planner) (httpapi.BoundaryEdit, error) {
		use := &httpapi.UseBoundaries{Column: c.Column, FromUnits: c.FromUnits}
		if c.Set != "" {
			r, err := findBoundarySet(ctx, p.api, c.Set)
			if err != nil {
				return httpapi.BoundaryEdit{}, err
			}
			use.Set = r.ID
		}
		return httpapi.BoundaryEdit{UseBoundaries: use}, nil
	})
}

type boundsAssignCmd struct {
	alignmentFlag
	boundaryFlags
	To        string `help:"Territory that takes them, by number, path or name; or unassigned." required:""`
	KeepUnits bool   `help:"Leave the units where they are."`
	Reason    string `help:"Why, for the history."`
}

// Run assigns boundaries.
func (c *boundsAssignCmd) Run(ctx context.Context, t *terminal) error {
	return c.editBoundaries(ctx, t, c.Reason, func(p *planner) (httpapi.BoundaryEdit, error) {
		sel, err := c.selection(ctx, p)
		if err != nil {
			return httpapi.BoundaryEdit{}, err
		}
		to, err := p.area(ctx, 0, c.To)
		return httpapi.BoundaryEdit{AssignBoundaries: &httpapi.AssignBoundaries{BoundarySelection: sel, To: to, KeepUnits: c.KeepUnits}}, err
	})
}

type boundsShareCmd struct {
	alignmentFlag
	boundaryFlags
	Among     []string `help:"Territories that share them, by number, path or name; the first counts where only one can." required:"" sep:"none"`
	KeepUnits bool     `help:"Leave the units where they are; otherwise the rules of the territories tell them apart."`
	Reason    string   `help:"Why, for the history."`
}

// Run shares boundaries.
func (c *boundsShareCmd) Run(ctx context.Context, t *terminal) error {
	return c.editBoundaries(ctx, t, c.Reason, func(p *planner) (httpapi.BoundaryEdit, error) {
		sel, err := c.selection(ctx, p)
		if err != nil {
			return httpapi.BoundaryEdit{}, err
		}
		among, err := p.areas(ctx, c.Among)
		return httpapi.BoundaryEdit{ShareBoundaries: &httpapi.ShareBoundaries{BoundarySelection: sel, Among: among, KeepUnits: c.KeepUnits}}, err
	})
}

type boundsLockCmd struct {
	alignmentFlag
	boundaryFlags
	Unlock bool   `help:"Unlock instead."`
	Reason string `help:"Why, for the history."`
}

// Run locks boundaries.
func (c *boundsLockCmd) Run(ctx context.Context, t *terminal) error {
	return c.editBoundaries(ctx, t, c.Reason, func(p *planner) (httpapi.BoundaryEdit, error) {
		sel, err := c.selection(ctx, p)
		return httpapi.BoundaryEdit{LockBoundaries: &httpapi.LockBoundaries{BoundarySelection: sel, Locked: !c.Unlock}}, err
	})
}

type boundsLeaveOutCmd struct {
	alignmentFlag
	boundaryFlags
	TakeIn bool   `help:"Take them in again."`
	Reason string `help:"Why, for the history."`
}

// Run leaves boundaries out.
func (c *boundsLeaveOutCmd) Run(ctx context.Context, t *terminal) error {
	return c.editBoundaries(ctx, t, c.Reason, func(p *planner) (httpapi.BoundaryEdit, error) {
		sel, err := c.selection(ctx, p)
		return httpapi.BoundaryEdit{LeaveOutBoundaries: &httpapi.LeaveOutBoundaries{BoundarySelection: sel, Out: !c.TakeIn}}, err
	})
}

type boundsFillCmd struct {
	alignmentFlag
	All bool `help:"Also boundaries with units; the unassigned units in them come along. Otherwise only empty ones."`
}

// Run fills.
func (c *boundsFillCmd) Run(ctx context.Context, t *terminal) error {
	scope := "empty"
	if c.All {
		scope = "all"
	}
	return c.editBoundaries(ctx, t, "Gave boundaries to the nearest territory", func(*planner) (httpapi.BoundaryEdit, error) {
		return httpapi.BoundaryEdit{FillBoundaries: &httpapi.FillBoundaries{Scope: scope}}, nil
	})
}

type boundsResolveCmd struct {
	alignmentFlag
	By    string   `help:"area, majority or field." enum:"area,majority,field" default:"majority"`
	Area  string   `help:"With --by area: the territory that takes them, by number, path or name."`
	Field string   `help:"With --by field: a numeric column (largest sum), or a text column that names territories."`
	Code  []string `help:"Only these boundaries; all split ones by default."`
}

// Run resolves split boundaries.
func (c *boundsResolveCmd) Run(ctx context.Context, t *terminal) error {
	if (c.By == "area") != (c.Area != "") || (c.By == "field") != (c.Field != "") {
		return territory.Errorf(territory.Invalid, "Give --area with --by area, and --field with --by field.")
	}
	return c.editBoundaries(ctx, t, "Resolved split boundaries by "+c.By, func(p *planner) (httpapi.BoundaryEdit, error) {
		e := &httpapi.ResolveBoundaries{BoundarySelection: httpapi.BoundarySelection{Codes: c.Code}, By: c.By, Field: c.Field}
		var err error
		if c.Area != "" {
			e.Area, err = p.area(ctx, 0, c.Area)
		}
		return httpapi.BoundaryEdit{ResolveBoundaries: e}, err
	})
}

type boundsShowCmd struct {
	alignmentFlag
	Version int64    `help:"Version to show; 0 is the newest."`
	Measure []string `help:"Columns to add up; default: all measures."`
}

// Run shows the boundary legend.
func (c *boundsShowCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if c.Measure == nil {
		if c.Measure, err = allMeasures(ctx, p.api, p.a.SnapshotID); err != nil {
			return err
		}
	}
	query := url.Values{"version": {strconv.FormatInt(c.Version, 10)}, "measures": c.Measure}
	var l httpapi.BoundaryLegend
	if err := p.api.get(ctx, p.path("/boundaries/legend?"+query.Encode()), &l); err != nil {
		return err
	}
	tree, err := p.legend(ctx, c.Version, nil)
	if err != nil {
		return err
	}
	return t.print(l, func(w io.Writer) { printBoundaryLegend(w, l, legendPaths(tree)) })
}

func printBoundaryLegend(w io.Writer, l httpapi.BoundaryLegend, paths map[alignment.AreaNumber]string) {
	fmt.Fprintf(w, "%s, version %d: %d shared, %d split, %d left out\n", l.Name, l.Version, l.Shared, l.Split, l.LeftOut)
	fmt.Fprintf(w, "%-40s %10s %10s %10s", "area", "boundaries", "empty", "units")
	for _, m := range l.Measures {
		fmt.Fprintf(w, " %18s", m)
	}
	fmt.Fprintln(w)
	line := func(label string, a httpapi.BoundaryLegendArea) {
		fmt.Fprintf(w, "%-40s %10d %10d %10d", label, a.Boundaries, a.Empty, a.Units)
		for _, sum := range a.Sums {
			fmt.Fprintf(w, " %18.2f", sum)
		}
		fmt.Fprintln(w)
	}
	for _, a := range l.Areas {
		line(paths[a.Area], a)
	}
	line("Unassigned", l.Unassigned)
	fmt.Fprintf(w, "Units placed by code: %d, by position: %d, with an ambiguous code: %d, nowhere: %d.\n", l.ByCode, l.ByPosition, l.Ambiguous, l.Nowhere)
}

type boundsSplitCmd struct{ alignmentFlag }

// Run lists split boundaries.
func (c *boundsSplitCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var list httpapi.SplitBoundaryList
	if err := p.api.get(ctx, p.path("/boundaries/split"), &list); err != nil {
		return err
	}
	tree, err := p.legend(ctx, 0, nil)
	if err != nil {
		return err
	}
	paths := legendPaths(tree)
	return t.print(list, func(w io.Writer) {
		for _, b := range list.Split {
			fmt.Fprintf(w, "%s %s:", b.Code, b.Name)
			for _, a := range b.Areas {
				fmt.Fprintf(w, " %s %d units;", paths[a.Area], a.Units)
			}
			fmt.Fprintf(w, " unassigned %d\n", b.Unassigned)
		}
		fmt.Fprintf(w, "%d split boundaries.\n", len(list.Split))
	})
}

type boundsRulesCmd struct{ alignmentFlag }

// Run lists boundary rules.
func (c *boundsRulesCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var list httpapi.BoundaryRuleList
	if err := p.api.get(ctx, p.path("/boundaries/rules"), &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, r := range list.Rules {
			fmt.Fprintf(w, "%s: %s\n", r.Path, r.Text)
		}
	})
}

type boundsImportCmd struct {
	alignmentFlag
	File         string `arg:"" help:"CSV file with the columns code and area (a path or name; empty for nobody)." type:"existingfile"`
	KeepUnits    bool   `help:"Leave the units where they are."`
	AllOrNothing bool   `help:"Change nothing when a row fails; otherwise rows that fail are left out and listed."`
	Reason       string `help:"Why, for the history."`
}

// Run assigns boundaries from a file.
func (c *boundsImportCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	file, err := os.Open(c.File)
	if err != nil {
		return territory.Errorf(territory.Invalid, "%s cannot be read: %v.", c.File, err)
	}
	defer file.Close() //nolint:errcheck // opened for reading
	query := url.Values{"expectedVersion": {strconv.FormatInt(p.a.Version, 10)}, "reason": {c.Reason},
		"allOrNothing": {strconv.FormatBool(c.AllOrNothing)}, "keepUnits": {strconv.FormatBool(c.KeepUnits)}}
	response, err := p.api.send(ctx, http.MethodPost, p.path("/boundaries.csv?"+query.Encode()), "text/csv", file)
	if err != nil {
		return err
	}
	var answer httpapi.ImportAnswer
	if err := decode(response, &answer); err != nil {
		return err
	}
	return t.print(answer, func(w io.Writer) {
		fmt.Fprintf(w, "%s is at version %d: %d boundaries assigned, %d units moved, %d rows failed.\n", p.a.Name, answer.Version, answer.BoundariesMoved, answer.UnitsMoved, len(answer.Problems))
		for _, d := range answer.Problems {
			fmt.Fprintf(w, "  %s: %s\n", d.Where, d.What)
		}
	})
}

type boundsExportCmd struct {
	alignmentFlag
	File    string `arg:"" help:"File to write." type:"path"`
	Version int64  `help:"Version; 0 is the newest."`
}

// Run writes the boundaries.
func (c *boundsExportCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if err := fetch(ctx, p.api, p.path("/boundaries.csv?version="+strconv.FormatInt(c.Version, 10)), c.File); err != nil {
		return err
	}
	return t.print(exported{c.File}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s.\n", c.File) })
}
