package main

import (
	"context"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// unitFlags say which units a command is about.
type unitFlags struct {
	IDs    []string `name:"ids" help:"Record ids of units."`
	From   []string `help:"Areas whose units are meant, by number, path or name; unassigned for those no area holds." sep:"none"`
	Filter string   `help:"Condition over the columns, such as 'AnnualRevenue > 10000 and Industry == \"Energy\"'; narrows --ids and --from."`
}

func (f *unitFlags) given() bool { return len(f.IDs) > 0 || len(f.From) > 0 || f.Filter != "" }

func (f *unitFlags) selection(ctx context.Context, p *planner) (httpapi.UnitSelection, error) {
	areas, err := p.areas(ctx, f.From)
	if len(areas) == 0 {
		areas = nil
	}
	return httpapi.UnitSelection{IDs: f.IDs, Areas: areas, Filter: f.Filter}, err
}

type alignmentMoveCmd struct {
	alignmentFlag
	unitFlags
	To            string `help:"Territory that takes them, by number, path or name; or unassigned." required:""`
	WholeFamilies *bool  `help:"Move the families of the units too; by default as the settings say." negatable:""`
	Reason        string `help:"Why, for the history."`
}

// Run moves units.
func (c *alignmentMoveCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	units, err := c.selection(ctx, p)
	if err != nil {
		return err
	}
	to, err := p.area(ctx, 0, c.To)
	if err != nil {
		return err
	}
	return p.change(ctx, t, c.Reason, httpapi.Edit{Assign: &httpapi.AssignUnits{UnitSelection: units, To: to, WholeFamilies: c.WholeFamilies}})
}

type alignmentLockCmd struct {
	alignmentFlag
	unitFlags
	Area    []string `help:"Lock areas themselves, by number, path or name: they keep their units and take none." sep:"none"`
	Level   string   `help:"Lock all areas of a level, by its name."`
	Subtree bool     `help:"With all areas below them."`
	Unlock  bool     `help:"Unlock instead."`
	Reason  string   `help:"Why, for the history."`
}

// Run locks.
func (c *alignmentLockCmd) Run(ctx context.Context, t *terminal) error {
	if !c.given() && len(c.Area) == 0 && c.Level == "" {
		return territory.Errorf(territory.Invalid, "Say what to lock: --area, --level, --ids, --from or --filter.")
	}
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var edits []httpapi.Edit
	if c.given() {
		units, err := c.selection(ctx, p)
		if err != nil {
			return err
		}
		edits = append(edits, httpapi.Edit{Lock: &httpapi.LockUnits{UnitSelection: units, Locked: !c.Unlock}})
	}
	areas, err := p.areas(ctx, c.Area)
	if err != nil {
		return err
	}
	if c.Level != "" {
		below, err := p.atLevel(ctx, c.Level)
		if err != nil {
			return err
		}
		areas = append(areas, below...)
	}
	if len(areas) > 0 {
		edits = append(edits, httpapi.Edit{LockAreas: &httpapi.LockAreas{Areas: areas, Subtree: c.Subtree, Locked: !c.Unlock}})
	}
	return p.change(ctx, t, c.Reason, edits...)
}

// atLevel lists the areas of the level with this name.
func (p *planner) atLevel(ctx context.Context, name string) ([]alignment.AreaNumber, error) {
	l, err := p.legend(ctx, 0, nil)
	if err != nil {
		return nil, err
	}
	level := slices.IndexFunc(l.Levels, func(known string) bool { return strings.EqualFold(known, name) })
	if level < 0 {
		return nil, territory.Errorf(territory.NotFound, "The alignment has no level %q. It has: %s.", name, strings.Join(l.Levels, ", "))
	}
	var areas []alignment.AreaNumber
	for _, a := range l.Areas {
		if a.Level == level {
			areas = append(areas, a.Number)
		}
	}
	if len(areas) == 0 {
		return nil, territory.Errorf(territory.NotFound, "There is no area at the level %q yet.", l.Levels[level])
	}
	return areas, nil
}

type alignmentAddCmd struct {
	alignmentFlag
	Name   string `arg:"" help:"Name of the area."`
	Parent string `help:"Area above it, by number, path or name; without it the area is at the top."`
	Owner  string `help:"Who has it."`
}

// Run adds an area.
func (c *alignmentAddCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	parent := alignment.Unassigned
	if c.Parent != "" {
		if parent, err = p.area(ctx, 0, c.Parent); err != nil {
			return err
		}
	}
	return p.change(ctx, t, "Added "+c.Name, httpapi.Edit{AddArea: &httpapi.AddArea{Parent: parent, Name: c.Name, Owner: c.Owner}})
}

type alignmentSplitCmd struct {
	alignmentFlag
	Area  string   `arg:"" help:"Territory to split, by number, path or name."`
	Part  []string `help:"A part, as NAME or NAME=CONDITION for the units it takes; repeat for several." required:"" sep:"none"`
	Below bool     `help:"Make the parts areas below the territory instead of neighbours; parts without a condition are placeholders."`
}

// Run splits.
func (c *alignmentSplitCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	number, err := p.area(ctx, 0, c.Area)
	if err != nil {
		return err
	}
	split := &httpapi.SplitArea{Number: number, Below: c.Below}
	for _, text := range c.Part {
		name, condition, _ := strings.Cut(text, "=")
		split.Parts = append(split.Parts, httpapi.SplitPart{Name: name, UnitSelection: httpapi.UnitSelection{Filter: condition}})
	}
	return p.change(ctx, t, "Split "+c.Area, httpapi.Edit{SplitArea: split})
}

type alignmentRemoveCmd struct {
	alignmentFlag
	Area string `arg:"" help:"Area to remove with all below it, by number, path or name."`
	To   string `help:"Territory that takes its units; default: they become unassigned." default:"unassigned"`

	Preview bool `help:"Only show what would change."`
}

// Run removes an area.
func (c *alignmentRemoveCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	numbers, err := p.areas(ctx, []string{c.Area, c.To})
	if err != nil {
		return err
	}
	edit := httpapi.Edit{RemoveArea: &httpapi.RemoveArea{Number: numbers[0], To: numbers[1]}}
	if c.Preview {
		return p.preview(ctx, t, edit)
	}
	return p.change(ctx, t, "Removed "+c.Area, edit)
}

type alignmentRenameCmd struct {
	alignmentFlag
	Area string `arg:"" help:"Area, by number, path or name."`
	Name string `arg:"" help:"New name."`
}

// Run renames an area.
func (c *alignmentRenameCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	number, err := p.area(ctx, 0, c.Area)
	if err != nil {
		return err
	}
	return p.change(ctx, t, "", httpapi.Edit{UpdateArea: &httpapi.UpdateArea{Number: number, Name: &c.Name}})
}
