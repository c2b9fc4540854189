package attribute

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// plan is all that the attributes of a dataset may use.
type plan struct {
	snap        dataset.Snapshot
	definitions []dataset.Definition
	own         map[dataset.On][]dataset.Column
}

// Scopes returns what formulas on units, boundaries and areas of a dataset may
// use: their own columns and the attributes that can be worked out.
func (l *Library) Scopes(ctx context.Context, datasetID string) (map[dataset.On]expression.Scope, error) {
	p, err := l.plan(ctx, datasetID)
	if err != nil {
		return nil, err
	}
	units := slices.Clone(p.own[dataset.OnUnits])
	made, _ := arrange(on(p.definitions, dataset.OnUnits), expression.Scope{On: dataset.OnUnits, Columns: units}, standing)
	for _, c := range made {
		units = append(units, c.column)
	}
	scopes := map[dataset.On]expression.Scope{dataset.OnUnits: {On: dataset.OnUnits, Columns: units}}
	for _, what := range []dataset.On{dataset.OnBoundaries, dataset.OnAreas} {
		scope := expression.Scope{On: what, Columns: p.own[what], Units: units}
		made, _ := arrange(on(p.definitions, what), scope, standing)
		for _, c := range made {
			scope.Columns = append(scope.Columns, c.column)
		}
		scopes[what] = scope
	}
	return scopes, nil
}

// all compiles every definition and returns the types of those that can be
// worked out and what is wrong with the others.
func (p *plan) all(definitions []dataset.Definition) (map[string]dataset.Type, map[string]error) {
	kinds, wrong := map[string]dataset.Type{}, map[string]error{}
	units := slices.Clone(p.own[dataset.OnUnits])
	for _, what := range []dataset.On{dataset.OnUnits, dataset.OnBoundaries, dataset.OnAreas} {
		scope := expression.Scope{On: what, Columns: p.own[what]}
		if what != dataset.OnUnits {
			scope.Units = units
		}
		made, bad := arrange(on(definitions, what), scope, standing)
		maps.Copy(wrong, bad)
		for _, c := range made {
			kinds[c.Name] = c.column.Type
			if what == dataset.OnUnits {
				units = append(units, c.column)
			}
		}
	}
	return kinds, wrong
}

// Check says whether a definition may be stored: its name is free, its formula
// compiles, a filter is a condition, and nothing builds on itself. It returns
// the type of its values.
func (l *Library) Check(ctx context.Context, d dataset.Definition) (dataset.Type, error) {
	p, err := l.plan(ctx, d.DatasetID)
	if err != nil {
		return "", err
	}
	if err := p.checkName(d); err != nil {
		return "", err
	}
	others := slices.DeleteFunc(slices.Clone(p.definitions), func(o dataset.Definition) bool { return o.Name == d.Name })
	if len(others) >= maxDefinitions {
		return "", territory.Say(territory.TooLarge, sentence.AttributeTooMany.With(sentence.Params{"most": maxDefinitions}))
	}
	if cycle := cycleOf(d, others); cycle != nil {
		return "", territory.Say(territory.Invalid, sentence.AttributeCycle.With(sentence.Params{"name": d.Name, "cycle": strings.Join(cycle, " → ")}))
	}
	before, _ := p.all(p.definitions)
	kinds, wrong := p.all(append(others, d))
	if err := wrong[d.Name]; err != nil {
		return "", err
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if err := wrong[name]; err != nil {
			return "", territory.Say(territory.Invalid, sentence.AttributeBreaks.With(sentence.Params{"other": name, "name": d.Name, "problem": territory.Saying(err)}))
		}
	}
	if d.Filter && (kinds[d.Name] != dataset.Boolean || len(on([]dataset.Definition{d}, dataset.OnUnits)) == 0) {
		return "", territory.Say(territory.Invalid, sentence.AttributeNoFilter.With(sentence.Params{"type": sentence.ValueType(string(kinds[d.Name])), "on": sentence.AttributesOf(string(d.On))}))
	}
	return kinds[d.Name], nil
}

