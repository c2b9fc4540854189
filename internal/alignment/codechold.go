package alignment

import (
	"bytes"
	"maps"
	"slices"
)

// holdouts writes a column of known length as pairs of a holdout in JSON (no
// bytes for none) and repetition.
func (w *writer) holdouts(column []*Holdout) error {
	for i := 0; i < len(column); {
		end := i + 1
		for end < len(column) && same(column[end], column[i]) {
			end++
		}
		if column[i] == nil {
			w.uvarint(0)
		} else if err := w.json(column[i]); err != nil {
			return err
		}
		w.uvarint(uint64(end - i))
		i = end
	}
	return nil
}

func (r *reader) holdouts(n int) []*Holdout {
	column := make([]*Holdout, 0, n)
	for len(column) < n && r.err == nil {
		var h *Holdout
		if bytes.HasPrefix(r.rest, []byte{0}) {
			r.uvarint()
		} else {
			h = decodeJSON[Holdout](r)
		}
		count := r.uvarint()
		if r.err != nil || count == 0 || count > uint64(n-len(column)) {
			r.fail("a run of %d holdouts does not fit", count)
			return nil
		}
		for range count {
			column = append(column, h)
		}
	}
	return column
}

// groupHoldouts lists holdouts by their terms, in the order of their first unit.
func groupHoldouts(s *State) []heldUnits {
	var groups []heldUnits
	at := make(map[Holdout]int)
	for _, unit := range slices.Sorted(maps.Keys(s.Holdouts)) {
		h := s.Holdouts[unit]
		i, known := at[h]
		if !known {
			i = len(groups)
			at[h] = i
			groups = append(groups, heldUnits{Holdout: h})
		}
		groups[i].Units = append(groups[i].Units, unit)
	}
	return groups
}

// holdAll takes the holdouts of a checkpoint over.
func (s *State) holdAll(r *reader, groups []heldUnits) {
	for _, g := range groups {
		for _, unit := range g.Units {
			if unit < 0 || int(unit) >= len(s.Assigned) {
				r.fail("unit %d of %d is held", unit, len(s.Assigned))
				return
			}
			s.setHoldout(unit, &g.Holdout)
		}
	}
}
