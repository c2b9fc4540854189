package boundary

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

// Widths of columns in the table of a Shapefile.
const (
	dbfName    = 10
	dbfText    = 254
	dbfInteger = 18
	dbfNumber  = 24
	dbfDigits  = 9 // after the point
)

// dbfColumn is a column as the table holds it.
type dbfColumn struct {
	Column
	name  string // at most ten bytes
	width int
}

// dbfColumns settles names and widths; numbers that do not fit become text.
func dbfColumns(features []Feature) []dbfColumn {
	used := map[string]bool{}
	var out []dbfColumn
	for _, c := range Columns(features) {
		d := dbfColumn{Column: c, name: dbfUnique(c.Name, used)}
		for _, f := range features {
			if d.Kind == NumberColumn && len(d.number(f.Properties[c.Name])) > dbfNumber || d.Kind == IntegerColumn && len(textOf(f.Properties[c.Name])) > dbfInteger {
				d.Kind = TextColumn
			}
		}
		d.width = 1
		switch d.Kind {
		case IntegerColumn:
			d.width = dbfInteger
		case NumberColumn:
			d.width = dbfNumber
		default:
			for _, f := range features {
				d.width = max(d.width, min(dbfText, len(textOf(f.Properties[c.Name]))))
			}
		}
		out = append(out, d)
	}
	return out
}

// dbfUnique cuts a name and numbers it where it is taken.
func dbfUnique(name string, used map[string]bool) string {
	short := cutText(name, dbfName)
	for n := 1; used[short]; n++ {
		number := "_" + strconv.Itoa(n)
		short = cutText(name, dbfName-len(number)) + number
	}
	used[short] = true
	return short
}

// cutText cuts a text to so many bytes, at a whole character.
func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// number writes a value with a fixed number of digits, "" for none.
func (c *dbfColumn) number(value any) string {
	v, ok := value.(float64)
	if !ok {
		return textOf(value)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', dbfDigits, 64)
}

// writeDBF writes the attribute table (dBase III).
func writeDBF(w io.Writer, features []Feature) error {
	columns := dbfColumns(features)
	if len(columns) == 0 {
		columns = []dbfColumn{{name: "id", width: 1}} // the table needs one
	}
	record := 1
	for _, c := range columns {
		record += c.width
	}
	if record > math.MaxUint16 || 33+32*len(columns) > math.MaxUint16 {
		return fmt.Errorf("the %d attributes are too wide for the table of a Shapefile; choose GeoPackage", len(columns))
	}
	out := bufio.NewWriterSize(w, 1<<16)
	out.Write(dbfHeader(columns, len(features), record))
	for _, f := range features {
		out.WriteByte(' ')
		for _, c := range columns {
			value := cutText(textOf(f.Properties[c.Name]), c.width)
			if c.Kind == NumberColumn {
				value = c.number(f.Properties[c.Name])
			}
			if c.Kind == TextColumn {
				fmt.Fprintf(out, "%s%*s", value, c.width-len(value), "")
			} else {
				fmt.Fprintf(out, "%*s", c.width, value)
			}
		}
	}
	out.WriteByte(0x1A)
	return out.Flush()
}

func dbfHeader(columns []dbfColumn, rows, record int) []byte {
	head := []byte{3, 100, 1, 1} // without memo; a fixed date, so that equal plans give equal bytes
	head = binary.LittleEndian.AppendUint32(head, uint32(rows))
	head = binary.LittleEndian.AppendUint16(head, uint16(33+32*len(columns)))
	head = binary.LittleEndian.AppendUint16(head, uint16(record))
	head = append(head, make([]byte, 20)...)
	for _, c := range columns {
		field := make([]byte, 32)
		copy(field, c.name)
		field[11], field[16] = 'C', byte(c.width)
		switch c.Kind {
		case IntegerColumn:
			field[11] = 'N'
		case NumberColumn:
			field[11], field[17] = 'N', dbfDigits
		}
		head = append(head, field...)
	}
	return append(head, '\r')
}
