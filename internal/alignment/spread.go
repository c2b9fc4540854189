package alignment

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SpreadOps spreads a total over units and returns the change; the amounts add
// up to it to the hundredth. Entered values stay and count; units outside the
// areas of the spread keep what they have. measure has a value per unit and may
// be nil for an even spread; missing and negative values weigh nothing.
func (s *State) SpreadOps(name string, spread Spread, measure []float64) ([]Op, error) {
	if err := spread.check(); err != nil {
		return nil, err
	}
	scope, err := s.spreadUnits(spread.Areas)
	if err != nil {
		return nil, err
	}
	now := s.AccountTargets[name]
	next := &AccountTarget{Name: name, Spread: spread, Amounts: make([]Amount, len(s.Assigned))}
	if now != nil {
		copy(next.Amounts, now.Amounts)
	}
	rest := NewAmount(spread.Total, false).Hundredths()
	total, weights := 0.0, make([]float64, len(scope))
	for i, unit := range scope {
		if a := next.Amounts[unit]; a.Entered() {
			rest -= a.Hundredths()
			continue
		}
		weights[i] = spread.weight(unit, measure)
		total += weights[i]
	}
	switch {
	case rest != 0 && total == 0:
		return nil, territory.Say(territory.Invalid, sentence.SpreadNoTaker.With(sentence.Params{"amount": float64(rest) / 100, "name": name}))
	case spread.Total >= 0 && rest < 0:
		return nil, territory.Say(territory.Invalid, sentence.SpreadOver.With(sentence.Params{"amount": -float64(rest) / 100, "total": spread.Total, "name": name}))
	}
	next.give(scope, weights, total, rest)
	c, changed := targetChange(name, len(s.Assigned), now, next)
	if !changed {
		return nil, nil
	}
	return []Op{{AccountTarget: c}}, nil
}

// give shares hundredths among the units that are not entered by hand. Each
// gets the difference of two rounded running sums, so nothing is lost and no
// unit is off by more than one.
func (t *AccountTarget) give(units []int32, weights []float64, total float64, hundredths int64) {
	running, given := 0.0, int64(0)
	last := -1
	for i, weight := range weights {
		if weight > 0 {
			last = i
		}
	}
	for i, unit := range units {
		if t.Amounts[unit].Entered() {
			continue
		}
		if weights[i] == 0 {
			t.Amounts[unit] = 0
			continue
		}
		running += weights[i]
		upTo := hundredths
		if i < last {
			upTo = int64(math.Round(float64(hundredths) * (running / total)))
		}
		t.Amounts[unit] = Amount(upTo-given) * 2
		given = upTo
	}
}

// spreadUnits returns the units of areas and below, ascending; all assigned
// ones without areas.
func (s *State) spreadUnits(areas []AreaNumber) ([]int32, error) {
	for _, number := range areas {
		if number == Unassigned {
			continue
		}
		if _, err := s.area(number); err != nil {
			return nil, err
		}
	}
	in := Focus{Areas: areas}.Numbers(s)
	for _, number := range areas {
		if number == Unassigned {
			in[Unassigned] = true
		}
	}
	var units []int32
	for unit, number := range s.Assigned {
		if in[number] {
			units = append(units, int32(unit))
		}
	}
	if len(units) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.SpreadNoUnits.With(nil))
	}
	return units, nil
}

func (s *Spread) check() error {
	if math.IsNaN(s.Total) || math.Abs(s.Total) > MaxAmount {
		return territory.Say(territory.Invalid, sentence.SpreadTotal.With(sentence.Params{"most": MaxAmount}))
	}
	switch s.Method {
	case SpreadEven:
		s.Measure, s.Buckets = "", nil
	case SpreadWeight:
		s.Buckets = nil
	case SpreadBucket:
		return s.checkBuckets()
	default:
		return territory.Errorf(territory.Invalid, "%q is no way to spread; there are even, weight and bucket", s.Method)
	}
	return nil
}

func (s *Spread) checkBuckets() error {
	if len(s.Buckets) == 0 {
		return territory.Say(territory.Invalid, sentence.SpreadNoBucket.With(nil))
	}
	below := math.Inf(-1)
	for i, b := range s.Buckets {
		open := b.Below == nil
		switch {
		case open != (i == len(s.Buckets)-1):
			return territory.Say(territory.Invalid, sentence.SpreadBucketEnd.With(sentence.Params{"bucket": i + 1}))
		case !open && !(*b.Below > below && *b.Below < math.Inf(1)):
			return territory.Say(territory.Invalid, sentence.SpreadBucketOrder.With(sentence.Params{"bucket": i + 1}))
		case !(b.Weight >= 0 && b.Weight < math.Inf(1)):
			return territory.Say(territory.Invalid, sentence.SpreadBucketWeight.With(sentence.Params{"bucket": i + 1}))
		}
		if !open {
			below = *b.Below
		}
	}
	return nil
}

// weight is what a unit weighs in the spread.
func (s *Spread) weight(unit int32, measure []float64) float64 {
	switch s.Method {
	case SpreadEven:
		return 1
	case SpreadWeight:
		if v := measure[unit]; v > 0 && v < math.Inf(1) {
			return v
		}
		return 0
	}
	v := measure[unit]
	if math.IsNaN(v) {
		return 0
	}
	for _, b := range s.Buckets {
		if b.Below == nil || v < *b.Below {
			return b.Weight
		}
	}
	return 0
}

// EnterOps enters amounts by hand for an account target, which comes into being
// if need be; a nil amount releases the unit to the next spread, which until
// then keeps what it has.
func (s *State) EnterOps(name string, units []int32, amounts []*float64) ([]Op, error) {
	now := s.AccountTargets[name]
	next := &AccountTarget{Name: name, Spread: Spread{Method: SpreadEven}, Amounts: make([]Amount, len(s.Assigned))}
	if now != nil {
		next.Spread = now.Spread
		copy(next.Amounts, now.Amounts)
	}
	for i, unit := range units {
		if unit < 0 || int(unit) >= len(next.Amounts) {
			return nil, territory.Errorf(territory.Invalid, "there is no unit %d; the dataset snapshot has %d units", unit, len(next.Amounts))
		}
		switch v := amounts[i]; {
		case v == nil:
			next.Amounts[unit] &^= 1
		case math.IsNaN(*v) || math.Abs(*v) > MaxAmount:
			return nil, territory.Say(territory.Invalid, sentence.TargetNoNumber.With(sentence.Params{"unit": unit, "most": MaxAmount}))
		default:
			next.Amounts[unit] = NewAmount(*v, true)
		}
	}
	c, changed := targetChange(name, len(s.Assigned), now, next)
	if !changed {
		return nil, nil
	}
	return []Op{{AccountTarget: c}}, nil
}

// RemoveTargetOps removes an account target with all its amounts.
func (s *State) RemoveTargetOps(name string) ([]Op, error) {
	now := s.AccountTargets[name]
	if now == nil {
		return nil, territory.Say(territory.NotFound, sentence.TargetUnknown.With(sentence.Params{"name": name}))
	}
	c, _ := targetChange(name, len(s.Assigned), now, nil)
	return []Op{{AccountTarget: c}}, nil
}
