package sentence

// What is wrong in a condition or formula, and where.
var (
	FormulaUnusable        = template("formula_unusable", "The formula cannot be used: {formula}")
	FormulaAreaOnly        = template("formula_area_only", "The formula asks for a {name}, which only areas have.")
	FormulaEither          = template("formula_either", `write {one} or {other}`)
	FormulaForUnits        = template("formula_for_units", "{name} is for units; write it inside sum, mean, smallest, largest, count or share")
	FormulaOneNumber       = template("formula_one_number", "{name} takes one number")
	FormulaOneValue        = template("formula_one_value", "{name} takes one value")
	FormulaNeeds           = template("formula_needs", "{name} needs a {type} here, this is a {got}")
	FormulaCannot          = template("formula_cannot", "this is not something a formula can do")
	FormulaUnknownName     = template("formula_unknown_name", "unknown name {name}; {known}")
	FormulaDatasetHas      = template("formula_dataset_has", "the dataset has {names}")
	FormulaUnitsHave       = template("formula_units_have", "it is an attribute of units, so write it inside sum, mean, smallest, largest, count or share")
	FormulaOthersHave      = template("formula_others_have", "{on} have {names}")
	FormulaChoose          = template("formula_choose", "choose takes a condition and two results")
	FormulaCoalesceTypes   = template("formula_coalesce_types", "coalesce needs values of one type; the first is a {type}, this is a {got}")
	FormulaCoalesceTwo     = template("formula_coalesce_two", "coalesce takes two values or more")
	FormulaCountsTwice     = template("formula_counts_twice", "{name} would count units once per level of areas; use it inside sum, as in sum(x) / sum({name}(x))")
	FormulaUnknownFunction = template("formula_unknown_function", "unknown function {name}; there are {names}")
	FormulaDateTakes       = template("formula_date_takes", `date takes one text such as "2025-03-31"`)
	FormulaNoDate          = template("formula_no_date", `"{text}" is not a date; write it as 2025-03-31`)
	FormulaUsage           = template("formula_usage", "{name} is written {usage}")
	FormulaOperator        = template("formula_operator", "{operator} cannot be applied to a {type}")
	FormulaOperatorTwo     = template("formula_operator_two", "{operator} cannot be applied to a {type} and a {other}")
	FormulaList            = template("formula_list", `write a list behind in, such as ["A", "B"]`)
	FormulaListType        = template("formula_list_type", "the list must hold constants of type {type}")
	FormulaCondition       = template("formula_condition", "the condition must be true or false, this is a {type}")
	FormulaTwoResults      = template("formula_two_results", "the two results must be of one type, these are a {type} and a {other}")
	FormulaAddsUnits       = template("formula_adds_units", "{name} adds up the units of a boundary or an area; for units use total, average, lowest, highest or areaSum")
	FormulaForAreas        = template("formula_for_areas", "{name} is for areas")
	FormulaMeasureText     = template("formula_measure_text", `{name} takes the name of a measure as text, as in {name}("AnnualRevenue")`)
	FormulaNoMeasure       = template("formula_no_measure", `the dataset has no numeric column "{column}"`)
	FormulaSyntax          = template("formula_syntax", "{cause}")
	PlaceTextColumn        = template("place_text_column", "column {number}")
	PlaceTextLine          = template("place_text_line", "line {line}, column {number}")
)

// Types of values.
var valueTypes = map[string]Template{
	"number":  template("value_number", "number"),
	"text":    template("value_text", "text"),
	"date":    template("value_date", "date"),
	"boolean": template("value_boolean", "boolean"),
}

// ValueType is the type of a value, as a word.
func ValueType(t string) any { return Word(valueTypes, t) }
