package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ScheduleBody says when live sources are read again.
type ScheduleBody struct {
	EveryMinutes int        `json:"everyMinutes" minimum:"5" maximum:"527040"`
	Keep         bool       `json:"keep,omitempty" doc:"Leave the alignments on their snapshots."`
	First        *time.Time `json:"first,omitempty" doc:"The first reading; by default one interval from now."`
}

// ScheduleAnswer is a schedule with what its last update gave.
type ScheduleAnswer struct {
	live.Schedule
	Last *job.Job `json:"last,omitempty"`
}

type scheduleInput struct {
	DatasetPath
	Body ScheduleBody
}

func (s *Server) registerSchedules() {
	register(s, get("get-schedule", "/datasets/{id}/schedule", "Datasets", "When the dataset's live sources are read again, with the last update"), access.View,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[ScheduleAnswer], error) {
			return answer(s.schedule(ctx, in.ID))
		})
	register(s, operation("set-schedule", http.MethodPut, "/datasets/{id}/schedule", "Datasets", "Read the dataset's live sources again at intervals"), access.Manage, s.setSchedule)
	register(s, operation("delete-schedule", http.MethodDelete, "/datasets/{id}/schedule", "Datasets", "Stop reading the live sources at intervals"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*struct{}, error) {
			return nil, s.Schedules.DeleteSchedule(ctx, in.ID)
		})
}

func (s *Server) schedule(ctx context.Context, datasetID string) (ScheduleAnswer, error) {
	one, err := s.Schedules.Schedule(ctx, datasetID)
	a := ScheduleAnswer{Schedule: one}
	if err != nil || one.LastJob == "" {
		return a, err
	}
	last, err := s.Jobs.Job(ctx, one.LastJob)
	if err == nil {
		a.Last = &last
	}
	return a, err
}

func (s *Server) setSchedule(ctx context.Context, actor territory.Actor, in *scheduleInput) (*body[ScheduleAnswer], error) {
	if _, err := s.UpdateOf(ctx, actor, in.ID); err != nil {
		return nil, err
	}
	next := s.Now().UTC().Add(time.Duration(in.Body.EveryMinutes) * time.Minute)
	if in.Body.First != nil {
		next = in.Body.First.UTC()
	}
	schedule := live.Schedule{DatasetID: in.ID, EveryMinutes: in.Body.EveryMinutes, Keep: in.Body.Keep, Next: next}
	if err := schedule.Validate(); err != nil {
		return nil, err
	}
	if before, err := s.Schedules.Schedule(ctx, in.ID); err == nil {
		schedule.LastJob = before.LastJob
	}
	if err := s.Schedules.SetSchedule(ctx, schedule); err != nil {
		return nil, err
	}
	return answer(s.schedule(ctx, in.ID))
}

// RunDue begins the updates whose moment has come. One whose last update is
// still under way waits for its next moment.
func (s *Server) RunDue(ctx context.Context) error {
	now := s.Now().UTC()
	due, err := s.Schedules.DueSchedules(ctx, now)
	if err != nil {
		return err
	}
	for _, one := range due {
		if one.LastJob == "" || s.ended(ctx, one.LastJob) {
			spec, err := s.UpdateOf(ctx, s.User, one.DatasetID)
			spec.Keep = one.Keep
			if err != nil {
				s.Log.Warn("scheduled update cannot begin", "dataset", one.DatasetID, "error", err)
			} else if j, err := s.enqueue(ctx, s.User, UpdateJobKind, one.DatasetID, spec); err != nil {
				return err
			} else {
				one.LastJob = j.ID
			}
		}
		one.Next = one.After(now)
		if err := s.Schedules.SetSchedule(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) ended(ctx context.Context, jobID string) bool {
	j, err := s.Jobs.Job(ctx, jobID)
	return err != nil || j.State.Final()
}
