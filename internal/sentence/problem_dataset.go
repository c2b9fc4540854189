package sentence

// Why the data of a dataset cannot be used as asked.
var (
	ColumnUnknown    = template("column_unknown", `The dataset has no column "{column}". It has: {columns}.`)
	ColumnText       = template("column_text", `Column "{column}" holds text, not numbers: choose a number column, or import it as numbers.`)
	ColumnNoText     = template("column_no_text", `Column "{column}" holds a {type}, not text: choose a text column.`)
	ColumnCodes      = template("column_codes", "{column} holds no text; choose the column with the codes of boundaries.")
	ColumnNoNames    = template("column_no_names", "No value of {column} is the name of a territory; choose the column that names territories, or a numeric one.")
	DatasetPositions = template("dataset_positions", "The dataset has no positions: import it again with a latitude and a longitude column.")
	ConditionFails   = template("condition_fails", "The condition {condition} fails for unit {unit}: {cause}")
	ConditionValue   = template("condition_value", `Column "{column}": {cause}.`)
)

// Why an import or an update cannot begin.
var (
	AppendNoUnits     = template("append_no_units", `"{name}" has no units yet, so nothing can be added to them: import without append.`)
	UpdateNoUnits     = template("update_no_units", `"{name}" has no units yet: import into it first.`)
	UpdateFile        = template("update_file", `"{name}" holds units of the file "{file}", which cannot be read again by itself: refresh it with a new file.`)
	ImportNoTarget    = template("import_no_target", "Give the new dataset a name, or say into which dataset to import.")
	SourcesEmpty      = template("sources_empty", "These sources find no records now, so there is nothing to import: change the condition or choose others.")
	AlignmentNoUnits  = template("alignment_no_units", `"{name}" has no units yet: wait until its import has finished.`)
	CopyOtherDataset  = template("copy_other_dataset", `"{name}" belongs to another dataset and cannot be copied into this one.`)
	AlignmentNoFields = template("alignment_no_fields", "Name at least one field, such as the owner column.")
	DiskFull          = template("disk_full", "The disk that holds {folder} is full: free some space on it, then try again. Nothing that was there before is lost.")
	SnapshotMoved     = template("snapshot_moved", "Version {version} did not move \"{name}\" onto another snapshot.")
)

// Calculated attributes and filters.
var (
	AttributeTooMany  = template("attribute_too_many", "A dataset has at most {most} calculated attributes and filters: delete some first.")
	AttributeCycle    = template("attribute_cycle", `"{name}" would build on itself: {cycle}.`)
	AttributeBreaks   = template("attribute_breaks", `"{other}" builds on "{name}" and could no longer be worked out: {problem}`)
	AttributeNoFilter = template("attribute_no_filter", `A filter must be a condition on units, such as Country == "US"; this is a {type} of {on}.`)
	AttributeUsed     = template("attribute_used", `"{other}" builds on "{name}": change or delete that one first.`)
	AttributeName     = template("attribute_name", "The name must not be empty, nor begin or end with a space.")
	AttributeNameLong = template("attribute_name_long", "The name is longer than {bytes} bytes.")
	AttributeOwnName  = template("attribute_own_name", "Names that begin with $ are those of columns made by the program: choose another.")
	AttributeColumn   = template("attribute_column", `The dataset has a column "{name}" already: choose another name.`)
	AttributeTaken    = template("attribute_taken", `"{name}" is an attribute of {on} already: choose another name.`)
	AttributeAreas    = template("attribute_areas", "It asks for areas, and has values only in an alignment.")
	AttributeText     = template("attribute_text", `The attribute "{name}" of {on} is text, not a number.`)
	AttributeNoText   = template("attribute_no_text", `The attribute "{name}" of {on} is not text.`)
	AttributeMissing  = template("attribute_missing", "") // said with what it is of first
	SupplementNoKey   = template("supplement_no_key", `No row of "{file}" has a key that {on} have; the first key is "{key}", in column "{column}". Choose another key column.`)
)

// Boundaries chosen by their codes.
var (
	CodeUnknown   = template("code_unknown", "") // with the place in the list of codes
	CodeAmbiguous = template("code_ambiguous", "")
)

// Comments and challenges that are closed or open.
var (
	ChallengeResolve  = template("challenge_resolve", "A challenge is accepted or rejected, not resolved.")
	ChallengeOnly     = template("challenge_only", "This is a comment; only challenges are accepted or rejected.")
	ChallengeMoved    = template("challenge_moved", "This challenge was accepted and its unit moved; undo the move, and challenge again.")
	CommentClosed     = template("comment_closed", "This comment was closed before: it is resolved.")
	ChallengeAccepted = template("challenge_accepted", "This challenge was closed before: it is accepted.")
	ChallengeRejected = template("challenge_rejected", "This challenge was closed before: it is rejected.")
	CommentOpen       = template("comment_open", "This comment is open.")
	ChallengeOpen     = template("challenge_open", "This challenge is open.")
)
