package median

// centredMoves is one task under way.
type centredMoves struct {
	*centredEngine
	owner []int32
	t     *task
	h     heat
	r     rng
	empty []int32 // groups of the task without points
}

func (s *centredEngine) anneal(t *task, owner []int32, h heat, r rng, stop func() bool) {
	m := centredMoves{centredEngine: s, owner: owner, t: t, h: h, r: r}
	for _, c := range t.cluster {
		s.resum(c)
		if len(s.member[c]) == 0 {
			m.empty = append(m.empty, c)
		}
	}
	for k := range h.moves {
		if k&1023 == 0 && stop() {
			return
		}
		m.step()
	}
}

func (s *centredMoves) step() {
	x := s.r.next()
	i, j, ok := s.pick(s.t, s.owner, &s.r, x)
	if len(s.empty) > 0 && x&15 < splitShare {
		s.trySplit(i)
		return
	}
	if !ok {
		return
	}
	b := s.cluster[j]
	switch x >> 4 & 3 {
	case 0:
		s.trySwap(i, j)
	case 1:
		s.trySwap(i, s.randomMember(b, &s.r))
	default:
		s.tryShift(i, b)
	}
}

func (s *centredMoves) penaltyChange(c int32, q int64) float64 {
	return s.h.penalty(s.load[c]+q, s.in.cap) - s.h.penalty(s.load[c], s.in.cap)
}

func (s *centredMoves) tryShift(i, b int32) {
	a, q := s.cluster[i], s.in.q[i]
	limit := s.r.threshold(s.h.temp) - s.penaltyChange(a, -q) - s.penaltyChange(b, q)
	if s.changeBound(a, i, nobody)+s.changeBound(b, nobody, i) > limit {
		return
	}
	if s.change(a, i, nobody)+s.change(b, nobody, i) > limit {
		return
	}
	s.move(i, b)
	s.refresh(a)
	s.refresh(b)
	if len(s.member[a]) == 0 {
		s.empty = append(s.empty, a)
	}
}

func (s *centredMoves) trySwap(i, j int32) {
	a, b := s.cluster[i], s.cluster[j]
	q := s.in.q[i] - s.in.q[j]
	limit := s.r.threshold(s.h.temp) - s.penaltyChange(a, -q) - s.penaltyChange(b, q)
	if s.changeBound(a, i, j)+s.changeBound(b, j, i) > limit {
		return
	}
	if s.change(a, i, j)+s.change(b, j, i) > limit {
		return
	}
	s.move(i, b)
	s.move(j, a)
	s.refresh(a)
	s.refresh(b)
}

// trySplit proposes that i founds a group of its own.
func (s *centredMoves) trySplit(i int32) {
	a, q := s.cluster[i], s.in.q[i]
	if len(s.member[a]) == 1 || s.change(a, i, nobody)+s.penaltyChange(a, -q) > s.r.threshold(s.h.temp) {
		return
	}
	b := s.empty[len(s.empty)-1]
	s.empty = s.empty[:len(s.empty)-1]
	s.move(i, b)
	s.refresh(a)
	s.refresh(b)
}
