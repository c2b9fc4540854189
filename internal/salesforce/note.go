package salesforce

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// useGrain is how finely the last use of a connection is recorded.
const useGrain = time.Minute

// note changes what is recorded of a connection beside its tokens.
func (s *Service) note(ctx context.Context, id string, change func(*connection.Connection)) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	c, sealed, err := s.Repository.Connection(ctx, id)
	if err != nil {
		return err
	}
	change(&c)
	return s.Repository.SetConnection(ctx, c, sealed)
}

// noteUse records that the connection is being used, at most once a minute.
func (s *Service) noteUse(ctx context.Context, id string) error {
	now := s.Now().UTC()
	s.mu.Lock()
	recent := now.Sub(s.noted[id]) < useGrain
	if !recent {
		if s.noted == nil {
			s.noted = map[string]time.Time{}
		}
		s.noted[id] = now
	}
	s.mu.Unlock()
	if recent {
		return nil
	}
	return s.note(ctx, id, func(c *connection.Connection) { c.Used = &now })
}

// noteTrouble records why a connection does not work. Only being refused and
// getting no answer say something about the connection itself.
func (s *Service) noteTrouble(ctx context.Context, id string, cause error) error {
	code := territory.CodeOf(cause)
	if ctx.Err() != nil || (code != territory.Forbidden && code != territory.Unavailable) {
		return nil
	}
	trouble := &connection.Trouble{Code: code, Message: cause.Error(), Said: territory.SaidOf(cause), At: s.Now().UTC()}
	return s.note(ctx, id, func(c *connection.Connection) { c.Trouble = trouble })
}
