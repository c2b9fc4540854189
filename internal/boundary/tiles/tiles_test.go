package tiles_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/tiles"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// field is one field of a protocol buffer message.
type field struct {
	number int
	varint uint64
	bytes  []byte
}

func fields(t *testing.T, data []byte) []field {
	t.Helper()
	var out []field
	for len(data) > 0 {
		key, n := binary.Uvarint(data)
		v, m := binary.Uvarint(data[n:])
		if n <= 0 || m <= 0 {
			t.Fatal("message cut off")
		}
		data = data[n+m:]
		f := field{number: int(key >> 3), varint: v}
		if key&7 == 2 {
			f.bytes, data = data[:v], data[v:]
		}
		out = append(out, f)
	}
	return out
}

// feature is a decoded feature: the signed area of each ring in tile units.
type feature struct {
	id    uint64
	kind  uint64
	areas []float64
	edges map[[4]int32]bool
	tags  int
}

func varints(data []byte) []uint64 {
	var out []uint64
	for len(data) > 0 {
		v, n := binary.Uvarint(data)
		out, data = append(out, v), data[n:]
	}
	return out
}

func decode(t *testing.T, tile []byte) map[string][]feature {
	t.Helper()
	out := map[string][]feature{}
	for _, layer := range fields(t, tile) {
		name := ""
		for _, f := range fields(t, layer.bytes) {
			switch f.number {
			case 1:
				name = string(f.bytes)
			case 2:
				out[name] = append(out[name], decodeFeature(t, f.bytes))
			case 15:
				if f.varint != 2 {
					t.Errorf("layer version %d", f.varint)
				}
			}
		}
	}
	return out
}

func decodeFeature(t *testing.T, data []byte) feature {
	t.Helper()
	out := feature{edges: map[[4]int32]bool{}}
	var geometry []uint64
	for _, f := range fields(t, data) {
		switch f.number {
		case 1:
			out.id = f.varint
		case 2:
			out.tags = len(varints(f.bytes))
		case 3:
			out.kind = f.varint
		case 4:
			geometry = varints(f.bytes)
		}
	}
	var at, first [2]int32
	area := 0.0
	edge := func(to [2]int32) {
		area += float64(at[0])*float64(to[1]) - float64(to[0])*float64(at[1])
		out.edges[[4]int32{at[0], at[1], to[0], to[1]}] = true
	}
	for i := 0; i < len(geometry); {
		id, count := geometry[i]&7, int(geometry[i]>>3)
		i++
		if id == 7 {
			edge(first)
			out.areas = append(out.areas, area/2)
			area = 0
			continue
		}
		for range count {
			to := at
			for k := range 2 {
				v := uint32(geometry[i+k])
				to[k] += int32(v>>1) ^ -int32(v&1)
			}
			i += 2
			if id == 2 {
				edge(to)
			} else {
				first = to
			}
			at = to
		}
	}
	return out
}

