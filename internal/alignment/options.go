package alignment

import (
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
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
		return outdated("the settings have been changed by someone else; reload and try again")
	case !(o.After.OverrideLimit >= 0 && o.After.OverrideLimit <= 1):
		return territory.Say(territory.Invalid, sentence.OptionOverrides.With(nil))
	case o.After.WholeFamilies && o.After.Family == "":
		return territory.Say(territory.Invalid, sentence.OptionFamilies.With(nil))
	case len(o.After.Family) > maxNameBytes:
		return territory.Say(territory.Invalid, sentence.OptionFamilyLong.With(sentence.Params{"bytes": maxNameBytes}))
	}
	return nil
}
