package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Calendar says which version of an alignment is in force from when.
type Calendar struct {
	Version int64          `json:"version" doc:"Version of the alignment that this calendar is part of."`
	Today   alignment.Date `json:"today"`
	Entries []InForce      `json:"entries" nullable:"false" doc:"Earliest first."`
}

// InForce is a version with the days it is in force.
type InForce struct {
	alignment.Effective
	Until alignment.Date `json:"until,omitempty" doc:"Last day before the next entry; none when nothing follows."`
	Names []string       `json:"names" nullable:"false" doc:"Names of the version."`
	Now   bool           `json:"now" doc:"In force today."`
}

type setEffectiveInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion int64          `json:"expectedVersion" minimum:"1"`
		From            alignment.Date `json:"from" doc:"First day, such as 2027-01-01."`
		Version         int64          `json:"version,omitempty" minimum:"0" doc:"Version that takes effect."`
		Name            string         `json:"name,omitempty" doc:"Or its name."`
		Remove          bool           `json:"remove,omitempty" doc:"Remove the entry of that day instead."`
		Reason          string         `json:"reason,omitempty" maxLength:"1000"`
	}
}

type asOfInput struct {
	AlignmentPath
	Date alignment.Date `query:"date" doc:"A day, such as 2027-01-01; today by default."`
}

func (s *Server) registerCalendar() {
	register(s, get("get-calendar", "/alignments/{id}/calendar", "Alignments", "Which version takes effect when"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[Calendar], error) {
			return answer(s.calendar(ctx, in.ID))
		})
	register(s, post("set-effective-date", "/alignments/{id}/calendar", "Alignments", "Let a version take effect on a day, or remove a day; a change like any other", http.StatusOK), access.Edit, s.setEffective)
	register(s, get("get-version-in-force", "/alignments/{id}/as-of", "Alignments", "The version in force on a day; asOf=DAY of other routes shows its areas and units"), access.View,
		func(ctx context.Context, _ territory.Actor, in *asOfInput) (*body[InForce], error) {
			return answer(s.inForce(ctx, in.ID, in.Date))
		})
}

func (s *Server) calendar(ctx context.Context, id string) (Calendar, error) {
	state, err := s.Alignments.State(ctx, id, 0)
	if err != nil {
		return Calendar{}, err
	}
	named, err := s.Alignments.NamedVersions(ctx, id)
	if err != nil {
		return Calendar{}, err
	}
	out := Calendar{Version: state.Alignment.Version, Today: alignment.DateOf(s.Now()), Entries: []InForce{}}
	today, ok := state.InForce(out.Today)
	for i, e := range state.Calendar {
		entry := InForce{Effective: e, Names: []string{}, Now: ok && e == today}
		if i+1 < len(state.Calendar) {
			entry.Until = state.Calendar[i+1].From.AddDays(-1)
		}
		for _, n := range named {
			if n.Version == e.Version {
				entry.Names = append(entry.Names, n.Name)
			}
		}
		out.Entries = append(out.Entries, entry)
	}
	return out, nil
}

// inForce returns the entry of the newest calendar that holds on a day.
func (s *Server) inForce(ctx context.Context, id string, day alignment.Date) (InForce, error) {
	c, err := s.calendar(ctx, id)
	if err != nil {
		return InForce{}, err
	}
	if day == "" {
		day = c.Today
	}
	if !day.Valid() {
		return InForce{}, territory.Say(territory.Invalid, sentence.DayUnreadable.With(sentence.Params{"day": day}))
	}
	for i := len(c.Entries) - 1; i >= 0; i-- {
		if c.Entries[i].From <= day {
			return c.Entries[i], nil
		}
	}
	if len(c.Entries) == 0 {
		return InForce{}, territory.Say(territory.NotFound, sentence.DayNone.With(nil))
	}
	return InForce{}, territory.Say(territory.NotFound, sentence.DayBefore.With(sentence.Params{"day": day, "first": c.Entries[0].From}))
}

// state loads the version that a request names: by its number, or by a day on
// which it is in force.
func (s *Server) state(ctx context.Context, in *AlignmentVersion) (*alignment.State, error) {
	version, err := s.versionOf(ctx, in)
	if err != nil {
		return nil, err
	}
	return s.Alignments.State(ctx, in.ID, version)
}

func (s *Server) versionOf(ctx context.Context, in *AlignmentVersion) (int64, error) {
	if in.AsOf == "" {
		return in.Version, nil
	}
	if in.Version != 0 {
		return 0, territory.Errorf(territory.Invalid, "Name a version or a day with asOf, not both.")
	}
	e, err := s.inForce(ctx, in.ID, in.AsOf)
	return e.Version, err
}

func (s *Server) setEffective(ctx context.Context, actor territory.Actor, in *setEffectiveInput) (*body[Calendar], error) {
	b := in.Body
	state, err := s.Alignments.State(ctx, in.ID, b.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	version, err := s.effectiveVersion(ctx, in)
	if err != nil {
		return nil, err
	}
	ops, err := state.EffectiveOps(b.From, version)
	if err != nil {
		return nil, err
	}
	if len(ops) > 0 {
		by := s.stamp(actor)
		c := alignment.ChangeSet{At: by.At, Actor: by.Actor, Kind: alignment.KindEdit, Reason: b.Reason, Ops: ops}
		switch {
		case b.Reason != "":
		case b.Remove:
			c = c.Because(sentence.NothingEffective.With(sentence.Params{"day": string(b.From)}))
		default:
			c = c.Because(sentence.TakesEffect.With(sentence.Params{"version": version, "day": string(b.From)}))
		}
		if _, err := s.Alignments.Append(ctx, in.ID, b.ExpectedVersion, c); err != nil {
			return nil, err
		}
	}
	return answer(s.calendar(ctx, in.ID))
}

// effectiveVersion is the version a request means, 0 to remove an entry.
func (s *Server) effectiveVersion(ctx context.Context, in *setEffectiveInput) (int64, error) {
	b := in.Body
	switch {
	case b.Remove:
		return 0, nil
	case (b.Version > 0) == (b.Name != ""):
		return 0, territory.Errorf(territory.Invalid, "Say which version takes effect: by its number or by its name.")
	case b.Version > 0:
		return b.Version, nil
	}
	named, err := s.Alignments.NamedVersions(ctx, in.ID)
	if err != nil {
		return 0, err
	}
	for _, n := range named {
		if n.Name == b.Name {
			return n.Version, nil
		}
	}
	return 0, territory.Say(territory.NotFound, sentence.VersionNameUnknown.With(sentence.Params{"name": b.Name}))
}
