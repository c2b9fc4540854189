// Package csvfile reads and writes delimited text: CSV, TSV and their like, in
// several encodings and gzipped. It is an ingest.Format: it detects how a file
// is written, splits it into records, and says which records are broken. What
// the fields mean is for ingest to find out.
package csvfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Format is delimited text, gzipped or not. It matches every file, so it comes
// last in a list of formats; Open refuses what is not text.
type Format struct{}

var _ ingest.Format = Format{}

// Name returns "csv".
func (Format) Name() string { return "csv" }

// Matches returns true.
func (Format) Matches([]byte, string) bool { return true }

// Open detects how the file is written, as far as want leaves it open, and
// reads the header.
func (Format) Open(ctx context.Context, file blob.Object, want ingest.Dialect) (ingest.Source, error) {
	s := &source{ctx: ctx, total: file.Size(), dialect: want, why: map[string]string{}}
	s.dialect.Format = "csv"
	if s.total == 0 {
		return nil, errEmpty()
	}
	if err := s.openText(file); err != nil {
		return nil, err
	}
	if err := s.readHeader(); err != nil {
		return nil, err
	}
	return s, nil
}

func errEmpty() error {
	return territory.Say(territory.Invalid, sentence.FileEmpty.With(nil))
}

// source reads the records of one file.
type source struct {
	ctx     context.Context
	text    io.Reader // UTF-8
	read    int64     // bytes of the file read so far
	total   int64
	dialect ingest.Dialect
	header  []string
	token   tokenizer
	why     map[string]string
	carry   []byte // text read but not yet split into records
	ended   bool   // nothing is left behind carry
}

func (s *source) Dialect() ingest.Dialect { return s.dialect }
func (s *source) Header() []string        { return s.header }

// Why implements ingest.Explainer.
func (s *source) Why() map[string]string { return s.why }

func (s *source) Progress() (done, total int64) { return min(s.read, s.total), s.total }

// countingReader counts the bytes of the file that were read.
type countingReader struct {
	file io.Reader
	s    *source
}

func (r countingReader) Read(p []byte) (int, error) {
	n, err := r.file.Read(p)
	r.s.read += int64(n)
	return n, err
}

// openText sets up the chain from the file's bytes to UTF-8 text.
func (s *source) openText(file io.Reader) error {
	var raw io.Reader = countingReader{file, s}
	head, err := readHead(raw)
	if err != nil {
		return err
	}
	raw = io.MultiReader(bytes.NewReader(head), raw)
	if s.dialect.Gzip = bytes.HasPrefix(head, []byte{0x1F, 0x8B}); s.dialect.Gzip {
		unzipped, err := gzip.NewReader(raw)
		if err != nil {
			return errGzip(err)
		}
		if head, err = readHead(unzipped); err != nil {
			return err
		}
		raw = io.MultiReader(bytes.NewReader(head), unzipped)
	}
	if len(head) == 0 {
		return errEmpty()
	}
	return s.decode(head, raw)
}

// decode chooses the encoding and the delimiter by the beginning of the text.
func (s *source) decode(head []byte, raw io.Reader) error {
	whole := len(head) < headSize
	found, mark, why, err := detectEncoding(head, whole)
	if s.dialect.Encoding == "" || mark > 0 {
		if err != nil {
			return err
		}
		s.dialect.Encoding, s.why["encoding"] = found, why
	}
	if _, err := io.CopyN(io.Discard, raw, int64(mark)); err != nil {
		return fmt.Errorf("skip byte order mark: %w", err)
	}
	if s.text = newDecoder(raw, s.dialect.Encoding); s.text == nil {
		return territory.Say(territory.Invalid, sentence.FileEncodingUnknown.With(sentence.Params{"encoding": s.dialect.Encoding}))
	}
	start, err := readHead(s.text)
	if err != nil {
		return err
	}
	s.carry, s.ended = start, len(start) < headSize
	if err := s.chooseQuote(); err != nil {
		return err
	}
	return s.chooseDelimiter()
}

// chooseDelimiter honours a first line "sep=;", which spreadsheets write.
func (s *source) chooseDelimiter() error {
	line, _, _ := bytes.Cut(s.carry, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if mark, found := bytes.CutPrefix(line, []byte("sep=")); found && len(mark) == 1 {
		if s.dialect.Delimiter == "" {
			s.dialect.Delimiter, s.why["delimiter"] = string(mark), "the first line says so"
		}
		if s.dialect.HeaderRow == 0 {
			s.dialect.HeaderRow, s.why["headerRow"] = 2, "the first line only names the delimiter"
		}
	}
	if s.dialect.Delimiter == "" {
		delimiter, why := detectDelimiter(s.carry, s.ended, s.token.quote)
		s.dialect.Delimiter, s.why["delimiter"] = string(delimiter), why
	}
	d := s.dialect.Delimiter
	if len(d) != 1 || d[0] >= utf8.RuneSelf || d == s.dialect.Quote || d == "\n" || d == "\r" {
		return territory.Say(territory.Invalid, sentence.FileDelimiterUnusable.With(sentence.Params{"delimiter": d}))
	}
	s.token.delimiter = d[0]
	return nil
}

// chooseQuote settles the mark around fields.
func (s *source) chooseQuote() error {
	switch s.dialect.Quote {
	case "":
		s.token.quote, s.why["quote"] = detectQuote(s.carry)
		s.dialect.Quote = string(s.token.quote)
	case `"`, "'":
		s.token.quote = s.dialect.Quote[0]
	case "none":
	default:
		return territory.Say(territory.Invalid, sentence.FileQuoteUnusable.With(sentence.Params{"quote": s.dialect.Quote}))
	}
	return nil
}

// readHead reads headSize bytes, or all there are.
func readHead(r io.Reader) ([]byte, error) {
	head := make([]byte, headSize)
	n := 0
	for n < headSize {
		m, err := r.Read(head[n:])
		n += m
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, readError(err)
		}
	}
	return head[:n], nil
}

func errGzip(err error) error {
	return territory.Say(territory.Invalid, sentence.FileGzipDamaged.With(sentence.Params{"cause": err.Error()}))
}

func readError(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &corrupt) {
		return errGzip(err)
	}
	return fmt.Errorf("read file: %w", err)
}
