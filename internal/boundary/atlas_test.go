package boundary_test

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func box(x, y, size float64) geom.MultiPolygon {
	return geom.MultiPolygon{{{{X: x, Y: y}, {X: x + size, Y: y}, {X: x + size, Y: y + size}, {X: x, Y: y + size}}}}
}

func sheet(s *boundary.Set) boundary.Sheet {
	return boundary.Sheet{Set: s, Codes: boundary.NewCodeIndex(s), Locator: boundary.NewLocator(s)}
}

// atlas has German and US postal codes, counties of no country that share a
// code with them, and a large customer's point code.
func atlas() *boundary.Atlas {
	de := &boundary.Set{Country: "DE", Boundaries: []boundary.Boundary{{Code: "12345", Country: "DE", Shape: box(13, 52, 1)}, {Code: "01067", Country: "DE", Shape: box(14, 52, 1)}}}
	us := &boundary.Set{Country: "US", Boundaries: []boundary.Boundary{{Code: "12345", Country: "US", Shape: box(-74, 42, 1)}, {Code: "02139", Country: "US", Shape: box(-72, 42, 1)},
		{Code: "12301", Country: "US", Point: geom.Point{X: -73.5, Y: 42.5}}}}
	other := &boundary.Set{Boundaries: []boundary.Boundary{{Code: "77777", Shape: box(0, 0, 1)}, {Code: "02139", Shape: box(2, 0, 1)}}}
	return &boundary.Atlas{Sheets: []boundary.Sheet{sheet(de), sheet(us), sheet(other)}, Alpha2: builtin.Alpha2}
}

func TestAtlas_FindsByCodeAndNeverGuesses(t *testing.T) {
	a := atlas()
	for _, c := range []struct {
		code, country, want string
		end                 boundary.CodeMatch
	}{
		{"12345", "Germany", "DE_12345", boundary.CodeFound},
		{"12345-6789", "United States", "US_12345", boundary.CodeFound},
		{"123456789", "USA", "US_12345", boundary.CodeFound},
		{"US_12345", "", "US_12345", boundary.CodeFound},
		{"12345", "", "", boundary.CodeAmbiguous},
		{"1067", "", "DE_01067", boundary.CodeFound},
		{"12301", "US", "US_12301", boundary.CodeFound}, // a point code
		{"01067", "US", "", boundary.CodeUnknown},       // not in that country
		{"77777", "FR", "77777", boundary.CodeFound},    // a set of no country
		{"02139", "US", "", boundary.CodeAmbiguous},     // in two sets
		{"", "US", "", boundary.CodeUnknown},
		{"99999", "DE", "", boundary.CodeUnknown},
	} {
		p, end := a.Find(c.code, c.country)
		got := ""
		if p != boundary.Nowhere {
			got = a.Key(p)
		}
		if got != c.want || end != c.end {
			t.Errorf("Find(%q, %q) = %q, %v; want %q, %v", c.code, c.country, got, end, c.want, c.end)
		}
	}
}

func TestAtlas_PositionsAndDistances(t *testing.T) {
	a := atlas()
	if p := a.At(geom.Point{X: 13.5, Y: 52.5}, "", 0); p == boundary.Nowhere || a.Key(p) != "DE_12345" {
		t.Errorf("got %v", p)
	}
	if p := a.At(geom.Point{X: 30, Y: 30}, "US", 20_000); p != boundary.Nowhere {
		t.Errorf("a position far from all is in %s", a.Key(p))
	}
	p, _ := a.Find("12345", "DE")
	if d := a.Distance(p, geom.Point{X: 13.2, Y: 52.2}); d != 0 {
		t.Errorf("inside: %g m", d)
	}
	if d := a.Distance(p, geom.Point{X: 13.5, Y: 53.1}); d < 11_000 || d > 11_300 {
		t.Errorf("a tenth of a degree north of it: %g m, want about 11,100", d)
	}
}
