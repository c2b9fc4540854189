package boundary

import (
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Boundary is one geographic cell of a set.
type Boundary struct {
	Code    string // unique in the set, such as "06037"
	Name    string // for people, such as "Los Angeles"
	Parent  string // code of the boundary around it in another set, or empty
	Country string // ISO 3166 alpha-2 code, or empty

	// Shape is empty for a point code. Outer rings run counterclockwise, holes
	// clockwise, and no ring crosses the antimeridian.
	Shape geom.MultiPolygon
	// Point is a position inside the shape, or the place of a point code.
	Point geom.Point
}

// Attribute is one column of values, one for each boundary of a set, as text.
type Attribute struct {
	Name   string
	Values []string
}

// Set is all boundaries of one country and type in one edition. It does not
// change once built and may be read by several goroutines.
type Set struct {
	ID         string // short name used in files and addresses
	Name       string
	Type       string // such as "county" or "postal code"
	Country    string // ISO 3166 alpha-2, or empty when there are several
	Edition    string
	Licence    string
	Boundaries []Boundary
	Attributes []Attribute
}

// Attribute returns the values of the named column, or nil.
func (s *Set) Attribute(name string) []string {
	for _, a := range s.Attributes {
		if a.Name == name {
			return a.Values
		}
	}
	return nil
}

// Index returns the position of each boundary by its code.
func (s *Set) Index() map[string]int32 {
	index := make(map[string]int32, len(s.Boundaries))
	for i := range s.Boundaries {
		index[s.Boundaries[i].Code] = int32(i)
	}
	return index
}

// Vertices returns the number of vertices of all shapes.
func (s *Set) Vertices() int {
	n := 0
	for i := range s.Boundaries {
		n += s.Boundaries[i].Shape.Vertices()
	}
	return n
}
