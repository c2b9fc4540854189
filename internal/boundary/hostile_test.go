package boundary_test

import (
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
)

// endless gives a head, then the same text so many times, then a tail: files of
// hundreds of megabytes that nobody stores.
type endless struct {
	parts []string
	times int
	at    int
}

func (e *endless) Read(p []byte) (int, error) {
	for len(e.parts) > 0 {
		text := e.parts[0]
		if len(e.parts) == 2 && e.times > 0 {
			if n := copy(p, text[e.at:]); n > 0 {
				if e.at += n; e.at == len(text) {
					e.at, e.times = 0, e.times-1
				}
				return n, nil
			}
		}
		if len(e.parts) == 2 || e.at == len(text) {
			e.parts, e.at = e.parts[1:], 0
			continue
		}
		n := copy(p, text[e.at:])
		e.at += n
		return n, nil
	}
	return 0, io.EOF
}

// Files whose one ring has ten million vertices are refused, and the memory in
// use stays within a few times what the limit on vertices allows.
func TestRead_HugeRingsInBoundedMemory(t *testing.T) {
	vertices, limit := 1_200_000, 100_000
	if long {
		vertices, limit = 10_000_000, 1_000_000
	}
	line := strings.Repeat("[1.25,2.5],", 100)
	for _, c := range []struct {
		name string
		in   *endless
		read func(io.Reader, boundary.ReadOptions) (*boundary.Set, *boundary.Report, error)
	}{
		{"GeoJSON", &endless{parts: []string{`{"type":"Polygon","coordinates":[[`, line, `[0,0]]]}`}, times: vertices / 100}, boundary.ReadGeoJSON},
		{"TopoJSON", &endless{parts: []string{`{"type":"Topology","objects":{"a":{"type":"Polygon","id":1,"arcs":[[0]]}},"arcs":[[`, line, `[0,0]]]}`}, times: vertices / 100}, boundary.ReadTopoJSON},
		{"KML", &endless{parts: []string{`<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>`, strings.Repeat("1.25,2.5 ", 100), `</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>`}, times: vertices / 100}, boundary.ReadKML},
		{"nested collections", &endless{parts: []string{"", strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 10), ""}, times: vertices / 100}, boundary.ReadGeoJSON},
	} {
		runtime.GC()
		debug.FreeOSMemory()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		most := 400*int64(limit) + 64<<20
		_, _, err := c.read(c.in, boundary.ReadOptions{MaxVertices: limit, MaxBytes: 1 << 30})
		runtime.ReadMemStats(&after)
		var fault *boundary.InputError
		if !errors.As(err, &fault) {
			t.Errorf("%s: got %v, want an input error", c.name, err)
		}
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > most {
			t.Errorf("%s: the heap grew by %d MB for a limit of %d vertices", c.name, grown>>20, limit)
		}
		t.Logf("%s: heap +%d MB: %v", c.name, (int64(after.HeapSys)-int64(before.HeapSys))>>20, err)
	}
}
