package csvfile

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The encodings, as named in ingest.Dialect.
const (
	utf8Name        = "utf-8"
	utf16LEName     = "utf-16le"
	utf16BEName     = "utf-16be"
	windows1252Name = "windows-1252"
)

// headSize is how much of a file is looked at to find out how to read it.
const headSize = 256 << 10

const whyMark = "the byte order mark at the beginning says so"

// detectEncoding returns the encoding of text that begins with head, and the
// length of its byte order mark and the reason. Text that is not in any encoding known here
// is an error with code invalid.
func detectEncoding(head []byte, whole bool) (name string, mark int, why string, err error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return utf8Name, 3, whyMark, nil
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return utf16LEName, 2, whyMark, nil
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return utf16BEName, 2, whyMark, nil
	}
	if name := utf16WithoutMark(head); name != "" {
		return name, 0, "every other byte is zero, as in Western text in this encoding", nil
	}
	if looksBinary(head) {
		return "", 0, "", territory.Say(territory.Invalid, sentence.FileNotText.With(nil))
	}
	if !whole {
		head = trimPartialRune(head)
	}
	if utf8.Valid(head) {
		return utf8Name, 0, "the bytes are valid in it", nil
	}
	return windows1252Name, 0, "the bytes are not valid UTF-8, and Western files are then mostly in this encoding", nil
}

// utf16WithoutMark recognises UTF-16 by zero bytes that stand nearly all in
// the odd (or nearly all in the even) places, as Western text has them.
func utf16WithoutMark(head []byte) string {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case half >= 2 && zeros[1] > half/2 && zeros[0] <= 1+half/50:
		return utf16LEName
	case half >= 2 && zeros[0] > half/2 && zeros[1] <= 1+half/50:
		return utf16BEName
	}
	return ""
}

// looksBinary is true for more zero bytes or control characters than stray
// ones in a text: a few make their rows bad, not the file.
func looksBinary(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PAR1", "%PDF-", "\xD0\xCF\x11\xE0", "\x89PNG", "\xFF\xD8\xFF", "SQLite format 3\x00"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	strange := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' || b == 0x7F {
			strange++
		}
	}
	return strange > 0 && strange*100 >= len(head)
}

// trimPartialRune cuts off a UTF-8 sequence that the end of head may have
// broken.
func trimPartialRune(head []byte) []byte {
	for i := 1; i <= utf8.UTFMax && i <= len(head); i++ {
		if b := head[len(head)-i]; utf8.RuneStart(b) {
			if !utf8.FullRune(head[len(head)-i:]) {
				return head[:len(head)-i]
			}
			break
		}
	}
	return head
}

// delimiters are the candidates, the more usual ones first.
var delimiters = []byte{',', ';', '\t', '|'}

// detectDelimiter chooses the delimiter with which the first records of head
// agree best on a number of fields greater than one.
func detectDelimiter(head []byte, whole bool, quote byte) (delimiter byte, why string) {
	best, bestScore, columns := byte(','), 0.0, 1
	for _, d := range delimiters {
		if count, score := fieldCount(head, whole, d, quote); score > bestScore {
			best, bestScore, columns = d, score, count
		}
	}
	if columns == 1 {
		return best, "no delimiter splits the rows, so the file has one column"
	}
	return best, fmt.Sprintf("with it the first rows agree best, on %d columns", columns)
}

// detectQuote returns the apostrophe when fields are quoted with it and none
// with the quotation mark, which is usual.
func detectQuote(head []byte) (quote byte, why string) {
	if n, other := quotedFields(head, '"'), quotedFields(head, '\''); n == 0 && other > 1 {
		return '\'', fmt.Sprintf("%d of the first fields stand between apostrophes, none between quotation marks", other)
	} else if n > 0 {
		return '"', fmt.Sprintf("%d of the first fields stand between quotation marks", n)
	}
	return '"', "no field is quoted, and quotation marks are usual"
}

// quotedFields counts fields that open and close with a mark on one line.
func quotedFields(head []byte, mark byte) int {
	n := 0
	for i := 0; i < len(head); i++ {
		opens := head[i] == mark && (i == 0 || bytes.IndexByte([]byte(",;\t|\r\n"), head[i-1]) >= 0)
		if !opens {
			continue
		}
		for j := i + 1; j < len(head) && head[j] != '\n' && head[j] != '\r'; j++ {
			if head[j] != mark {
				continue
			}
			if j+1 < len(head) && head[j+1] == mark {
				j++ // doubled: text
				continue
			}
			if j+1 == len(head) || bytes.IndexByte([]byte(",;\t|\r\n"), head[j+1]) >= 0 {
				n++
			}
			i = j
			break
		}
	}
	return n
}

// fieldCount returns the most frequent number of fields among the first
// records, and the share of records that have it plus a little for more
// fields; 0 when that number is one.
func fieldCount(head []byte, whole bool, delimiter, quote byte) (mode int, score float64) {
	const sample = 200
	t := tokenizer{delimiter: delimiter, quote: quote}
	b := ingest.Batch{Data: bytes.Clone(head)}
	for pos, n := 0, 0; n < sample && pos < len(b.Data); n++ {
		next, ok := t.record(&b, pos, whole)
		if !ok {
			break
		}
		pos = next
	}
	counts := map[int]int{}
	for _, r := range b.Records {
		if r.Problem == "" {
			counts[int(r.Count)]++
		}
	}
	times := 0
	for count, n := range counts {
		if n > times || n == times && count > mode {
			mode, times = count, n
		}
	}
	if mode < 2 {
		return mode, 0
	}
	return mode, float64(times)/float64(len(b.Records)) + 0.1*(1-1/float64(mode))
}
