package alignment

import (
	"encoding/binary"
	"maps"
	"slices"
)

// target writes name and spreads as JSON, then the units and their amounts
// before and after as signed varints.
func (w *writer) target(c *TargetChange) error {
	if err := w.json(TargetChange{Name: c.Name, Before: c.Before, After: c.After}); err != nil {
		return err
	}
	w.units(c.Units)
	w.bytes = appendAmounts(appendAmounts(w.bytes, c.From), c.To)
	return nil
}

func (r *reader) target() *TargetChange {
	c := decodeJSON[TargetChange](r)
	c.Units = r.units()
	c.From, c.To = r.amounts(len(c.Units)), r.amounts(len(c.Units))
	return c
}

func appendAmounts(to []byte, amounts []Amount) []byte {
	for _, a := range amounts {
		to = binary.AppendVarint(to, int64(a))
	}
	return to
}

// amounts reads n amounts; n is no more than the bytes left.
func (r *reader) amounts(n int) []Amount {
	if n > len(r.rest) {
		r.fail("%d amounts announced, %d bytes left", n, len(r.rest))
		return nil
	}
	amounts := make([]Amount, n)
	for i := range amounts {
		v, size := binary.Varint(r.rest)
		if size <= 0 {
			r.fail("an amount is cut off")
			return nil
		}
		amounts[i], r.rest = Amount(v), r.rest[size:]
	}
	return amounts
}

// storedTarget is an account target in a checkpoint.
type storedTarget struct {
	Name   string `json:"name"`
	Spread Spread `json:"spread"`
	// Amounts is every unit's amount as a signed varint.
	Amounts []byte `json:"amounts"`
}

func storeTargets(targets map[string]*AccountTarget) []storedTarget {
	var stored []storedTarget
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		t := targets[name]
		stored = append(stored, storedTarget{Name: name, Spread: t.Spread, Amounts: appendAmounts(nil, t.Amounts)})
	}
	return stored
}

func (s *State) loadTargets(r *reader, stored []storedTarget) {
	for _, t := range stored {
		inner := reader{rest: t.Amounts}
		amounts := inner.amounts(len(s.Assigned))
		if err := inner.end(); err != nil {
			r.fail("account target %q: %v", t.Name, err)
			return
		}
		if s.AccountTargets == nil {
			s.AccountTargets = make(map[string]*AccountTarget)
		}
		s.AccountTargets[t.Name] = &AccountTarget{Name: t.Name, Spread: t.Spread, Amounts: amounts}
	}
}
