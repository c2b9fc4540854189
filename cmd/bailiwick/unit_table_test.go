package main

import (
	"encoding/binary"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The order of the table is that of its column, missing values last either
// way, and a condition and a search leave out what they should.
func TestUnitTable_OrdersAndFilters(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	content := "Id,Name,Owner,Revenue,Latitude,Longitude\na,Zeta,North,30,40,-100\nb,Alpha,South,,41,-101\nc,,North,10,42,-102\nd,Beta,South,20,43,-103\n"
	started, _, err := importInto(t, api, "few", []byte(content))
	ok(t, err)
	var made httpapi.AlignmentItem
	ok(t, api.post(t.Context(), "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "plan",
		"start": map[string]any{"kind": "fields", "fields": []string{"Owner"}}}, &made))
	for name, c := range map[string]struct{ query, want string }{
		"as in the file":          {"", "abcd"},
		"by a number":             {"sort=Revenue", "cdab"},
		"by a number, downwards":  {"sort=Revenue&descending=true", "adcb"},
		"by a text":               {"sort=Name", "bdac"},
		"by territory, downwards": {"sort=$area&descending=true", "bdac"},
		"by a condition":          {"filter=" + url.QueryEscape("Revenue >= 20"), "ad"},
		"by a search":             {"search=eta&sort=Name", "da"},
	} {
		if got := orderOf(t, api, "/alignments/"+made.ID+"/unit-order?"+c.query); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	var none any
	if err := api.get(t.Context(), "/alignments/"+made.ID+"/unit-order?sort=Nothing", &none); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("an unknown column: %v", err)
	}
	var rows httpapi.UnitRows
	ok(t, api.get(t.Context(), "/snapshots/"+made.SnapshotID+"/unit-rows?index=3&index=0", &rows))
	if len(rows.Units) != 2 || rows.Units[0].ID != "d" || rows.Units[1].ID != "a" {
		t.Errorf("rows: %+v", rows.Units)
	}
}

// orderOf names the units of an order by their letters.
func orderOf(t *testing.T, api *client, path string) string {
	t.Helper()
	response, err := api.send(t.Context(), http.MethodGet, path, "", nil)
	ok(t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	ok(t, err)
	var out strings.Builder
	for chunk := range slices.Chunk(raw, 4) {
		out.WriteByte("abcd"[binary.LittleEndian.Uint32(chunk)])
	}
	return out.String()
}
