package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
)

type gcCmd struct {
	connection
	DryRun bool `help:"Count what would go, and remove nothing."`
}

// future is a time no file is younger than.
var future = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// Run removes what has expired and stored files that nothing refers to. A server that runs spares
// the last day's; in a data folder of our own nothing is being written.
func (c *gcCmd) Run(ctx context.Context, t *terminal) error {
	swept, err := c.sweep(ctx)
	if err != nil {
		return err
	}
	return t.print(swept, func(w io.Writer) {
		verb := "Removed"
		if c.DryRun {
			verb = "Would remove"
		}
		fmt.Fprintf(w, "%s %d files (%d bytes) that nothing refers to; %d are in use", verb, swept.Objects, swept.Bytes, swept.Kept)
		if n := swept.ExpiredDatasets + swept.ExpiredSnapshots; n > 0 {
			fmt.Fprintf(w, " (%s %d datasets in the trash and %d snapshots whose days are over)", strings.ToLower(verb), swept.ExpiredDatasets, swept.ExpiredSnapshots)
		}
		if swept.Young > 0 {
			fmt.Fprintf(w, ", %d are younger than a day", swept.Young)
		}
		fmt.Fprintln(w, ".")
	})
}

func (c *gcCmd) sweep(ctx context.Context) (swept httpapi.Collected, err error) {
	if c.Server != "" {
		api := &client{base: strings.TrimRight(c.Server, "/"), http: &http.Client{}}
		err = api.post(ctx, fmt.Sprintf("/garbage-collections?dryRun=%t", c.DryRun), nil, &swept)
		return swept, err
	}
	lock, err := sqlite.LockFolder(c.Data)
	if err != nil {
		return swept, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	blobs, err := blob.OpenDir(filepath.Join(c.Data, "blobs"))
	if err != nil {
		return swept, err
	}
	db, err := sqlite.Open(ctx, c.Data)
	if err != nil {
		return swept, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var remove func(string)
	if !c.DryRun {
		remove = func(string) {}
	}
	if swept.Expired, err = db.Expire(ctx, time.Now(), c.DryRun); err != nil {
		return swept, err
	}
	swept.Swept, err = blob.Sweep(ctx, blobs, db.ReferencedBlobs, future, remove)
	return swept, err
}
