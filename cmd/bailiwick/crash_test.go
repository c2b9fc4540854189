package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
)

// TestMain lets the test binary play the program, so that tests can kill it.
func TestMain(m *testing.M) {
	if os.Getenv("BAILIWICK_TEST_CHILD") == "1" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// child starts the program in a process of its own.
func child(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), "BAILIWICK_TEST_CHILD=1")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

func crashSeed(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("TEST_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("TEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// TestKill9_DuringImport kills the program at random moments of an import, then
// opens the folder again: the accepted import finishes there by itself, whole.
func TestKill9_DuringImport(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	random := crashSeed(t)
	file := accountsFile(t, 20000, 10)
	for round := range 4 {
		data := filepath.Join(t.TempDir(), "data")
		c := child(t, "import", file, "--name", "accounts", "--data", data)
		kill(t, c, time.Duration(random.IntN(900))*time.Millisecond)
		settle(t, data)
		var list listing
		must(t, &list, "datasets", "--data", data)
		for _, d := range list.Datasets {
			if d.Snapshot == nil || d.Snapshot.Units != 20000 {
				t.Errorf("round %d: dataset %q came back with %+v, want all units", round, d.Name, d.Snapshot)
			}
		}
		noOrphans(t, data)
	}
}

// TestKill9_DuringOptimise does the same to a run; its draft appears once.
func TestKill9_DuringOptimise(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	random := crashSeed(t)
	data := filepath.Join(t.TempDir(), "data")
	must(t, new(any), "import", accountsFile(t, 20000, 10), "--name", "accounts", "--data", data)
	must(t, new(any), "align", "--by", "OwnerName", "--data", data)
	for range 4 {
		c := child(t, "optimize", "--data", data, "--seed", fmt.Sprint(random.Uint32()))
		kill(t, c, time.Duration(random.IntN(900))*time.Millisecond)
		settle(t, data)
	}
	var list httpapi.DraftList
	must(t, &list, "draft", "list", "--data", data)
	jobs := map[string]int{}
	for _, d := range list.Drafts {
		jobs[d.JobID]++
		if !d.Report.Checked {
			t.Errorf("draft %s was not checked", d.ID)
		}
	}
	for id, n := range jobs {
		if n > 1 {
			t.Errorf("job %s made %d drafts", id, n)
		}
	}
}

func kill(t *testing.T, c *exec.Cmd, after time.Duration) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case <-ended:
	case <-time.After(after):
		if err := c.Process.Signal(syscall.SIGKILL); err != nil && !strings.Contains(err.Error(), "finished") {
			t.Fatal(err)
		}
		<-ended
	}
}

// settle opens the folder and waits until every job is final, none failed.
func settle(t *testing.T, data string) {
	t.Helper()
	l, err := openLocal(t.Context(), localOptions{Data: data})
	ok(t, err)
	defer func() { ok(t, l.Close(context.Background())) }()
	jobs, err := l.db.Jobs(t.Context(), "", 100)
	ok(t, err)
	for _, j := range jobs {
		end, err := job.Wait(t.Context(), l.db, j.ID, func(job.Job) {})
		ok(t, err)
		if end.State != job.Succeeded {
			t.Errorf("job %s (%s) ended as %s: %v", j.ID, j.Kind, end.State, end.Error)
		}
	}
}

// noOrphans checks that every blob belongs to a row once the folder was opened.
func noOrphans(t *testing.T, data string) {
	t.Helper()
	l, err := openLocal(t.Context(), localOptions{Data: data})
	ok(t, err)
	defer func() { ok(t, l.Close(context.Background())) }()
	used, err := l.db.ReferencedBlobs(t.Context())
	ok(t, err)
	blobs, err := blob.OpenDir(filepath.Join(data, "blobs"))
	ok(t, err)
	all, err := blobs.List(t.Context(), "")
	ok(t, err)
	for _, b := range all {
		if !used[b.Name] {
			t.Errorf("blob %s belongs to nothing", b.Name)
		}
	}
}

func TestSecondProcess_IsToldWhoHasTheFolder(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	l, err := openLocal(t.Context(), localOptions{Data: data, Address: "http://127.0.0.1:9"})
	ok(t, err)
	defer func() { ok(t, l.Close(context.Background())) }()
	code, _, stderr := bailiwick(t, "datasets", "--data", data)
	if code != exitRefused || !strings.Contains(stderr, "http://127.0.0.1:9") || !strings.Contains(stderr, "--server") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
