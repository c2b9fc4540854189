package blob_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/blob/blobtest"
)

func TestSweep_RemovesOnlyWhatIsUnusedAndOld(t *testing.T) {
	t.Parallel()
	s, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"used", "garbage", "late"} {
		blobtest.Put(t, s, name, []byte(name))
	}
	// "late" comes into use after the listing.
	used := func(context.Context) (map[string]bool, error) {
		return map[string]bool{"used": true, "late": true}, nil
	}
	future, past := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)

	if got, err := blob.Sweep(t.Context(), s, used, past, func(string) {}); err != nil || got != (blob.Swept{Kept: 2, Young: 1}) {
		t.Errorf("young garbage: %+v, %v", got, err)
	}
	want := blob.Swept{Objects: 1, Bytes: 7, Kept: 2}
	if got, err := blob.Sweep(t.Context(), s, used, future, nil); err != nil || got != want {
		t.Errorf("dry run: %+v, %v; want %+v", got, err, want)
	}
	var gone []string
	if got, err := blob.Sweep(t.Context(), s, used, future, func(n string) { gone = append(gone, n) }); err != nil || got != want || !slices.Equal(gone, []string{"garbage"}) {
		t.Errorf("sweep: %+v, removed %q, %v; want %+v", got, gone, err, want)
	}
	if list, _ := s.List(t.Context(), ""); len(list) != 2 {
		t.Errorf("%d objects are left, want 2", len(list))
	}
}

func TestSweep_RemovesNothingWhenUseIsUnknown(t *testing.T) {
	t.Parallel()
	s, _ := blob.OpenDir(t.TempDir())
	blobtest.Put(t, s, "a", nil)
	away := errors.New("database is away")
	used := func(context.Context) (map[string]bool, error) { return nil, away }
	if _, err := blob.Sweep(t.Context(), s, used, time.Now().Add(time.Hour), func(string) {}); !errors.Is(err, away) {
		t.Errorf("got %v, want the error of used", err)
	}
	blobtest.Get(t, s, "a")
}
