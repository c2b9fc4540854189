package median

import "math"

// mean is a group's running sums and what bounds the cost of changing it.
type mean struct {
	sx, sy float64 // sums of the coordinates
	x, y   float64 // the centre
	gx, gy float64 // gradient of the group's cost in its centre
	cost   float64
}

// centredEngine anneals partitions measured from the plain means of the groups.
// The sum of distances is convex in the centre, so the gradient gives a lower
// bound on any change in constant time; only changes that pass it are computed.
type centredEngine struct {
	groups
	mean []mean
}

func newCentredEngine(in *instance, from *snapshot) *centredEngine {
	s := &centredEngine{groups: newGroups(in), mean: make([]mean, in.p)}
	s.restore(from)
	return s
}

func (s *centredEngine) save(to *snapshot) {
	to.cluster = append(to.cluster[:0], s.cluster...)
	to.cost, to.overload = s.value()
}

func (s *centredEngine) restore(from *snapshot) {
	s.assign(from.cluster)
	for c := range s.mean {
		s.resum(int32(c))
	}
}

func (s *centredEngine) value() (cost float64, overload int64) {
	for c := range s.mean {
		cost += s.mean[c].cost
		overload += over(s.load[c], s.in.cap)
	}
	return cost, overload
}

func (s *centredEngine) clusterCost(c int32) float64 { return s.mean[c].cost }

// resum recomputes group c from its members, clearing rounding drift.
func (s *centredEngine) resum(c int32) {
	m := &s.mean[c]
	m.sx, m.sy = 0, 0
	for _, i := range s.member[c] {
		m.sx += s.in.x[i]
		m.sy += s.in.y[i]
	}
	s.refresh(c)
}

// refresh recomputes centre, cost and gradient of group c from its sums.
func (s *centredEngine) refresh(c int32) {
	m := &s.mean[c]
	size := float64(len(s.member[c]))
	if size == 0 {
		*m = mean{}
		return
	}
	m.x, m.y = m.sx/size, m.sy/size
	m.gx, m.gy, m.cost = 0, 0, 0
	for _, i := range s.member[c] {
		dx, dy := m.x-s.in.x[i], m.y-s.in.y[i]
		d := math.Sqrt(dx*dx + dy*dy)
		m.cost += d
		if d > 0 {
			m.gx += dx / d
			m.gy += dy / d
		}
	}
}

// nobody stands for no point in changed and changeBound.
const nobody = -1

// shifted returns the centre of group c once point out has left and point in has
// joined, either of which may be nobody, and its new size.
func (s *centredEngine) shifted(c, out, in int32) (x, y float64, size int) {
	m := &s.mean[c]
	sx, sy, size := m.sx, m.sy, len(s.member[c])
	if out != nobody {
		sx, sy, size = sx-s.in.x[out], sy-s.in.y[out], size-1
	}
	if in != nobody {
		sx, sy, size = sx+s.in.x[in], sy+s.in.y[in], size+1
	}
	if size == 0 {
		return 0, 0, 0
	}
	return sx / float64(size), sy / float64(size), size
}

// changeBound is a lower bound on the change of c's cost by such an exchange:
// the tangent plane of the cost of the points that stay, plus the newcomer.
func (s *centredEngine) changeBound(c, out, in int32) float64 {
	m := &s.mean[c]
	x, y, size := s.shifted(c, out, in)
	if size == 0 {
		return -m.cost
	}
	gx, gy, change := m.gx, m.gy, 0.0
	if out != nobody {
		dx, dy := m.x-s.in.x[out], m.y-s.in.y[out]
		if d := math.Sqrt(dx*dx + dy*dy); d > 0 {
			gx, gy, change = gx-dx/d, gy-dy/d, -d
		}
	}
	change += gx*(x-m.x) + gy*(y-m.y)
	if in != nobody {
		dx, dy := x-s.in.x[in], y-s.in.y[in]
		change += math.Sqrt(dx*dx + dy*dy)
	}
	return change
}

// change is the exact change of c's cost by such an exchange.
func (s *centredEngine) change(c, out, in int32) float64 {
	x, y, size := s.shifted(c, out, in)
	if size == 0 {
		return -s.mean[c].cost
	}
	sum := 0.0
	for _, i := range s.member[c] {
		dx, dy := x-s.in.x[i], y-s.in.y[i]
		sum += math.Sqrt(dx*dx + dy*dy)
	}
	if out != nobody {
		dx, dy := x-s.in.x[out], y-s.in.y[out]
		sum -= math.Sqrt(dx*dx + dy*dy)
	}
	if in != nobody {
		dx, dy := x-s.in.x[in], y-s.in.y[in]
		sum += math.Sqrt(dx*dx + dy*dy)
	}
	return sum - s.mean[c].cost
}

// move takes i to group b, keeping sums; the caller refreshes both groups.
func (s *centredEngine) move(i, b int32) {
	a := s.cluster[i]
	s.remove(i)
	s.add(i, b)
	s.mean[a].sx -= s.in.x[i]
	s.mean[a].sy -= s.in.y[i]
	s.mean[b].sx += s.in.x[i]
	s.mean[b].sy += s.in.y[i]
}
