package expression

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Function is a function of formulas, for lists and help.
type Function struct {
	Name string `json:"name"`
	// Group is "number", "text", "date", "condition", "total", "area" or "units".
	Group string `json:"group"`
	Usage string `json:"usage"`
	Help  string `json:"help"`
	// Params are the types of its arguments, where they are fixed.
	Params []dataset.Type `json:"params,omitempty"`
	// Variadic says that the last argument may be repeated.
	Variadic bool `json:"variadic,omitempty"`
	// Result is the type of its value, "" where it is that of an argument.
	Result dataset.Type `json:"result,omitempty"`
	// On says where it can be used.
	On []dataset.On `json:"on"`
}

var (
	anywhere    = []dataset.On{dataset.OnUnits, dataset.OnBoundaries, dataset.OnAreas}
	onUnits     = []dataset.On{dataset.OnUnits}
	aboveUnits  = []dataset.On{dataset.OnBoundaries, dataset.OnAreas}
	onAreasOnly = []dataset.On{dataset.OnAreas}
	notOnAreas  = []dataset.On{dataset.OnUnits, dataset.OnBoundaries}
	one         = []dataset.Type{num}
)

// special are the functions whose types depend on their arguments, or that look
// at all units at once.
var special = []Function{
	{Name: "date", Group: "date", Usage: `date("2025-03-31")`, Help: "A date; the difference of two dates is in days, and days can be added", Params: []dataset.Type{text}, Result: day, On: anywhere},
	{Name: "missing", Group: "condition", Usage: "missing(x)", Help: "Whether there is no value", Result: yes, On: anywhere},
	{Name: "coalesce", Group: "condition", Usage: "coalesce(x, y, …)", Help: "The first value that is not missing", Variadic: true, On: anywhere},
	{Name: "choose", Group: "condition", Usage: "choose(condition, x, y)", Help: "x where the condition holds, else y; the same as condition ? x : y", On: anywhere},
	{Name: "total", Group: "total", Usage: "total(x)", Help: "The sum over all units, or all boundaries", Params: one, Result: num, On: notOnAreas},
	{Name: "average", Group: "total", Usage: "average(x)", Help: "The mean over all that have a value", Params: one, Result: num, On: notOnAreas},
	{Name: "lowest", Group: "total", Usage: "lowest(x)", Help: "The smallest value of all", Params: one, Result: num, On: notOnAreas},
	{Name: "highest", Group: "total", Usage: "highest(x)", Help: "The largest value of all", Params: one, Result: num, On: notOnAreas},
	{Name: "area", Group: "area", Usage: "area()", Help: `The name of the unit's territory; area("original") as it was when the alignment began`, Result: text, On: onUnits},
	{Name: "areaSum", Group: "area", Usage: "areaSum(x)", Help: `The sum over the unit's territory; areaSum(x, "original") over the one it was in when the alignment began`, Params: one, Result: num, On: onUnits},
	{Name: "areaMean", Group: "area", Usage: "areaMean(x)", Help: "The mean over the unit's territory", Params: one, Result: num, On: onUnits},
	{Name: "areaMin", Group: "area", Usage: "areaMin(x)", Help: "The smallest value in the unit's territory", Params: one, Result: num, On: onUnits},
	{Name: "areaMax", Group: "area", Usage: "areaMax(x)", Help: "The largest value in the unit's territory", Params: one, Result: num, On: onUnits},
	{Name: "areaShare", Group: "area", Usage: "areaShare(x)", Help: "The territory's sum as a share of the total", Params: one, Result: num, On: onUnits},
	{Name: "distance", Group: "area", Usage: "distance()", Help: `Kilometres from the unit to the centre of its territory; distance("original") as it was when the alignment began`, Result: num, On: onUnits},
	{Name: "sum", Group: "units", Usage: "sum(x)", Help: `The sum of x, a formula of units, over the units inside; sum(x, "original") over those that were inside when the alignment began`, Params: one, Result: num, On: aboveUnits},
	{Name: "mean", Group: "units", Usage: "mean(x)", Help: "The mean over the units inside that have a value", Params: one, Result: num, On: aboveUnits},
	{Name: "smallest", Group: "units", Usage: "smallest(x)", Help: "The smallest value of the units inside", Params: one, Result: num, On: aboveUnits},
	{Name: "largest", Group: "units", Usage: "largest(x)", Help: "The largest value of the units inside", Params: one, Result: num, On: aboveUnits},
	{Name: "share", Group: "units", Usage: "share(x)", Help: "The sum over the units inside as a share of the total", Params: one, Result: num, On: aboveUnits},
	{Name: "count", Group: "units", Usage: "count(condition)", Help: "How many units inside fulfil a condition", Params: []dataset.Type{yes}, Result: num, On: aboveUnits},
	{Name: "target", Group: "area", Usage: `target("AnnualRevenue")`, Help: "What the area should get of a measure", Params: []dataset.Type{text}, Result: num, On: onAreasOnly},
	{Name: "capacity", Group: "area", Usage: `capacity("AnnualRevenue")`, Help: "The most that the area's people can carry of a measure", Params: []dataset.Type{text}, Result: num, On: onAreasOnly},
}

// Functions lists the functions of formulas.
func Functions() []Function {
	var all []Function
	for _, f := range functions {
		all = append(all, Function{Name: f.name, Group: f.group, Usage: f.usage, Help: f.help, Params: f.params, Variadic: f.variadic, Result: f.result, On: anywhere})
	}
	return append(all, special...)
}

// functionNames returns the names of the functions that can be used there.
func functionNames(on dataset.On) []string {
	var names []string
	for _, f := range Functions() {
		if slices.Contains(f.On, on) {
			names = append(names, f.Name)
		}
	}
	return names
}

// Name writes the name of a column so that formulas and conditions read it as
// one: $env["Annual Revenue"] where it is not a word.
func Name(column string) string { return nameText(column) }
