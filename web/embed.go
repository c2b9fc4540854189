//go:build !noui

// Package web holds the browser app and, after `npm run build`, embeds its built files into the binary.
//
// The files under dist are made by Vite and are not in the repository; dist/.gitkeep is, so that the module builds
// without Node. FS then reports that there is no app, and the server says so instead of serving a blank page.
// The build tag noui leaves the app out altogether.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// FS returns the built app with index.html at its root, and whether it was built into this binary.
func FS() (fs.FS, bool) {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil, false
	}
	return dist, true
}
