package sentence

// Names, and what is not there.
var (
	NameAlignment    = template("name_alignment", `this dataset has an alignment named "{name}" already; choose another name`)
	NameDataset      = template("name_dataset", `there is a dataset named "{name}" already; choose another name`)
	NameConnection   = template("name_connection", `There is a connection named "{name}" already; choose another name.`)
	NameVersion      = template("name_version", `this alignment has a version named "{name}" already; choose another name`)
	NameOverlay      = template("name_overlay", `this dataset has an overlay named "{name}" already; choose another name`)
	NameSource       = template("name_source", `there is a source named "{name}" already; choose another name`)
	NameWebhook      = template("name_webhook", `There is a webhook named "{name}" already; choose another name.`)
	NameBoundarySet  = template("name_boundary_set", `there is a boundary set "{name}" of edition "{edition}" already; choose another name or edition, or delete it first`)
	BoundarySetInUse = template("boundary_set_in_use", `the alignment "{name}" uses this boundary set; choose another set there, or delete the alignment, first`)
	NotThere         = template("not_there", `there is no {kind} "{id}"`)
	AlignmentNoName  = template("alignment_no_name", "The alignment needs a name.")
	DatasetNoName    = template("dataset_no_name", "The dataset needs a name.")
	CopyNoName       = template("copy_no_name", "The copy needs a name.")
	BranchNoName     = template("branch_no_name", "The branch needs a name.")
	WebhookNoName    = template("webhook_no_name", "Give the webhook a name.")
	NameEmpty        = template("name_empty", "The name is empty.")
	NoUnitsYet       = template("no_units_yet", `"{name}" has no units yet: import a file first.`)
	NoRejected       = template("no_rejected", "No row was rejected in this import.")
	NoBoundaryHeld   = template("no_boundary_held", "No area holds a boundary yet; assign some first.")
	NoOptimisation   = template("no_optimisation", "No optimisation of this alignment was accepted yet, so there is nothing to compare with.")
	UploadBroke      = template("upload_broke", "The upload of {name} broke off after {bytes} bytes: {cause}. Nothing was kept; send it again.")
	UploadLarge      = template("upload_large", "{name} is larger than {most} MB, the largest file this server accepts. Start it with a larger --max-upload, or split the file.")
	UploadEmpty      = template("upload_empty", "{name} is empty: choose a file with a header line and at least one row.")
	StoreFull        = template("store_full", "could not {what}: the disk with the data folder is full. Free some space and try again; nothing stored before was lost.")
	StoreBusy        = template("store_busy", "could not {what}: the database is busy. Try again in a moment.")
)

// Conditions and formulas.
var (
	ConditionEmpty      = template("condition_empty", `The condition is empty; write one, such as Country == "US".`)
	ConditionUnusable   = template("condition_unusable", "The condition cannot be used: {condition}")
	FormulaEmpty        = template("formula_empty", "The formula is empty; write one, such as AnnualRevenue / 1000.")
	FormulaAreas        = template("formula_areas", "The formula {formula} asks for areas, and can be worked out only for an alignment.")
	ConditionGroupEmpty = template("condition_group_empty", "A group of the condition is empty; add a test or remove the group.")
	DatasetNoColumn     = template("dataset_no_column", `The dataset has no column "{column}".`)
	FilterNoCondition   = template("filter_no_condition", "The filter must be a condition, such as units > 10; this is a {type}.")
	ConditionOneValue   = template("condition_one_value", `Column "{column}": {operator} takes one value; use in for several.`)
)

// Comments.
var (
	CommentAbout         = template("comment_about", "A comment is about one thing: an area, a unit or a place.")
	ChallengeUnit        = template("challenge_unit", "A challenge is about a unit: name the one that should be in another area.")
	ChallengeThere       = template("challenge_there", "The unit is in that area already; a challenge names another one.")
	ChallengeNoTerritory = template("challenge_no_territory", "Area {area} is no territory; only territories hold units.")
	CommentNoText        = template("comment_no_text", "The comment has no text. Write what you want to say.")
)
