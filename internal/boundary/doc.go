// Package boundary holds boundary sets: geographic cells such as counties or
// postal codes with their codes, names, shapes and attributes. It reads them
// from the usual formats, finds the boundary a position lies in ([Locator]),
// and draws the outlines of territories ([TerritoryPolygons]).
//
// Positions are longitude and latitude in degrees (WGS 84). A shape's edges are
// straight lines in that plane. The package reads from an io.Reader and opens
// no file; its errors for bad input are *InputError values, which say where the
// input is wrong and what to do.
package boundary
