// Package geom holds the geometry Bailiwick stands on: points, boxes and
// polygons, exact predicates, a static spatial index, distances on the sphere,
// Delaunay triangulation, Voronoi cells and planar arrangements.
//
// Coordinates are a plain [Point]; a function says whether it reads them as
// plane coordinates or as longitude and latitude in degrees (WGS 84). Rings are
// open: the last vertex is joined to the first and is not repeated.
//
// Predicates ([Orient], [InCircle]) are exact for all finite input whose
// products neither overflow nor underflow, so that every structure built on
// them is consistent whatever the input. The package does no I/O, knows no file
// format and imports only the standard library.
package geom
