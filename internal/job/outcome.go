package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// outcome is how a job ended.
type outcome struct {
	state   State
	result  json.RawMessage
	problem *territory.Error
}

// call runs the handler; a panic becomes an error that carries the stack.
func (r *Runner) call(ctx context.Context, run *Run) (result any, err error) {
	handler, known := r.config.Handlers[run.Job.Kind]
	if !known {
		return nil, fmt.Errorf("no handler for jobs of kind %q", run.Job.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return handler(ctx, run)
}

// outcome judges what the handler returned. A handler that returns a result
// although it was cancelled has succeeded.
func (r *Runner) outcome(j Job, result any, err error, cancelled bool) outcome {
	if err == nil {
		text, marshalErr := json.Marshal(result)
		if marshalErr == nil {
			return outcome{state: Succeeded, result: text}
		}
		err = fmt.Errorf("encode the result: %w", marshalErr)
	}
	if cancelled && (errors.Is(err, context.Canceled) || errors.Is(err, ErrCancelled) || territory.CodeOf(err) == territory.Cancelled) {
		return outcome{state: Cancelled}
	}
	var problem *territory.Error
	if errors.As(err, &problem) {
		return outcome{state: Failed, problem: problem}
	}
	r.config.Log.Error("job", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "error", err)
	return outcome{state: Failed, problem: territory.Say(territory.Internal, sentence.ProblemJobDefect.With(sentence.Params{"job": j.ID}))}
}

// finish records the outcome. While the store cannot take it (disk full), it
// tries again every second, because the work is done and must not be lost; a
// stop ends the trying, and the job runs again at the next start.
func (r *Runner) finish(ctx context.Context, j Job, o outcome) {
	for {
		err := r.config.Store.FinishJob(ctx, j.ID, o.state, o.result, o.problem, r.config.Now())
		if err == nil || territory.CodeOf(err) == territory.NotFound {
			return
		}
		r.config.Log.Error("record the end of a job", "job", j.ID, "error", err)
		select {
		case <-r.stopping.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// atLeast drops log records below a level.
type atLeast struct {
	slog.Handler
	level slog.Level
}

// Enabled implements slog.Handler.
func (h atLeast) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.level && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (h atLeast) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeast{h.Handler.WithAttrs(attrs), h.level}
}

// WithGroup implements slog.Handler.
func (h atLeast) WithGroup(name string) slog.Handler {
	return atLeast{h.Handler.WithGroup(name), h.level}
}