// Problems returns the types of all definitions of a dataset that can be worked
// out and what is wrong with the others.
func (l *Library) Problems(ctx context.Context, datasetID string) (map[string]dataset.Type, map[string]error, error) {
	p, err := l.plan(ctx, datasetID)
	if err != nil {
		return nil, nil, err
	}
	kinds, wrong := p.all(p.definitions)
	return kinds, wrong, nil
}

// CheckDelete says whether others build on a definition.
func (l *Library) CheckDelete(ctx context.Context, datasetID, name string) error {
	p, err := l.plan(ctx, datasetID)
	if err != nil {
		return err
	}
	before, _ := p.all(p.definitions)
	rest := slices.DeleteFunc(slices.Clone(p.definitions), func(d dataset.Definition) bool { return d.Name == name })
	_, wrong := p.all(rest)
	for _, other := range slices.Sorted(maps.Keys(before)) {
		if other != name && wrong[other] != nil {
			return territory.Say(territory.Conflict, sentence.AttributeUsed.With(sentence.Params{"other": other, "name": name}))
		}
	}
	return nil
}

func (l *Library) plan(ctx context.Context, datasetID string) (*plan, error) {
	d, err := l.Catalog.Dataset(ctx, datasetID)
	if err != nil {
		return nil, err
	}
	if d.CurrentSnapshot == "" {
		return nil, territory.Say(territory.Conflict, sentence.NoUnitsYet.With(sentence.Params{"name": d.Name}))
	}
	p := &plan{own: map[dataset.On][]dataset.Column{}}
	if p.snap, err = l.Catalog.Snapshot(ctx, d.CurrentSnapshot); err != nil {
		return nil, err
	}
	p.own[dataset.OnUnits] = append(slices.Clone(p.snap.Columns), l.change("").Column, l.address().Column)
	for _, what := range []dataset.On{dataset.OnBoundaries, dataset.OnAreas} {
		if p.own[what], err = l.ownColumns(ctx, datasetID, what); err != nil {
			return nil, err
		}
	}
	p.definitions, err = l.Definitions.Definitions(ctx, datasetID)
	return p, err
}

func (p *plan) checkName(d dataset.Definition) error {
	own := p.own[dataset.OnUnits]
	if d.On != dataset.OnUnits && d.On != "" {
		own = p.own[d.On]
	}
	at := slices.IndexFunc(p.definitions, func(o dataset.Definition) bool { return o.Name == d.Name })
	switch {
	case strings.TrimSpace(d.Name) == "" || d.Name != strings.TrimSpace(d.Name):
		return territory.Say(territory.Invalid, sentence.AttributeName.With(nil))
	case len(d.Name) > maxNameBytes:
		return territory.Say(territory.Invalid, sentence.AttributeNameLong.With(sentence.Params{"bytes": maxNameBytes}))
	case strings.HasPrefix(d.Name, "$"):
		return territory.Say(territory.Invalid, sentence.AttributeOwnName.With(nil))
	case slices.ContainsFunc(own, func(c dataset.Column) bool { return c.Name == d.Name }):
		return territory.Say(territory.Conflict, sentence.AttributeColumn.With(sentence.Params{"name": d.Name}))
	case at >= 0 && len(on(p.definitions[at:at+1], d.On)) == 0 && d.On != "":
		return territory.Say(territory.Conflict, sentence.AttributeTaken.With(sentence.Params{"name": d.Name, "on": sentence.AttributesOf(string(p.definitions[at].On))}))
	}
	return nil
}

// cycleOf returns the names on a path from d back to itself, nil without one.
func cycleOf(d dataset.Definition, others []dataset.Definition) []string {
	byName := map[string]dataset.Definition{d.Name: d}
	for _, o := range others {
		byName[o.Name] = o
	}
	seen := map[string]bool{}
	var walk func(name string, path []string) []string
	walk = func(name string, path []string) []string {
		for _, used := range expression.Names(byName[name].Text) {
			if used == d.Name {
				return append(path, used)
			}
			if _, known := byName[used]; known && !seen[used] {
				seen[used] = true
				if cycle := walk(used, append(path, used)); cycle != nil {
					return cycle
				}
			}
		}
		return nil
	}
	return walk(d.Name, []string{d.Name})
}
