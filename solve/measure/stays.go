package measure

// Stays says how the weight of merged units divides among the areas in which
// their units stand at present. Unit i has the parts Offset[i] to Offset[i+1];
// their weights add up to that of the unit.
type Stays struct {
	Offset []int32
	// Area is the present area of a part, -1 for units without one, or with
	// one they may not stay in.
	Area []int32
	// W is the weight of a part, Move what leaving its area costs, and Capped
	// what it counts towards the cap on disruption.
	W, Move, Capped []float64
}

// Of returns the parts of unit i.
func (s *Stays) Of(i int) (from, to int32) { return s.Offset[i], s.Offset[i+1] }

// permute puts the units into the given order, see Model.Permute.
func (s *Stays) permute(order []int32) *Stays {
	out := &Stays{Offset: make([]int32, 1, len(order)+1), Area: make([]int32, 0, len(s.Area))}
	for _, i := range order {
		from, to := s.Of(int(i))
		out.Area = append(out.Area, s.Area[from:to]...)
		out.W = append(out.W, s.W[from:to]...)
		out.Move = append(out.Move, s.Move[from:to]...)
		out.Capped = append(out.Capped, s.Capped[from:to]...)
		out.Offset = append(out.Offset, int32(len(out.Area)))
	}
	return out
}
