package main

import (
	"context"
	"fmt"
	"io"
)

type boundsPolygonsCmd struct {
	alignmentFlag
	File    string `arg:"" help:"GeoJSON file to write." type:"path"`
	Level   int    `help:"Level of the tree, 0 at the top; -1 for the territories." default:"-1"`
	Version int64  `help:"Version; 0 is the newest."`
}

// Run writes the polygons of areas.
func (c *boundsPolygonsCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if err := fetch(ctx, p.api, p.path(fmt.Sprintf("/boundaries/territories.geojson?level=%d&version=%d", c.Level, c.Version)), c.File); err != nil {
		return err
	}
	return t.print(exported{c.File}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s.\n", c.File) })
}
