package alignment

import (
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Options are settings of one alignment. They are part of its history.
type Options struct {
	// Family is the column whose equal values make a family: the parent record,
	// or any other; "" for none.
	Family string `json:"family,omitempty"`
	// WholeFamilies keeps families together when units are moved and when rules
	// run, unless a request says otherwise.
	WholeFamilies bool `json:"wholeFamilies,omitempty"`
	// OverrideLimit is the share of hand-made overrides of an area, as a
	// fraction, above which there is an alarm; 0 for no alarm.
	OverrideLimit float64 `json:"overrideLimit,omitempty"`
}

// SetOptions replaces the settings.
type SetOptions struct {
	Before Options `json:"before"`
	After  Options `json:"after"`
}

// OptionsOps changes the settings; change gets a copy.
func (s *State) OptionsOps(change func(*Options)) []Op {
	after := s.Options
	change(&after)
	if after == s.Options {
		return nil
	}
	return []Op{{SetOptions: &SetOptions{Before: s.Options, After: after}}}
}

func (s *State) checkOptions(o *SetOptions) error {
	switch {
	case o.Before != s.Options:
		return territory.Errorf(territory.Conflict, "the settings have been changed by someone else; reload and try again")
	case !(o.After.OverrideLimit >= 0 && o.After.OverrideLimit <= 1):
		return territory.Errorf(territory.Invalid, "the limit of overrides is a share from 0 to 1, such as 0.05 for 5 %%")
	case o.After.WholeFamilies && o.After.Family == "":
		return territory.Errorf(territory.Invalid, "name the column that says which units are a family before keeping families whole")
	case len(o.After.Family) > maxNameBytes:
		return territory.Errorf(territory.Invalid, "the name of the family column is longer than %d bytes", maxNameBytes)
	}
	return nil
}
