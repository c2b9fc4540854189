package ingest

// Reason is why a row was kept aside: a stable word for programs, with a text
// for people.
type Reason string

// The reasons.
const (
	WrongFieldCount Reason = "wrong_field_count"
	FieldTooLong    Reason = "field_too_long"
	RowTooLong      Reason = "row_too_long"
	UnclosedQuote   Reason = "unclosed_quote"
	MisplacedQuote  Reason = "misplaced_quote"
	ZeroByte        Reason = "zero_byte"
	BadEncoding     Reason = "bad_encoding"

	MissingID   Reason = "missing_id"
	DuplicateID Reason = "duplicate_id"

	MissingCoordinates    Reason = "missing_coordinates"
	CoordinateUnparseable Reason = "coordinate_unparseable"
	LatitudeOutOfRange    Reason = "latitude_out_of_range"
	LongitudeOutOfRange   Reason = "longitude_out_of_range"
	CoordinatesSwapped    Reason = "coordinates_swapped"

	NumberUnparseable  Reason = "number_unparseable"
	NumberNotFinite    Reason = "number_not_finite"
	DateUnparseable    Reason = "date_unparseable"
	BooleanUnparseable Reason = "boolean_unparseable"
)

// texts explains the reasons and says what to do.
var texts = map[Reason]string{
	WrongFieldCount: "The row has more or fewer fields than the header: add or remove delimiters, or put quotes around a field that contains one.",
	FieldTooLong:    "A field is longer than 1 MB: shorten it or leave the column out.",
	RowTooLong:      "The row is longer than 16 MB; only its beginning is kept here: check that the delimiter and the line ends are right.",
	UnclosedQuote:   "A quote is opened and never closed: close it, or double it if it belongs to the text.",
	MisplacedQuote:  "A quote stands inside a quoted field: double it.",
	ZeroByte:        "The row contains a zero byte, which is not text: export the file again.",
	BadEncoding:     "The row is not valid in the file's encoding: choose another encoding, or save the file as UTF-8.",

	MissingID:   "The row has no id: fill it in, or import without an id column.",
	DuplicateID: "Another row above has the same id: keep one of them, or choose another id column.",

	MissingCoordinates:    "The row has no latitude or no longitude: fill both in.",
	CoordinateUnparseable: "Latitude or longitude is not a number in degrees: write it like 40.7128.",
	LatitudeOutOfRange:    "The latitude is not between -90 and 90.",
	LongitudeOutOfRange:   "The longitude is not between -180 and 180.",
	CoordinatesSwapped:    "Latitude and longitude look swapped: exchange the two values, or the roles of the two columns.",

	NumberUnparseable:  "A value is not a number: correct it, or import the column as text.",
	NumberNotFinite:    "A value is infinite or not a number (NaN): correct it or leave it empty.",
	DateUnparseable:    "A value is not a date in the file's order of day, month and year: correct it, choose another order, or import the column as text.",
	BooleanUnparseable: "A value is neither yes nor no: correct it, or import the column as text.",
}

// Text explains the reason to a person and says what to do.
func (r Reason) Text() string {
	if text, ok := texts[r]; ok {
		return text
	}
	return string(r)
}
