package tiles

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Sizes and codes of the PMTiles format.
const (
	pmHeader     = 127
	pmRootEnd    = 16384 // header and root directory end before it
	pmGzip       = 2
	pmVectorTile = 1
	pmLeafSize   = 4096 // entries of a leaf directory
)

// pmEntry is one tile, or one leaf directory, of a directory.
type pmEntry struct {
	id     uint64
	offset uint64
	length uint32
	run    uint32 // 1 for a tile, 0 for a leaf directory
}

// WritePMTiles writes all tiles from zoom 0 to maxZoom as a PMTiles archive.
// The same set gives the same bytes.
func (t *Tiler) WritePMTiles(ctx context.Context, w io.WriteSeeker, maxZoom int) error {
	maxZoom = max(0, min(maxZoom, MaxZoom))
	if _, err := w.Write(make([]byte, pmRootEnd)); err != nil {
		return fmt.Errorf("write PMTiles: %w", err)
	}
	a := &archive{w: w, at: pmRootEnd}
	for zoom := 0; zoom <= maxZoom; zoom++ {
		if err := a.zoom(ctx, t, zoom); err != nil {
			return fmt.Errorf("write PMTiles, zoom %d: %w", zoom, err)
		}
	}
	if err := a.finish(t, maxZoom); err != nil {
		return fmt.Errorf("write PMTiles: %w", err)
	}
	return nil
}

// archive is a file being written: tiles first, directories behind them.
type archive struct {
	w       io.WriteSeeker
	at      uint64
	entries []pmEntry
}

func (a *archive) write(data []byte) (offset uint64, err error) {
	offset = a.at
	_, err = a.w.Write(data)
	a.at += uint64(len(data))
	return offset, err
}

// zoom writes the tiles of one zoom in the order of their ids.
func (a *archive) zoom(ctx context.Context, t *Tiler, zoom int) error {
	first := ((uint64(1) << (2 * zoom)) - 1) / 3
	for _, tile := range tilesOf(t, zoom) {
		if err := ctx.Err(); err != nil {
			return err
		}
		data := t.Tile(zoom, tile.x, tile.y)
		if data == nil {
			continue
		}
		packed, err := gzipped(data)
		if err != nil {
			return err
		}
		offset, err := a.write(packed)
		if err != nil {
			return err
		}
		a.entries = append(a.entries, pmEntry{first + tile.d, offset - pmRootEnd, uint32(len(packed)), 1})
	}
	return nil
}

// finish writes metadata, directories and the header.
func (a *archive) finish(t *Tiler, maxZoom int) error {
	tileBytes := a.at - pmRootEnd
	meta, err := gzipped(t.metadata(maxZoom))
	if err != nil {
		return err
	}
	metaAt, err := a.write(meta)
	if err != nil {
		return err
	}
	leavesAt := a.at
	root, err := a.root()
	if err != nil {
		return err
	}
	head := pmHeaderBytes(pmHeaderFields{
		rootLength: uint64(len(root)), metaAt: metaAt, metaLength: uint64(len(meta)),
		leavesAt: leavesAt, leavesLength: a.at - leavesAt, tileBytes: tileBytes,
		tiles: uint64(len(a.entries)), maxZoom: maxZoom, bounds: t.Bounds(),
	})
	if _, err := a.w.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := a.w.Write(append(head, root...)); err != nil {
		return err
	}
	_, err = a.w.Seek(0, io.SeekEnd)
	return err
}

// root returns the root directory; when the tiles do not fit in one it writes
// leaf directories, larger ones until their list fits.
func (a *archive) root() ([]byte, error) {
	root, err := directory(a.entries)
	if err != nil || len(root) <= pmRootEnd-pmHeader {
		return root, err
	}
	for size := pmLeafSize; ; size *= 2 {
		var leaves []byte
		var list []pmEntry
		for i := 0; i < len(a.entries); i += size {
			leaf, err := directory(a.entries[i:min(i+size, len(a.entries))])
			if err != nil {
				return nil, err
			}
			list = append(list, pmEntry{a.entries[i].id, uint64(len(leaves)), uint32(len(leaf)), 0})
			leaves = append(leaves, leaf...)
		}
		if root, err = directory(list); err != nil {
			return nil, err
		}
		if len(root) <= pmRootEnd-pmHeader {
			_, err = a.write(leaves)
			return root, err
		}
	}
}

// directory encodes entries column by column, compressed.
func directory(entries []pmEntry) ([]byte, error) {
	out := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		out = binary.AppendUvarint(out, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		out = binary.AppendUvarint(out, uint64(e.run))
	}
	for _, e := range entries {
		out = binary.AppendUvarint(out, uint64(e.length))
	}
	end := uint64(math.MaxUint64)
	for _, e := range entries {
		if e.offset == end {
			out = binary.AppendUvarint(out, 0) // right behind the one before
		} else {
			out = binary.AppendUvarint(out, e.offset+1)
		}
		end = e.offset + uint64(e.length)
	}
	return gzipped(out)
}

// metadata describes the layers.
func (t *Tiler) metadata(maxZoom int) []byte {
	text, err := json.Marshal(map[string]any{
		"name": t.set.Name, "attribution": t.set.Licence, "type": "overlay",
		"vector_layers": []map[string]any{
			{"id": t.layer, "minzoom": 0, "maxzoom": maxZoom, "fields": map[string]string{"code": "String"}},
			{"id": t.layer + "-labels", "minzoom": 0, "maxzoom": maxZoom, "fields": map[string]string{"code": "String", "name": "String"}},
		},
	})
	if err != nil {
		panic("tiles: metadata of strings and numbers cannot fail to encode: " + err.Error())
	}
	return text
}

func gzipped(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

type pmHeaderFields struct {
	rootLength, metaAt, metaLength           uint64
	leavesAt, leavesLength, tileBytes, tiles uint64
	maxZoom                                  int
	bounds                                   geom.Box
}

func pmHeaderBytes(f pmHeaderFields) []byte {
	le := binary.LittleEndian
	h := append([]byte("PMTiles"), 3)
	for _, v := range []uint64{pmHeader, f.rootLength, f.metaAt, f.metaLength, f.leavesAt, f.leavesLength,
		pmRootEnd, f.tileBytes, f.tiles, f.tiles, f.tiles} {
		h = le.AppendUint64(h, v)
	}
	h = append(h, 1, pmGzip, pmGzip, pmVectorTile, 0, byte(f.maxZoom))
	for _, v := range []float64{f.bounds.MinX, f.bounds.MinY, f.bounds.MaxX, f.bounds.MaxY} {
		h = le.AppendUint32(h, uint32(int32(math.Round(v*1e7))))
	}
	h = append(h, 0)
	c := f.bounds.Center()
	h = le.AppendUint32(h, uint32(int32(math.Round(c.X*1e7))))
	return le.AppendUint32(h, uint32(int32(math.Round(c.Y*1e7))))
}
