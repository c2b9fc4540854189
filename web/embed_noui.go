//go:build noui

// Package web without the browser app: the build tag noui was set.
package web

import "io/fs"

// FS reports that this binary was built without the app.
func FS() (fs.FS, bool) { return nil, false }
