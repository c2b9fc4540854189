package httpapi

import (
	"context"
	"encoding/csv"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// HoldUnits holds units where they are, or in a territory.
type HoldUnits struct {
	UnitSelection
	To     *alignment.AreaNumber `json:"to,omitempty" minimum:"1" doc:"Territory that gets and holds them; without it they are held where they are."`
	Reason string                `json:"reason" minLength:"1" maxLength:"1000" doc:"Why, such as: signs in March."`
	Until  alignment.Date        `json:"until,omitempty" doc:"Last day the holdout counts, such as 2026-12-31; none for no end."`
}

// ReleaseUnits removes holdouts.
type ReleaseUnits struct{ UnitSelection }

// HeldUnit is a unit with its holdout.
type HeldUnit struct {
	alignment.Holdout
	Unit    int32                `json:"unit"`
	ID      string               `json:"id"`
	Area    alignment.AreaNumber `json:"area"`
	Path    string               `json:"path" doc:"Area as names from the top."`
	Expired bool                 `json:"expired"`
	Days    *int                 `json:"days,omitempty" doc:"Days from today to the last day; below 0 when expired."`
}

// Holdouts is an alignment's named units.
type Holdouts struct {
	Version  int64          `json:"version"`
	Today    alignment.Date `json:"today"`
	Total    int            `json:"total" doc:"Units with a holdout, expired or not."`
	Expired  int            `json:"expired"`
	Expiring int            `json:"expiring" doc:"Units whose holdout ends within the days asked for."`
	Units    []HeldUnit     `json:"units" nullable:"false" doc:"Those that expire first come first."`
}

type holdoutsInput struct {
	AlignmentVersion
	Within int  `query:"within" minimum:"0" maximum:"36500" default:"30" doc:"Days ahead that count as expiring."`
	Soon   bool `query:"soon" doc:"Only those that expired or expire within these days."`
	Limit  int  `query:"limit" minimum:"1" maximum:"100000" default:"1000"`
}

func (s *Server) registerHoldouts() {
	register(s, get("list-holdouts", "/alignments/{id}/holdouts", "Alignments", "Named units: held in an area, by whom, why and until when"), access.View, s.holdouts)
}

func (s *Server) holdouts(ctx context.Context, _ territory.Actor, in *holdoutsInput) (*body[Holdouts], error) {
	state, ids, err := s.stateWithIDs(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	today := alignment.DateOf(s.Now())
	out := Holdouts{Version: state.Alignment.Version, Today: today, Units: []HeldUnit{}}
	for _, unit := range state.HeldUnits() {
		u := heldUnit(state, ids, unit, today)
		soon := u.Days != nil && *u.Days <= in.Within
		out.Total++
		switch {
		case u.Expired:
			out.Expired++
		case soon:
			out.Expiring++
		}
		if (soon || !in.Soon) && len(out.Units) < in.Limit {
			out.Units = append(out.Units, u)
		}
	}
	return answer(out, nil)
}

func heldUnit(state *alignment.State, ids *dataset.Strings, unit int32, today alignment.Date) HeldUnit {
	h, area := state.Holdouts[unit], state.Assigned[unit]
	u := HeldUnit{Holdout: h, Unit: unit, ID: ids.At(int(unit)), Area: area, Path: pathOf(state, area), Expired: !h.Counts(today)}
	if h.Until != "" {
		days := today.DaysUntil(h.Until)
		u.Days = &days
	}
	return u
}

// stateWithIDs loads a version of an alignment with the ids of its units.
func (s *Server) stateWithIDs(ctx context.Context, in *AlignmentVersion) (*alignment.State, *dataset.Strings, error) {
	state, err := s.state(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	ids, err := r.IDs(ctx)
	return state, ids, err
}

func (s *Server) holdOps(ctx context.Context, state *alignment.State, e *HoldUnits, by alignment.Stamp) ([]alignment.Op, error) {
	units, err := s.selected(ctx, state, e.UnitSelection)
	if err != nil {
		return nil, err
	}
	return state.HoldOps(units, e.To, alignment.Holdout{Reason: e.Reason, Until: e.Until, By: by.Actor.Name, Since: alignment.DateOf(by.At)})
}

func (s *Server) readHoldouts(ctx context.Context, state *alignment.State, file io.Reader, by alignment.Stamp) ([]alignment.Op, []territory.Detail, error) {
	find, err := s.finder(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	return state.ImportHoldouts(file, find, by)
}

func (s *Server) writeHoldouts(ctx context.Context, state *alignment.State, w io.Writer) error {
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "area", "reason", "until", "by", "since"}); err != nil {
		return err
	}
	for _, unit := range state.HeldUnits() {
		h := state.Holdouts[unit]
		if err := out.Write([]string{ids.At(int(unit)), state.Path(state.Assigned[unit]), h.Reason, string(h.Until), h.By, string(h.Since)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
