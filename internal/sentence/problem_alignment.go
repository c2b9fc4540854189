package sentence

// How an area is called within another sentence.
var (
	AreaCalled = template("area_called", `"{name}" (area {number})`)
	NoArea     = template("no_area", "no area")
)

// What is wrong with an area.
var (
	AreaNoName    = template("area_no_name", "area {number} needs a name")
	AreaNameLong  = template("area_name_long", "the name of area {number} is longer than {bytes} bytes")
	AreaRuleLong  = template("area_rule_long", "the rule of {area} is longer than {bytes} bytes")
	AreaOwnParent = template("area_own_parent", "area {area} cannot be its own parent")
	AreaCentre    = template("area_centre", "the centre of {area} is not a place on Earth: longitude {lon}, latitude {lat}")
	AreaManyUsers = template("area_many_users", "{area} has {users} users; an area can have {most}")
	AreaUserName  = template("area_user_name", "every user of {area} needs a name, and name and role at most {bytes} bytes")
	AreaUserMarks = template("area_user_marks", `user "{user}" of {area}: names take no semicolon, roles no semicolon and no brackets`)
	AreaUserTwice = template("area_user_twice", `{area} has the user "{user}" twice in the same role; remove one`)
	AreaTarget    = template("area_target", `the target of {area} for "{measure}" must be one of share, percent and amount, a number of 0 or more, with min ≤ max`)
	AreaCapacity  = template("area_capacity", `the capacity of {area} for "{measure}" must be a number of 0 or more`)
	UserNoName    = template("user_no_name", `"{text}" has a role but no name; write users as Ann (Manager); Bo`)
	TreeNoParent  = template("tree_no_parent", "the parent of {area}, area {parent}, does not exist; move or remove the areas below first")
	TreeUnitAbove = template("tree_unit_above", "{area} has areas below it, so it cannot hold unit {unit}; move its units to areas without children")
	TreeUnitGone  = template("tree_unit_gone", "area {area} is removed, but unit {unit} is still in it; move its units first")
)

// What cannot be done with levels and areas.
var (
	LevelNone       = template("level_none", "an alignment needs at least one level, such as Territory")
	LevelNoName     = template("level_no_name", "level {level} needs a name of at most {bytes} bytes")
	LevelTwice      = template("level_twice", `two levels are named "{name}"; give them different names`)
	LevelNeedsName  = template("level_needs_name", "The level needs a name.")
	AreaUnknown     = template("area_unknown", "this alignment has no area {area}; reload and try again")
	ShareNoArea     = template("share_no_area", "a boundary cannot be shared with no area; name territories only")
	SplitNoPart     = template("split_no_part", "name at least one area to make below {area}")
	SplitHasAreas   = template("split_has_areas", "{area} has areas below it, such as {child}; only an area without can be split")
	SplitNoName     = template("split_no_name", "part {part} of {area} needs a name")
	SplitUnitTwice  = template("split_unit_twice", "unit {unit} is in two parts of {area}")
	TreeBelowItself = template("tree_below_itself", "{area} cannot be moved below itself or below {below}, which is part of it")
	TreeUnitsToGone = template("tree_units_to_gone", "the units of {area} cannot go to {to}, which is removed too; choose another area")
	MergeItself     = template("merge_itself", "{area} is named twice; an area cannot be merged into itself")
	MergeUnitsAreas = template("merge_units_areas", "{area} and {into} cannot be merged: one holds units, the other holds areas")
	MergeLevels     = template("merge_levels", "{area} and {into} cannot be merged: they are at different levels")
)

