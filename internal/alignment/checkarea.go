package alignment

import (
	"math"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxUsers bounds the users of one area.
const maxUsers = 200

// checkProperties checks the properties of an area that are lists.
func checkProperties(a *Area) error {
	switch a.Profile {
	case "", Contiguous, NonContiguous:
	default:
		return territory.Errorf(territory.Invalid, "the profile of %s is %q; write %s or %s", a, a.Profile, Contiguous, NonContiguous)
	}
	if len(a.Users) > maxUsers {
		return territory.Say(territory.Invalid, sentence.AreaManyUsers.With(sentence.Params{"area": a.Said(), "users": len(a.Users), "most": maxUsers}))
	}
	seen := make(map[AreaUser]bool, len(a.Users))
	for _, u := range a.Users {
		if strings.TrimSpace(u.Name) == "" || len(u.Name) > maxNameBytes || len(u.Role) > maxNameBytes {
			return territory.Say(territory.Invalid, sentence.AreaUserName.With(sentence.Params{"area": a.Said(), "bytes": maxNameBytes}))
		}
		if strings.ContainsAny(u.Name, ";\n") || strings.ContainsAny(u.Role, ";()\n") {
			return territory.Say(territory.Invalid, sentence.AreaUserMarks.With(sentence.Params{"user": u.Name, "area": a.Said()}))
		}
		if seen[u] {
			return territory.Say(territory.Invalid, sentence.AreaUserTwice.With(sentence.Params{"area": a.Said(), "user": u.Name}))
		}
		seen[u] = true
	}
	for measure, t := range a.Targets {
		if !plausible(t) {
			return territory.Say(territory.Invalid, sentence.AreaTarget.With(sentence.Params{"area": a.Said(), "measure": measure}))
		}
	}
	for measure, v := range a.Capacity {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			return territory.Say(territory.Invalid, sentence.AreaCapacity.With(sentence.Params{"area": a.Said(), "measure": measure}))
		}
	}
	return nil
}

func onEarth(p Point) bool {
	return p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90
}

func plausible(t Target) bool {
	for _, p := range []*float64{t.Share, t.Percent, t.Amount, t.Min, t.Max} {
		if p != nil && (math.IsNaN(*p) || math.IsInf(*p, 0)) {
			return false
		}
	}
	aims := 0
	for _, p := range []*float64{t.Share, t.Percent, t.Amount} {
		if p != nil {
			aims++
			if *p < 0 {
				return false
			}
		}
	}
	return aims <= 1 && (t.Min == nil || t.Max == nil || *t.Min <= *t.Max)
}
