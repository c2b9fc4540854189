package sentence

// Limits that a plan does not keep, worded by the engine's checker.
var (
	BrokenUnassigned = template("broken_unassigned", "")
	BrokenLock       = template("broken_lock", "")
	BrokenEligible   = template("broken_eligibility", "")
	BrokenDistance   = template("broken_distance", "")
	BrokenMin        = template("broken_below_min", "")
	BrokenMax        = template("broken_above_max", "")
	BrokenContiguity = template("broken_fragmented", "")
	BrokenCap        = template("broken_disruption_cap", "")
)

// Limits that cannot hold together, worded by the engine.
var (
	ConflictMaxima  = template("conflict_maxima", "")
	ConflictMinima  = template("conflict_minima", "")
	ConflictLocked  = template("conflict_locked", "")
	ConflictBound   = template("conflict_bound", "")
	ConflictStarved = template("conflict_starved", "")
	ConflictLarge   = template("conflict_large", "")
	ConflictLarger  = template("conflict_larger", "")
	ConflictReach   = template("conflict_reach", "")
	ConflictIslands = template("conflict_islands", "")
	ConflictCap     = template("conflict_cap", "")
	ConflictUnknown = template("conflict_unknown", "")
)

// What two planners changed differently.
var (
	MergeUnits      = template("merge_units", "{units|unit|units} in {area} here, moved elsewhere there")
	MergeBoundaries = template("merge_boundaries", "{boundaries|boundary|boundaries} in {area} here, moved elsewhere there")
	MergeBoth       = template("merge_both", "{units|unit|units} and {boundaries|boundary|boundaries} in {area} here, moved elsewhere there")
	MergeRemoved    = template("merge_removed", "{area} was removed here and changed there")
	MergeChanged    = template("merge_changed", "{area} was changed here and removed there")
	MergeProperties = template("merge_properties", "both plans changed the {properties} of {area}")
	MergeTarget     = template("merge_target", `both plans changed the target for "{target}" of {units|unit|units} in {area}`)
)

// Properties of an area, within other sentences.
var (
	PropertyParent   = template("property_parent", "parent")
	PropertyName     = template("property_name", "name")
	PropertyOwner    = template("property_owner", "owner")
	PropertyNotes    = template("property_notes", "notes")
	PropertyRule     = template("property_rule", "rule")
	PropertyLock     = template("property_lock", "lock")
	PropertyPin      = template("property_pin", "pin")
	PropertyCentre   = template("property_centre", "centre")
	PropertyProfile  = template("property_profile", "profile")
	PropertyUsers    = template("property_users", "users")
	PropertyCapacity = template("property_capacity", "capacity")
	PropertyTarget   = template("property_target", `target for "{measure}"`)
)
