package boundary_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

func TestInputError_NamesPlaceAndFaultByTheirCodes(t *testing.T) {
	for _, c := range []struct {
		file        string
		where, what sentence.Code
		english     string
	}{
		{`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1]}}]}`,
			sentence.PlaceWithin.Code, sentence.ShapesUnreadable.Code, "feature 1, byte 102: a position has 1 numbers; it needs two"},
		{`{"type":"FeatureCollection","features":[]}`, "", sentence.ShapesNone.Code, "the input holds no features"},
	} {
		_, _, err := boundary.ReadGeoJSON(strings.NewReader(c.file), boundary.ReadOptions{})
		var fault *boundary.InputError
		if !errors.As(err, &fault) || fault.Where.Code != c.where || fault.What.Code != c.what || fault.Error() != c.english {
			t.Errorf("%s: got %v", c.file, err)
		}
	}
}
