package boundary

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"
)

// dbfTable is the attribute table of a Shapefile (dBase III), held as it is
// stored and decoded row by row.
type dbfTable struct {
	fields []dbfField
	length int // of a record
	rows   []byte
	utf8   bool // the .cpg part says so
}

type dbfField struct {
	name        string
	offset, len int
}

// table reads the .dbf part; without one the table is empty.
func (l layerParts) table(limit int64) (*dbfTable, error) {
	t := &dbfTable{}
	if l["dbf"] == nil {
		return t, nil
	}
	code, err := l.text("cpg")
	if err != nil {
		return nil, err
	}
	t.utf8 = strings.Contains(strings.ToUpper(strings.ReplaceAll(code, "-", "")), "UTF8")
	f, err := l["dbf"].Open()
	if err != nil {
		return nil, zipError("dbf", err)
	}
	defer f.Close()
	data, err := io.ReadAll(newLimitReader(f, min(limit, maxText)))
	if err != nil {
		return nil, zipError("dbf", err)
	}
	if err := t.parse(data); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *dbfTable) parse(data []byte) error {
	if len(data) < 33 {
		return Unreadable("it has only %d bytes", len(data)).at(filePart("dbf"))
	}
	header := int(binary.LittleEndian.Uint16(data[8:]))
	t.length = int(binary.LittleEndian.Uint16(data[10:]))
	offset := 1 // after the deletion mark
	for at := 32; at+32 <= min(header, len(data)) && data[at] != '\r'; at += 32 {
		name, _, _ := bytes.Cut(data[at:at+11], []byte{0})
		f := dbfField{t.text(name), offset, int(data[at+16])}
		offset += f.len
		t.fields = append(t.fields, f)
	}
	if header > len(data) || t.length < 1 || offset > t.length {
		return Unreadable("its header does not fit its contents").at(filePart("dbf"))
	}
	t.rows = data[header:]
	return nil
}

// rowBytes returns the size of one row.
func (t *dbfTable) rowBytes() int { return t.length }

// row decodes one row; a missing one has no values.
func (t *dbfTable) row(i int) (values map[string]any, deleted bool) {
	if t.length == 0 || i >= len(t.rows)/t.length {
		return nil, false
	}
	record := t.rows[i*t.length : (i+1)*t.length]
	values = make(map[string]any, len(t.fields))
	for _, f := range t.fields {
		values[f.name] = strings.TrimSpace(t.text(bytes.TrimRight(record[f.offset:f.offset+f.len], "\x00")))
	}
	return values, record[0] == '*'
}

// text decodes UTF-8, or Windows-1252 where the bytes are not UTF-8 and the
// file does not claim them to be.
func (t *dbfTable) text(raw []byte) string {
	if t.utf8 || utf8.Valid(raw) {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	var out strings.Builder
	for _, c := range raw {
		if c >= 0x80 && c < 0xA0 {
			out.WriteRune(windows1252[c-0x80])
		} else {
			out.WriteRune(rune(c))
		}
	}
	return out.String()
}

// windows1252 holds the characters 0x80 to 0x9F that differ from Latin-1.
var windows1252 = [32]rune{
	'€', '\uFFFD', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\uFFFD', 'Ž', '\uFFFD',
	'\uFFFD', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\uFFFD', 'ž', 'Ÿ',
}
