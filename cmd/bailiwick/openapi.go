package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

type openapiCmd struct{}

// Run prints the document; no data folder is touched.
func (openapiCmd) Run(_ context.Context, t *terminal) error {
	s := httpapi.New(httpapi.Deps{Version: "1", Log: slog.New(slog.DiscardHandler), Now: time.Now})
	document, err := s.OpenAPI()
	if err != nil {
		return err
	}
	_, err = io.Writer(t.out).Write(document)
	return err
}
