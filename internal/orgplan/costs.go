package orgplan

// Costs says how operations are grouped into calls.
type Costs interface {
	// Batch returns a word for what may be written together, and how many at
	// most.
	Batch(o *Operation) (group string, size int)
	// Calls is about how many API calls n operations of a group cost.
	Calls(group string, n int) int
}

// calls adds up what the plan costs, batch by batch.
func calls(ops []Operation, org Costs) int {
	total, n := 0, 0
	var group string
	stage := 0
	for i := range ops {
		g, _ := org.Batch(&ops[i])
		if g != group || ops[i].Stage != stage {
			if n > 0 {
				total += org.Calls(group, n)
			}
			group, stage, n = g, ops[i].Stage, 0
		}
		n++
	}
	if n > 0 {
		total += org.Calls(group, n)
	}
	return total
}
