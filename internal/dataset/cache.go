package dataset

import (
	"container/list"
	"sync"
)

// Cache keeps decoded columns up to a number of bytes; the least recently used
// go first. A column asked for by several goroutines at once is read once.
// All methods may be called concurrently.
type Cache struct {
	mu      sync.Mutex
	limit   int64
	size    int64
	entries map[cacheKey]*list.Element
	recent  *list.List // of *cacheEntry, the most recently used in front
	loading map[cacheKey]*load
	extend  ExtendFunc // nil: no computed columns
}

type cacheKey struct{ units, form, column string }

type cacheEntry struct {
	key   cacheKey
	value any
	size  int64
}

// load is a column being read; value and err are set before done is closed.
type load struct {
	done  chan struct{}
	value any
	err   error
}

// NewCache returns an empty cache that keeps at most limit bytes.
func NewCache(limit int64) *Cache {
	return &Cache{limit: limit, entries: map[cacheKey]*list.Element{}, recent: list.New(), loading: map[cacheKey]*load{}}
}

// Size returns how many bytes the cache keeps now.
func (c *Cache) Size() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size
}

// cached returns the value for key, reading it when it is not kept. An error
// is not kept; who waited for a read that failed tries for himself, since the
// failure may have been the reader's own cancellation.
func cached[T any](c *Cache, key cacheKey, read func() (T, int64, error)) (T, error) {
	for {
		value, running := c.lookup(key)
		if value != nil {
			return value.(T), nil
		}
		if running == nil {
			return readInto(c, key, read)
		}
		<-running.done
		if running.err == nil {
			return running.value.(T), nil
		}
	}
}

// lookup returns the kept value, or the read in progress, or registers a new
// read and returns nothing.
func (c *Cache) lookup(key cacheKey) (any, *load) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		c.recent.MoveToFront(e)
		return e.Value.(*cacheEntry).value, nil
	}
	if running, ok := c.loading[key]; ok {
		return nil, running
	}
	c.loading[key] = &load{done: make(chan struct{})}
	return nil, nil
}

func readInto[T any](c *Cache, key cacheKey, read func() (T, int64, error)) (T, error) {
	value, size, err := read()
	c.mu.Lock()
	defer c.mu.Unlock()
	running := c.loading[key]
	delete(c.loading, key)
	running.value, running.err = value, err
	close(running.done)
	if err == nil && size <= c.limit {
		c.keep(&cacheEntry{key: key, value: value, size: size})
	}
	return value, err
}

func (c *Cache) keep(e *cacheEntry) {
	c.entries[e.key] = c.recent.PushFront(e)
	c.size += e.size
	for c.size > c.limit {
		oldest := c.recent.Back()
		gone := c.recent.Remove(oldest).(*cacheEntry)
		delete(c.entries, gone.key)
		c.size -= gone.size
	}
}
