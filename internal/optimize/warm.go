package optimize

import (
	"slices"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Warm keeps the engine's prepared units, centres and prices of the plans that
// what-if questions start from, and the newest answers, within a limit of
// memory. What has been given up is built again when it is asked for. It is
// safe for concurrent use.
type Warm struct {
	limit int64

	mu       sync.Mutex
	sessions []*session // most recently used last
	previews []*Preview // newest last
}

// mostPreviews is how many answers are kept.
const mostPreviews = 24

// NewWarm returns an empty cache of at most limit bytes; one plan is kept even
// where it alone is larger.
func NewWarm(limit int64) *Warm { return &Warm{limit: limit} }

// session returns the one with this key, made when there is none.
func (w *Warm) session(key string) *session {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := slices.IndexFunc(w.sessions, func(s *session) bool { return s.key == key })
	s := &session{key: key}
	if at >= 0 {
		s = w.sessions[at]
		w.sessions = slices.Delete(w.sessions, at, at+1)
	}
	w.sessions = append(w.sessions, s)
	return s
}

// grown gives up the plans used longest ago until the rest fits. The caller
// holds s.
func (w *Warm) grown(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	used := s.bytes()
	kept := []*session{}
	for _, other := range slices.Backward(w.sessions) {
		if other == s {
			kept = append(kept, s)
			continue
		}
		if !other.mu.TryLock() {
			kept = append(kept, other) // being asked right now
			continue
		}
		size := other.bytes()
		other.mu.Unlock()
		if used += size; used <= w.limit {
			kept = append(kept, other)
		}
	}
	slices.Reverse(kept)
	w.sessions = kept
}

func (w *Warm) drop(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sessions = slices.DeleteFunc(w.sessions, func(o *session) bool { return o == s })
}

// keep remembers an answer and forgets the oldest beyond the limits.
func (w *Warm) keep(p *Preview) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.previews = append(w.previews, p)
	var used int64
	for i, old := range slices.Backward(w.previews) {
		used += int64(20 * len(old.state.Assigned))
		if len(w.previews)-i > mostPreviews || used > w.limit && i < len(w.previews)-1 {
			w.previews = slices.Clone(w.previews[i+1:])
			return
		}
	}
}

// Preview returns an answer that is still kept, or a not_found error.
func (w *Warm) Preview(id string) (*Preview, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.previews {
		if p.ID == id {
			return p, nil
		}
	}
	return nil, territory.Say(territory.NotFound, sentence.WhatIfGone.With(nil))
}
