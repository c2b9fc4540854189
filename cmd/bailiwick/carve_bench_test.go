package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// BenchmarkCarveOverHTTP moves 50,000 of 250,000 units over HTTP and reads the
// new assignment as another client does: everything from the request's bytes to
// the column's, except the time until the event stream looks again.
func BenchmarkCarveOverHTTP(b *testing.B) {
	const units, moved, owners = 250_000, 50_000, 200
	l, err := openLocal(context.Background(), localOptions{Data: filepath.Join(b.TempDir(), "data")})
	fine(b, err)
	server := httptest.NewServer(l.handler)
	defer func() {
		server.Close()
		fine(b, l.Close(context.Background()))
	}()
	api := &client{base: server.URL, http: server.Client()}
	content := []byte("Id,Owner\n")
	for i := range units {
		content = fmt.Appendf(content, "A%06d,Owner %d\n", i, i%owners)
	}
	id := benchAlignment(b, api, content)
	list := make([]int32, moved)
	version := int64(1)
	for i := 0; b.Loop(); i++ {
		for k := range list { // a fifth of the units, other ones each time
			list[k] = int32(5*k + i%5)
		}
		edit := httpapi.Edit{Assign: &httpapi.AssignUnits{UnitSelection: httpapi.UnitSelection{Units: list}, To: alignment.AreaNumber(1 + i%owners)}}
		var v httpapi.VersionAnswer
		fine(b, api.post(b.Context(), "/alignments/"+id+"/changes", map[string]any{"expectedVersion": version, "ops": []httpapi.Edit{edit}}, &v))
		version = v.Version
		response, err := api.send(b.Context(), http.MethodGet, "/alignments/"+id+"/assignment", "", nil)
		fine(b, err)
		n, err := io.Copy(io.Discard, response.Body)
		fine(b, err)
		fine(b, response.Body.Close())
		if n != 4*units {
			b.Fatalf("%d bytes of assignment", n)
		}
	}
}

// benchAlignment imports a file and aligns it by owner.
func benchAlignment(b *testing.B, api *client, content []byte) string {
	b.Helper()
	response, err := api.send(b.Context(), http.MethodPost, "/uploads?name=a.csv", "application/octet-stream", bytes.NewReader(content))
	fine(b, err)
	var u ingest.Upload
	fine(b, decode(response, &u))
	var started httpapi.ImportStarted
	fine(b, api.post(b.Context(), "/datasets", map[string]any{"name": "a", "upload": u.ID}, &started))
	var outcome ingest.Outcome
	fine(b, api.follow(b.Context(), silent(), started.Job, &outcome))
	var a httpapi.AlignmentItem
	fine(b, api.post(b.Context(), "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Plan",
		"start": httpapi.Start{Kind: "fields", Fields: []string{"Owner"}}}, &a))
	return a.ID
}

func fine(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