// Boundaries.
var (
	BoundarySetUsed    = template("boundary_set_used", "boundaries of the present set are assigned, locked or left out; take that back before choosing another set")
	BoundaryLeftOut    = template("boundary_left_out", "boundary {boundary} is left out of this plan; take it in before it is assigned")
	BoundaryInArea     = template("boundary_in_area", "area {area} is removed or has areas below it, but boundary {boundary} is still in it; move its boundaries first")
	BoundaryShared     = template("boundary_shared", "area {area} is removed or has areas below it, but shares boundary {boundary}; move its boundaries first")
	MergeBoundarySet   = template("merge_boundary_set", "both plans changed the boundary set; make them the same first")
	MergeBoundaryMoved = template("merge_boundary_moved", "the boundary set was changed there and boundaries were assigned here; choose the same set first")
)

// Versions, branches and the calendar.
var (
	DayNoVersion       = template("day_no_version", "no version takes effect on {day}")
	DayTooMany         = template("day_too_many", "a calendar holds at most {most} effective dates")
	DayUnreadable      = template("day_unreadable", `"{day}" is not a day; write it as 2026-12-31`)
	DayVersion         = template("day_version", "version {version} cannot take effect on {day}: there are versions 1 to {most}")
	DayNone            = template("day_none", "No version of this alignment has an effective date yet; set one first.")
	DayBefore          = template("day_before", "No version was in force on {day}; the first takes effect on {first}.")
	VersionNameUnknown = template("version_name_unknown", `This alignment has no version named "{name}".`)
	OtherSnapshots     = template("other_snapshots", `"{name}" at version {version} and "{other}" at version {otherVersion} stand on different snapshots of the dataset. Move both onto the same one, or restore the older version, and try again.`)
	VersionMoved       = template("version_moved", "version {version} moved the alignment onto another snapshot; to go back to the older one, restore version {before}")
	MergeImpossible    = template("merge_impossible", "the two plans cannot be merged as chosen: {cause}")
	MergeLevelsChanged = template("merge_levels_changed", "both plans changed the levels ({mine} here, {theirs} there); make them the same first")
	VersionFirst       = template("version_first", "version 1 is the creation of the alignment and cannot be taken back")
	VersionUnknown     = template("version_unknown", "this alignment has no version {version}")
	BranchUnknown      = template("branch_unknown", `"{name}" is not a branch of this alignment.`)
)

// Holdouts, families, rules and targets.
var (
	HoldoutNoReason    = template("holdout_no_reason", "a holdout needs a reason, such as: signs in March")
	HoldoutReasonLong  = template("holdout_reason_long", "the reason of a holdout is longer than {bytes} bytes")
	HoldoutOver        = template("holdout_over", "a holdout until {until} would be over before it begins on {since}; choose a later day")
	OptionOverrides    = template("option_overrides", "the limit of overrides is a share from 0 to 1, such as 0.05 for 5 %")
	OptionFamilies     = template("option_families", "name the column that says which units are a family before keeping families whole")
	OptionFamilyLong   = template("option_family_long", "the name of the family column is longer than {bytes} bytes")
	OverlayNoName      = template("overlay_no_name", "the overlay needs a name")
	OverlayMembers     = template("overlay_members", "an overlay has 2 to {most} alignments, this one has {members}")
	RulesNone          = template("rules_none", "no territory in focus has a rule; set one first")
	FamilyNoColumn     = template("family_no_column", "No column of this dataset has the role parent record; name the column that says which units are a family.")
	TargetNoName       = template("target_no_name", "an account target needs a name of at most {bytes} bytes")
	TargetTooLarge     = template("target_too_large", `the target of unit {unit} for "{name}" is larger than {most}`)
	SpreadNoTaker      = template("spread_no_taker", `{amount} of "{name}" is left to spread, but no unit can take it: all are entered by hand or weigh nothing; choose another measure or release entered values`)
	SpreadOver         = template("spread_over", `the values entered by hand add up to {amount} more than the total {total} of "{name}"; raise the total or release entered values`)
	SpreadNoUnits      = template("spread_no_units", "there are no units to spread over: the areas hold none")
	SpreadTotal        = template("spread_total", "the total must be a number of at most {most}")
	SpreadNoBucket     = template("spread_no_bucket", "name at least one bucket")
	SpreadBucketEnd    = template("spread_bucket_end", "every bucket but the last needs an upper end; bucket {bucket} is wrong")
	SpreadBucketOrder  = template("spread_bucket_order", "the upper ends of buckets must ascend; bucket {bucket} does not")
	SpreadBucketWeight = template("spread_bucket_weight", "bucket {bucket} needs a weight of 0 or more")
	TargetNoNumber     = template("target_no_number", "the target of unit {unit} must be a number of at most {most}")
	TargetUnknown      = template("target_unknown", `there is no account target "{name}"`)
)

