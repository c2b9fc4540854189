package tiles

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The overview of a set is a file of its tiles at the first zooms, made ahead so
// that the first one is there without the set. Numbers are little-endian:
//
//	magic "BWTO", version 1, last zoom (uint32 each)
//	for every tile that is not empty: zoom, x, y, length (uint32 each), then the tile
//
// The end of the file ends the list.
const (
	overviewMagic   = "BWTO"
	overviewVersion = 1
	overviewBytes   = 256 << 20 // the most that is read
)

// WriteOverview writes the tiles from zoom 0 to maxZoom.
func (t *Tiler) WriteOverview(ctx context.Context, w io.Writer, maxZoom int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(overviewMagic)
	numbers := func(values ...int) {
		for _, v := range values {
			var b [4]byte
			binary.LittleEndian.PutUint32(b[:], uint32(v))
			out.Write(b[:])
		}
	}
	numbers(overviewVersion, maxZoom)
	for zoom := range maxZoom + 1 {
		for _, at := range tilesOf(t, zoom) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if tile := t.Tile(zoom, at.x, at.y); len(tile) > 0 {
				numbers(zoom, at.x, at.y, len(tile))
				out.Write(tile)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write tiles: %w", err)
	}
	return nil
}

// Overview holds the tiles of the first zooms of a set.
type Overview struct {
	maxZoom int
	tiles   map[[3]int][]byte
}

// errOverview is returned for a file that is not an overview of this version.
var errOverview = errors.New("tiles: not an overview of tiles, or damaged")

// ReadOverview reads what WriteOverview wrote.
func ReadOverview(r io.Reader) (*Overview, error) {
	data, err := io.ReadAll(io.LimitReader(r, overviewBytes))
	if err != nil {
		return nil, fmt.Errorf("read tiles: %w", err)
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint32(data[at:])) }
	if len(data) < 12 || string(data[:4]) != overviewMagic || number(4) != overviewVersion {
		return nil, errOverview
	}
	o := &Overview{maxZoom: number(8), tiles: map[[3]int][]byte{}}
	for at := 12; at < len(data); {
		if at+16 > len(data) || number(at+12) > len(data)-at-16 {
			return nil, errOverview
		}
		length := number(at + 12)
		o.tiles[[3]int{number(at), number(at + 4), number(at + 8)}] = data[at+16 : at+16+length : at+16+length]
		at += 16 + length
	}
	return o, nil
}

// Tile returns a tile, nil where there is nothing; ok is false for zooms beyond
// the overview.
func (o *Overview) Tile(zoom, x, y int) (tile []byte, ok bool) {
	if o == nil || zoom > o.maxZoom {
		return nil, false
	}
	return o.tiles[[3]int{zoom, x, y}], true
}
