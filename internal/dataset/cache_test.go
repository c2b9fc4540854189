package dataset

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func read(value string, size int64, calls *atomic.Int32) func() (string, int64, error) {
	return func() (string, int64, error) { calls.Add(1); return value, size, nil }
}

func TestCache_DropsTheLeastRecentlyUsed(t *testing.T) {
	t.Parallel()
	c := NewCache(100)
	var a, b, d atomic.Int32
	for range 2 {
		cached(c, cacheKey{column: "a"}, read("a", 40, &a))
		cached(c, cacheKey{column: "b"}, read("b", 40, &b))
	}
	cached(c, cacheKey{column: "a"}, read("a", 40, &a))
	cached(c, cacheKey{column: "d"}, read("d", 40, &d)) // drops b
	cached(c, cacheKey{column: "a"}, read("a", 40, &a))
	if got, _ := cached(c, cacheKey{column: "b"}, read("b", 40, &b)); got != "b" {
		t.Errorf("got %q, want b", got)
	}
	if a.Load() != 1 || b.Load() != 2 || d.Load() != 1 || c.Size() > 100 {
		t.Errorf("read a %d, b %d, d %d times, size %d; want 1, 2, 1, at most 100", a.Load(), b.Load(), d.Load(), c.Size())
	}
	cached(c, cacheKey{column: "huge"}, read("x", 1000, &a))
	if c.Size() != 80 {
		t.Errorf("size %d after a value larger than the cache, want 80", c.Size())
	}
}

func TestCache_ReadsOnceForConcurrentCallers(t *testing.T) {
	t.Parallel()
	c := NewCache(100)
	var calls atomic.Int32
	var wg sync.WaitGroup
	start := make(chan struct{})
	for range 20 {
		wg.Go(func() {
			<-start
			if got, err := cached(c, cacheKey{column: "a"}, read("a", 1, &calls)); got != "a" || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	close(start)
	wg.Wait()
	if calls.Load() != 1 {
		t.Errorf("read %d times, want 1", calls.Load())
	}
}

func TestCache_KeepsNoError(t *testing.T) {
	t.Parallel()
	c := NewCache(100)
	bad := errors.New("bad")
	if _, err := cached(c, cacheKey{}, func() (string, int64, error) { return "", 0, bad }); !errors.Is(err, bad) {
		t.Errorf("got %v, want the read's error", err)
	}
	var calls atomic.Int32
	if got, err := cached(c, cacheKey{}, read("good", 1, &calls)); got != "good" || err != nil {
		t.Errorf("got %q, %v after an error", got, err)
	}
}
