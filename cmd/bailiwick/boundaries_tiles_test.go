package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
)

// TestBoundaries_ImportedTileForEveryClient asks for a tile made at import, which
// is kept compressed, as a client that takes it so and as one that does not.
func TestBoundaries_ImportedTileForEveryClient(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	var o boundaryset.Outcome
	must(t, &o, "boundaries", "import", textFile(t, "plz.geojson", cells), "--name", "PLZ", "--code", "plz", "--server", api.base)
	tile := func(accepts string) (encoding string, body []byte) {
		request, err := http.NewRequest(http.MethodGet, api.base+"/api/v1/boundary-sets/"+o.Set.ID+"/tiles/6/33/21", nil)
		ok(t, err)
		request.Header.Set("Accept-Encoding", accepts)
		response, err := api.http.Do(request)
		ok(t, err)
		defer response.Body.Close()
		body, err = io.ReadAll(response.Body)
		ok(t, err)
		if response.StatusCode != http.StatusOK {
			t.Fatalf("status %d: %s", response.StatusCode, body)
		}
		return response.Header.Get("Content-Encoding"), body
	}
	encoding, packed := tile("gzip")
	if encoding != "gzip" {
		t.Fatalf("content encoding %q, want gzip", encoding)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	ok(t, err)
	unpacked, err := io.ReadAll(z)
	ok(t, err)
	if !strings.Contains(string(unpacked), boundaryset.TileLayer) {
		t.Errorf("a tile of %d bytes without the layer %s", len(unpacked), boundaryset.TileLayer)
	}
	if encoding, plain := tile("identity"); encoding != "" || !bytes.Equal(plain, unpacked) {
		t.Errorf("for a client that takes no gzip: encoding %q, %d bytes, want the same %d bytes", encoding, len(plain), len(unpacked))
	}
}
