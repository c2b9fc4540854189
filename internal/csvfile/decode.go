package csvfile

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// invalidByte stands in decoded text for what the source's encoding cannot
// mean. It never occurs in UTF-8, so the row is rejected later and nothing is
// replaced silently.
const invalidByte = 0xFF

// decoder reads text in another encoding as UTF-8.
type decoder struct {
	source io.Reader
	// convert appends the text of raw to out and returns how much of raw it
	// used; at the end of the file it uses all.
	convert func(out, raw []byte, last bool) ([]byte, int)
	raw     []byte // read, not converted yet
	out     []byte // converted, not delivered yet
	scratch []byte
	err     error
}

// newDecoder returns a reader of source's text as UTF-8, nil for an encoding
// that is not known.
func newDecoder(source io.Reader, encoding string) io.Reader {
	d := &decoder{source: source, scratch: make([]byte, 64<<10)}
	switch encoding {
	case utf16LEName:
		d.convert = func(out, raw []byte, last bool) ([]byte, int) { return fromUTF16(out, raw, last, 0, 1) }
	case utf16BEName:
		d.convert = func(out, raw []byte, last bool) ([]byte, int) { return fromUTF16(out, raw, last, 1, 0) }
	case windows1252Name:
		d.convert = fromWindows1252
	case utf8Name:
		return source
	default:
		return nil
	}
	return d
}

func (d *decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		var n int
		n, d.err = d.source.Read(d.scratch)
		d.raw = append(d.raw, d.scratch[:n]...)
		var used int
		d.out, used = d.convert(d.out[:0], d.raw, d.err == io.EOF)
		d.raw = append(d.raw[:0], d.raw[used:]...)
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// fromUTF16 decodes code units whose low and high bytes stand at the given
// places.
func fromUTF16(out, raw []byte, last bool, low, high int) ([]byte, int) {
	i := 0
	for ; i+1 < len(raw); i += 2 {
		r := rune(raw[i+low]) | rune(raw[i+high])<<8
		if !utf16.IsSurrogate(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		if i+3 >= len(raw) && !last {
			return out, i // the other half may follow
		}
		if i+3 < len(raw) {
			second := rune(raw[i+2+low]) | rune(raw[i+2+high])<<8
			if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
				out = utf8.AppendRune(out, pair)
				i += 2
				continue
			}
		}
		out = append(out, invalidByte)
	}
	if last && i < len(raw) {
		return append(out, invalidByte), len(raw)
	}
	return out, i
}

// windows1252High is the meaning of the bytes 0x80 to 0x9F; 0 has none.
var windows1252High = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func fromWindows1252(out, raw []byte, _ bool) ([]byte, int) {
	for _, b := range raw {
		switch {
		case b < 0x80:
			out = append(out, b)
		case b >= 0xA0:
			out = utf8.AppendRune(out, rune(b))
		case windows1252High[b-0x80] != 0:
			out = utf8.AppendRune(out, windows1252High[b-0x80])
		default:
			out = append(out, invalidByte)
		}
	}
	return out, len(raw)
}
