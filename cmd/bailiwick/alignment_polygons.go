package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

type boundsPolygonsCmd struct {
	alignmentFlag
	File    string `arg:"" help:"File to write: .geojson, .kml, .zip (Shapefile) or .gpkg (GeoPackage)." type:"path"`
	Level   int    `help:"Level of the tree, 0 at the top; -1 for the territories." default:"-1"`
	Version int64  `help:"Version; 0 is the newest."`
}

// shapeFormat is the format of polygons that the name of a file asks for.
func shapeFormat(file string) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".kml":
		return "kml"
	case ".zip", ".shp":
		return "shapefile"
	case ".gpkg":
		return "geopackage"
	}
	return "geojson"
}

// Run writes the polygons of areas.
func (c *boundsPolygonsCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if err := fetch(ctx, p.api, p.path(fmt.Sprintf("/boundaries/territories.geojson?level=%d&version=%d&format=%s", c.Level, c.Version, shapeFormat(c.File))), c.File); err != nil {
		return err
	}
	return t.print(exported{c.File}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s.\n", c.File) })
}
