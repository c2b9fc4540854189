package xlsxfile

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Limits on what a workbook may unpack to. Sheets are streamed and need none.
const (
	maxPart    = 64 << 20 // workbook, relations, styles
	maxStrings = 1 << 30  // shared strings, which are held in memory
)

// workbook is what must be known of a file before a sheet can be read.
type workbook struct {
	parts  map[string]*zip.File
	sheets []sheet
	// base1904 is true when day numbers count from 1904 instead of 1900.
	base1904 bool
	styles   []dateStyle // by style index of a cell
	strings  dataset.Strings
}

// sheet is one sheet with the name of its part.
type sheet struct {
	name, part string
	hidden     bool
}

func openWorkbook(file io.ReaderAt, size int64) (*workbook, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, damaged(err)
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range archive.File {
		w.parts[strings.TrimPrefix(strings.ToLower(f.Name), "/")] = f
	}
	if err := w.readSheets(); err != nil {
		return nil, err
	}
	if err := w.readStyles(); err != nil {
		return nil, err
	}
	return w, w.readStrings()
}

func damaged(err error) error {
	return territory.Say(territory.Invalid, sentence.WorkbookDamaged.With(sentence.Params{"cause": err.Error()}))
}

// open returns a reader of the part that fails beyond limit bytes (0 is no
// limit); nil without an error when the workbook has no such part.
func (w *workbook) open(part string, limit int64) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	if limit == 0 {
		return r, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{&limited{r: r, left: limit, part: part}, r}, nil
}

// limited fails when a part unpacks to more than it may.
type limited struct {
	r    io.Reader
	left int64
	part string
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, territory.Say(territory.TooLarge, sentence.WorkbookPartTooLarge.With(sentence.Params{"part": l.part}))
	}
	return n, err
}

// decode parses a small XML part into v; a missing part leaves v as it is.
func (w *workbook) decode(part string, v any) error {
	r, err := w.open(part, maxPart)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(v); err != nil && err != io.EOF {
		return asDamaged(err)
	}
	return nil
}

// asDamaged keeps errors for people and wraps the others.
func asDamaged(err error) error {
	var e *territory.Error
	if errors.As(err, &e) {
		return e
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return damaged(err)
}

func (w *workbook) readSheets() error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			// The attribute is r:id; only its local name is fixed.
			Relation string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if w.parts["xl/workbook.xml"] == nil {
		return damaged(errors.New("it holds no workbook"))
	}
	if err := w.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range relations.List {
		target := path.Join("xl", r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = r.Target[1:]
		}
		targets[r.ID] = target
	}
	w.base1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	for _, s := range book.Sheets {
		if w.parts[strings.ToLower(targets[s.Relation])] != nil {
			w.sheets = append(w.sheets, sheet{s.Name, targets[s.Relation], s.State == "hidden" || s.State == "veryHidden"})
		}
	}
	if len(w.sheets) == 0 {
		return damaged(errors.New("it holds no sheet"))
	}
	return nil
}

// choose returns the named sheet, or the first visible one.
func (w *workbook) choose(name string) (sheet, error) {
	var names []string
	for _, s := range w.sheets {
		if name == s.name || name == "" && !s.hidden {
			return s, nil
		}
		names = append(names, s.name)
	}
	if name == "" {
		return w.sheets[0], nil
	}
	return sheet{}, territory.Say(territory.Invalid, sentence.WorkbookNoSheet.With(sentence.Params{"sheet": name, "sheets": names}))
}

// readStrings loads the texts that cells refer to by number.
func (w *workbook) readStrings() error {
	const part = "xl/sharedStrings.xml"
	r, err := w.open(part, stringsLimit(w.parts[strings.ToLower(part)]))
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(&guard{ctx: context.Background(), r: r})
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return asDamaged(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := appendRichText(nil, d, "si")
			if err != nil {
				return err
			}
			w.strings.Append(text)
		}
	}
}

// appendRichText appends the texts inside an element up to its end, leaving
// out the phonetic readings (rPh) of East Asian texts.
func appendRichText(out []byte, d *xml.Decoder, element string) ([]byte, error) {
	inText, inReading := false, false
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil, asDamaged(noEOF(err))
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t" && !inReading
			inReading = inReading || t.Name.Local == "rPh"
		case xml.EndElement:
			inText = false
			if t.Name.Local == "rPh" {
				inReading = false
			}
			if t.Name.Local == element {
				return unescape(out), nil
			}
		case xml.CharData:
			if inText {
				if out = append(out, t...); len(out) > maxText {
					return nil, errTooMuch()
				}
			}
		}
	}
}

// unescape replaces _x000D_ and its like, by which workbooks write characters
// that XML cannot hold.
func unescape(text []byte) []byte {
	s := string(text)
	if !strings.Contains(s, "_x") {
		return text
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			break
		}
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(rune(code))
		s = s[i+7:]
	}
	return append(text[:0], out.String()+s...)
}

func noEOF(err error) error {
	if err == io.EOF {
		return fmt.Errorf("a part ends too early: %w", io.ErrUnexpectedEOF)
	}
	return err
}
