package alignment

import (
	"maps"
	"slices"
)

// boundariesBetween returns the ops that turn the boundaries of a into those
// of b, and adds the areas whose boundaries change to touched. Locks of
// boundaries are opened and closed on the way; those of areas are not.
func boundariesBetween(a, b *Boundaries, touched map[AreaNumber]bool) []Op {
	if a == nil && b == nil {
		return nil
	}
	if sameSet(a, b) {
		var ops []Op
		if a.Column != b.Column {
			ops = append(ops, Op{SetBoundaries: &SetBoundaries{Before: a.Source(), After: b.Source()}})
		}
		return append(ops, boundaryOps(a, b, touched)...)
	}
	var ops []Op
	if a != nil {
		ops = boundaryOps(a, newBoundaries(a.Source()), touched)
	}
	ops = append(ops, Op{SetBoundaries: &SetBoundaries{Before: a.Source(), After: b.Source()}})
	if b != nil {
		ops = append(ops, boundaryOps(newBoundaries(b.Source()), b, touched)...)
	}
	return ops
}

// boundaryOps is boundariesBetween for two of one set.
func boundaryOps(a, b *Boundaries, touched map[AreaNumber]bool) []Op {
	moves, share := boundaryMoves(a, b), shareChanges(a, b)
	addAreas(touched, moves.From)
	addAreas(touched, moves.To)
	for k := range share.Boundaries {
		addAreas(touched, share.Before[k])
		addAreas(touched, share.After[k])
	}
	moved := append(slices.Clone(moves.Units), share.Boundaries...)
	slices.Sort(moved)
	unlock, lock := lockChanges(a.Locked, b.Locked, slices.Compact(moved))
	takeIn, leaveOut := lockChanges(a.LeftOut, b.LeftOut, nil)
	var ops []Op
	for _, op := range []Op{{LockBoundaries: &Lock{Units: unlock}}, {LeaveOut: &Lock{Units: takeIn}}} {
		if op.LockBoundaries != nil && len(unlock) > 0 || op.LeaveOut != nil && len(takeIn) > 0 {
			ops = append(ops, op)
		}
	}
	if len(moves.Units) > 0 {
		ops = append(ops, Op{AssignBoundaries: &moves})
	}
	if len(share.Boundaries) > 0 {
		ops = append(ops, Op{ShareBoundaries: &share})
	}
	if len(leaveOut) > 0 {
		ops = append(ops, Op{LeaveOut: &Lock{Units: leaveOut, Locked: true}})
	}
	if len(lock) > 0 {
		ops = append(ops, Op{LockBoundaries: &Lock{Units: lock, Locked: true}})
	}
	return ops
}

// boundaryMoves returns the boundaries of one set whose first area differs.
func boundaryMoves(a, b *Boundaries) Assign {
	var m Assign
	for i, from := range a.Assigned {
		m.add(int32(i), from, b.Assigned[i])
	}
	return m
}

// BoundaryMoves is Moves for boundaries; nothing when a and b use different
// sets.
func BoundaryMoves(a, b *State) Assign {
	if a.Boundaries == nil || !sameSet(a.Boundaries, b.Boundaries) {
		return Assign{}
	}
	return boundaryMoves(a.Boundaries, b.Boundaries)
}

func shareChanges(a, b *Boundaries) Share {
	either := maps.Clone(a.Shared)
	maps.Copy(either, b.Shared)
	var share Share
	for _, i := range slices.Sorted(maps.Keys(either)) {
		if !slices.Equal(a.Shared[i], b.Shared[i]) {
			share.Boundaries = append(share.Boundaries, i)
			share.Before = append(share.Before, a.Shared[i])
			share.After = append(share.After, b.Shared[i])
		}
	}
	return share
}
