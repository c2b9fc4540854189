package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2/sse"
)

type jobInput struct {
	ID string `path:"id"`
}

func (i *jobInput) resource() access.Resource { return access.Resource{Kind: "job", ID: i.ID} }

type jobsInput struct {
	Subject string `query:"subject" doc:"Only jobs of this dataset or alignment."`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// JobList is a page of jobs, newest first.
type JobList struct {
	Jobs []job.Job `json:"jobs" nullable:"false"`
}

func (s *Server) registerJobs() {
	register(s, get("list-jobs", "/jobs", "Jobs", "The newest jobs"), access.View,
		func(ctx context.Context, _ territory.Actor, in *jobsInput) (*body[JobList], error) {
			jobs, err := s.Jobs.Jobs(ctx, in.Subject, in.Limit)
			return answer(JobList{Jobs: notNil(jobs)}, err)
		})
	register(s, get("get-job", "/jobs/{id}", "Jobs", "One job with progress and result"), access.View,
		func(ctx context.Context, _ territory.Actor, in *jobInput) (*body[job.Job], error) {
			return answer(s.Jobs.Job(ctx, in.ID))
		})
	register(s, post("cancel-job", "/jobs/{id}/cancel", "Jobs", "Ask a job to stop; an optimisation keeps the best plan so far", http.StatusAccepted), access.Edit,
		func(ctx context.Context, _ territory.Actor, in *jobInput) (*body[job.Job], error) {
			if err := s.Jobs.RequestCancel(ctx, in.ID); err != nil {
				return nil, err
			}
			return answer(s.Jobs.Job(ctx, in.ID))
		})
	op := get("follow-job", "/jobs/{id}/events", "Jobs", "Server-sent events with the job after every change, ending with its final state")
	s.routes = append(s.routes, Route{Method: op.Method, Path: op.Path, Action: access.View})
	sse.Register(s.api, op, map[string]any{"job": job.Job{}, "problem": Problem{}}, s.followJob)
}

// followJob sends the job until it is final. An error is sent as an event,
// because the answer has begun already.
func (s *Server) followJob(ctx context.Context, in *jobInput, send sse.Sender) {
	if _, err := s.allow(ctx, access.View, in); err != nil {
		send.Data(s.problem(ctx, "follow-job", err)) //nolint:errcheck // the client has gone
		return
	}
	_, err := job.Wait(ctx, s.Jobs, in.ID, func(j job.Job) {
		send.Data(j) //nolint:errcheck // a gone client ends ctx
	})
	if err != nil && ctx.Err() == nil {
		send.Data(s.problem(ctx, "follow-job", err)) //nolint:errcheck // the client has gone
	}
}

// enqueue records a new job on behalf of actor.
func (s *Server) enqueue(ctx context.Context, actor territory.Actor, kind, subject string, params any) (job.Job, error) {
	j, err := s.newJob(actor, kind, subject, params)
	if err != nil {
		return job.Job{}, err
	}
	return j, s.Jobs.EnqueueJob(ctx, j)
}

// newJob describes a job that is not queued yet.
func (s *Server) newJob(actor territory.Actor, kind, subject string, params any) (job.Job, error) {
	raw, err := marshal(params)
	return job.Job{ID: s.NewID(), Kind: kind, Subject: subject, Actor: actor, State: job.Queued, Params: raw, Created: s.Now().UTC().Truncate(time.Millisecond)}, err
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
