// Package blobtest is the suite that every blob.Store must pass. Only tests
// import it.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Exercise runs the suite. The function open returns a new, empty store.
func Exercise(t *testing.T, open func(t *testing.T) blob.Store) {
	t.Helper()
	cases := map[string]func(t *testing.T, s blob.Store){
		"CommittedObjectCanBeRead":          testRoundTrip,
		"UnfinishedObjectIsInvisible":       testUnfinished,
		"AbortLeavesNothing":                testAbort,
		"TakenNameKeepsTheOldObject":        testTaken,
		"OneOfManyConcurrentCommitsWins":    testRace,
		"MissingObjectIsErrNotExist":        testMissing,
		"ListIsSortedAndFollowsThePrefix":   testList,
		"DeletedObjectIsGone":               testDelete,
		"BadNamesAreRefused":                testNames,
		"EmptyObjectIsKept":                 testEmpty,
		"CancelledContextIsHonoured":        testCancelled,
		"OpenObjectSurvivesConcurrentReads": testReadAt,
	}
	for name, run := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, open(t))
		})
	}
}

// Put stores data under name and fails the test on any error.
func Put(t testing.TB, s blob.Store, name string, data []byte) {
	t.Helper()
	if err := put(s, name, data); err != nil {
		t.Fatalf("put %q: %v", name, err)
	}
}

// Get returns the object's bytes and fails the test on any error.
func Get(t testing.TB, s blob.Store, name string) []byte {
	t.Helper()
	o, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open %q: %v", name, err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil {
		t.Fatalf("read %q: %v", name, err)
	}
	return data
}

func put(s blob.Store, name string, data []byte) error {
	w, err := s.Create(context.Background(), name)
	if err != nil {
		return err
	}
	defer w.Abort()
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Commit()
}

func testRoundTrip(t *testing.T, s blob.Store) {
	want := bytes.Repeat([]byte("territory "), 100_000)
	Put(t, s, "a/b-1/c.parquet", want)
	if got := Get(t, s, "a/b-1/c.parquet"); !bytes.Equal(got, want) {
		t.Errorf("read %d bytes that differ from the %d written", len(got), len(want))
	}
}

func testUnfinished(t *testing.T, s blob.Store) {
	w, err := s.Create(t.Context(), "half")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if _, err := w.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	wantMissing(t, s, "half")
	wantNames(t, s, "")
}

func testAbort(t *testing.T, s blob.Store) {
	w, err := s.Create(t.Context(), "gone")
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("x"))
	w.Abort()
	w.Abort()
	if err := w.Commit(); err == nil {
		t.Error("Commit after Abort succeeded")
	}
	wantMissing(t, s, "gone")
	Put(t, s, "gone", []byte("second try"))
}

func testTaken(t *testing.T, s blob.Store) {
	Put(t, s, "x", []byte("first"))
	if err := put(s, "x", []byte("second")); !errors.Is(err, blob.ErrExist) {
		t.Errorf("second commit: got %v, want ErrExist", err)
	}
	if got := Get(t, s, "x"); string(got) != "first" {
		t.Errorf("object is %q, want the first one", got)
	}
}

func testRace(t *testing.T, s blob.Store) {
	const writers = 8
	var wg sync.WaitGroup
	errs := make([]error, writers)
	for i := range writers {
		wg.Go(func() { errs[i] = put(s, "race/one", []byte{byte(i)}) })
	}
	wg.Wait()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			t.Errorf("writers %d and %d both won", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, blob.ErrExist):
			t.Errorf("writer %d: got %v, want ErrExist", i, err)
		}
	}
	if got := Get(t, s, "race/one"); winner < 0 || len(got) != 1 || int(got[0]) != winner {
		t.Errorf("object is %v, winner is %d", got, winner)
	}
}

func testMissing(t *testing.T, s blob.Store) {
	wantMissing(t, s, "nothing/here")
	Put(t, s, "folder/object", []byte("x"))
	wantMissing(t, s, "folder")
}

