package ingest_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// madeUp is a file that exists only as it is read: a beginning, as many x as it
// takes, and an end.
type madeUp struct {
	head, tail string
	fill       int64
	at         int64
}

func (m *madeUp) Size() int64 { return int64(len(m.head)) + m.fill + int64(len(m.tail)) }

func (m *madeUp) Close() error { return nil }

func (m *madeUp) Read(p []byte) (int, error) {
	n, err := m.ReadAt(p, m.at)
	m.at += int64(n)
	return n, err
}

var filler = bytes.Repeat([]byte{'x'}, 1<<20)

// ReadAt gives what stands at a position; fewer bytes only at a seam.
func (m *madeUp) ReadAt(p []byte, at int64) (int, error) {
	done := 0
	for done < len(p) {
		from := at + int64(done)
		var piece []byte
		switch behind := from - int64(len(m.head)); {
		case behind < 0:
			piece = []byte(m.head[from:])
		case behind < m.fill:
			piece = filler[:min(int64(len(filler)), m.fill-behind)]
		case behind-m.fill < int64(len(m.tail)):
			piece = []byte(m.tail[behind-m.fill:])
		default:
			return done, io.EOF
		}
		done += copy(p[done:], piece)
	}
	return done, nil
}

// madeUpStore has one made-up file beside those of another store.
type madeUpStore struct {
	blob.Store
	file madeUp
}

// Open opens the made-up file by the name "huge".
func (s madeUpStore) Open(ctx context.Context, name string) (blob.Object, error) {
	if name != "huge" {
		return s.Store.Open(ctx, name)
	}
	file := s.file
	return &file, nil
}

// watchHeap returns a function that ends the watching and gives the largest heap
// seen, in bytes.
func watchHeap() func() uint64 {
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		var largest uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			largest = max(largest, m.HeapAlloc)
			select {
			case <-stop:
				most <- largest
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); return <-most }
}

// A line of 3 GB (96 MB in the short form) between good rows costs its row, not
// the memory of the machine; a file that is one line is refused. This test runs
// alone, so that the heap is its own.
func TestRun_GigabytesInOneLine(t *testing.T) {
	size := int64(96 << 20)
	if os.Getenv("BAILIWICK_LONG_TESTS") != "" {
		size = 3 << 30
	}
	b := newBench(t)
	store := b.deps.Blobs
	run := func(file madeUp, id string) (units, rejected int, err error) {
		b.deps.Blobs = madeUpStore{store, file}
		u := ingest.Upload{ID: "huge", Name: "huge.csv", Bytes: file.Size(), Blob: "huge"}
		s, err := ingest.Run(t.Context(), b.deps, ingest.Spec{DatasetID: "d", SnapshotID: id, Uploads: []ingest.Upload{u}}, nil)
		return s.Units, s.Rejected, err
	}
	done := watchHeap()
	units, rejected, err := run(madeUp{head: "id,name\n1,a\n", fill: size, tail: "\n2,b\n3,\"c\n"}, "s1")
	if err != nil || units != 2 || rejected != 2 {
		t.Errorf("%d units, %d rejected, %v; want 2 and 2: the line, and the quote that never closes", units, rejected, err)
	}
	_, _, err = run(madeUp{head: "", fill: size, tail: ""}, "s2")
	if territory.CodeOf(err) != territory.Invalid {
		t.Errorf("a file of one line: %v", err)
	}
	_, _, err = run(madeUp{head: "id,name\n1,\"a", fill: size, tail: ""}, "s3")
	if err == nil || territory.CodeOf(err) == territory.Internal {
		t.Errorf("a quote that never closes: %v", err)
	}
	if heap := done(); heap > 400<<20 {
		t.Errorf("the heap grew to %d MB", heap>>20)
	}
}
