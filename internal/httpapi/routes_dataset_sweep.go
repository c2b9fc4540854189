package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// minSweepHours is the youngest age at which a running server removes what no
// row refers to: longer than any upload or job runs.
const minSweepHours = 24

// Collected tells what a collection of garbage removed, or would have: a dry
// run counts what has expired, not yet the files that only it refers to.
type Collected struct {
	dataset.Expired
	blob.Swept
}

type retentionInput struct {
	Body dataset.Retention
}

func (i *retentionInput) resource() access.Resource { return access.Resource{Kind: "server"} }

type sweepInput struct {
	Hours  int  `query:"hours" minimum:"24" default:"24" doc:"Only files older than this; younger ones may belong to a running job."`
	DryRun bool `query:"dryRun" doc:"Count, and remove nothing."`
}

func (i *sweepInput) resource() access.Resource { return access.Resource{Kind: "server"} }

func (s *Server) registerSweep() {
	register(s, post("collect-garbage", "/garbage-collections", "Server", "Remove what has expired, and stored files that nothing refers to", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *sweepInput) (*body[Collected], error) {
			remove := func(name string) { s.Log.Info("removed an unused file", "name", name) }
			if in.DryRun {
				remove = nil
			}
			age := time.Duration(max(in.Hours, minSweepHours)) * time.Hour
			gone, err := s.Catalog.Expire(ctx, s.Now(), in.DryRun)
			if err != nil {
				return nil, err
			}
			swept, err := blob.Sweep(ctx, s.Blobs, s.BlobsInUse, s.Now().Add(-age), remove)
			return answer(Collected{gone, swept}, err)
		})
	register(s, get("get-retention", "/retention", "Server", "How many days things are kept that nobody works with any more"), access.View,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[dataset.Retention], error) {
			return answer(s.Catalog.Retention(ctx))
		})
	register(s, operation("set-retention", http.MethodPut, "/retention", "Server", "Set how many days things are kept; the next collection of garbage applies it"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *retentionInput) (*body[dataset.Retention], error) {
			return answer(in.Body, s.Catalog.SetRetention(ctx, in.Body))
		})
}
