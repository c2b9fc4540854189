package median

// recentreShare sets how often a move proposes a new median: with probability
// recentreShare/2^16 divided by the size of the cluster, so that the work of
// these moves, which is proportional to that size, stays constant.
const recentreShare = 1 << 16

// fixedMoves is one task under way.
type fixedMoves struct {
	*fixedEngine
	owner []int32
	t     *task
	h     heat
	r     rng
}

func (s *fixedEngine) anneal(t *task, owner []int32, h heat, r rng, stop func() bool) {
	m := fixedMoves{s, owner, t, h, r}
	for k := range h.moves {
		if k&4095 == 0 && stop() {
			return
		}
		m.step()
	}
}

func (s *fixedMoves) step() {
	x := s.r.next()
	i, j, ok := s.pick(s.t, s.owner, &s.r, x)
	a := s.cluster[i]
	if uint32(s.r.next()&0xffff)*uint32(len(s.member[a])) < recentreShare {
		s.tryRecentre(a)
		return
	}
	if !ok || i == s.site[a].med {
		return
	}
	b := s.cluster[j]
	switch x & 3 {
	case 0:
		s.trySwap(i, j)
	case 1:
		s.trySwap(i, s.randomMember(b, &s.r))
	default:
		s.tryShift(i, b)
	}
}

// penaltyChange prices the change of overload when q moves from a to b.
func (s *fixedMoves) penaltyChange(a, b int32, q int64) float64 {
	la, lb, ca, cb := s.load[a], s.load[b], s.site[a].cap, s.site[b].cap
	return s.h.penalty(la-q, ca) - s.h.penalty(la, ca) + s.h.penalty(lb+q, cb) - s.h.penalty(lb, cb)
}

func (s *fixedMoves) tryShift(i, b int32) {
	a := s.cluster[i]
	d := s.to(i, b)
	if s.r.accept(d-s.d[i]+s.penaltyChange(a, b, s.in.q[i]), s.h.temp) {
		s.move(i, b, d)
	}
}

func (s *fixedMoves) trySwap(i, j int32) {
	a, b := s.cluster[i], s.cluster[j]
	if j == s.site[b].med {
		return
	}
	di, dj := s.to(i, b), s.to(j, a)
	delta := di + dj - s.d[i] - s.d[j]
	if s.r.accept(delta+s.penaltyChange(a, b, s.in.q[i]-s.in.q[j]), s.h.temp) {
		s.move(i, b, di)
		s.move(j, a, dj)
	}
}

func (s *fixedEngine) move(i, b int32, d float64) {
	s.remove(i)
	s.add(i, b)
	s.d[i] = d
}

// tryRecentre proposes a neighbour of c's median, or any member, as the median.
func (s *fixedMoves) tryRecentre(c int32) {
	at := &s.site[c]
	j := s.randomMember(c, &s.r)
	if s.in.k > 0 && s.r.next()>>63 == 0 {
		j = s.in.neighbours(at.med)[s.r.intn(s.in.k)]
		if s.owner[j] != s.t.id || s.cluster[j] != c {
			return
		}
	}
	if j == at.med {
		return
	}
	extra := s.h.penalty(s.load[c], s.in.capacityOf(j)) - s.h.penalty(s.load[c], at.cap)
	now := s.clusterCost(c)
	then := s.costAt(c, j, now-extra+s.h.temp*hopeless)
	if s.r.accept(then-now+extra, s.h.temp) {
		s.recentre(c, j)
	}
}
