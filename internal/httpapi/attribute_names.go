package httpapi

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
)

// nameHelp explains columns that the program makes.
var nameHelp = map[dataset.On]map[string]string{
	dataset.OnUnits: {
		"$source": "Which source the unit came from", "$row": "Its row in the source", "$change": "What the last refresh did to the unit",
		"$address": "Doubts about its address", "$country": "Country by position", "$state": "State by position", "$county": "County by position",
	},
	dataset.OnBoundaries: {"code": "Code of the boundary", "name": "Name of the boundary", "area": "The area that holds it", "units": "How many units are inside"},
	dataset.OnAreas: {"name": "Name of the area", "level": "Its level", "parent": "The area above it", "owner": "Its owner",
		"units": "How many units it holds", "travelKm": "Mean distance of its units to the centre, in kilometres"},
}

// formulaNames lists what formulas of a scope can use by name.
func formulaNames(scope expression.Scope, definitions []dataset.Definition) []FormulaName {
	var names []FormulaName
	for _, c := range scope.Columns {
		n := FormulaName{Name: c.Name, Text: expression.Name(c.Name), Type: c.Type, On: scope.On, Kind: "imported", Help: nameHelp[scope.On][c.Name]}
		at := slices.IndexFunc(definitions, func(d dataset.Definition) bool { return d.Name == c.Name && d.On == scope.On })
		switch {
		case at >= 0 && definitions[at].Filter:
			n.Kind, n.Help = "filter", definitions[at].Note
		case at >= 0:
			n.Kind, n.Help = "calculated", definitions[at].Note
		case n.Help != "":
			n.Kind = "program"
		}
		names = append(names, n)
	}
	return names
}
