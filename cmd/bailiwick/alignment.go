package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// alignmentCmd groups everything done to alignments.
type alignmentCmd struct {
	Create     alignCmd               `cmd:"" help:"Create an alignment on a dataset."`
	Show       alignmentShowCmd       `cmd:"" help:"Show the tree of areas with sums."`
	Attributes alignmentAttributesCmd `cmd:"" help:"Areas or boundaries with their attributes, calculated ones too."`
	Import     alignmentImportCmd     `cmd:"" help:"Import areas, or the assignment and locks of units, from CSV."`
	Export     alignmentExportCmd     `cmd:"" help:"Export areas, or the assignment and locks of units, as CSV."`
	Move       alignmentMoveCmd       `cmd:"" help:"Move units to a territory."`
	Lock       alignmentLockCmd       `cmd:"" help:"Lock or unlock units or areas."`
	Add        alignmentAddCmd        `cmd:"" help:"Add an area."`
	Split      alignmentSplitCmd      `cmd:"" help:"Split a territory, or plan areas below it."`
	Remove     alignmentRemoveCmd     `cmd:"" help:"Remove an area with all below it."`
	Rename     alignmentRenameCmd     `cmd:"" help:"Rename an area."`
	Area       areaCmd                `cmd:"" help:"Set properties of an area, move, merge and sort areas."`
	Level      levelCmd               `cmd:"" help:"Add, rename or remove a level of the tree."`
	Log        alignmentLogCmd        `cmd:"" help:"Who changed what, when and why."`
	Diff       alignmentDiffCmd       `cmd:"" help:"What changed between two versions."`
	Undo       alignmentUndoCmd       `cmd:"" help:"Take back the newest change."`
	Redo       alignmentRedoCmd       `cmd:"" help:"Take back the newest undo."`
	Revert     alignmentRevertCmd     `cmd:"" help:"Take back one older change."`
	Name       alignmentNameCmd       `cmd:"" help:"Name a version, list names, or remove one."`
	Restore    alignmentRestoreCmd    `cmd:"" help:"Bring back an older version, or one area of it."`
	Branch     alignmentBranchCmd     `cmd:"" help:"Branch: a new alignment that begins as a version of this one."`
	Merge      alignmentMergeCmd      `cmd:"" help:"Bring a branch into the alignment it came from."`
	Rules      rulesCmd               `cmd:"" help:"Rules that say which units belong to which area."`
	Event      eventCmd               `cmd:"" help:"Mid-year events with the fewest moves: a rep leaves or joins, territories merge or split."`
	Holdout    holdoutCmd             `cmd:"" help:"Named units, held in an area until a day."`
	Effective  effectiveCmd           `cmd:"" help:"Effective dates: which version is in force from when."`
	Family     familyCmd              `cmd:"" help:"Families of units: those that are split, and bringing them together."`
	Exceptions alignmentExceptionsCmd `cmd:"" help:"Overrides: units elsewhere than rules or the optimised plan put them, with age, reason and alarm."`
	Settings   alignmentSettingsCmd   `cmd:"" help:"Show or change settings: family column, alarm on overrides."`
	Target     targetCmd              `cmd:"" help:"Account targets: a number planned top-down, spread over units and rolled up to areas."`
	Focus      focusCmd               `cmd:"" help:"The part of the alignment on which your work acts."`
	Bounds     alignmentBoundariesCmd `cmd:"" name:"boundaries" help:"Plan with boundaries: choose a set, assign, share, lock, leave out, fill, resolve."`
}

// alignmentFlag chooses the alignment a command is about.
type alignmentFlag struct {
	connection
	Alignment string `help:"Alignment, by name, dataset/name or id; needed when there are several."`

	Everywhere bool `help:"Act outside your focus too."`
}

// planner is an open connection with the alignment chosen.
type planner struct {
	api  *client
	a    httpapi.AlignmentItem
	end  func()
	flag *alignmentFlag
}

func (f *alignmentFlag) plan(ctx context.Context) (*planner, error) {
	api, done, err := f.open(ctx)
	if err != nil {
		return nil, err
	}
	a, err := findAlignment(ctx, api, f.Alignment)
	if err != nil {
		done()
		return nil, err
	}
	return &planner{api, a, done, f}, nil
}

// path returns the API path of something below the alignment.
func (p *planner) path(rest string) string { return "/alignments/" + p.a.ID + rest }

