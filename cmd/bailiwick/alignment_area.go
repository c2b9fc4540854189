package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// areaCmd groups what is done to areas of the tree.
type areaCmd struct {
	Set   areaSetCmd   `cmd:"" help:"Set properties of an area."`
	Move  areaMoveCmd  `cmd:"" help:"Move an area with all below it to another parent."`
	Merge areaMergeCmd `cmd:"" help:"Merge areas into one that remains."`
	Sort  areaSortCmd  `cmd:"" help:"Sort the areas below one, by name or in an order given."`
}

type areaSetCmd struct {
	alignmentFlag
	Area     string    `arg:"" help:"Area, by number, path or name."`
	Name     *string   `help:"New name."`
	Owner    *string   `help:"Who has it."`
	User     []string  `help:"Everybody who works there, as 'NAME' or 'NAME (ROLE)'; replaces the users." sep:"none"`
	Notes    *string   `help:"Notes."`
	Colour   *int      `help:"Index into the palette."`
	Profile  *string   `help:"contiguous, non-contiguous, or empty to leave it open."`
	Capacity []string  `help:"What its people can carry, as MEASURE=NUMBER; empty number removes." sep:"none"`
	Target   []string  `help:"Target, as MEASURE=SHARE, MEASURE=20% or MEASURE=AMOUNT: with the unit abs (500abs), then optionally :MIN:MAX; MEASURE= removes." sep:"none"`
	Centre   []float64 `help:"Longitude and latitude of the centre."`
	Pin      *bool     `help:"Pin the centre." negatable:""`
}

// Run sets properties.
func (c *areaSetCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	number, err := p.area(ctx, 0, c.Area)
	if err != nil {
		return err
	}
	l, err := p.legend(ctx, 0, nil)
	if err != nil {
		return err
	}
	u := &httpapi.UpdateArea{Number: number, Name: c.Name, Owner: c.Owner}
	u.Notes, u.Colour, u.Pinned = c.Notes, c.Colour, c.Pin
	for _, a := range l.Areas {
		if a.Number == number {
			if err := c.lists(u, a.Area); err != nil {
				return err
			}
		}
	}
	return p.change(ctx, t, "Changed "+c.Area, httpapi.Edit{UpdateArea: u})
}

// lists fills in the properties that are made from several values.
func (c *areaSetCmd) lists(u *httpapi.UpdateArea, now alignment.Area) error {
	now = *now.Clone()
	if c.User != nil {
		users, err := alignment.ParseUsers(strings.Join(c.User, ";"))
		if err != nil {
			return err
		}
		u.Users = &users
	}
	if c.Profile != nil {
		profile := alignment.Profile(*c.Profile)
		u.Profile = &profile
	}
	switch len(c.Centre) {
	case 0:
	case 2:
		u.Centre = &alignment.Point{Lon: c.Centre[0], Lat: c.Centre[1]}
	default:
		return territory.Errorf(territory.Invalid, "Write the centre as --centre LONGITUDE,LATITUDE.")
	}
	for _, text := range c.Target {
		name, target, err := parseTarget(text)
		if err != nil {
			return err
		}
		if now.Targets == nil {
			now.Targets = make(map[string]alignment.Target)
		}
		now.Targets[name] = target
		if !target.Set() {
			delete(now.Targets, name)
		}
		u.Targets = &now.Targets
	}
	for _, text := range c.Capacity {
		name, number, err := parseAmount(text)
		if err != nil {
			return err
		}
		if now.Capacity == nil {
			now.Capacity = make(map[string]float64)
		}
		delete(now.Capacity, name)
		if number != nil {
			now.Capacity[name] = *number
		}
		u.Capacity = &now.Capacity
	}
	return nil
}

func parseAmount(text string) (string, *float64, error) {
	at := strings.LastIndex(text, "=")
	if at < 1 {
		return "", nil, territory.Errorf(territory.Invalid, "%q names no measure; write MEASURE=NUMBER.", text)
	}
	name := text[:at]
	if name == "units" {
		name = ""
	}
	if text[at+1:] == "" {
		return name, nil, nil
	}
	v, err := strconv.ParseFloat(text[at+1:], 64)
	if err != nil {
		return "", nil, territory.Errorf(territory.Invalid, "%q is no number; write MEASURE=NUMBER.", text[at+1:])
	}
	return name, &v, nil
}

// parseTarget reads MEASURE=AIM[:MIN[:MAX]].
func parseTarget(text string) (string, alignment.Target, error) {
	var target alignment.Target
	at := strings.LastIndex(text, "=")
	wrong := territory.Errorf(territory.Invalid, "The target %q cannot be read: write MEASURE=1.2 (share), MEASURE=20%%, MEASURE=500abs, then :MIN:MAX if wanted.", text)
	if at < 1 {
		return "", target, wrong
	}
	name, parts := text[:at], strings.Split(text[at+1:], ":")
	if name == "units" {
		name = ""
	}
	aim, field := parts[0], &target.Share
	if bare, found := strings.CutSuffix(aim, "%"); found {
		aim, field = bare, &target.Percent
	} else if bare, found := strings.CutSuffix(aim, "abs"); found {
		aim, field = bare, &target.Amount
	}
	fields := []**float64{field, &target.Min, &target.Max}
	if len(parts) > len(fields) {
		return "", target, wrong
	}
	for i, part := range append([]string{aim}, parts[1:]...) {
		if part == "" {
			continue
		}
		v, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return "", target, wrong
		}
		*fields[i] = &v
	}
	return name, target, nil
}

