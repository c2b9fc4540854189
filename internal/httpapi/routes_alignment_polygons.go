package httpapi

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type polygonsInput struct {
	AlignmentVersion
	Level  int    `query:"level" minimum:"-1" maximum:"32" default:"-1" doc:"Level of the tree, 0 at the top; -1 the territories."`
	Format string `query:"format" enum:"geojson,kml,shapefile,geopackage" default:"geojson" doc:"The file: GeoJSON, KML, zipped Shapefile or GeoPackage."`
}

func (s *Server) registerPolygons() {
	op := get("get-territory-polygons", "/alignments/{id}/boundaries/territories.geojson", "Alignments", "Polygons of territories, or of the areas of a level, joined from their boundaries")
	op.Responses = fileResponse("application/geo+json", "A feature per area that holds a boundary; the borders between two areas are the same on both sides.")
	register(s, op, access.View, s.territoryPolygons)
}

// territoryPolygons dissolves the boundaries of each area. A shared boundary
// is drawn with its first area.
func (s *Server) territoryPolygons(ctx context.Context, _ territory.Actor, in *polygonsInput) (*huma.StreamResponse, error) {
	state, o, err := s.boundaryState(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	if in.Level >= len(state.Alignment.Levels) {
		return nil, territory.Errorf(territory.NotFound, "There is no level %d: this alignment has %d, the first is 0.", in.Level, len(state.Alignment.Levels))
	}
	areas, group := groupByArea(state, in.Level)
	if len(areas) == 0 {
		return nil, territory.Say(territory.Conflict, sentence.NoBoundaryHeld.With(nil))
	}
	shapes, err := boundary.Dissolve(ctx, o.Set, group)
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(areas))
	for _, g := range group {
		if g >= 0 {
			counts[g]++
		}
	}
	features := make([]boundary.Feature, len(areas))
	for g, a := range areas {
		features[g] = boundary.Feature{ID: state.Path(a.Number), Shape: shapes[g], Properties: map[string]any{
			"number": int(a.Number), "name": a.Name, "path": state.Path(a.Number), "level": a.Level, "owner": a.Owner, "boundaries": counts[g],
		}}
	}
	return s.shapeFile(ctx, in.Format, "territories", state.Alignment.Name, features)
}

// shapeFile sends features in one of the formats for polygons.
func (s *Server) shapeFile(ctx context.Context, format, layer, title string, features []boundary.Feature) (*huma.StreamResponse, error) {
	switch format {
	case "kml":
		return download(layer+".kml", "application/vnd.google-earth.kml+xml", 0, func(w io.Writer) error { return boundary.WriteKML(w, title, features) }), nil
	case "shapefile":
		return download(layer+".shp.zip", "application/zip", 0, func(w io.Writer) error { return boundary.WriteShapefile(w, layer, features) }), nil
	case "geopackage":
		if s.GeoPackage == nil {
			return nil, territory.Errorf(territory.Internal, "This server cannot write GeoPackages.")
		}
		return download(layer+".gpkg", "application/geopackage+sqlite3", 0, func(w io.Writer) error { return s.GeoPackage(ctx, w, layer, features) }), nil
	}
	return download(layer+".geojson", "application/geo+json", 0, func(w io.Writer) error { return boundary.WriteGeoJSON(w, features) }), nil
}

// groupByArea numbers the areas of a level (-1: territories) that hold
// boundaries, and says for every boundary which of them it is in, -1 for none.
func groupByArea(state *alignment.State, level int) ([]*alignment.Area, []int32) {
	shown := func(number alignment.AreaNumber) *alignment.Area {
		a := state.Areas[number]
		for level >= 0 && a != nil && a.Level > level {
			a = state.Areas[a.Parent]
		}
		return a
	}
	held := make(map[*alignment.Area]bool)
	for _, number := range state.Boundaries.Assigned {
		if a := shown(number); a != nil {
			held[a] = true
		}
	}
	var areas []*alignment.Area
	index := make(map[*alignment.Area]int32)
	for _, a := range state.Ordered() {
		if held[a] {
			index[a] = int32(len(areas))
			areas = append(areas, a)
		}
	}
	group := make([]int32, state.Boundaries.Count)
	for i, number := range state.Boundaries.Assigned {
		group[i] = -1
		if a := shown(number); a != nil {
			group[i] = index[a]
		}
	}
	return areas, group
}
