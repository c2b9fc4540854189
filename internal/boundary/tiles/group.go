package tiles

import "slices"

// ownerParts are the parts of one boundary that meet a tile.
type ownerParts struct {
	owner int32
	parts []int32
}

// groupByOwner orders the parts found by boundary.
func groupByOwner(l *level, found []int32) []ownerParts {
	slices.Sort(found) // parts are stored by boundary
	var out []ownerParts
	for _, k := range found {
		owner := l.parts[k].owner
		if n := len(out); n == 0 || out[n-1].owner != owner {
			out = append(out, ownerParts{owner: owner})
		}
		last := &out[len(out)-1]
		last.parts = append(last.parts, k)
	}
	return out
}
