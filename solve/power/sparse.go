package power

// pairs collects symmetric blocks per pair of areas in the order in which the
// pairs are first met, so that sums do not depend on anything but the input.
type pairs struct {
	block int // floats per pair
	table []int32
	key   []uint64
	val   []float64
}

func pairKey(i, j int32) uint64 {
	if i > j {
		i, j = j, i
	}
	return uint64(i)<<32 | uint64(j)
}

func (p *pairs) reset() {
	for i := range p.table {
		p.table[i] = 0
	}
	p.key, p.val = p.key[:0], p.val[:0]
}

func (p *pairs) grow() {
	size := max(64, 2*len(p.table))
	p.table = make([]int32, size)
	for e, k := range p.key {
		p.table[p.probe(k)] = int32(e + 1)
	}
}

// probe returns the place of a key or the free place where it belongs.
func (p *pairs) probe(k uint64) int {
	mask := len(p.table) - 1
	h := int((k*0x9E3779B97F4A7C15)>>32) & mask
	for p.table[h] != 0 && p.key[p.table[h]-1] != k {
		h = (h + 1) & mask
	}
	return h
}

// at returns the block of a pair, zero when it is new.
func (p *pairs) at(k uint64) []float64 {
	if 2*len(p.key) >= len(p.table) {
		p.grow()
	}
	h := p.probe(k)
	if p.table[h] == 0 {
		p.key = append(p.key, k)
		for range p.block {
			p.val = append(p.val, 0)
		}
		p.table[h] = int32(len(p.key))
	}
	e := int(p.table[h]-1) * p.block
	return p.val[e : e+p.block]
}

// merge adds all blocks of q.
func (p *pairs) merge(q *pairs) {
	for e, k := range q.key {
		dst := p.at(k)
		for b, v := range q.val[e*q.block : (e+1)*q.block] {
			dst[b] += v
		}
	}
}
