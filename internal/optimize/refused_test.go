package optimize

import (
	"errors"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// What is wrong with a request is told with its own sentence in its place, not
// said once in the reader's language and once in English.
func TestRefused_SaysTheHeadingAndThePlaceApart(t *testing.T) {
	low, high := 3.0, 2.0
	_, err := Request{Measures: []MeasureGoal{{Min: &low, Max: &high}}}.normalise()
	var e *territory.Error
	if !errors.As(err, &e) || len(e.Details) != 1 || e.Said == nil || e.Details[0].Said == nil {
		t.Fatalf("got %#v", err)
	}
	if e.Said.Code != sentence.StartImpossible.Code || e.Details[0].Said.Code != sentence.StartMinMax.Code {
		t.Errorf("got %s and %s", e.Said.Code, e.Details[0].Said.Code)
	}
	if want := "This optimisation cannot start.; measures[0]: the minimum 3 of the number of units is above its maximum 2."; e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
}
