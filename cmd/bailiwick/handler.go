package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/job"
)

// handler decodes a job's parameters before the work begins.
func handler[S any](work func(context.Context, *job.Run, S) (any, error)) job.Handler {
	return func(ctx context.Context, run *job.Run) (any, error) {
		var spec S
		if err := json.Unmarshal(run.Job.Params, &spec); err != nil {
			return nil, fmt.Errorf("read parameters of job %s: %w", run.Job.ID, err)
		}
		return work(ctx, run, spec)
	}
}
