package sentence

// Rejected says why a row of an import was kept aside, by the reason's own word.
var Rejected = map[string]Template{
	"wrong_field_count":      template("rejected_wrong_field_count", "The row has more or fewer fields than the header: add or remove delimiters, or put quotes around a field that contains one."),
	"field_too_long":         template("rejected_field_too_long", "A field is longer than 1 MB: shorten it or leave the column out."),
	"row_too_long":           template("rejected_row_too_long", "The row is longer than 16 MB; only its beginning is kept here: check that the delimiter and the line ends are right."),
	"unclosed_quote":         template("rejected_unclosed_quote", "A quote is opened and never closed: close it, or double it if it belongs to the text."),
	"misplaced_quote":        template("rejected_misplaced_quote", "A quote stands inside a quoted field: double it."),
	"zero_byte":              template("rejected_zero_byte", "The row contains a zero byte, which is not text: export the file again."),
	"bad_encoding":           template("rejected_bad_encoding", "The row is not valid in the file's encoding: choose another encoding, or save the file as UTF-8."),
	"missing_id":             template("rejected_missing_id", "The row has no id: fill it in, or import without an id column."),
	"duplicate_id":           template("rejected_duplicate_id", "Another row above has the same id: keep one of them, or choose another id column."),
	"missing_coordinates":    template("rejected_missing_coordinates", "The row has no latitude or no longitude: fill both in."),
	"coordinate_unparseable": template("rejected_coordinate_unparseable", "Latitude or longitude is not a number in degrees: write it like 40.7128."),
	"latitude_out_of_range":  template("rejected_latitude_out_of_range", "The latitude is not between -90 and 90."),
	"longitude_out_of_range": template("rejected_longitude_out_of_range", "The longitude is not between -180 and 180."),
	"coordinates_swapped":    template("rejected_coordinates_swapped", "Latitude and longitude look swapped: exchange the two values, or the roles of the two columns."),
	"number_unparseable":     template("rejected_number_unparseable", "A value is not a number: correct it, or import the column as text."),
	"number_not_finite":      template("rejected_number_not_finite", "A value is infinite or not a number (NaN): correct it or leave it empty."),
	"date_unparseable":       template("rejected_date_unparseable", "A value is not a date in the file's order of day, month and year: correct it, choose another order, or import the column as text."),
	"boolean_unparseable":    template("rejected_boolean_unparseable", "A value is neither yes nor no: correct it, or import the column as text."),
}

// Further reasons why rows are not imported.
var (
	SameIDAsRow     = template("same_id_as_row", "Row {row} has the same id: keep one of them, or choose another id column.")
	LeftOutByFilter = template("left_out_by_filter", "the filter of the import leaves them out")
)

// What the preview of an import and a snapshot note.
var (
	NoteNoIDColumn       = template("note_no_id_column", "No column looks like an id, so row numbers will be the ids: a later refresh cannot match units by them. Choose a column whose values are unique.")
	NoteNoPositions      = template("note_no_positions", "No columns look like latitude and longitude: the units will have no position on the map.")
	NoteSwapped          = template("note_swapped", "Latitude and longitude look swapped: exchange the roles of the two columns.")
	NoteUseless          = template("note_useless", "{rows} of the first {of} values cannot be used; their rows will be kept aside.")
	NoteMissingPositions = template("note_missing_positions", "{rows} of the first {of} values are missing; their rows will be kept aside, unless units are located by code or address.")
	NoteAboveHeader      = template("note_above_header", "The column names are taken from row {row}; what stands above is left out.")
	NoteDates            = template("note_dates", "Every date of the first {rows|row|rows}, such as {example}, could be month first or day first; they are read as {order}. Choose the order if that is wrong.")
	OrderYMD             = template("order_ymd", "year, month, day")
	OrderMDY             = template("order_mdy", "month, day, year")
	OrderDMY             = template("order_dmy", "day, month, year")
	NoteOfFile           = template("note_of_file", `File "{file}": {note}`)
	NoteOfColumn         = template("note_of_column", `Column "{column}": {note}`)
	NoteOnlyWhere        = template("note_only_where", "Only rows for which {condition} are imported.")
	NoteRowNumbers       = template("note_row_numbers", "No column has the role id, so the row numbers are the ids.")
	NoteLeftOut          = template("note_left_out", `Column "{column}" is left out, since the dataset being added to does not have it.`)
	NoteKeptAsText       = template("note_kept_as_text", `Column "{column}" is kept as text, since {misfits} of the first {of} values do not fit the type {type}.`)
	NoteJoined           = template("note_joined", `Columns joined from file "{file}": {columns}.`)
	NoteNested           = template("note_nested", "Columns of lists or groups cannot be imported and are left out: {columns}.")
)

// What a move onto another snapshot notes.
var (
	NoteSameByRow   = template("note_same_by_row", "The dataset has no id column: units were taken to be the same by their row numbers.")
	NoteRulesUnused = template("note_rules_unused", "The rules were not used: {problem}")
	NotePlacedBy    = template("note_placed_by", `New units went by "{column}" to where most units with the same value are.`)
	NoteNoNearest   = template("note_no_nearest", "New units could not go to the nearest territory, since the dataset has no positions.")
)

// Why a column of a file was given its role.
var (
	RoleChosen     = template("role_chosen", "chosen")
	RoleByName     = template("role_by_name", "its name is usual for this role")
	RoleLatitudes  = template("role_latitudes", "its values look like latitudes in degrees")
	RoleLongitudes = template("role_longitudes", "its values look like longitudes in degrees")
	RoleIDLike     = template("role_id_like", "its name says number or code and its values are all different")
	RoleOwnName    = template("role_own_name", "its name begins with $, as columns made by the program do")
	RoleEmpty      = template("role_empty", "it is empty in the first rows")
	RoleLabels     = template("role_labels", "its name says that the numbers are labels")
	RoleNumbers    = template("role_numbers", "its values are numbers")
	RoleYesNo      = template("role_yes_no", "its values are yes and no")
	RoleDates      = template("role_dates", "its values are dates")
	RolePadded     = template("role_padded", "its numbers begin with zeros and are kept as text")
	RoleFewValues  = template("role_few_values", "it has only {values|different value|different values} in the first {rows|row|rows}")
	RoleText       = template("role_text", "its values are text")
)
