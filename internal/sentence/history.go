package sentence

// What the history says about a change to which nobody gave a reason.
var (
	Moved              = template("moved", "Moved {units|unit|units}")
	MovedAndChanged    = template("moved_and_changed", "Moved {units|unit|units} and changed {areas|area|areas}")
	AssignedBoundaries = template("assigned_boundaries", "Assigned {boundaries|boundary|boundaries} and moved {units|unit|units}")
	ChangedAreas       = template("changed_areas", "Changed {areas|area|areas}")
	ChangedHoldouts    = template("changed_holdouts", "Changed the holdouts of {units|unit|units}")
	ChangedSettings    = template("changed_settings", "Changed settings")
	ChangedLocks       = template("changed_locks", "Changed locks")
	RanRules           = template("ran_rules", "Ran the rules: {units|unit|units} moved")
	MadeRules          = template("made_rules", "Made rules from {column}")
	GatheredFamilies   = template("gathered_families", "Brought {families|family|families} together")
	SpreadTarget       = template("spread_target", "Spread {target}")
	ImportedTarget     = template("imported_target", "Imported {target}")
	EnteredTarget      = template("entered_target", "Entered {target} for {units|unit|units}")
	RemovedTarget      = template("removed_target", "Removed {target}")
	AcceptedChallenge  = template("accepted_challenge", "Accepted the challenge of {name}: {text}")
)

// What the history says about files that were read.
var (
	ImportedTree       = template("imported_tree", "Imported the tree")
	ImportedHoldouts   = template("imported_holdouts", "Imported holdouts")
	ImportedAssignment = template("imported_assignment", "Imported the assignment with locks")
	ImportedBoundaries = template("imported_boundaries", "Imported boundaries")
)

// What the history says about versions.
var (
	Undone           = template("undone", "Undo: {what}")
	Redone           = template("redone", "Redo: {what}")
	TookBack         = template("took_back", "Took back version {version}: {what}")
	RestoredVersion  = template("restored_version", "Restored version {version}")
	RestoredArea     = template("restored_area", `Restored "{area}" from version {version}`)
	MergedBranch     = template("merged_branch", "Merged {name}")
	MovedSnapshot    = template("moved_snapshot", "Moved onto another snapshot: {added|unit|units} new, {gone} gone, {changed} changed or moved")
	TakesEffect      = template("takes_effect", "Version {version} takes effect on {day}")
	NothingEffective = template("nothing_effective", "Nothing takes effect on {day} any more")
)

// What the history says about how an alignment began.
var (
	CreatedEmpty      = template("created_empty", "Created empty")
	CreatedFromFields = template("created_from_fields", "Created from {fields}")
	CreatedFromSample = template("created_from_sample", `Created from the sample "{name}"`)
	CreatedFromFile   = template("created_from_file", "Created from a file of areas")
	CreatedFromModel  = template("created_from_model", "Read from the territory model {name}")
	CopiedFrom        = template("copied_from", "Copied from {name}")
	BranchedFrom      = template("branched_from", "Branched from {name}, version {version}")
	KeptFromDraft     = template("kept_from_draft", "Kept from a draft of {name}")
	ThereFromTheStart = template("there_from_the_start", "There from the start")
	DraftOf           = template("draft_of", "Draft of {name}")
	Unassigned        = template("unassigned", "unassigned")
)

// What the history says about plans of the engine.
var (
	Optimised      = template("optimised", "Accepted an optimisation of {measures}")
	WhatIf         = template("what_if", "Accepted a what-if of {measures}")
	PickedPlan     = template("picked_plan", "Accepted plan {plan} of an exploration: within {percent} %, mean travel {km} km")
	InPart         = template("in_part", "{what} (in part)")
	SomebodyLeft   = template("somebody_left", "{name} left")
	SomebodyJoined = template("somebody_joined", "{name} joined")
	MergedAreas    = template("merged_areas", "Merged into {area}")
	SplitArea      = template("split_area", "Split {area}")
	NewProduct     = template("new_product", "New product: {name}")
	UnitCount      = template("unit_count", "the number of units")
)
