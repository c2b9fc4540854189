package alignment

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

const checkpointVersion = 1

// checkpointHead is the small part of a checkpoint, kept as JSON.
type checkpointHead struct {
	Levels     []string   `json:"levels"`
	LastNumber AreaNumber `json:"lastNumber"`
	Areas      []*Area    `json:"areas"`
	// Boundaries and Shared are there when the alignment uses boundaries; their
	// columns then follow those of the units.
	Boundaries *BoundarySource        `json:"boundaries,omitempty"`
	Shared     map[int32][]AreaNumber `json:"shared,omitempty"`
	// AccountTargets are ordered by name.
	AccountTargets []storedTarget `json:"accountTargets,omitempty"`
	// Holdouts are listed by what holds the units.
	Holdouts []heldUnits `json:"holdouts,omitempty"`
	Options  *Options    `json:"options,omitempty"`
	Calendar []Effective `json:"calendar,omitempty"`
}

// heldUnits are units held on the same terms, ascending.
type heldUnits struct {
	Holdout
	Units []int32 `json:"units"`
}

// EncodeCheckpoint returns the stored form of everything in s except
// s.Alignment other than its levels: about one byte per unit with up to 255
// territories, before compression.
func EncodeCheckpoint(s *State) ([]byte, error) {
	head := checkpointHead{Levels: s.Alignment.Levels, LastNumber: s.LastNumber, Areas: s.Ordered(), Boundaries: s.Boundaries.Source()}
	if s.Boundaries != nil {
		head.Shared = s.Boundaries.Shared
	}
	head.AccountTargets = storeTargets(s.AccountTargets)
	head.Holdouts, head.Calendar = groupHoldouts(s), s.Calendar
	if s.Options != (Options{}) {
		head.Options = &s.Options
	}
	var w writer
	if err := w.json(head); err != nil {
		return nil, fmt.Errorf("encode checkpoint: %w", err)
	}
	w.assignment(s.Assigned)
	w.flags(s.Locked)
	if b := s.Boundaries; b != nil {
		w.assignment(b.Assigned)
		w.flags(b.Locked)
		w.flags(b.LeftOut)
	}
	return pack(checkpointVersion, w.bytes), nil
}

// DecodeCheckpoint reads what EncodeCheckpoint wrote. The caller sets
// Alignment's other fields. Like DecodeOps it is safe on any input.
func DecodeCheckpoint(data []byte) (*State, error) {
	payload, err := unpack(checkpointVersion, data)
	if err != nil {
		return nil, fmt.Errorf("decode checkpoint: %w", err)
	}
	r := reader{rest: payload}
	head := decodeJSON[checkpointHead](&r)
	s := &State{LastNumber: head.LastNumber, Areas: make(map[AreaNumber]*Area, len(head.Areas))}
	s.Alignment.Levels = head.Levels
	for _, a := range head.Areas {
		if a == nil {
			r.fail("an area is null")
			break
		}
		s.Areas[a.Number] = a
	}
	if head.Options != nil {
		s.Options = *head.Options
	}
	s.Calendar = head.Calendar
	s.Assigned = r.assignment()
	s.holdAll(&r, head.Holdouts)
	s.Locked = r.flags(len(s.Assigned))
	if head.Boundaries != nil {
		s.Alignment.BoundarySet = head.Boundaries.Set
		s.Boundaries = r.boundaries(head)
	}
	s.loadTargets(&r, head.AccountTargets)
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("decode checkpoint: %w", err)
	}
	return s, nil
}

// boundaries reads the columns of boundaries.
func (r *reader) boundaries(head *checkpointHead) *Boundaries {
	b := &Boundaries{BoundarySource: *head.Boundaries, Assigned: r.assignment(), Shared: head.Shared}
	if len(b.Assigned) != b.Count {
		r.fail("%d boundaries announced, %d stored", b.Count, len(b.Assigned))
	}
	b.Locked, b.LeftOut = r.flags(len(b.Assigned)), r.flags(len(b.Assigned))
	if b.Shared == nil {
		b.Shared = make(map[int32][]AreaNumber)
	}
	return b
}

// assignment writes the distinct areas, then one index per unit in as many
// byte planes as the number of areas needs.
func (w *writer) assignment(column []AreaNumber) {
	present := make(map[AreaNumber]bool)
	for _, number := range column {
		if !present[number] {
			present[number] = true
		}
	}
	distinct := slices.Collect(maps.Keys(present))
	slices.Sort(distinct)
	w.uvarint(uint64(len(distinct)))
	index := make(map[AreaNumber]uint32, len(distinct))
	for i, number := range distinct {
		index[number] = uint32(i)
		w.uvarint(uint64(number))
	}
	w.uvarint(uint64(len(column)))
	codes := make([]uint32, len(column))
	for i, number := range column {
		codes[i] = index[number]
	}
	for plane := range planes(len(distinct)) {
		for _, code := range codes {
			w.bytes = append(w.bytes, byte(code>>(8*plane)))
		}
	}
}

// planes is the number of bytes that n different codes need.
func planes(n int) int {
	switch {
	case n <= 1<<8:
		return 1
	case n <= 1<<16:
		return 2
	}
	return 4
}

func (r *reader) assignment() []AreaNumber {
	distinct := make([]AreaNumber, r.count())
	for i := range distinct {
		v := r.uvarint()
		if v > math.MaxInt32 {
			r.fail("area number %d is too large", v)
		}
		distinct[i] = AreaNumber(v)
	}
	n := r.count()
	column := make([]AreaNumber, n)
	codes := make([]uint32, n)
	for plane := range planes(len(distinct)) {
		for i, b := range r.take(n) {
			codes[i] |= uint32(b) << (8 * plane)
		}
	}
	if r.err != nil {
		return nil
	}
	for i, code := range codes {
		if int64(code) >= int64(len(distinct)) {
			r.fail("unit %d has area code %d of %d", i, code, len(distinct))
			return nil
		}
		column[i] = distinct[code]
	}
	return column
}

// flags writes one bit per unit.
func (w *writer) flags(flags []bool) {
	bits := make([]byte, (len(flags)+7)/8)
	for i, set := range flags {
		if set {
			bits[i/8] |= 1 << (i % 8)
		}
	}
	w.bytes = append(w.bytes, bits...)
}

func (r *reader) flags(n int) []bool {
	bits := r.take((n + 7) / 8)
	if r.err != nil {
		return nil
	}
	flags := make([]bool, n)
	for i := range flags {
		flags[i] = bits[i/8]&(1<<(i%8)) != 0
	}
	return flags
}
