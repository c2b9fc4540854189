package job

import (
	"bytes"
	"context"
	"time"
)

// Poll intervals of Wait: short where nothing else tells of a change.
const (
	pollAlone   = 250 * time.Millisecond
	pollWatched = time.Second
)

// Wait returns the job once it is final. Before that it calls seen (if not nil)
// with the job as found at first and after each change it notices. It ends
// early with ctx's error.
func Wait(ctx context.Context, store Store, id string, seen func(Job)) (Job, error) {
	interval := pollAlone
	var changed <-chan struct{}
	if w, ok := store.(Watcher); ok {
		var stop func()
		changed, stop = w.WatchJob(id)
		defer stop()
		interval = pollWatched
	}
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	var last Job
	for {
		j, err := store.Job(ctx, id)
		if err != nil {
			return Job{}, err
		}
		if seen != nil && differs(last, j) {
			seen(j)
		}
		if j.State.Final() {
			return j, nil
		}
		last = j
		select {
		case <-ctx.Done():
			return j, ctx.Err()
		case <-changed:
		case <-ticker.C:
		}
	}
}

func differs(a, b Job) bool {
	return a.ID != b.ID || a.State != b.State || a.Progress != b.Progress || a.Attempt != b.Attempt ||
		a.CancelRequested != b.CancelRequested || !bytes.Equal(a.Result, b.Result)
}
