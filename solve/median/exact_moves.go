package median

// splitShare is the chance, in 1/16, that a move founds a cluster while one of
// the task is empty.
const splitShare = 1

// exactMoves is one task under way.
type exactMoves struct {
	*exactEngine
	owner []int32
	t     *task
	h     heat
	r     rng
	empty []int32 // clusters of the task without members
}

func (s *exactEngine) anneal(t *task, owner []int32, h heat, r rng, stop func() bool) {
	m := exactMoves{exactEngine: s, owner: owner, t: t, h: h, r: r}
	for _, c := range t.cluster {
		s.recompute(c)
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

func (s *exactMoves) step() {
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

// penaltyChange prices the change of overload when c's load changes by q.
func (s *exactMoves) penaltyChange(c int32, q int64) float64 {
	return s.h.penalty(s.load[c]+q, s.in.cap) - s.h.penalty(s.load[c], s.in.cap)
}

func (s *exactMoves) tryShift(i, b int32) {
	a, q := s.cluster[i], s.in.q[i]
	delta := s.penaltyChange(a, -q) + s.penaltyChange(b, q) - s.cost[a] - s.cost[b]
	if delta >= s.h.temp*hopeless {
		return
	}
	ca, cb := s.without(i), s.with(i, b)
	if !s.r.accept(delta+ca+cb, s.h.temp) {
		return
	}
	s.leave(i)
	s.join(i, b)
	s.cost[a], s.cost[b] = ca, cb
	if len(s.member[a]) == 0 {
		s.empty = append(s.empty, a)
	}
}

func (s *exactMoves) trySwap(i, j int32) {
	a, b := s.cluster[i], s.cluster[j]
	q := s.in.q[i] - s.in.q[j]
	delta := s.penaltyChange(a, -q) + s.penaltyChange(b, q) - s.cost[a] - s.cost[b]
	if delta >= s.h.temp*hopeless {
		return
	}
	ca, cb := s.exchanged(i, j), s.exchanged(j, i)
	if !s.r.accept(delta+ca+cb, s.h.temp) {
		return
	}
	s.leave(i)
	s.leave(j)
	s.join(i, b)
	s.join(j, a)
	s.cost[a], s.cost[b] = ca, cb
}

// trySplit proposes that i founds a cluster of its own.
func (s *exactMoves) trySplit(i int32) {
	a, q := s.cluster[i], s.in.q[i]
	if len(s.member[a]) == 1 {
		return
	}
	ca := s.without(i)
	if !s.r.accept(ca-s.cost[a]+s.penaltyChange(a, -q), s.h.temp) {
		return
	}
	b := s.empty[len(s.empty)-1]
	s.empty = s.empty[:len(s.empty)-1]
	s.leave(i)
	s.join(i, b)
	s.cost[a], s.cost[b] = ca, 0
}
