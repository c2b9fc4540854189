package tiles

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The overview of a set is a file of its tiles at the first zooms, made ahead so
// that each is there without the set and without the others. Numbers are
// little-endian:
//
//	magic "BWTO", version 2, last zoom (uint32 each)
//	every tile that is not empty, compressed by gzip, one after the other
//	for each of these: zoom, x, y, length (uint32 each)
//	number of tiles (uint32), and the magic again
const (
	overviewMagic   = "BWTO"
	overviewVersion = 2
	overviewHead    = 12
	overviewFoot    = 8
	overviewEntry   = 16
	overviewTiles   = 1 << 20 // the most that are read: all of the zooms 0 to 9, and more
)

// ErrOverview is returned for a file that is not an overview of this version, or damaged.
var ErrOverview = errors.New("tiles: not an overview of tiles of this version, or damaged")

// WriteOverview writes the tiles from zoom 0 to maxZoom.
func (t *Tiler) WriteOverview(ctx context.Context, w io.Writer, maxZoom int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(overviewMagic)
	out.Write(numbers(overviewVersion, maxZoom))
	var list bytes.Buffer
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	for zoom := range maxZoom + 1 {
		for _, at := range tilesOf(t, zoom) {
			if err := ctx.Err(); err != nil {
				return err
			}
			tile := t.Tile(zoom, at.x, at.y)
			if len(tile) == 0 {
				continue
			}
			packed.Reset()
			zip.Reset(&packed)
			zip.Write(tile) //nolint:errcheck // memory
			zip.Close()     //nolint:errcheck // memory
			out.Write(packed.Bytes())
			list.Write(numbers(zoom, at.x, at.y, packed.Len()))
		}
	}
	out.Write(list.Bytes())
	out.Write(numbers(list.Len() / overviewEntry))
	out.WriteString(overviewMagic)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write tiles: %w", err)
	}
	return nil
}

func numbers(values ...int) []byte {
	var out []byte
	for _, v := range values {
		out = binary.LittleEndian.AppendUint32(out, uint32(v))
	}
	return out
}

// Overview says where in their file the tiles of the first zooms of a set are.
type Overview struct {
	maxZoom int
	tiles   map[[3]int]span
}

// span is a part of a file.
type span struct{ offset, length int64 }

// ReadOverview reads the list of what WriteOverview wrote; size is that of the
// file in bytes. The tiles stay where they are.
func ReadOverview(file io.ReaderAt, size int64) (*Overview, error) {
	head, foot := make([]byte, overviewHead), make([]byte, overviewFoot)
	if size < overviewHead+overviewFoot {
		return nil, ErrOverview
	}
	if err := errors.Join(readAt(file, head, 0), readAt(file, foot, size-overviewFoot)); err != nil {
		return nil, err
	}
	count := int64(number(foot, 0))
	begin := size - overviewFoot - count*overviewEntry
	if string(head[:4]) != overviewMagic || string(foot[4:]) != overviewMagic || number(head, 4) != overviewVersion || count > overviewTiles || begin < overviewHead {
		return nil, ErrOverview
	}
	list := make([]byte, count*overviewEntry)
	if err := readAt(file, list, begin); err != nil {
		return nil, err
	}
	o := &Overview{maxZoom: number(head, 8), tiles: make(map[[3]int]span, count)}
	offset := int64(overviewHead)
	for ; len(list) > 0; list = list[overviewEntry:] {
		length := int64(number(list, 12))
		o.tiles[[3]int{number(list, 0), number(list, 4), number(list, 8)}] = span{offset, length}
		offset += length
	}
	if offset != begin {
		return nil, ErrOverview
	}
	return o, nil
}

func number(from []byte, at int) int { return int(binary.LittleEndian.Uint32(from[at:])) }

func readAt(file io.ReaderAt, into []byte, offset int64) error {
	if n, err := file.ReadAt(into, offset); n < len(into) {
		return fmt.Errorf("read tiles: %w", err)
	}
	return nil
}

// Has reports whether the overview answers for a zoom.
func (o *Overview) Has(zoom int) bool { return o != nil && zoom <= o.maxZoom }

// Tile reads a tile from the file the overview was read from, compressed by
// gzip; nil where there is nothing.
func (o *Overview) Tile(file io.ReaderAt, zoom, x, y int) ([]byte, error) {
	at, ok := o.tiles[[3]int{zoom, x, y}]
	if !ok {
		return nil, nil
	}
	tile := make([]byte, at.length)
	return tile, readAt(file, tile, at.offset)
}
