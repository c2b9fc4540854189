package salesforcesim

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// hash is a JSON object whose keys keep their order.
type hash []pairOf

type pairOf struct {
	key   string
	value any
}

// MarshalJSON writes the pairs in order.
func (h hash) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range h {
		if i > 0 {
			b.WriteByte(',')
		}
		appendString(&b, p.key)
		b.WriteByte(':')
		v, err := marshal(p.value)
		if err != nil {
			return nil, err
		}
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// appendString writes s as a JSON string.
func appendString(b *bytes.Buffer, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				b.WriteByte('\\')
				b.WriteByte(c)
			case c == '\n':
				b.WriteString(`\n`)
			case c == '\r':
				b.WriteString(`\r`)
			case c == '\t':
				b.WriteString(`\t`)
			case c < 0x20:
				b.WriteString(`\u00`)
				b.WriteByte(hex[c>>4])
				b.WriteByte(hex[c&15])
			default:
				b.WriteByte(c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b.WriteString(`\ufffd`)
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	b.WriteByte('"')
}

// appendValue writes a field's value as JSON.
func (o *org) appendValue(b *bytes.Buffer, f *field, v value) {
	switch v.kind {
	case null:
		b.WriteString("null")
	case text:
		appendString(b, v.text)
	case number:
		b.WriteString(jsonNumber(f, v.num))
	case boolean:
		b.WriteString(strconv.FormatBool(v.bool()))
	default:
		appendString(b, o.format(f, v))
	}
}

// jsonNumber writes a number as JSON: doubles from ten million on have an
// exponent, as the org's own writer gives them.
func jsonNumber(f *field, x float64) string {
	if f == nil || f.kind == "int" || math.Abs(x) < 1e7 {
		return formatNumber(f, x)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'E', -1, 64), "E+")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	return mantissa + "E" + strings.TrimLeft(exponent, "0")
}

// format writes a value as plain text, as CSV results hold it.
func (o *org) format(f *field, v value) string {
	switch v.kind {
	case text:
		return v.text
	case number:
		return formatNumber(f, v.num)
	case boolean:
		return strconv.FormatBool(v.bool())
	case date:
		return v.time().Format(dateFormat)
	case dateTime:
		return v.time().Format(dateTimeFormat)
	case ref:
		return o.refID(v)
	}
	return ""
}

// appendCompound writes an address or a location, or null when it is empty.
func (o *org) appendCompound(b *bytes.Buffer, t *table, f *field, row int32) {
	keys := []string{"city", "country", "geocodeAccuracy", "latitude", "longitude", "postalCode", "state", "street"}
	names := []string{"City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street"}
	prefix, suffix := f.parts, ""
	if f.kind == "location" {
		keys, names = keys[3:5], []string{"Latitude", "Longitude"}
		prefix, suffix = f.parts+"__", "__s"
	}
	at, any := b.Len(), false
	b.WriteByte('{')
	for i, name := range names {
		part := t.object.byName[lower(prefix+name+suffix)]
		v := t.get(part, row)
		any = any || !v.isNull()
		if i > 0 {
			b.WriteByte(',')
		}
		appendString(b, keys[i])
		b.WriteByte(':')
		o.appendValue(b, part, v)
	}
	b.WriteByte('}')
	if !any {
		b.Truncate(at)
		b.WriteString("null")
	}
}
