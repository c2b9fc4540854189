package boundary

// Parts says how some boundaries hang together.
type Parts struct {
	// Parts is the number of pieces that no shared border and no bridge joins.
	Parts int `json:"parts" doc:"Pieces that no shared border and no bridge joins."`
	// Apart is the number of boundaries outside the piece with the most of them.
	Apart int `json:"apart" doc:"Boundaries outside the piece with the most of them."`
}

// PartsOf counts the pieces of a list of boundaries, each named once, in time
// proportional to their neighbours.
func PartsOf(links *Topology, list []int32) Parts {
	open := make(map[int32]bool, len(list)) // not met yet
	for _, b := range list {
		open[b] = true
	}
	var p Parts
	most := 0
	var queue []int32
	for _, b := range list {
		if !open[b] {
			continue
		}
		open[b] = false
		queue = append(queue[:0], b)
		for at := 0; at < len(queue); at++ {
			from := queue[at]
			for _, next := range links.Neighbors[links.Offsets[from]:links.Offsets[from+1]] {
				if open[next] {
					open[next] = false
					queue = append(queue, next)
				}
			}
		}
		p.Parts++
		most = max(most, len(queue))
	}
	p.Apart = len(list) - most
	return p
}
