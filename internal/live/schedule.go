package live

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Schedule says when a dataset's live sources are read again.
type Schedule struct {
	DatasetID    string `json:"datasetId"`
	EveryMinutes int    `json:"everyMinutes" minimum:"5" maximum:"525600"`
	// Keep leaves the alignments on their snapshots.
	Keep bool      `json:"keep"`
	Next time.Time `json:"next"`
	// LastJob is the id of the last update it began, "" before the first.
	LastJob string `json:"lastJob,omitempty"`
}

// The shortest and longest time between two readings.
const (
	ShortestMinutes = 5
	LongestMinutes  = 366 * 24 * 60
)

// Validate returns an error with code invalid for a schedule that makes no
// sense.
func (s Schedule) Validate() error {
	if s.EveryMinutes < ShortestMinutes || s.EveryMinutes > LongestMinutes {
		return territory.Say(territory.Invalid, sentence.SourceSchedule.With(sentence.Params{"from": ShortestMinutes, "to": LongestMinutes}))
	}
	return nil
}

// After returns the next moment of the schedule after now, counted from the one
// before so that the time of day stays, without making up for missed ones.
func (s Schedule) After(now time.Time) time.Time {
	every := time.Duration(s.EveryMinutes) * time.Minute
	if !s.Next.Before(now) {
		return s.Next.Add(every)
	}
	return s.Next.Add(now.Sub(s.Next)/every*every + every)
}

// Schedules keeps schedules. Errors for a missing one have code not_found.
type Schedules interface {
	SetSchedule(ctx context.Context, s Schedule) error
	Schedule(ctx context.Context, datasetID string) (Schedule, error)
	// DueSchedules returns those whose next moment has come.
	DueSchedules(ctx context.Context, now time.Time) ([]Schedule, error)
	DeleteSchedule(ctx context.Context, datasetID string) error
}
