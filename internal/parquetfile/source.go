package parquetfile

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// batchRows is how many rows a batch holds.
const batchRows = 4096

// source reads the rows of a file.
type source struct {
	ctx      context.Context
	file     *parquet.File
	size     int64
	dialect  ingest.Dialect
	columns  []column
	header   []string
	declared []ingest.ColumnChoice
	notes    []sentence.Sentence

	groups []parquet.RowGroup // still to be read
	rows   parquet.Rows       // of the current group
	buffer []parquet.Row
	row    int
}

func (s *source) Dialect() ingest.Dialect         { return s.dialect }
func (s *source) Header() []string                { return s.header }
func (s *source) Declared() []ingest.ColumnChoice { return s.declared }
func (s *source) Notes() []sentence.Sentence      { return s.notes }

// Progress counts rows and states them in bytes of the file.
func (s *source) Progress() (done, total int64) {
	if n := s.file.NumRows(); n > 0 {
		return int64(float64(s.size) * float64(s.row) / float64(n)), s.size
	}
	return s.size, s.size
}

// Next reads some rows.
func (s *source) Next(b *ingest.Batch) (err error) {
	defer recoverDamaged(&err)
	b.Reset()
	if s.buffer == nil {
		s.buffer = make([]parquet.Row, batchRows)
	}
	for {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if s.rows == nil {
			if len(s.groups) == 0 {
				return io.EOF
			}
			s.rows, s.groups = s.groups[0].Rows(), s.groups[1:]
		}
		n, err := s.rows.ReadRows(s.buffer)
		for _, row := range s.buffer[:n] {
			s.add(b, row)
		}
		if err == io.EOF || err == nil && n == 0 {
			err = s.rows.Close()
			s.rows = nil
		}
		if err != nil {
			return damaged(err)
		}
		if n > 0 {
			return nil
		}
	}
}

func (s *source) add(b *ingest.Batch, row parquet.Row) {
	s.row++
	r := ingest.Record{Row: s.row, Line: s.row, First: int32(len(b.Fields)), Count: int32(len(s.columns)), Field: -1}
	for i, c := range s.columns {
		start := len(b.Data)
		if c.leaf < len(row) && !row[c.leaf].IsNull() {
			b.Data = c.write(b.Data, row[c.leaf])
		}
		b.Fields = append(b.Fields, ingest.Span{Start: int32(start), End: int32(len(b.Data))})
		if text := b.Data[start:]; r.Problem == "" && !utf8.Valid(text) {
			r.Problem, r.Field = ingest.BadEncoding, int32(i)
		}
	}
	b.Records = append(b.Records, r)
}

// converterOf returns the type to declare for a Parquet type, "" to guess it,
// and how its values are written as text.
func converterOf(t parquet.Type) (dataset.Type, func([]byte, parquet.Value) []byte) {
	if logical := t.LogicalType(); logical != nil {
		if kind, write := logicalConverter(t, logical); write != nil {
			return kind, write
		}
	}
	if converted := t.ConvertedType(); converted != nil { // files of old writers
		switch *converted {
		case deprecated.Date:
			return dataset.Date, writeDate
		case deprecated.TimestampMillis:
			return dataset.Text, timestampWriter(time.Millisecond)
		case deprecated.TimestampMicros:
			return dataset.Text, timestampWriter(time.Microsecond)
		}
	}
	switch t.Kind() {
	case parquet.Boolean:
		return dataset.Boolean, func(out []byte, v parquet.Value) []byte { return strconv.AppendBool(out, v.Boolean()) }
	case parquet.Int32:
		return "", func(out []byte, v parquet.Value) []byte { return strconv.AppendInt(out, int64(v.Int32()), 10) }
	case parquet.Int64:
		return "", func(out []byte, v parquet.Value) []byte { return strconv.AppendInt(out, v.Int64(), 10) }
	case parquet.Float:
		return dataset.Number, func(out []byte, v parquet.Value) []byte {
			return strconv.AppendFloat(out, float64(v.Float()), 'g', -1, 32)
		}
	case parquet.Double:
		return dataset.Number, func(out []byte, v parquet.Value) []byte { return strconv.AppendFloat(out, v.Double(), 'g', -1, 64) }
	case parquet.ByteArray:
		return dataset.Text, func(out []byte, v parquet.Value) []byte { return append(out, v.ByteArray()...) }
	case parquet.FixedLenByteArray:
		return dataset.Text, func(out []byte, v parquet.Value) []byte { return hex.AppendEncode(out, v.ByteArray()) }
	}
	return dataset.Text, appendInt96
}

// logicalConverter handles the types whose meaning is not that of the stored
// kind: dates, timestamps, decimals and unsigned numbers.
func logicalConverter(t parquet.Type, logical *format.LogicalType) (dataset.Type, func([]byte, parquet.Value) []byte) {
	switch kind := logical.Value.(type) {
	case *format.DateType:
		return dataset.Date, writeDate
	case *format.TimestampType:
		return dataset.Text, timestampWriter(kind.Unit.Value.Duration())
	case *format.DecimalType:
		return dataset.Number, decimalWriter(t.Kind(), int(kind.Scale))
	case *format.IntType:
		if !kind.IsSigned {
			return "", func(out []byte, v parquet.Value) []byte {
				if t.Kind() == parquet.Int32 {
					return strconv.AppendUint(out, uint64(v.Uint32()), 10)
				}
				return strconv.AppendUint(out, v.Uint64(), 10)
			}
		}
	}
	return "", nil
}

func writeDate(out []byte, v parquet.Value) []byte {
	return time.Unix(int64(v.Int32())*86400, 0).UTC().AppendFormat(out, time.DateOnly)
}

func timestampWriter(unit time.Duration) func([]byte, parquet.Value) []byte {
	perSecond := int64(time.Second / unit)
	return func(out []byte, v parquet.Value) []byte {
		at := time.Unix(v.Int64()/perSecond, v.Int64()%perSecond*int64(unit)).UTC()
		return at.AppendFormat(out, "2006-01-02T15:04:05.999999999Z")
	}
}

// appendInt96 writes the old form of timestamps: nanoseconds of the day, then
// the Julian day.
func appendInt96(out []byte, v parquet.Value) []byte {
	const julianEpoch = 2_440_588 // of 1970-01-01
	x := v.Int96()
	nanos := int64(x[0]) | int64(x[1])<<32
	at := time.Unix((int64(x[2])-julianEpoch)*86400, nanos).UTC()
	return at.AppendFormat(out, "2006-01-02T15:04:05.999999999Z")
}

// decimalWriter writes unscaled integers with the decimal point put in.
func decimalWriter(kind parquet.Kind, scale int) func([]byte, parquet.Value) []byte {
	return func(out []byte, v parquet.Value) []byte {
		var unscaled *big.Int
		switch kind {
		case parquet.Int32:
			unscaled = big.NewInt(int64(v.Int32()))
		case parquet.Int64:
			unscaled = big.NewInt(v.Int64())
		default:
			unscaled = signedBytes(v.ByteArray())
		}
		text := fmt.Sprintf("%0*s", scale+1, new(big.Int).Abs(unscaled).String())
		if unscaled.Sign() < 0 {
			out = append(out, '-')
		}
		out = append(out, text[:len(text)-scale]...)
		if scale > 0 {
			out = append(append(out, '.'), text[len(text)-scale:]...)
		}
		return out
	}
}

// signedBytes reads a big-endian number in two's complement.
func signedBytes(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}
