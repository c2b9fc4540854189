package builtin_test

import (
	"errors"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
)

func TestSets_OpenWithTheirCounts(t *testing.T) {
	t.Parallel()
	for _, info := range builtin.Sets() {
		set, err := builtin.Open(info.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(set.Boundaries) != info.Count {
			t.Errorf("%s: %d boundaries, Info says %d", info.ID, len(set.Boundaries), info.Count)
		}
		codes := map[string]bool{}
		for _, b := range set.Boundaries {
			if b.Code == "" || codes[b.Code] || b.Name == "" || b.Country == "" {
				t.Errorf("%s: %q %q, country %q", info.ID, b.Code, b.Name, b.Country)
			}
			codes[b.Code] = true
			// 51610, Falls Church, is too small for the file and has become a point.
			if box := b.Shape.Box(); box.MinX < -180 || box.MaxX > 180 || (box.Empty() && b.Code != "51610") {
				t.Errorf("%s %s: box %v", info.ID, b.Code, box)
			}
			if len(b.Shape) > 0 && !b.Shape.Contains(b.Point) {
				t.Errorf("%s %s: label point %v lies outside", info.ID, b.Code, b.Point)
			}
		}
		for _, a := range set.Attributes {
			if len(a.Values) != len(set.Boundaries) {
				t.Errorf("%s: attribute %s has %d values", info.ID, a.Name, len(a.Values))
			}
		}
		if file, err := builtin.Topology(info.ID); err != nil || len(file) > 400_000 {
			t.Errorf("%s: %d bytes, %v", info.ID, len(file), err)
		}
	}
}

func TestOpen_UnknownSet(t *testing.T) {
	t.Parallel()
	_, err := builtin.Open("moon")
	var unknown *builtin.UnknownSetError
	if !errors.As(err, &unknown) || unknown.ID != "moon" {
		t.Errorf("got %v", err)
	}
}

func TestCountries_CodesAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range builtin.Countries() {
		if len(c.Numeric) != 3 || len(c.Alpha2) != 2 || len(c.Alpha3) != 3 || c.Name == "" {
			t.Errorf("bad entry %+v", c)
		}
		for _, code := range []string{c.Numeric, c.Alpha2, c.Alpha3} {
			if seen[code] {
				t.Errorf("code %s is double", code)
			}
			seen[code] = true
		}
	}
	if len(builtin.Countries()) != 249 {
		t.Errorf("%d countries, ISO 3166-1 has 249", len(builtin.Countries()))
	}
}
