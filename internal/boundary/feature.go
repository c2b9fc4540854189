package boundary

import "github.com/bailiwick-planning/bailiwick/internal/geom"

// Feature is one object of a geographic file, as it is read or written.
type Feature struct {
	ID         string // of the feature itself; may be empty
	Properties map[string]any
	Shape      geom.MultiPolygon
	Point      *geom.Point // for objects without a shape
}
