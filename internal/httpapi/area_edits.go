package httpapi

import "github.com/bailiwick-planning/bailiwick/internal/alignment"

// AddArea adds an area below parent (0: at the top), last among its siblings.
type AddArea struct {
	Parent alignment.AreaNumber `json:"parent" minimum:"0"`
	Name   string               `json:"name" minLength:"1" maxLength:"200"`
	Owner  string               `json:"owner,omitempty"`
	AreaProperties
}

// UpdateArea changes the properties that are given.
type UpdateArea struct {
	Number alignment.AreaNumber  `json:"number" minimum:"1"`
	Parent *alignment.AreaNumber `json:"parent,omitempty" minimum:"0" doc:"Moves the area with all below it; 0 is the top."`
	Name   *string               `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Owner  *string               `json:"owner,omitempty"`
	Sort   *int                  `json:"sort,omitempty" doc:"Place among the siblings, lowest first."`
	Locked *bool                 `json:"locked,omitempty"`
	AreaProperties
}

// AreaProperties are properties that an area can be made with and given later.
// It is exported because huma reads embedded structs only then.
type AreaProperties struct {
	Notes    *string                      `json:"notes,omitempty"`
	Colour   *int                         `json:"colour,omitempty" minimum:"0"`
	Users    *[]alignment.AreaUser        `json:"users,omitempty" maxItems:"200" doc:"Everybody who works in the area, each with a role."`
	Profile  *alignment.Profile           `json:"profile,omitempty" enum:",contiguous,non-contiguous" doc:"Whether the area must be connected; empty leaves it open."`
	Capacity *map[string]float64          `json:"capacity,omitempty" doc:"The most its people can carry, by measure or account target."`
	Centre   *alignment.Point             `json:"centre,omitempty"`
	NoCentre bool                         `json:"noCentre,omitempty" doc:"Removes the centre."`
	Pinned   *bool                        `json:"pinned,omitempty"`
	Targets  *map[string]alignment.Target `json:"targets,omitempty" doc:"By measure; the empty name counts units. Replaces all targets."`
	Rule     *string                      `json:"rule,omitempty" maxLength:"1000000" doc:"Condition for units that belong here; empty removes it."`
}

func (e *AddArea) ops(s *alignment.State) ([]alignment.Op, error) {
	ops, a, err := s.AddOps(alignment.Area{Parent: e.Parent, Name: e.Name, Owner: e.Owner})
	if err == nil {
		e.write(a) // the op's own area
	}
	return ops, err
}

// apply writes the given properties to a.
func (u *UpdateArea) apply(a *alignment.Area) {
	set(&a.Parent, u.Parent)
	set(&a.Name, u.Name)
	set(&a.Owner, u.Owner)
	set(&a.Sort, u.Sort)
	set(&a.Locked, u.Locked)
	u.write(a)
}

func (p *AreaProperties) write(a *alignment.Area) {
	set(&a.Notes, p.Notes)
	set(&a.Colour, p.Colour)
	set(&a.Users, p.Users)
	set(&a.Profile, p.Profile)
	set(&a.Capacity, p.Capacity)
	set(&a.Pinned, p.Pinned)
	set(&a.Targets, p.Targets)
	set(&a.Rule, p.Rule)
	if p.Centre != nil || p.NoCentre {
		a.Centre = p.Centre
	}
}