type areaMoveCmd struct {
	alignmentFlag
	Area string `arg:"" help:"Area, by number, path or name."`
	To   string `help:"New parent, by number, path or name; top for the top of the tree." required:""`
}

// Run moves an area.
func (c *areaMoveCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	number, err := p.area(ctx, 0, c.Area)
	if err != nil {
		return err
	}
	parent := alignment.Unassigned
	if c.To != "top" {
		if parent, err = p.area(ctx, 0, c.To); err != nil {
			return err
		}
	}
	return p.change(ctx, t, fmt.Sprintf("Moved %s to %s", c.Area, c.To), httpapi.Edit{UpdateArea: &httpapi.UpdateArea{Number: number, Parent: &parent}})
}

type areaMergeCmd struct {
	alignmentFlag
	Areas   []string `arg:"" help:"Areas that are merged away, by number, path or name."`
	Into    string   `help:"Area that remains and takes their units, or the areas below them." required:""`
	Preview bool     `help:"Only show what would change."`
}

// Run merges.
func (c *areaMergeCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	numbers, err := p.areas(ctx, append([]string{c.Into}, c.Areas...))
	if err != nil {
		return err
	}
	edit := httpapi.Edit{MergeAreas: &httpapi.MergeAreas{From: numbers[1:], Into: numbers[0]}}
	if c.Preview {
		return p.preview(ctx, t, edit)
	}
	return p.change(ctx, t, fmt.Sprintf("Merged %s into %s", strings.Join(c.Areas, ", "), c.Into), edit)
}

// preview shows what edits would do.
func (p *planner) preview(ctx context.Context, t *terminal, edits ...httpapi.Edit) error {
	var d httpapi.VersionDiff
	body := map[string]any{"expectedVersion": p.a.Version, "ops": edits}
	if err := p.api.post(ctx, p.path("/changes/preview?measures=units"), body, &d); err != nil {
		return err
	}
	return t.print(d, func(w io.Writer) {
		fmt.Fprintf(w, "Nothing was changed. This would move %d units:\n", d.Units)
		for _, f := range d.Flows {
			fmt.Fprintf(w, "  %8d from %s to %s\n", f.Units, f.FromName, f.ToName)
		}
		for _, a := range d.Areas {
			switch {
			case a.Before == nil:
				fmt.Fprintf(w, "  adds %s\n", a.After.Name)
			case a.After == nil:
				fmt.Fprintf(w, "  removes %s\n", a.Before.Name)
			default:
				fmt.Fprintf(w, "  changes %s\n", a.After.Name)
			}
		}
	})
}

type areaSortCmd struct {
	alignmentFlag
	Parent string   `help:"Area whose children are sorted; without it those at the top."`
	Order  []string `arg:"" optional:"" help:"All children in the order wanted; without it they are sorted by name."`
}

// Run sorts.
func (c *areaSortCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	sort := &httpapi.SortAreas{}
	if c.Parent != "" {
		if sort.Parent, err = p.area(ctx, 0, c.Parent); err != nil {
			return err
		}
	}
	if len(c.Order) > 0 {
		if sort.Order, err = p.areas(ctx, c.Order); err != nil {
			return err
		}
	}
	return p.change(ctx, t, "Sorted areas", httpapi.Edit{SortAreas: sort})
}

// levelCmd groups what is done to levels.
type levelCmd struct {
	Add    levelAddCmd    `cmd:"" help:"Add a level; every area at that depth gets a new parent of its own name."`
	Rename levelRenameCmd `cmd:"" help:"Rename a level."`
	Remove levelRemoveCmd `cmd:"" help:"Remove a level with its areas; what is below moves up."`
}

// levelFlag names a level, counted from 1 at the top.
type levelFlag struct {
	alignmentFlag
	Level int `arg:"" help:"Level, counted from 1 at the top."`
}

func (c *levelFlag) run(ctx context.Context, t *terminal, do, name string) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	return p.change(ctx, t, "Levels: "+do, httpapi.Edit{EditLevel: &httpapi.EditLevel{Do: do, Level: c.Level - 1, Name: name}})
}

type levelAddCmd struct {
	levelFlag
	Name string `arg:"" help:"Name of the level."`
}

// Run adds a level.
func (c *levelAddCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "add", c.Name)
}

type levelRenameCmd struct {
	levelFlag
	Name string `arg:"" help:"New name."`
}

// Run renames a level.
func (c *levelRenameCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "rename", c.Name)
}

type levelRemoveCmd struct{ levelFlag }

// Run removes a level.
func (c *levelRemoveCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "remove", "")
}
