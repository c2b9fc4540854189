// Package tiles makes map tiles of boundary sets in the Mapbox Vector Tile
// format (version 2.1) and packs them into PMTiles archives (version 3).
//
// A tile has a layer of polygons, whose feature id is the index of the boundary
// in its set, and a layer of label points. Which area a boundary belongs to is
// not in the tiles: a client joins it by the feature id, so recolouring needs no
// new tile. Neighbours share their lines at every zoom.
//
// A tile depends on the set and its position alone, so tiles may be cached for
// as long as the set lives.
package tiles
