package alignment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// ErrCorrupt is wrapped by every decoding error.
var ErrCorrupt = errors.New("stored alignment data is damaged")

// maxPayload bounds the unpacked size of one stored piece.
const maxPayload = 1 << 29

const (
	packedRaw  = 0
	packedZstd = 1
)

var encoder = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(2), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		panic("alignment: zstd encoder options are constants: " + err.Error())
	}
	return e
})

var decoder = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderMaxMemory(maxPayload))
	if err != nil {
		panic("alignment: zstd decoder options are constants: " + err.Error())
	}
	return d
})

// pack puts a version byte and a compression byte before the payload, which is
// compressed when that makes it smaller.
func pack(version byte, payload []byte) []byte {
	if len(payload) >= 64 {
		packed := encoder().EncodeAll(payload, []byte{version, packedZstd})
		if len(packed) < len(payload)+2 {
			return packed
		}
	}
	return append([]byte{version, packedRaw}, payload...)
}

func unpack(version byte, data []byte) ([]byte, error) {
	if len(data) < 2 {
		return nil, fmt.Errorf("%w: %d bytes are too few", ErrCorrupt, len(data))
	}
	if data[0] != version {
		return nil, fmt.Errorf("%w: layout version %d is unknown, this program reads %d", ErrCorrupt, data[0], version)
	}
	switch data[1] {
	case packedRaw:
		return data[2:], nil
	case packedZstd:
		payload, err := decoder().DecodeAll(data[2:], nil)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		return payload, nil
	}
	return nil, fmt.Errorf("%w: compression %d is unknown", ErrCorrupt, data[1])
}

// writer appends to bytes.
type writer struct{ bytes []byte }

func (w *writer) uvarint(v uint64) { w.bytes = binary.AppendUvarint(w.bytes, v) }

// units writes a strictly ascending column as the gaps between its values.
func (w *writer) units(units []int32) {
	w.uvarint(uint64(len(units)))
	next := int32(0)
	for _, unit := range units {
		w.uvarint(uint64(unit - next))
		next = unit + 1
	}
}

// runs writes a column of known length as pairs of value and repetition.
func (w *writer) runs(column []AreaNumber) {
	for i := 0; i < len(column); {
		end := i + 1
		for end < len(column) && column[end] == column[i] {
			end++
		}
		w.uvarint(uint64(column[i]))
		w.uvarint(uint64(end - i))
		i = end
	}
}

// reader takes from rest; after the first error it returns zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: "+format, append([]any{ErrCorrupt}, args...)...)
	}
	r.rest = nil
}

// end reports the first error, or that bytes are left over.
func (r *reader) end() error {
	if r.err == nil && len(r.rest) > 0 {
		r.fail("%d bytes too many", len(r.rest))
	}
	return r.err
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail("a number is cut off")
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// count reads a number of things of which each takes at least one byte, so it
// cannot exceed what is left.
func (r *reader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.rest)) {
		r.fail("%d items announced, %d bytes left", n, len(r.rest))
		return 0
	}
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.fail("%d bytes needed, %d left", n, len(r.rest))
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) units() []int32 {
	units := make([]int32, r.count())
	next := uint64(0)
	for i := range units {
		gap := r.uvarint()
		if gap > math.MaxInt32 || next+gap > math.MaxInt32 {
			r.fail("a unit number is too large")
			return nil
		}
		units[i] = int32(next + gap)
		next += gap + 1
	}
	if r.err != nil {
		return nil
	}
	return units
}

func (r *reader) runs(n int) []AreaNumber {
	column := make([]AreaNumber, 0, n)
	for len(column) < n {
		value, count := r.uvarint(), r.uvarint()
		if r.err != nil || value > math.MaxInt32 || count == 0 || count > uint64(n-len(column)) {
			r.fail("a run of %d units in area %d does not fit", count, value)
			return nil
		}
		for range count {
			column = append(column, AreaNumber(value))
		}
	}
	return column
}
