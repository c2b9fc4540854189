package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// dueInterval is how often a server looks for scheduled updates.
const dueInterval = 30 * time.Second

// startSchedules looks for scheduled updates until endSchedules is called.
func (l *local) startSchedules(o localOptions) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.schedules(ctx, o)
	}()
	l.endSchedules = func() {
		cancel()
		<-ended
	}
}

// schedules begins scheduled updates and publications, and sends messages to
// webhooks that are due, until ctx ends.
func (l *local) schedules(ctx context.Context, o localOptions) {
	ticker := time.NewTicker(dueInterval)
	defer ticker.Stop()
	for {
		if err := l.handler.RunDue(ctx); err != nil && ctx.Err() == nil {
			o.Log.Error("scheduled updates", "error", err)
		}
		if err := l.handler.RunDuePublications(ctx); err != nil && ctx.Err() == nil {
			o.Log.Error("scheduled publications", "error", err)
		}
		if err := l.handler.Webhooks.Deliver(ctx); err != nil && ctx.Err() == nil {
			o.Log.Error("webhooks", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

type datasetScheduleCmd struct {
	datasetFlag
	Every time.Duration `help:"Read the live sources again this often, such as 24h; a running server does it."`
	Keep  bool          `help:"Leave the alignments on their snapshots."`
	Off   bool          `help:"Stop reading them by itself."`
}

// Run sets, ends or shows the schedule.
func (c *datasetScheduleCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	path := "/datasets/" + d.ID + "/schedule"
	var a httpapi.ScheduleAnswer
	switch {
	case c.Off:
		if err := api.call(ctx, http.MethodDelete, path, nil, nil); err != nil {
			return err
		}
		return t.print(map[string]bool{"off": true}, func(w io.Writer) { fmt.Fprintf(w, "%s is no longer updated by itself.\n", d.Name) })
	case c.Every > 0:
		err = api.call(ctx, http.MethodPut, path, httpapi.ScheduleBody{EveryMinutes: int(c.Every / time.Minute), Keep: c.Keep}, &a)
	default:
		err = api.get(ctx, path, &a)
	}
	if err != nil {
		return err
	}
	return t.print(a, func(w io.Writer) {
		fmt.Fprintf(w, "%s is updated every %d minutes, next at %s.\n", d.Name, a.EveryMinutes, a.Next.Format(time.DateTime))
		if a.Last != nil {
			fmt.Fprintf(w, "The last update (%s) %s.\n", a.Last.Created.Format(time.DateTime), a.Last.State)
		}
	})
}
