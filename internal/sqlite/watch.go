package sqlite

import "sync"

// watchers tells goroutines of this process about changes of a thing, by id.
type watchers struct {
	mu       sync.Mutex
	channels map[string]map[chan struct{}]bool
}

func newWatchers() *watchers { return &watchers{channels: make(map[string]map[chan struct{}]bool)} }

// watch returns a channel that receives after changes; stop must be called.
func (w *watchers) watch(id string) (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.channels[id] == nil {
		w.channels[id] = make(map[chan struct{}]bool)
	}
	w.channels[id][c] = true
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.channels[id], c)
		if len(w.channels[id]) == 0 {
			delete(w.channels, id)
		}
	}
}

// tell wakes those who watch id; one who has not looked yet is woken once.
func (w *watchers) tell(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.channels[id] {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
