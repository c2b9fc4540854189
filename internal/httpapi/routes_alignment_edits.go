package httpapi

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// LockAreas locks or unlocks areas: they keep their units and take none.
type LockAreas struct {
	Areas   []alignment.AreaNumber `json:"areas" minItems:"1" nullable:"false"`
	Subtree bool                   `json:"subtree,omitempty" doc:"With all areas below them."`
	Locked  bool                   `json:"locked"`
}

// SplitArea divides a territory.
type SplitArea struct {
	Number alignment.AreaNumber `json:"number" minimum:"1"`
	// Below makes the parts children of the territory instead of neighbours.
	Below bool        `json:"below,omitempty" doc:"The parts become areas below the territory, which gives them all its units; what no part takes goes to the first. Parts without units are placeholders."`
	Parts []SplitPart `json:"parts" minItems:"1" maxItems:"1000" nullable:"false"`
}

// SplitPart is an area that a split makes, with the units it takes.
type SplitPart struct {
	UnitSelection
	Name string `json:"name" minLength:"1" maxLength:"200"`
}

// SortAreas puts the areas below parent (0: at the top) in an order.
type SortAreas struct {
	Parent alignment.AreaNumber   `json:"parent" minimum:"0"`
	Order  []alignment.AreaNumber `json:"order,omitempty" nullable:"false" doc:"All of them; without it they are sorted by name."`
}

// EditLevel adds, renames or removes a level of the tree.
type EditLevel struct {
	Do    string `json:"do" enum:"add,rename,remove" doc:"add: every area at that depth gets a new parent of its own name; remove: children take the place of the removed areas."`
	Level int    `json:"level" minimum:"0" maximum:"32" doc:"0 is the top."`
	Name  string `json:"name,omitempty" maxLength:"200"`
}

func (e *EditLevel) ops(state *alignment.State) ([]alignment.Op, error) {
	if e.Do != "remove" && e.Name == "" {
		return nil, territory.Say(territory.Invalid, sentence.LevelNeedsName.With(nil))
	}
	switch e.Do {
	case "add":
		return state.AddLevelOps(e.Level, e.Name)
	case "rename":
		return state.RenameLevelOps(e.Level, e.Name)
	default:
		return state.RemoveLevelOps(e.Level)
	}
}

func (e *SortAreas) ops(state *alignment.State) ([]alignment.Op, error) {
	if e.Order == nil {
		return state.SortByNameOps(e.Parent)
	}
	return state.SortOps(e.Parent, e.Order)
}

// editOps translates an edit into ops that can be inverted.
func (s *Server) editOps(ctx context.Context, state *alignment.State, e Edit, by alignment.Stamp) ([]alignment.Op, error) {
	switch {
	case e.AddArea != nil && e.AddArea.Rule != nil:
		if err := s.checkRule(ctx, state, *e.AddArea.Rule); err != nil {
			return nil, err
		}
	case e.UpdateArea != nil && e.UpdateArea.Rule != nil:
		if err := s.checkRule(ctx, state, *e.UpdateArea.Rule); err != nil {
			return nil, err
		}
	case e.Assign != nil:
		units, err := s.selected(ctx, state, e.Assign.UnitSelection)
		if err != nil {
			return nil, err
		}
		families, err := s.whole(ctx, state, e.Assign.WholeFamilies)
		if err != nil {
			return nil, err
		}
		if families != nil {
			units = families.Expand(units)
		}
		return state.AssignOps(units, e.Assign.To)
	case e.Lock != nil:
		units, err := s.selected(ctx, state, e.Lock.UnitSelection)
		if err != nil {
			return nil, err
		}
		return state.LockOps(units, e.Lock.Locked)
	case e.SplitArea != nil:
		return s.splitOps(ctx, state, e.SplitArea)
	case e.Hold != nil:
		return s.holdOps(ctx, state, e.Hold, by)
	case e.Release != nil:
		units, err := s.selected(ctx, state, e.Release.UnitSelection)
		if err != nil {
			return nil, err
		}
		return state.ReleaseOps(units)
	case e.Options != nil:
		return s.optionsOps(ctx, state, e.Options)
	case e.BoundaryEdit != BoundaryEdit{}:
		return s.boundaryOps(ctx, state, e.BoundaryEdit)
	}
	return e.ops(state)
}

func (s *Server) splitOps(ctx context.Context, state *alignment.State, e *SplitArea) ([]alignment.Op, error) {
	parts := make([]alignment.Part, len(e.Parts))
	for i, p := range e.Parts {
		parts[i].Name = p.Name
		if p.empty() {
			continue
		}
		units, err := s.selected(ctx, state, p.UnitSelection)
		if err != nil {
			return nil, err
		}
		for _, unit := range units { // a filter speaks of this territory only
			if p.Filter == "" || state.Assigned[unit] == e.Number {
				parts[i].Units = append(parts[i].Units, unit)
			}
		}
	}
	if e.Below {
		return state.SplitBelowOps(e.Number, parts)
	}
	return state.SplitOps(e.Number, parts)
}
