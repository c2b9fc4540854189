package httpapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/tiles"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type boundaryTileInput struct {
	BoundarySetPath
	Z int    `path:"z" minimum:"0" maximum:"12"`
	X int    `path:"x" minimum:"0"`
	Y string `path:"y" pattern:"^[0-9]{1,4}([.]mvt)?$" doc:"Row, with or without .mvt behind it."`
}

type placesInput struct {
	BoundarySetPath
	Body struct {
		Codes []string `json:"codes" maxItems:"1000000" nullable:"false"`
	}
}

// PlaceList answers where codes lie, in the order they were asked for.
type PlaceList struct {
	Found  int                 `json:"found"`
	Places []boundaryset.Place `json:"places" nullable:"false"`
}

func (s *Server) registerBoundaryFiles() {
	op := get("get-boundary-geojson", "/boundary-sets/{id}/boundaries.geojson", "Boundaries", "A boundary set as GeoJSON")
	op.Responses = fileResponse("application/geo+json", "A feature collection; the id of a feature is its code.")
	register(s, op, access.View, s.boundaryGeoJSON)
	op = get("get-boundary-edges", "/boundary-sets/{id}/edges.csv", "Boundaries", "Which boundaries touch, as CSV")
	op.Responses = fileResponse("text/csv", "CSV: a, b, kind (border or bridge), border_km, distance_km; each pair once.")
	register(s, op, access.View, s.boundaryEdges)
	op = get("get-boundary-tile", "/boundary-sets/{id}/tiles/{z}/{x}/{y}", "Boundaries", "A vector tile of a boundary set")
	op.Responses = fileResponse("application/vnd.mapbox-vector-tile", "Mapbox Vector Tile 2.1 with the layers boundaries and boundaries-labels; empty where there is nothing.")
	register(s, op, access.View, s.boundaryTile)
	op = get("get-boundary-tiles", "/boundary-sets/{id}/tiles.pmtiles", "Boundaries", "All vector tiles of a boundary set as one PMTiles archive")
	op.Responses = fileResponse("application/vnd.pmtiles", "PMTiles 3.")
	register(s, op, access.View, s.boundaryTiles)
	register(s, post("find-boundary-places", "/boundary-sets/{id}/places", "Boundaries", "Positions of units by their codes", http.StatusOK), access.View,
		func(ctx context.Context, _ territory.Actor, in *placesInput) (*body[PlaceList], error) {
			o, err := s.BoundarySets.Open(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			list := PlaceList{Places: o.Places(in.Body.Codes)}
			for _, p := range list.Places {
				if p.Found {
					list.Found++
				}
			}
			return answer(list, nil)
		})
}

func (s *Server) boundaryGeoJSON(ctx context.Context, _ territory.Actor, in *BoundarySetPath) (*huma.StreamResponse, error) {
	o, err := s.BoundarySets.Open(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return download("boundaries.geojson", "application/geo+json", 0, func(w io.Writer) error {
		return boundaryset.WriteGeoJSON(w, o.Set)
	}), nil
}

func (s *Server) boundaryEdges(ctx context.Context, _ territory.Actor, in *BoundarySetPath) (*huma.StreamResponse, error) {
	edges, err := s.BoundarySets.Edges(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return download("edges.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		defer edges.Close() //nolint:errcheck // opened for reading
		_, err := io.Copy(w, edges)
		return err
	}), nil
}

// boundaryTile sends one tile. A set never changes, so a client may keep it.
func (s *Server) boundaryTile(ctx context.Context, _ territory.Actor, in *boundaryTileInput) (*huma.StreamResponse, error) {
	y, err := strconv.Atoi(strings.TrimSuffix(in.Y, ".mvt"))
	if err != nil || in.X >= 1<<in.Z || y >= 1<<in.Z {
		return nil, territory.Errorf(territory.NotFound, "There is no tile %d/%d/%s: zoom %d has %d rows and columns.", in.Z, in.X, in.Y, in.Z, 1<<in.Z)
	}
	tile, err := s.BoundarySets.Tile(ctx, in.ID, in.Z, in.X, y)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "application/vnd.mapbox-vector-tile")
		ctx.SetHeader("Cache-Control", immutable)
		if tile.Gzipped && !strings.Contains(ctx.Header("Accept-Encoding"), "gzip") {
			z, err := gzip.NewReader(bytes.NewReader(tile.Bytes))
			if err != nil {
				ctx.SetStatus(http.StatusInternalServerError)
				return
			}
			io.Copy(ctx.BodyWriter(), z) //nolint:errcheck // the client has gone
			return
		}
		if tile.Gzipped {
			ctx.SetHeader("Content-Encoding", "gzip")
		}
		ctx.BodyWriter().Write(tile.Bytes) //nolint:errcheck // the client has gone
	}}, nil
}

type boundaryTilesInput struct {
	BoundarySetPath
	MaxZoom int `query:"maxZoom" minimum:"0" maximum:"12" default:"10"`
}

// boundaryTiles writes the archive aside first, because its header comes last.
func (s *Server) boundaryTiles(ctx context.Context, _ territory.Actor, in *boundaryTilesInput) (*huma.StreamResponse, error) {
	o, err := s.BoundarySets.Open(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	file, err := newScratch()
	if err != nil {
		return nil, err
	}
	size, err := file.fill(ctx, o.Tiler(), min(in.MaxZoom, tiles.MaxZoom))
	if err != nil {
		file.remove()
		return nil, err
	}
	return download("boundaries.pmtiles", "application/vnd.pmtiles", size, func(w io.Writer) error {
		defer file.remove()
		_, err := io.Copy(w, file)
		return err
	}), nil
}
