package boundary

import (
	"encoding/binary"
	"math"
)

// flatTable is a table in a FlatBuffers message. Reads out of bounds give zero
// values: what a damaged message says is never trusted.
type flatTable struct {
	data  []byte
	at    int // position of the table, -1 for none
	table int // position of its vtable
}

// flatRoot returns the root table of a message.
func flatRoot(data []byte) flatTable {
	return flatAt(data, 0)
}

// flatAt follows the offset stored at pos to a table.
func flatAt(data []byte, pos int) flatTable {
	t := flatTable{data: data, at: -1}
	at := follow(data, pos)
	if at < 0 || at+4 > len(data) {
		return t
	}
	table := at - int(int32(binary.LittleEndian.Uint32(data[at:])))
	if table < 0 || table+4 > len(data) {
		return t
	}
	t.at, t.table = at, table
	return t
}

// follow returns where the unsigned offset at pos leads, or -1.
func follow(data []byte, pos int) int {
	if pos < 0 || pos+4 > len(data) {
		return -1
	}
	to := int64(pos) + int64(binary.LittleEndian.Uint32(data[pos:]))
	if to >= int64(len(data)) {
		return -1
	}
	return int(to)
}

// field returns the position of a field's value of the given size, or -1.
func (t flatTable) field(i, size int) int {
	if t.at < 0 {
		return -1
	}
	length := int(binary.LittleEndian.Uint16(t.data[t.table:]))
	slot := 4 + 2*i
	if slot+2 > length || t.table+slot+2 > len(t.data) {
		return -1
	}
	offset := int(binary.LittleEndian.Uint16(t.data[t.table+slot:]))
	if offset == 0 || t.at+offset+size > len(t.data) {
		return -1
	}
	return t.at + offset
}

func (t flatTable) uint8(i int, otherwise uint8) uint8 {
	if p := t.field(i, 1); p >= 0 {
		return t.data[p]
	}
	return otherwise
}

func (t flatTable) uint16(i int, otherwise uint16) uint16 {
	if p := t.field(i, 2); p >= 0 {
		return binary.LittleEndian.Uint16(t.data[p:])
	}
	return otherwise
}

func (t flatTable) int32(i int) int32 {
	if p := t.field(i, 4); p >= 0 {
		return int32(binary.LittleEndian.Uint32(t.data[p:]))
	}
	return 0
}

func (t flatTable) uint64(i int) uint64 {
	if p := t.field(i, 8); p >= 0 {
		return binary.LittleEndian.Uint64(t.data[p:])
	}
	return 0
}

// vector returns the bytes of a vector's elements and their number.
func (t flatTable) vector(i, size int) (elements []byte, n int) {
	at, n := t.vectorAt(i, size)
	return t.data[at : at+n*size], n
}

// vectorAt returns where the elements of a vector begin, and their number.
func (t flatTable) vectorAt(i, size int) (at, n int) {
	p := t.field(i, 4)
	if p < 0 {
		return 0, 0
	}
	at = follow(t.data, p)
	if at < 0 || at+4 > len(t.data) {
		return 0, 0
	}
	count := int64(binary.LittleEndian.Uint32(t.data[at:]))
	if int64(at)+4+count*int64(size) > int64(len(t.data)) {
		return 0, 0
	}
	return at + 4, int(count)
}

func (t flatTable) text(i int) string {
	raw, _ := t.vector(i, 1)
	return string(raw)
}

// tables returns the tables of a vector of tables.
func (t flatTable) tables(i int) []flatTable {
	at, n := t.vectorAt(i, 4)
	out := make([]flatTable, 0, n)
	for k := range n {
		out = append(out, flatAt(t.data, at+4*k))
	}
	return out
}

func float64At(data []byte, i int) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
}