func testList(t *testing.T, s blob.Store) {
	for _, name := range []string{"b/2", "a", "b/10", "bc/1", "b/x/y"} {
		Put(t, s, name, []byte(name))
	}
	wantNames(t, s, "", "a", "b/10", "b/2", "b/x/y", "bc/1")
	wantNames(t, s, "b/", "b/10", "b/2", "b/x/y")
	wantNames(t, s, "b", "b/10", "b/2", "b/x/y", "bc/1")
	wantNames(t, s, "b/1", "b/10")
	wantNames(t, s, "zzz/")
	list, err := s.List(t.Context(), "b/x/")
	if err != nil || len(list) != 1 || list[0].Size != 5 || list[0].Modified.IsZero() {
		t.Errorf("List gave %+v, %v; want one object of 5 bytes with a time", list, err)
	}
}

func testDelete(t *testing.T, s blob.Store) {
	Put(t, s, "d/one", []byte("1"))
	Put(t, s, "d/two", []byte("2"))
	for range 2 {
		if err := s.Delete(t.Context(), "d/one"); err != nil {
			t.Fatalf("delete: %v", err)
		}
	}
	wantMissing(t, s, "d/one")
	wantNames(t, s, "", "d/two")
	Put(t, s, "d/one", []byte("again"))
}

func testNames(t *testing.T, s blob.Store) {
	long := string(bytes.Repeat([]byte("a"), 600))
	for _, name := range []string{"", "/a", "a/", "a//b", "..", "a/../b", ".", "A", "a b", "a\\b", "ä", "a\x00", long} {
		if _, err := s.Create(t.Context(), name); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("Create(%.20q): got %v, want code invalid", name, err)
		}
		if _, err := s.Open(t.Context(), name); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("Open(%.20q): got %v, want code invalid", name, err)
		}
		if err := s.Delete(t.Context(), name); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("Delete(%.20q): got %v, want code invalid", name, err)
		}
	}
}

func testEmpty(t *testing.T, s blob.Store) {
	Put(t, s, "empty", nil)
	if got := Get(t, s, "empty"); len(got) != 0 {
		t.Errorf("read %d bytes, want 0", len(got))
	}
}

func testCancelled(t *testing.T, s blob.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Create(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("Create: got %v, want context.Canceled", err)
	}
	if _, err := s.Open(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: got %v, want context.Canceled", err)
	}
}

func testReadAt(t *testing.T, s blob.Store) {
	data := make([]byte, 10_000)
	for i := range data {
		data[i] = byte(i * 7)
	}
	Put(t, s, "r", data)
	o, err := s.Open(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if o.Size() != int64(len(data)) {
		t.Errorf("Size() = %d, want %d", o.Size(), len(data))
	}
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			part := make([]byte, 100)
			if _, err := o.ReadAt(part, int64(i*500)); err != nil || !bytes.Equal(part, data[i*500:i*500+100]) {
				t.Errorf("ReadAt(%d): wrong bytes or %v", i*500, err)
			}
		})
	}
	wg.Wait()
	if n, err := o.ReadAt(make([]byte, 10), int64(len(data))-4); n != 4 || err != io.EOF {
		t.Errorf("ReadAt over the end: %d, %v; want 4, EOF", n, err)
	}
}

func wantMissing(t *testing.T, s blob.Store, name string) {
	t.Helper()
	if o, err := s.Open(t.Context(), name); !errors.Is(err, blob.ErrNotExist) {
		if err == nil {
			o.Close()
		}
		t.Errorf("Open(%q): got %v, want ErrNotExist", name, err)
	}
}

func wantNames(t *testing.T, s blob.Store, prefix string, want ...string) {
	t.Helper()
	list, err := s.List(t.Context(), prefix)
	if err != nil {
		t.Fatalf("list %q: %v", prefix, err)
	}
	var got []string
	for _, info := range list {
		got = append(got, info.Name)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("List(%q) = %v, want %v", prefix, got, want)
	}
}
