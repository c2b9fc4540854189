package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// minSweepHours is the youngest age at which a running server removes what no
// row refers to: longer than any upload or job runs.
const minSweepHours = 24

type sweepInput struct {
	Hours  int  `query:"hours" minimum:"24" default:"24" doc:"Only files older than this; younger ones may belong to a running job."`
	DryRun bool `query:"dryRun" doc:"Count, and remove nothing."`
}

func (i *sweepInput) resource() access.Resource { return access.Resource{Kind: "server"} }

func (s *Server) registerSweep() {
	register(s, post("collect-garbage", "/garbage-collections", "Server", "Remove stored files that nothing refers to", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *sweepInput) (*body[blob.Swept], error) {
			remove := func(name string) { s.Log.Info("removed an unused file", "name", name) }
			if in.DryRun {
				remove = nil
			}
			age := time.Duration(max(in.Hours, minSweepHours)) * time.Hour
			return answer(blob.Sweep(ctx, s.Blobs, s.BlobsInUse, s.Now().Add(-age), remove))
		})
}
