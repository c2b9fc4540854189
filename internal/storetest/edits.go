package storetest

import (
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// randomEdit draws an edit of any kind; the state may refuse it. name is for
// an area it adds.
func randomEdit(random *rand.Rand, s *alignment.State, name string) ([]alignment.Op, error) {
	area := func() alignment.AreaNumber { return alignment.AreaNumber(random.Int32N(int32(s.LastNumber) + 1)) }
	units := make([]int32, random.IntN(30))
	for i := range units {
		units[i] = random.Int32N(int32(len(s.Assigned)))
	}
	if random.IntN(4) == 0 {
		return randomBoundaryEdit(random, s, area)
	}
	switch random.IntN(16) {
	case 0:
		ops, _, err := s.AddOps(alignment.Area{Parent: area(), Name: name})
		return ops, err
	case 1:
		return s.RemoveOps(area(), area())
	case 2:
		return s.MergeOps([]alignment.AreaNumber{area()}, area())
	case 3:
		return s.SplitBelowOps(area(), []alignment.Part{{Name: name}, {Name: name + "b"}})
	case 4:
		return s.UpdateOps(area(), func(a *alignment.Area) { a.Parent = area() })
	case 5:
		return s.UpdateOps(area(), func(a *alignment.Area) { a.Owner, a.Locked = name, random.IntN(3) == 0 })
	case 6:
		return s.LockOps(units, random.IntN(2) == 0)
	case 7:
		until := []alignment.Date{"", "2026-02-01", "2027-01-01"}[random.IntN(3)]
		return s.HoldOps(units[:len(units)/3], nil, alignment.Holdout{Reason: name, Until: until, By: "Ann"})
	case 8:
		return s.ReleaseOps(units)
	case 9:
		return s.OptionsOps(func(o *alignment.Options) { o.Family, o.OverrideLimit = name, random.Float64() }), nil
	case 10:
		return s.EffectiveOps(alignment.Date("2026-01-01").AddDays(random.IntN(5)), random.Int64N(2))
	default:
		return s.AssignOps(units, area())
	}
}

// randomBoundaryEdit draws an edit of the boundaries, of which there are 40.
func randomBoundaryEdit(random *rand.Rand, s *alignment.State, area func() alignment.AreaNumber) ([]alignment.Op, error) {
	list := make([]int32, random.IntN(12))
	for i := range list {
		list[i] = random.Int32N(40)
	}
	switch random.IntN(12) {
	case 0:
		return s.UseBoundariesOps(&alignment.BoundarySource{Set: []string{"counties", "zips"}[random.IntN(2)], Count: 40})
	case 1:
		return s.LockBoundaryOps(list, random.IntN(3) == 0)
	case 2:
		return s.LeaveOutOps(list, random.IntN(3) == 0)
	case 3:
		return s.ShareBoundaryOps(list, []alignment.AreaNumber{area(), area()})
	default:
		return s.AssignBoundaryOps(list, area())
	}
}