// change appends edits to the newest version.
func (p *planner) change(ctx context.Context, t *terminal, reason string, edits ...httpapi.Edit) error {
	var v httpapi.VersionAnswer
	focus, err := p.flag.focus(ctx, p)
	if err != nil {
		return err
	}
	body := map[string]any{"expectedVersion": p.a.Version, "reason": reason, "ops": edits, "focus": focus}
	if err := p.api.post(ctx, p.path("/changes"), body, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}

func (p *planner) printVersion(t *terminal, v httpapi.VersionAnswer) error {
	return t.print(v, func(w io.Writer) {
		if v.Version == p.a.Version {
			fmt.Fprintf(w, "Nothing to change; %s stays at version %d.\n", p.a.Name, v.Version)
			return
		}
		fmt.Fprintf(w, "%s is now at version %d.\n", p.a.Name, v.Version)
	})
}

func (p *planner) legend(ctx context.Context, version int64, measures []string, attributes ...string) (*httpapi.Legend, error) {
	query := url.Values{"version": {strconv.FormatInt(version, 10)}, "attributes": attributes}
	for _, m := range measures {
		query.Add("measures", m)
	}
	var l httpapi.Legend
	return &l, p.api.get(ctx, p.path("/legend?"+query.Encode()), &l)
}

// area finds an area by number, path ("West > Nevada") or name; "unassigned"
// is area 0, and version 0 the newest one.
func (p *planner) area(ctx context.Context, version int64, word string) (alignment.AreaNumber, error) {
	if strings.EqualFold(word, "unassigned") {
		return alignment.Unassigned, nil
	}
	l, err := p.legend(ctx, version, nil)
	if err != nil {
		return 0, err
	}
	paths := legendPaths(l)
	var found []alignment.AreaNumber
	for _, a := range l.Areas {
		if strconv.Itoa(int(a.Number)) == word || paths[a.Number] == word {
			return a.Number, nil
		}
		if a.Name == word {
			found = append(found, a.Number)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, territory.Errorf(territory.NotFound, "%s has no area %q; bailiwick alignment show lists them.", p.a.Name, word)
	}
	return 0, territory.Errorf(territory.Invalid, "%d areas are called %q; write the path, such as %q, or the number.", len(found), word, paths[found[0]])
}

func (p *planner) areas(ctx context.Context, words []string) ([]alignment.AreaNumber, error) {
	numbers := make([]alignment.AreaNumber, len(words))
	for i, word := range words {
		var err error
		if numbers[i], err = p.area(ctx, 0, word); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

func legendPaths(l *httpapi.Legend) map[alignment.AreaNumber]string {
	paths := make(map[alignment.AreaNumber]string, len(l.Areas))
	for _, a := range l.Areas { // parents come first
		paths[a.Number] = a.Name
		if a.Parent != alignment.Unassigned {
			paths[a.Number] = paths[a.Parent] + " > " + a.Name
		}
	}
	return paths
}

type alignmentShowCmd struct {
	alignmentFlag
	versionFlag
	Measure   []string `help:"Columns to add up; default: all measures."`
	Attribute []string `help:"Attributes of areas to show; * for all calculated ones." sep:"none"`
}

// Run shows the tree.
func (c *alignmentShowCmd) Run(ctx context.Context, t *terminal) error {
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
	version, err := c.number(ctx, p)
	if err != nil {
		return err
	}
	l, err := p.legend(ctx, version, c.Measure, c.Attribute...)
	if err != nil {
		return err
	}
	return t.print(l, func(w io.Writer) { printLegend(w, p.a.Name, l) })
}

// shortValue writes a value of an attribute for a table.
func shortValue(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprint(v)
}

func printLegend(w io.Writer, name string, l *httpapi.Legend) {
	fmt.Fprintf(w, "%s, version %d: %s\n", name, l.Version, strings.Join(l.Levels, " > "))
	fmt.Fprintf(w, "%-40s %6s %10s", "area", "number", "units")
	for _, m := range l.Measures {
		if m != "" {
			fmt.Fprintf(w, " %18s", m)
		}
	}
	for _, a := range l.Attributes {
		fmt.Fprintf(w, " %18s", a.Name)
	}
	fmt.Fprintln(w)
	line := func(label, number string, units int, sums []float64, values []any) {
		fmt.Fprintf(w, "%-40s %6s %10d", label, number, units)
		for i, m := range l.Measures {
			if m != "" {
				fmt.Fprintf(w, " %18.2f", sums[i])
			}
		}
		for _, v := range values {
			fmt.Fprintf(w, " %18s", shortValue(v))
		}
		fmt.Fprintln(w)
	}
	for _, a := range l.Areas {
		mark := ""
		if a.Locked {
			mark = " (locked)"
		}
		line(strings.Repeat("  ", a.Level)+a.Name+mark, strconv.Itoa(int(a.Number)), a.Units, a.Sums, a.Values)
	}
	line("Unassigned", "", l.Unassigned.Units, l.Unassigned.Sums, nil)
}
