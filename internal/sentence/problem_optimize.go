package sentence

// Why an optimisation cannot start, beside what is said of its territories.
var (
	StartImpossible   = template("start_impossible", "This optimisation cannot start.")
	StartEngine       = template("start_engine", "The engine refused this problem: {cause}.")
	StartArea         = template("start_area", "this alignment has no area {area}; reload it and choose again.")
	StartMinMax       = template("start_min_max", "the minimum {min} of {measure} is above its maximum {max}.")
	StartNegative     = template("start_negative", "unit {unit} has {measure} = {value}; a measure must be 0 or more in every unit to be balanced. Correct the value and import again, or choose another measure.")
	StartHeld         = template("start_held", "{area} holds {amount} of {measure} in units that stay apart from boundaries, more than its maximum of {max}.")
	StartHomes        = template("start_homes", "{homes} homes without a territory, but the plan adds only {added}: ask for more territories or give homes to those that are there.")
	StartTwoHomes     = template("start_two_homes", "area {area} has two homes; keep one of them.")
	StartDistance     = template("start_distance", "the largest distance must be more than 0 km.")
	StartNoTravelTime = template("start_no_travel_time", "this server has no service of travel times; start it with --travel URL, or choose distance.")
	StartNoPositions  = template("start_no_positions", "travel times need units with positions; this dataset has none.")
	StartContiguous   = template("start_contiguous", "territories cannot hang together where units have no position: leave contiguous out.")
	StartNoBoundaries = template("start_no_boundaries", "this alignment uses no boundary set: choose one first (bailiwick alignment boundaries use).")
	StartUnitsOnly    = template("start_units_only", "a filter and what areas may take speak of units; leave them out of a run by boundary.")
	StartCondition    = template("start_condition", "{problem}")
	StartCurve        = template("start_curve", "the curve must go from at least 1 territory up to a larger number, not from {low} to {high}.")
	StartCurvePoints  = template("start_curve_points", "a curve has 2 to {most} points, not {points}.")
)

// Why an optimisation cannot be asked about.
var (
	WhyBoundaries   = template("why_boundaries", "This draft moves whole boundaries, so a single unit of it has no reason of its own: it is where its boundary is.")
	WhyNotWorkedOn  = template("why_not_worked_on", "The optimisation did not work on unit {unit}: it was out of focus, locked out, or does not exist.")
	WhyNoPrices     = template("why_no_prices", "This draft was made before prices were kept with it, so it cannot be explained: optimise again.")
	WhatIfGone      = template("what_if_gone", "This preview is not kept any more: ask the question again.")
	WhatIfEmptyArea = template("what_if_empty_area", `"{name}" holds no unit yet, so there is no plan to start from: optimise first, then ask what if.`)
)

// Why two plans cannot be compared.
var (
	CompareSnapshots = template("compare_snapshots", `"{name}" and "{other}" lie on different snapshots, so their units cannot be compared one by one. Move one of them to the other's snapshot first.`)
	OverlaySnapshots = template("overlay_snapshots", `"{name}" and "{other}" stand on different snapshots; move both onto the same one first.`)
	OverlayTwo       = template("overlay_two", "Name two different alignments of the overlay: the one to plan and the one that stays.")
)
