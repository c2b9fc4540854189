package ingest

import "github.com/bailiwick-planning/bailiwick/internal/sentence"

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

// Said explains the reason to a person and says what to do.
func (r Reason) Said() sentence.Sentence {
	if t, ok := sentence.Rejected[string(r)]; ok {
		return t.With(nil)
	}
	return sentence.Sentence{Code: sentence.Code(r), English: string(r)}
}
