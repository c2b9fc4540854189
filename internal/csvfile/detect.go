package csvfile

import (
	"bytes"
	"unicode/utf8"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
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

// detectEncoding returns the encoding of text that begins with head, and the
// length of its byte order mark. Text that is not in any encoding known here
// is an error with code invalid.
func detectEncoding(head []byte, whole bool) (name string, mark int, err error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return utf8Name, 3, nil
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return utf16LEName, 2, nil
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return utf16BEName, 2, nil
	}
	if name := utf16WithoutMark(head); name != "" {
		return name, 0, nil
	}
	if looksBinary(head) {
		return "", 0, territory.Errorf(territory.Invalid,
			"The file is not a text file (it holds bytes that no text has): export it as CSV, or as XLSX or Parquet, and upload that.")
	}
	if !whole {
		head = trimPartialRune(head)
	}
	if utf8.Valid(head) {
		return utf8Name, 0, nil
	}
	return windows1252Name, 0, nil
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
func detectDelimiter(head []byte, whole bool) byte {
	best, bestScore := byte(','), 0.0
	for _, d := range delimiters {
		if _, score := fieldCount(head, whole, d); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// fieldCount returns the most frequent number of fields among the first
// records, and the share of records that have it plus a little for more
// fields; 0 when that number is one.
func fieldCount(head []byte, whole bool, delimiter byte) (mode int, score float64) {
	const sample = 200
	t := tokenizer{delimiter: delimiter}
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
