package alignment

import "math"

// AreaTotals is what an area holds, itself and below it. The one with number
// Unassigned is the units no area holds.
type AreaTotals struct {
	Area  AreaNumber `json:"area"`
	Units int        `json:"units"`
	// Sums has one entry per measure, in the order given to NewTotals.
	Sums []float64 `json:"sums"`
}

// Totals keeps what every territory holds, so that a change costs only the
// units it moves. Sums are exact: values are held as multiples of a step that
// is 2⁻⁶² of the largest value of the measure, in 128 bits, so adding and
// taking away in any order gives the same bits as adding up anew. Missing
// (NaN) and infinite values count as 0.
type Totals struct {
	measures []scaled
	held     map[AreaNumber]*holding
}

// scaled is a measure with the power of two that makes its values integers.
type scaled struct {
	values []float64
	scale  float64
}

type holding struct {
	units int
	sums  []exactSum
}

// NewTotals adds up s once. Each measure has one value per unit; the slices
// are kept and must not change.
func NewTotals(s *State, measures [][]float64) *Totals {
	t := newTotals(measures)
	for unit, number := range s.Assigned {
		t.add(t.at(number), int32(unit), 1)
	}
	return t
}

func newTotals(measures [][]float64) *Totals {
	t := &Totals{held: make(map[AreaNumber]*holding)}
	for _, values := range measures {
		t.measures = append(t.measures, scaled{values: values, scale: stepScale(values)})
	}
	return t
}

// Apply takes over the moves of a change set that was applied to the state.
func (t *Totals) Apply(c ChangeSet) {
	for _, op := range c.Ops {
		if op.Assign == nil {
			continue
		}
		for i, unit := range op.Assign.Units {
			t.add(t.at(op.Assign.From[i]), unit, -1)
			t.add(t.at(op.Assign.To[i]), unit, 1)
		}
	}
}

// All returns the totals of every area of s in tree order, parents including
// their descendants, and last those of the unassigned units. s must be the
// state that Apply has followed.
func (t *Totals) All(s *State) []AreaTotals {
	ordered := s.Ordered()
	sums := make(map[AreaNumber]*holding, len(ordered))
	for _, a := range ordered {
		sums[a.Number] = t.at(a.Number).clone()
	}
	for i := len(ordered) - 1; i >= 0; i-- { // children come after parents
		if parent, exists := sums[ordered[i].Parent]; exists {
			parent.addAll(sums[ordered[i].Number])
		}
	}
	all := make([]AreaTotals, 0, len(ordered)+1)
	for _, a := range ordered {
		all = append(all, t.floats(a.Number, sums[a.Number]))
	}
	return append(all, t.floats(Unassigned, t.at(Unassigned)))
}

func (t *Totals) at(number AreaNumber) *holding {
	h := t.held[number]
	if h == nil {
		h = t.empty()
		t.held[number] = h
	}
	return h
}

func (t *Totals) empty() *holding { return &holding{sums: make([]exactSum, len(t.measures))} }

func (t *Totals) add(h *holding, unit int32, sign int) {
	h.units += sign
	for i, m := range t.measures {
		h.sums[i].add(int64(sign) * m.step(unit))
	}
}

func (t *Totals) floats(number AreaNumber, h *holding) AreaTotals {
	return AreaTotals{Area: number, Units: h.units, Sums: t.sums(h)}
}

func (t *Totals) sums(h *holding) []float64 {
	sums := make([]float64, len(h.sums))
	for i, sum := range h.sums {
		sums[i] = sum.float() / t.measures[i].scale
	}
	return sums
}

func (h *holding) clone() *holding {
	return &holding{units: h.units, sums: append([]exactSum(nil), h.sums...)}
}

func (h *holding) addAll(other *holding) {
	h.units += other.units
	for i, sum := range other.sums {
		h.sums[i].addSum(sum)
	}
}

// step is the unit's value as a whole number of steps, below 2⁶² in size.
func (m scaled) step(unit int32) int64 {
	v := m.values[unit]
	if v-v != 0 { // NaN and infinities
		return 0
	}
	return int64(math.RoundToEven(v * m.scale))
}

// stepScale returns the power of two that brings the largest value to just
// below 2⁶².
func stepScale(values []float64) float64 {
	largest := 0.0
	for _, v := range values {
		if size := math.Abs(v); size > largest && !math.IsInf(v, 0) {
			largest = size
		}
	}
	_, exponent := math.Frexp(largest)
	return math.Ldexp(1, min(max(62-exponent, -1000), 1000))
}
