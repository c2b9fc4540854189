package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geopackage"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// readGeoPackage copies a stored file aside, because its reader is a database
// and needs a path of its own.
func readGeoPackage(ctx context.Context, file blob.Object, o boundary.ReadOptions) (set *boundary.Set, report *boundary.Report, err error) {
	if file.Size() > boundary.DefaultMaxBytes {
		return nil, nil, &boundary.InputError{What: sentence.ShapesPackageLarge.With(sentence.Params{"most": boundary.DefaultMaxBytes >> 20})}
	}
	aside, err := os.CreateTemp("", "bailiwick-*.gpkg")
	if err != nil {
		return nil, nil, fmt.Errorf("make a file for the GeoPackage: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(aside.Name())) }()
	_, err = io.Copy(aside, io.NewSectionReader(file, 0, file.Size()))
	if err := errors.Join(err, aside.Close()); err != nil {
		return nil, nil, fmt.Errorf("copy the GeoPackage: %w", err)
	}
	return geopackage.Read(ctx, aside.Name(), o)
}
