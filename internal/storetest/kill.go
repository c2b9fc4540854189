package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The environment by which Kill starts its own test binary as a writer.
const (
	placeVariable = "STORETEST_PLACE"
	roleVariable  = "STORETEST_ROLE"
)

const killUnits = 500

// ChildMain must be called first by TestMain of a package that runs Kill. In a
// process that Kill started it writes until it is killed; elsewhere it returns.
func ChildMain(b Backend) {
	place := os.Getenv(placeVariable)
	if place == "" {
		return
	}
	ctx := context.Background()
	s, err := b.Open(ctx, place)
	if err == nil {
		switch os.Getenv(roleVariable) {
		case "append":
			err = childAppend(ctx, s)
		case "job":
			err = childJob(ctx, s)
		}
	}
	fmt.Fprintln(os.Stderr, "child:", err)
	os.Exit(1)
}

// childAppend plays the script for ever, from where the store is, and prints
// each version once it is stored.
func childAppend(ctx context.Context, s Store) error {
	a, err := s.Alignment(ctx, "a1")
	if err != nil {
		return err
	}
	history, _, _ := newScript()
	for history.version() < a.Version {
		history.forward()
	}
	for {
		version := history.version()
		if err := history.forward().play(ctx, s, version); err != nil {
			return err
		}
		fmt.Println(version + 1)
	}
}

// childJob runs the queue with a handler that never ends, and prints when it
// has begun.
func childJob(ctx context.Context, s Store) error {
	begin := func(ctx context.Context, _ *job.Run) (any, error) {
		fmt.Println("began")
		<-ctx.Done()
		return nil, ctx.Err()
	}
	r, err := job.NewRunner(job.Config{Store: s, Driver: s.QueueDriver(), Handlers: map[string]job.Handler{"hang": begin},
		Exclusive: true, Log: quietLog(), Now: time.Now})
	if err != nil {
		return err
	}
	if err := r.Start(ctx); err != nil {
		return err
	}
	select {}
}

// Kill tests that a process killed at any moment (SIGKILL) loses nothing it
// acknowledged and leaves nothing half-done.
func Kill(t *testing.T, b Backend) {
	t.Run("append", func(t *testing.T) { t.Parallel(); killAppends(t, b) })
	t.Run("job", func(t *testing.T) { t.Parallel(); killJobs(t, b) })
}

// killAppends kills a writer KILLS times, 6 by default.
func killAppends(t *testing.T, b Backend) {
	kills := 6
	if text := os.Getenv("KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		must(t, "KILLS", err)
		kills = n
	}
	place, ctx := b.New(t), t.Context()
	s, err := b.Open(ctx, place)
	must(t, "open", err)
	addDataset(t, s, "d1")
	history, a, first := newScript()
	must(t, "create", s.CreateAlignment(ctx, a, killUnits, first))
	must(t, "close", s.Close())
	random := rand.New(rand.NewPCG(testSeed(t), 0))
	for range kills {
		last := strconv.FormatInt(history.version(), 10)
		delay := time.Duration(random.IntN(120)) * time.Millisecond
		for line := range runChild(t, place, "append", delay) {
			last = line
		}
		acknowledged, err := strconv.ParseInt(last, 10, 64)
		must(t, "what the child printed", err)
		afterKill(t, b, place, history, acknowledged, random)
	}
	t.Logf("%d versions after %d kills", history.version(), kills)
}

// afterKill reopens the store and compares the newest and some older versions
// with the script. One version more than acknowledged may be there: it was
// stored, and the kill came before it was printed.
func afterKill(t *testing.T, b Backend, place string, history *script, acknowledged int64, random *rand.Rand) {
	t.Helper()
	ctx := t.Context()
	s, err := b.Open(ctx, place)
	must(t, "reopen", err)
	now := got[alignment.Alignment](t)(s.Alignment(ctx, "a1"))
	if now.Version < acknowledged || now.Version > acknowledged+1 {
		t.Fatalf("version %d after the kill, %d was acknowledged", now.Version, acknowledged)
	}
	for history.version() < now.Version {
		history.forward()
	}
	for _, version := range []int64{now.Version, 1 + random.Int64N(now.Version), 1 + random.Int64N(now.Version)} {
		state, want := got[*alignment.State](t)(s.State(ctx, "a1", version)), history.versions[version]
		equal(t, fmt.Sprintf("assignment of version %d after a kill", version), state.Assigned, want.Assigned)
		equal(t, fmt.Sprintf("locks of version %d after a kill", version), state.Locked, want.Locked)
		equal(t, fmt.Sprintf("areas of version %d after a kill", version), state.Areas, want.Areas)
		equal(t, fmt.Sprintf("holdouts, settings and calendar of version %d after a kill", version), beside(state), beside(want))
	}
	equal(t, "lines of history", len(got[[]alignment.ChangeSummary](t)(s.History(ctx, "a1", 0, 1<<30))), int(now.Version))
	must(t, "close", s.Close())
}

// runChild yields the lines the child prints, kills it delay after the first,
// and ends when all it printed is read.
func runChild(t testing.TB, place, role string, delay time.Duration) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), placeVariable+"="+place, roleVariable+"="+role)
		var problems strings.Builder
		child.Stderr = &problems
		out, err := child.StdoutPipe()
		must(t, "child's output", err)
		must(t, "start the child", child.Start())
		lines := bufio.NewScanner(out)
		killed := false
		for lines.Scan() {
			if !killed {
				killed = true
				time.AfterFunc(delay, func() { _ = child.Process.Kill() })
			}
			if !yield(lines.Text()) {
				break
			}
		}
		_ = child.Wait() // killed
		if !killed {
			t.Errorf("the child ended by itself: %s", problems.String())
		}
	}
}

func killJobs(t *testing.T, b Backend) {
	place, ctx := b.New(t), t.Context()
	s, err := b.Open(ctx, place)
	must(t, "open", err)
	must(t, "enqueue", s.EnqueueJob(ctx, newJob("hang", "hang", 0)))
	must(t, "enqueue", s.EnqueueJob(ctx, newJob("next", "next", 1)))
	must(t, "close", s.Close())
	for range 3 {
		for line := range runChild(t, place, "job", 0) {
			equal(t, "the child's line", line, "began")
		}
	}
	s = b.open(t, place)
	running(t, s, map[string]job.Handler{"next": func(context.Context, *job.Run) (any, error) { return nil, nil }})
	j := finished(t, s, "hang")
	if j.State != job.Failed || j.Error == nil || j.Error.Code != territory.Internal || j.Attempt != 3 {
		t.Errorf("got %+v (error %v) of a job that took the process down three times", j, j.Error)
	}
}
