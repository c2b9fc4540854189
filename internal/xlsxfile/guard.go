package xlsxfile

import (
	"archive/zip"
	"bytes"
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Limits that no workbook written by a spreadsheet comes near, and that keep one
// made to exhaust memory from doing so.
const (
	// maxText bounds a text and a row. A cell of Excel holds 32,767 characters.
	maxText = 16 << 20
	// maxRatio is how many bytes of shared texts a packed byte may give, beyond
	// the first maxPart bytes.
	maxRatio = 100
)

func errTooMuch() error {
	return territory.Say(territory.TooLarge, sentence.WorkbookTextTooLong.With(nil))
}

// guard reads a part, counts its bytes, ends when ctx does, and fails on more
// than maxText bytes without a tag, which a decoder would hold in memory.
type guard struct {
	ctx context.Context
	r   io.Reader
	n   int64
	run int // bytes since the last "<"
}

func (g *guard) Read(p []byte) (int, error) {
	if err := g.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := g.r.Read(p)
	g.n += int64(n)
	last := bytes.LastIndexByte(p[:n], '<')
	if last < 0 {
		g.run += n
	} else {
		g.run += bytes.IndexByte(p[:n], '<')
	}
	if g.run > maxText {
		return 0, errTooMuch()
	}
	if last >= 0 {
		g.run = n - last
	}
	return n, err
}

// stringsLimit is how much shared texts may unpack to.
func stringsLimit(f *zip.File) int64 {
	if f == nil {
		return maxStrings
	}
	return min(maxStrings, maxPart+maxRatio*int64(min(f.CompressedSize64, maxStrings)))
}
