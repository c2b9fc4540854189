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

// killMove is the change that leads to version: it follows from the version
// alone, so that parent and child agree without talking.
func killMove(s *alignment.State, version int64) alignment.ChangeSet {
	m := &alignment.Assign{}
	for i := range int64(1 + version%40) {
		unit := int32((version*7 + i) % killUnits)
		if len(m.Units) > 0 && unit < m.Units[len(m.Units)-1] {
			break
		}
		m.Units = append(m.Units, unit)
		m.From = append(m.From, s.Assigned[unit])
		m.To = append(m.To, s.Assigned[unit]%5+1)
	}
	c := moveOne(0, 0, 0, int(version))
	c.Ops[0].Assign = m
	return c
}

// childAppend appends for ever and prints each version once it is stored.
func childAppend(ctx context.Context, s Store) error {
	state, err := s.State(ctx, "a1", 0)
	if err != nil {
		return err
	}
	for {
		c := killMove(state, state.Alignment.Version+1)
		version, err := s.Append(ctx, "a1", state.Alignment.Version, c)
		if err != nil {
			return err
		}
		fmt.Println(version)
		if err := state.Apply(c); err != nil {
			return err
		}
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

func killAppends(t *testing.T, b Backend) {
	place, ctx := b.New(t), t.Context()
	s, err := b.Open(ctx, place)
	must(t, "open", err)
	addDataset(t, s, "d1")
	a, first := newAlignment("a1", "d1", killUnits, 5)
	must(t, "create", s.CreateAlignment(ctx, a, killUnits, first))
	must(t, "close", s.Close())
	random := rand.New(rand.NewPCG(testSeed(t), 0))
	model := alignment.NewState(a, killUnits)
	must(t, "apply", model.Apply(first))
	for round := range 6 {
		last := strconv.FormatInt(model.Alignment.Version, 10)
		delay := time.Duration(random.IntN(120)) * time.Millisecond
		for line := range runChild(t, place, "append", delay) {
			last = line
		}
		acknowledged, err := strconv.ParseInt(last, 10, 64)
		must(t, "what the child printed", err)
		reopened, err := b.Open(ctx, place)
		must(t, "reopen", err)
		now := got[*alignment.State](t)(reopened.State(ctx, "a1", 0))
		if now.Alignment.Version < acknowledged || now.Alignment.Version > acknowledged+1 {
			t.Fatalf("round %d: version %d after the kill, %d was acknowledged", round, now.Alignment.Version, acknowledged)
		}
		for model.Alignment.Version < now.Alignment.Version {
			must(t, "apply", model.Apply(killMove(model, model.Alignment.Version+1)))
		}
		equal(t, "assignment after the kill", now.Assigned, model.Assigned)
		equal(t, "history after the kill", len(got[[]alignment.ChangeSummary](t)(reopened.History(ctx, "a1", 0, 1<<30))), int(now.Alignment.Version))
		must(t, "close", reopened.Close())
	}
	t.Logf("%d versions after 6 kills", model.Alignment.Version)
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