// What happens within a year.
var (
	EventNoTerritory = template("event_no_territory", "name the territory to which this happens")
	EventOnly        = template("event_only", "{area} is the only territory there; nobody could take its units")
	EventNoUnit      = template("event_no_unit", "no unit is for the new product; change the condition")
	EventLocked      = template("event_locked", "every unit that is for the new product is locked; unlock some first")
)

// Files that are read into an alignment.
var (
	CSVRow             = template("csv_row", "row {row} is not CSV: {cause}; quote fields that contain commas or quotes")
	CSVNoHeader        = template("csv_no_header", "the file has no header; its first row must name the columns")
	CSVHeader          = template("csv_header", "the header is not CSV: {cause}")
	CSVAssignColumns   = template("csv_assign_columns", "the file needs the column id and one or both of area and locked; it has {columns}")
	CSVHoldColumns     = template("csv_hold_columns", "the file needs the columns id and reason, and may have until and area; it has {columns}")
	CSVTargetColumns   = template("csv_target_columns", "the file needs the columns id and amount; it has {columns}")
	CSVBoundaryColumns = template("csv_boundary_columns", "The file needs the columns code and area; it has {columns}.")
	CSVTooLarge        = template("csv_too_large", "a tree file may have {rows} rows and {most} of them may fail; check that this is the right file")
	CSVColumnUnknown   = template("csv_column_unknown", `column "{column}" is unknown; columns are {columns}, and {measures} with a measure's name`)
	CSVColumnTwice     = template("csv_column_twice", `column "{column}" appears twice`)
	CSVColumnMissing   = template("csv_column_missing", `the file has no column "{column}"`)
	HoldNowhere        = template("hold_nowhere", "unit {unit} is in no area and cannot be held there; say which territory holds it")
	CSVManyFail        = template("csv_many_fail", "more than {most} rows fail; the first of them:")
	CSVRowsFail        = template("csv_rows_fail", "Rows of the file fail; nothing was changed.")
	RulesUnusable      = template("rules_unusable", "Some rules cannot be used with this dataset; correct them and run again.")
	PlaceRuleOf        = template("place_rule_of", "rule of {area}")
)

// What is wrong with a row of a file that is read into an alignment.
var (
	RowNoUnit      = template("row_no_unit", `there is no unit "{id}" in this snapshot`)
	RowUnitTwice   = template("row_unit_twice", `unit "{id}" is in row {row} already`)
	RowNoTerritory = template("row_no_territory", `there is no territory "{name}"`)
	RowNoParent    = template("row_no_parent", `there is no area "{name}" in the file or the alignment, or it is below itself`)
	RowManyAreas   = template("row_many_areas", `there are several areas "{name}"; write the path from the top, such as "{path}"`)
	RowUnusable    = template("row_unusable", `"{text}" is not usable here: {problem}`)
	RowAmount      = template("row_amount", `"{text}" is no number of at most {most}`)
	RowNoName      = template("row_no_name", "the area needs a name")
	RowFields      = template("row_fields", "the row has {fields|field|fields}, the header {header}")
	RowLevel       = template("row_level", `areas here are at the level "{level}", not "{other}"; check the parent, or rename the level`)
	RowHoldsUnits  = template("row_holds_units", "{area} holds units and cannot have areas below it; split it first")
	WriteYesNo     = template("write_yes_no", "write yes or no")
	WriteNumber    = template("write_number", "write a number")
)