func open(tb testing.TB, id string) *boundary.Set {
	tb.Helper()
	set, err := builtin.Open(id)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

func TestTile_WorldAtZoomZero(t *testing.T) {
	t.Parallel()
	set := open(t, builtin.WorldCountries)
	layers := decode(t, tiles.NewTiler(set, "countries").Tile(0, 0, 0))
	found := map[string]bool{}
	for _, f := range layers["countries"] {
		found[set.Boundaries[f.id].Code] = true
		if f.kind != 3 || f.areas[0] <= 0 || f.tags != 2 {
			t.Errorf("%s: type %d, outer area %g, %d tags", set.Boundaries[f.id].Code, f.kind, f.areas[0], f.tags)
		}
	}
	for _, code := range []string{"US", "BR", "CN", "RU", "AU"} {
		if !found[code] {
			t.Errorf("%s is missing", code)
		}
	}
	if len(layers["countries-labels"]) == 0 {
		t.Error("no labels")
	}
}

func TestTile_OutsideIsEmpty(t *testing.T) {
	t.Parallel()
	tiler := tiles.NewTiler(open(t, builtin.USStates), "states")
	for _, p := range [][3]int{{8, 128, 128}, {-1, 0, 0}, {3, 8, 0}, {3, 0, -1}, {tiles.MaxZoom + 1, 0, 0}} {
		if data := tiler.Tile(p[0], p[1], p[2]); data != nil {
			t.Errorf("%v: %d bytes", p, len(data))
		}
	}
}

// TestTile_NeighboursShareTheirLines checks that at every zoom an edge between
// two counties is in both of them, the other way round.
func TestTile_NeighboursShareTheirLines(t *testing.T) {
	t.Parallel()
	tiler := tiles.NewTiler(open(t, builtin.USCounties), "c")
	place := geom.Mercator(geom.Point{X: -93.6, Y: 42}) // Iowa: counties on all sides
	for zoom := 6; zoom <= tiles.MaxZoom; zoom++ {
		n := float64(int(1) << zoom)
		features := decode(t, tiler.Tile(zoom, int(place.X*n), int(place.Y*n)))["c"]
		all := map[[4]int32]int{}
		for _, f := range features {
			for e := range f.edges {
				all[e]++
			}
		}
		lone := 0
		for e := range all {
			inner := e[0] > 0 && e[1] > 0 && e[2] > 0 && e[3] > 0 && e[0] < 4096 && e[1] < 4096 && e[2] < 4096 && e[3] < 4096
			if inner && all[[4]int32{e[2], e[3], e[0], e[1]}] == 0 {
				lone++
			}
		}
		if len(features) == 0 || lone > 0 {
			t.Errorf("zoom %d: %d features, %d of %d edges have no neighbour", zoom, len(features), lone, len(all))
		}
	}
}

func TestWritePMTiles_HoldsTheTiles(t *testing.T) {
	t.Parallel()
	tiler := tiles.NewTiler(open(t, builtin.USStates), "states")
	path := filepath.Join(t.TempDir(), "states.pmtiles")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := tiler.WritePMTiles(context.Background(), f, 6); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	if string(data[:7]) != "PMTiles" || data[7] != 3 {
		t.Fatalf("header %q", data[:8])
	}
	entries := varints(unzip(t, data[127:127+le.Uint64(data[16:])]))
	n := int(entries[0])
	id := entries[1]
	if n != int(le.Uint64(data[72:])) || id != 0 {
		t.Errorf("%d entries, header says %d; first id %d", n, le.Uint64(data[72:]), id)
	}
	first := data[le.Uint64(data[56:]):][:entries[1+2*n]]
	if !bytes.Equal(unzip(t, first), tiler.Tile(0, 0, 0)) {
		t.Error("the first tile is not tile 0/0/0")
	}
}

func unzip(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// bigSet tiles the 48 states with about n boundaries of wavy borders.
func bigSet(n int) *boundary.Set {
	side := int(math.Sqrt(float64(n)))
	corner := func(x, y int) geom.Point {
		return geom.Point{X: -124 + 57*(float64(x)+0.3*math.Sin(float64(x*7+y*13)))/float64(side),
			Y: 25 + 24*(float64(y)+0.3*math.Sin(float64(x*11+y*5)))/float64(side)}
	}
	line := func(a, b geom.Point) []geom.Point {
		from, to := a, b
		if b.Less(a) {
			from, to = b, a
		}
		out := []geom.Point{a}
		for k := range 24 {
			f := float64(k+1) / 25
			if from != a {
				f = 1 - f
			}
			w := 0.05 * math.Sin(f*20) * math.Sin(f*math.Pi)
			x, y := from.X+f*(to.X-from.X)-w*(to.Y-from.Y), from.Y+f*(to.Y-from.Y)+w*(to.X-from.X)
			out = append(out, geom.Point{X: math.Round(x*1e7) / 1e7, Y: math.Round(y*1e7) / 1e7})
		}
		return out
	}
	set := &boundary.Set{ID: "big"}
	for y := range side {
		for x := range side {
			c := []geom.Point{corner(x, y), corner(x+1, y), corner(x+1, y+1), corner(x, y+1)}
			var ring geom.Ring
			for k := range c {
				ring = append(ring, line(c[k], c[(k+1)%4])...)
			}
			set.Boundaries = append(set.Boundaries, boundary.Boundary{Code: fmt.Sprint(10000 + y*side + x), Shape: geom.MultiPolygon{{ring}}})
		}
	}
	return set
}

func BenchmarkTile(b *testing.B) {
	start := time.Now()
	tiler := tiles.NewTiler(bigSet(33000), "zip")
	b.Logf("33,000 boundaries cut into lines in %v", time.Since(start))
	start = time.Now()
	tiler.Prepare(0)
	b.Logf("levels in %v", time.Since(start))
	place := geom.Mercator(geom.Point{X: -93.6, Y: 42})
	for _, zoom := range []int{0, 2, 4, 6, 8, 10, 12} {
		b.Run(fmt.Sprintf("zoom=%d", zoom), func(b *testing.B) {
			n := float64(int(1) << zoom)
			size := 0
			for b.Loop() {
				size = len(tiler.Tile(zoom, int(place.X*n), int(place.Y*n)))
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

func TestTile_PointCodesAreSymbols(t *testing.T) {
	t.Parallel()
	set := &boundary.Set{Boundaries: []boundary.Boundary{
		{Code: "01001", Name: "Agawam", Point: geom.Point{X: -72.62, Y: 42.07}},
		{Code: "01002", Name: "Amherst", Point: geom.Point{X: -72.46, Y: 42.37}},
	}}
	tiler := tiles.NewTiler(set, "codes")
	layers := decode(t, tiler.Tile(6, 19, 23))
	if len(layers["codes"]) != 2 {
		t.Fatalf("got %d features, want 2", len(layers["codes"]))
	}
	for _, f := range layers["codes"] {
		if f.kind != 1 || f.tags != 4 {
			t.Errorf("boundary %d: type %d with %d tags, want a point with code and name", f.id, f.kind, f.tags)
		}
	}
	// At zoom 0 both fall on one pixel, and one symbol stands for them.
	if got := len(decode(t, tiler.Tile(0, 0, 0))["codes"]); got != 1 {
		t.Errorf("zoom 0 has %d symbols, want 1", got)
	}
}

// FuzzTile makes tiles of whatever shapes a well-known binary describes: a tile
// is a message that can be read, with rings that turn as its kind asks.
func FuzzTile(f *testing.F) {
	wkb := []byte{1, 3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0}
	for _, v := range []float64{0, 0, 10, 0, 0, 10, 0, 0} {
		wkb = binary.LittleEndian.AppendUint64(wkb, math.Float64bits(v))
	}
	f.Add(wkb, uint8(3), uint8(4), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, zoom, x, y uint8) {
		b := boundary.NewBuilder(boundary.ReadOptions{CodeField: "code", MaxVertices: 2000})
		feature := boundary.Feature{Properties: map[string]any{"code": "1"}}
		if b.DecodeWKB(data, nil, &feature) != nil || b.Add(feature) != nil {
			return
		}
		set, _, err := b.Finish()
		if err != nil {
			return
		}
		z := int(zoom % 15)
		side := 1 << z
		tile := tiles.NewTiler(set, "a").Tile(z, int(x)%side, int(y)%side)
		fields(t, tile)
	})
}

// The overview gives the tiles of the first zooms as the tiler makes them, and
// says which zooms it does not have; a damaged one is refused.
func TestOverview_SameTiles(t *testing.T) {
	t.Parallel()
	set, err := builtin.Open(builtin.USStates)
	if err != nil {
		t.Fatal(err)
	}
	tiler := tiles.NewTiler(set, "a")
	var file bytes.Buffer
	if err := tiler.WriteOverview(t.Context(), &file, 4); err != nil {
		t.Fatal(err)
	}
	read := func(data []byte) (*tiles.Overview, error) {
		return tiles.ReadOverview(bytes.NewReader(data), int64(len(data)))
	}
	o, err := read(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for zoom := range 5 {
		for x := range 1 << zoom {
			for y := range 1 << zoom {
				packed, err := o.Tile(bytes.NewReader(file.Bytes()), zoom, x, y)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(unpacked(t, packed), tiler.Tile(zoom, x, y)) {
					t.Fatalf("tile %d/%d/%d differs", zoom, x, y)
				}
			}
		}
	}
	if !o.Has(4) || o.Has(5) {
		t.Error("zoom 4 is in the overview, zoom 5 is not")
	}
	for _, damaged := range [][]byte{nil, []byte("BWTO"), file.Bytes()[:file.Len()-1], append([]byte("XXXX"), file.Bytes()[4:]...), append(file.Bytes()[:20:20], file.Bytes()[21:]...)} {
		if _, err := read(damaged); err == nil {
			t.Errorf("a damaged overview of %d bytes was read", len(damaged))
		}
	}
}

// unpacked is what gzip made of nothing or of a tile.
func unpacked(t *testing.T, packed []byte) []byte {
	t.Helper()
	if packed == nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	tile, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return tile
}
