package boundary

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// maxPropertyBytes bounds one JSON value that is kept as text: the properties
// of one feature.
const maxPropertyBytes = 4 << 20

// maxJSONDepth bounds the nesting of values that are skipped or kept.
const maxJSONDepth = 200

// jsonScanner reads JSON as a stream. Unlike encoding/json it can hand out
// numbers of a huge array one by one, so a file is never held as a whole.
type jsonScanner struct {
	r      *bufio.Reader
	offset int64
	text   []byte // scratch
}

func newJSONScanner(r io.Reader, limit int64) *jsonScanner {
	return &jsonScanner{r: textReader(newLimitReader(r, limit))}
}

func (s *jsonScanner) fault(format string, args ...any) error {
	return s.here(Unreadable(format, args...))
}

// here puts a fault where the scanner is.
func (s *jsonScanner) here(e *InputError) error {
	return e.at(sentence.PlaceByte.With(sentence.Params{"number": s.offset}))
}

// ended turns the end of the input within a value into a fault.
func (s *jsonScanner) ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return s.here(wrong(sentence.ShapesCutOff.With(nil)))
	}
	return err
}

func (s *jsonScanner) read() (byte, error) {
	c, err := s.r.ReadByte()
	if err == nil {
		s.offset++
	}
	return c, err
}

func (s *jsonScanner) unread() {
	s.offset--
	_ = s.r.UnreadByte() // follows a successful read, so it cannot fail
}

// peek skips white space and returns the next byte without taking it; io.EOF
// at the end of the input. The record separator of RFC 8142 counts as space.
func (s *jsonScanner) peek() (byte, error) {
	for {
		c, err := s.read()
		if err != nil {
			return 0, err
		}
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1e {
			s.unread()
			return c, nil
		}
	}
}

// take skips white space and takes the byte wanted.
func (s *jsonScanner) take(want byte) error {
	c, err := s.peek()
	if err != nil {
		return s.ended(err)
	}
	if c != want {
		return s.fault("this is not JSON: %q stands where %q should be", c, want)
	}
	_, err = s.read()
	return err
}

// more is called after an element: it takes a comma and reports true, or takes
// the closing byte and reports false.
func (s *jsonScanner) more(closing byte) (bool, error) {
	c, err := s.peek()
	if err != nil {
		return false, s.ended(err)
	}
	if c != ',' && c != closing {
		return false, s.fault("this is not JSON: %q stands where a comma or %q should be", c, closing)
	}
	_, err = s.read()
	return c == ',', err
}

// object calls field for every member of an object; field must read its value.
func (s *jsonScanner) object(field func(name string) error) error {
	if err := s.take('{'); err != nil {
		return err
	}
	if c, err := s.peek(); err != nil || c == '}' {
		if err == nil {
			_, err = s.read()
		}
		return s.ended(err)
	}
	for {
		name, err := s.str()
		if err != nil {
			return err
		}
		if err := s.take(':'); err != nil {
			return err
		}
		if err := field(name); err != nil {
			return err
		}
		if more, err := s.more('}'); !more || err != nil {
			return err
		}
	}
}

// array calls element for every element of an array.
func (s *jsonScanner) array(element func() error) error {
	if err := s.take('['); err != nil {
		return err
	}
	if c, err := s.peek(); err != nil || c == ']' {
		if err == nil {
			_, err = s.read()
		}
		return s.ended(err)
	}
	for {
		if err := element(); err != nil {
			return err
		}
		if more, err := s.more(']'); !more || err != nil {
			return err
		}
	}
}

// str reads a string.
func (s *jsonScanner) str() (string, error) {
	var out string
	raw, err := s.raw()
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return "", s.fault("this is not JSON: text in quotes should stand here")
	}
	return out, nil
}

// number reads a number.
func (s *jsonScanner) number() (float64, error) {
	if _, err := s.peek(); err != nil {
		return 0, s.ended(err)
	}
	s.text = s.text[:0]
	for {
		c, err := s.read()
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if err == nil && (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
			if s.text = append(s.text, c); len(s.text) > 400 {
				return 0, s.fault("a number has more than 400 digits")
			}
			continue
		}
		if err == nil {
			s.unread()
		}
		break
	}
	v, err := strconv.ParseFloat(string(s.text), 64)
	if err != nil {
		return 0, s.fault("%q is not a coordinate", s.text)
	}
	return v, nil
}

// raw reads any value and returns its text, which is valid until the next call.
func (s *jsonScanner) raw() ([]byte, error) {
	s.text = s.text[:0]
	err := s.value(func(c byte) error {
		if s.text = append(s.text, c); len(s.text) > maxPropertyBytes {
			return s.fault("a value is longer than %d bytes", maxPropertyBytes)
		}
		return nil
	})
	return s.text, err
}

// skip reads any value and drops it.
func (s *jsonScanner) skip() error { return s.value(func(byte) error { return nil }) }

// any reads any value.
func (s *jsonScanner) any() (any, error) {
	raw, err := s.raw()
	if err != nil {
		return nil, err
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, s.fault("this is not JSON: %v", err)
	}
	return v, nil
}

// value passes the bytes of one value on, keeping count of brackets and quotes
// only; what it passes need not be valid JSON.
func (s *jsonScanner) value(pass func(byte) error) error {
	if _, err := s.peek(); err != nil {
		return s.ended(err)
	}
	depth, quoted, begun := 0, false, false
	for {
		c, err := s.read()
		if err != nil {
			if errors.Is(err, io.EOF) && begun && depth == 0 && !quoted {
				return nil
			}
			return s.ended(err)
		}
		bare := depth == 0 && !quoted
		if bare && begun && (c == ',' || c == '}' || c == ']' || c == ':' || c <= ' ') {
			s.unread()
			return nil
		}
		begun = true
		if err := pass(c); err != nil {
			return err
		}
		switch {
		case quoted && c == '\\':
			if c, err = s.read(); err != nil {
				return s.ended(err)
			}
			if err := pass(c); err != nil {
				return err
			}
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxJSONDepth {
				return s.fault("values are nested more than %d deep", maxJSONDepth)
			}
		case c == '}' || c == ']':
			depth--
		case c >= utf8.RuneSelf && depth == 0:
			return s.fault("this is not JSON")
		}
		if depth == 0 && !quoted && (c == '"' || c == '}' || c == ']') {
			return nil
		}
	}
}
