package alignment

import "slices"

// Between returns the ops that turn a into b; both must be states of the same
// snapshot. Locks in the way are opened first and closed again, so the ops
// apply to a whatever is locked or held in it. Units, boundaries and areas that
// are equal in both do not appear; the calendar stays as it is in a.
func Between(a, b *State) []Op {
	moves := Moves(a, b)
	touched := touchedAreas(moves)
	boundaries := boundariesBetween(a.Boundaries, b.Boundaries, touched)
	var ops []Op
	if !slices.Equal(a.Alignment.Levels, b.Alignment.Levels) {
		ops = append(ops, Op{SetLevels: &Levels{Before: a.Alignment.Levels, After: b.Alignment.Levels}})
	}
	unlock, lock := lockChanges(a.Locked, b.Locked, moves.Units)
	if len(unlock) > 0 {
		ops = append(ops, Op{Lock: &Lock{Units: unlock}})
	}
	release, hold := holdChanges(a, b, moves.Units)
	ops = append(ops, release.ops()...)
	areas := areasBetween(a, b, touched)
	ops = append(ops, areas.before...)
	if len(moves.Units) > 0 {
		ops = append(ops, Op{Assign: &moves})
	}
	ops = append(ops, boundaries...)
	ops = append(ops, areas.after...)
	if len(lock) > 0 {
		ops = append(ops, Op{Lock: &Lock{Units: lock, Locked: true}})
	}
	ops = append(ops, hold.ops()...)
	ops = append(ops, a.OptionsOps(func(o *Options) { *o = b.Options })...)
	return append(ops, targetsBetween(a, b)...)
}

// Moves returns the units whose area differs, with the area in a as From and
// that in b as To.
func Moves(a, b *State) Assign {
	var m Assign
	for unit, from := range a.Assigned {
		if to := b.Assigned[unit]; from != to {
			m.Units = append(m.Units, int32(unit))
			m.From = append(m.From, from)
			m.To = append(m.To, to)
		}
	}
	return m
}

func touchedAreas(moves Assign) map[AreaNumber]bool {
	touched := make(map[AreaNumber]bool)
	addAreas(touched, moves.From)
	addAreas(touched, moves.To)
	return touched
}

// lockChanges returns the units to unlock before the moves and to lock after
// them. Units that move while locked in both states are in both lists.
func lockChanges(a, b []bool, moved []int32) (unlock, lock []int32) {
	next := 0
	for unit := range a {
		moves := next < len(moved) && moved[next] == int32(unit)
		if moves {
			next++
		}
		if a[unit] && (moves || !b[unit]) {
			unlock = append(unlock, int32(unit))
		}
		if b[unit] && (moves || !a[unit]) {
			lock = append(lock, int32(unit))
		}
	}
	return unlock, lock
}

// areaOps are the ops on areas, before and after units move.
type areaOps struct{ before, after []Op }

func areasBetween(a, b *State, touched map[AreaNumber]bool) areaOps {
	var ops areaOps
	for _, want := range b.Ordered() {
		have, exists := a.Areas[want.Number]
		open := want.Clone()
		if touched[want.Number] {
			open.Locked = false
		}
		switch {
		case !exists:
			ops.before = append(ops.before, Op{AddArea: open})
		case touched[want.Number] && have.Locked, !have.Equal(want):
			ops.before = appendUpdate(ops.before, have, open)
		default:
			open = have
		}
		ops.after = appendUpdate(ops.after, open, want)
	}
	gone := a.Ordered()
	slices.Reverse(gone)
	for _, have := range gone {
		if _, stays := b.Areas[have.Number]; stays {
			continue
		}
		open := have.Clone()
		open.Locked = false
		ops.before = appendUpdate(ops.before, have, open)
		ops.after = append(ops.after, Op{RemoveArea: open})
	}
	return ops
}

// appendUpdate adds an update unless the two are equal.
func appendUpdate(ops []Op, before, after *Area) []Op {
	if before.Equal(after) {
		return ops
	}
	return append(ops, Op{UpdateArea: &Update{Before: *before.Clone(), After: *after.Clone()}})
}
