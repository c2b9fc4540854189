package ingest

import "hash/maphash"

// idHash stands for an id: 128 bits with a random key per process. Among five
// million ids the chance that two share one is below 10^-25, so ids
// themselves need not be kept.
type idHash struct{ a, b uint64 }

var seedA, seedB = maphash.MakeSeed(), maphash.MakeSeed()

func hashID(id []byte) idHash {
	h := idHash{maphash.Bytes(seedA, id), maphash.Bytes(seedB, id)}
	if h == (idHash{}) {
		h.b = 1 // the zero value marks a free slot
	}
	return h
}

// idSet remembers ids and the row each was first seen in: 20 bytes per slot,
// an open-addressing table of at most three quarters full.
type idSet struct {
	hashes []idHash
	rows   []uint32
	count  int
}

func newIDSet() *idSet {
	return &idSet{hashes: make([]idHash, 1024), rows: make([]uint32, 1024)}
}

// add remembers the id. When it is there already it returns its first row and
// false.
func (s *idSet) add(h idHash, row int) (first int, added bool) {
	slot := s.slot(h)
	if s.hashes[slot] == h {
		return int(s.rows[slot]), false
	}
	s.hashes[slot], s.rows[slot] = h, uint32(row)
	if s.count++; 4*s.count > 3*len(s.hashes) {
		s.grow()
	}
	return row, true
}

func (s *idSet) slot(h idHash) int {
	mask := len(s.hashes) - 1
	for i := int(h.a) & mask; ; i = (i + 1) & mask {
		if s.hashes[i] == h || s.hashes[i] == (idHash{}) {
			return i
		}
	}
}

func (s *idSet) grow() {
	old := *s
	s.hashes, s.rows = make([]idHash, 2*len(old.hashes)), make([]uint32, 2*len(old.rows))
	for i, h := range old.hashes {
		if h != (idHash{}) {
			slot := s.slot(h)
			s.hashes[slot], s.rows[slot] = h, old.rows[i]
		}
	}
}
