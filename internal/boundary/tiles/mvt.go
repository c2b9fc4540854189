package tiles

import (
	"encoding/binary"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Geometry types and commands of the vector tile format.
const (
	pointType   = 1
	polygonType = 3

	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// layer encodes one layer of a tile, feature by feature.
type layer struct {
	name     string
	features []byte
	count    int
	geometry []byte
	at       [2]int32 // the cursor
	keys     []string
	values   []string
	value    map[string]uint64
}

func newLayer(name string) *layer { return &layer{name: name, value: map[string]uint64{}} }

func (l *layer) begin() {
	l.geometry = l.geometry[:0]
	l.at = [2]int32{}
}

func (l *layer) command(id, count int) {
	l.geometry = binary.AppendUvarint(l.geometry, uint64(id&7|count<<3))
}

// move appends the step from the cursor to v.
func (l *layer) move(v [2]int32) {
	for k := range 2 {
		d := v[k] - l.at[k]
		l.geometry = binary.AppendUvarint(l.geometry, uint64(uint32(d<<1)^uint32(d>>31)))
	}
	l.at = v
}

func (l *layer) ring(r [][2]int32) {
	l.command(moveTo, 1)
	l.move(r[0])
	l.command(lineTo, len(r)-1)
	for _, v := range r[1:] {
		l.move(v)
	}
	l.command(closePath, 1)
}

func (l *layer) point(p geom.Point) {
	l.command(moveTo, 1)
	l.move([2]int32{int32(math.Floor(p.X)), int32(math.Floor(p.Y))})
}

// end writes the feature begun, with keys and values by turns; one without
// geometry is left out.
func (l *layer) end(id uint64, kind uint64, tags ...string) {
	if len(l.geometry) == 0 {
		return
	}
	var packed []byte
	for i := 0; i < len(tags); i += 2 {
		packed = binary.AppendUvarint(packed, l.key(tags[i]))
		packed = binary.AppendUvarint(packed, l.text(tags[i+1]))
	}
	var f []byte
	f = appendVarintField(f, 1, id)
	f = appendBytesField(f, 2, packed)
	f = appendVarintField(f, 3, kind)
	f = appendBytesField(f, 4, l.geometry)
	l.features = appendBytesField(l.features, 2, f)
	l.count++
}

func (l *layer) key(name string) uint64 {
	for i, k := range l.keys {
		if k == name {
			return uint64(i)
		}
	}
	l.keys = append(l.keys, name)
	return uint64(len(l.keys) - 1)
}

func (l *layer) text(v string) uint64 {
	i, ok := l.value[v]
	if !ok {
		i = uint64(len(l.values))
		l.value[v] = i
		l.values = append(l.values, v)
	}
	return i
}

// appendLayers encodes the layers that have features; nil when none has.
func appendLayers(layers ...*layer) []byte {
	var out []byte
	for _, l := range layers {
		if l.count == 0 {
			continue
		}
		var body []byte
		body = appendBytesField(body, 1, []byte(l.name))
		body = append(body, l.features...)
		for _, k := range l.keys {
			body = appendBytesField(body, 3, []byte(k))
		}
		for _, v := range l.values {
			body = appendBytesField(body, 4, appendBytesField(nil, 1, []byte(v)))
		}
		body = appendVarintField(body, 5, extent)
		body = appendVarintField(body, 15, 2) // version
		out = appendBytesField(out, 3, body)
	}
	return out
}

// appendVarintField and appendBytesField write protocol buffer fields.
func appendVarintField(out []byte, field int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(out, uint64(field)<<3), v)
}

func appendBytesField(out []byte, field int, data []byte) []byte {
	out = binary.AppendUvarint(out, uint64(field)<<3|2)
	out = binary.AppendUvarint(out, uint64(len(data)))
	return append(out, data...)
}
