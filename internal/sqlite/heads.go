package sqlite

import (
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxHeads is how many alignments' newest states are remembered.
const maxHeads = 16

// headCache remembers the newest state of the alignments used last, so that a
// change costs what it changes. A remembered state counts only when its
// version is the one the database names.
type headCache struct {
	mu    sync.Mutex
	heads map[string]*headState
	clock int64
}

// headState is one alignment's place in the cache; its lock also makes changes
// of one alignment wait for each other in this process.
type headState struct {
	mu    sync.Mutex
	state *alignment.State // nil: not known
	used  int64
	users int
	cache *headCache
}

func newHeadCache() *headCache { return &headCache{heads: make(map[string]*headState)} }

// lock returns the alignment's place, held by the caller until unlock.
func (c *headCache) lock(id string) *headState {
	c.mu.Lock()
	h := c.heads[id]
	if h == nil {
		c.evict()
		h = &headState{cache: c}
		c.heads[id] = h
	}
	c.clock++
	h.used = c.clock
	h.users++
	c.mu.Unlock()
	h.mu.Lock()
	return h
}

func (h *headState) unlock() {
	h.mu.Unlock()
	h.cache.mu.Lock()
	h.users--
	h.cache.mu.Unlock()
}

// failed is told of the error that ended a change. A refused change left the
// state as it was; after any other error it is unknown whether the state is
// ahead of the database, so it is forgotten. The caller holds the place.
func (h *headState) failed(err error) {
	switch territory.CodeOf(err) {
	case territory.Conflict, territory.Invalid, territory.NotFound:
	default:
		h.state = nil
	}
}

// forget drops an alignment's state.
func (c *headCache) forget(id string) {
	h := c.lock(id)
	h.state = nil
	h.unlock()
}

// evict makes room by removing the place not used for longest, unless all are
// in use at this moment.
func (c *headCache) evict() {
	if len(c.heads) < maxHeads {
		return
	}
	oldest := ""
	for id, h := range c.heads {
		if h.users == 0 && (oldest == "" || h.used < c.heads[oldest].used) {
			oldest = id
		}
	}
	delete(c.heads, oldest)
}
