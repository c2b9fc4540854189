package httpapi

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/danielgtaylor/huma/v2/sse"
)

// Event says that something has changed and should be read again.
type Event struct {
	Kind    string `json:"kind" enum:"alignment,dataset" doc:"What has changed."`
	ID      string `json:"id"`
	Version int64  `json:"version,omitempty" doc:"The alignment's new version."`
	Deleted bool   `json:"deleted,omitempty"`
}

// eventInterval is how often a connection looks for changes. It reads the
// database, so that it also sees what other servers and workers did.
const eventInterval = 700 * time.Millisecond

func (s *Server) registerEvents() {
	op := get("follow-changes", "/events", "Server", "Server-sent events for every dataset and alignment that changes")
	s.routes = append(s.routes, Route{Method: op.Method, Path: op.Path, Action: access.View})
	sse.Register(s.api, op, map[string]any{"change": Event{}, "problem": Problem{}}, func(ctx context.Context, in *none, send sse.Sender) {
		if _, err := s.allow(ctx, access.View, in); err != nil {
			send.Data(s.problem(ctx, "follow-changes", err)) //nolint:errcheck // the client has gone
			return
		}
		if err := s.followChanges(ctx, send); err != nil && ctx.Err() == nil {
			send.Data(s.problem(ctx, "follow-changes", err)) //nolint:errcheck // the client has gone
		}
	})
}

type eventKey struct{ kind, id string }

func (s *Server) followChanges(ctx context.Context, send sse.Sender) error {
	last, err := s.versions(ctx)
	if err != nil {
		return err
	}
	tick := time.NewTicker(eventInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now, err := s.versions(ctx)
		if err != nil {
			return err
		}
		for key, version := range now {
			if was, known := last[key]; !known || was != version {
				e := Event{Kind: key.kind, ID: key.id}
				if key.kind == "alignment" {
					e.Version = version
				}
				if err := send.Data(e); err != nil {
					return nil
				}
			}
		}
		for key := range last {
			if _, still := now[key]; !still {
				if err := send.Data(Event{Kind: key.kind, ID: key.id, Deleted: true}); err != nil {
					return nil
				}
			}
		}
		last = now
	}
}

// versions returns a number per alignment and dataset that differs after a
// change.
func (s *Server) versions(ctx context.Context) (map[eventKey]int64, error) {
	alignments, err := s.Alignments.Alignments(ctx, "")
	if err != nil {
		return nil, err
	}
	datasets, err := s.Catalog.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	versions := make(map[eventKey]int64, len(alignments)+len(datasets))
	for _, a := range alignments {
		versions[eventKey{"alignment", a.ID}] = a.Version
	}
	for _, d := range datasets {
		versions[eventKey{"dataset", d.ID}] = d.Updated.UnixNano()
	}
	return versions, nil
}
