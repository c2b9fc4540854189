package httpapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/bailiwick-planning/bailiwick/internal/boundary/tiles"
)

// scratch is a file that is made for one answer and then forgotten.
type scratch struct{ *os.File }

func newScratch() (scratch, error) {
	file, err := os.CreateTemp("", "bailiwick-*")
	if err != nil {
		return scratch{}, fmt.Errorf("make a file for the answer: %w", err)
	}
	return scratch{file}, nil
}

// fill writes the tiles and returns their bytes, ready to be read from the
// beginning.
func (s scratch) fill(ctx context.Context, t *tiles.Tiler, maxZoom int) (int64, error) {
	if err := t.WritePMTiles(ctx, s, maxZoom); err != nil {
		return 0, err
	}
	size, err := s.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = s.Seek(0, io.SeekStart)
	}
	return size, err
}

func (s scratch) remove() {
	s.Close()           //nolint:errcheck // nothing of it is wanted any more
	os.Remove(s.Name()) //nolint:errcheck // the system clears its folder of such files
}
