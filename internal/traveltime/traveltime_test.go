package traveltime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/traveltime"
)

// time between two positions in the services of these tests: 1,000 s a degree
// eastwards or westwards, 3,000 s a degree to north or south; none to 0°, 0°.
func seconds(a, b geom.Point) any {
	if b == (geom.Point{}) {
		return nil
	}
	return math.Round(1000*math.Abs(a.X-b.X) + 3000*math.Abs(a.Y-b.Y))
}

// osrm speaks OSRM's table protocol and takes limit positions in a table.
func osrm(t *testing.T, limit int, fail func(n int64) int) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := fail(asked.Add(1)); status != 0 {
			w.WriteHeader(status)
			return
		}
		text, found := strings.CutPrefix(r.URL.Path, "/table/v1/driving/")
		if !found {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"code":"InvalidUrl","message":"URL string malformed"}`)
			return
		}
		var points []geom.Point
		for _, p := range strings.Split(text, ";") {
			var at geom.Point
			if _, err := fmt.Sscanf(p, "%f,%f", &at.X, &at.Y); err != nil {
				t.Errorf("position %q", p)
			}
			points = append(points, at)
		}
		if len(points) > limit {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"code":"TooBig","message":"Too many table coordinates"}`)
			return
		}
		list := func(name string) (out []geom.Point) {
			for part := range strings.SplitSeq(r.URL.RawQuery, "&") { // Query() takes no semicolons
				value, ok := strings.CutPrefix(part, name+"=")
				for text := range strings.SplitSeq(value, ";") {
					if i, err := strconv.Atoi(text); ok && err == nil && i < len(points) {
						out = append(out, points[i])
					} else if ok {
						t.Errorf("%s=%s", name, value)
					}
				}
			}
			return out
		}
		var durations [][]any
		for _, from := range list("sources") {
			var row []any
			for _, to := range list("destinations") {
				row = append(row, seconds(from, to))
			}
			durations = append(durations, row)
		}
		json.NewEncoder(w).Encode(map[string]any{"code": "Ok", "durations": durations}) //nolint:errcheck // a test
	}))
	t.Cleanup(s.Close)
	return s, &asked
}

// valhalla speaks Valhalla's sources_to_targets and takes limit pairs.
func valhalla(t *testing.T, limit int) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Sources, Targets []struct{ Lat, Lon float64 }
			Costing          string
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.URL.Path != "/valhalla/sources_to_targets" || in.Costing != "auto" {
			t.Errorf("asked %s %+v: %v", r.URL, in, err)
		}
		if len(in.Sources)+len(in.Targets) > limit {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error_code":150,"error":"Exceeded max locations","status_code":400,"status":"Bad Request"}`)
			return
		}
		var rows [][]map[string]any
		for f, from := range in.Sources {
			var row []map[string]any
			for k, to := range in.Targets {
				row = append(row, map[string]any{"time": seconds(geom.Point{X: from.Lon, Y: from.Lat}, geom.Point{X: to.Lon, Y: to.Lat}), "distance": 1, "from_index": f, "to_index": k})
			}
			rows = append(rows, row)
		}
		json.NewEncoder(w).Encode(map[string]any{"sources_to_targets": rows, "units": "kilometers"}) //nolint:errcheck // a test
	}))
	t.Cleanup(s.Close)
	return s
}

func positions(n int, shift float64) []geom.Point {
	out := make([]geom.Point, n)
	for i := range out {
		out[i] = geom.Point{X: shift + float64(i%7)/4, Y: shift/2 + float64(i/7)/8 + 0.125}
	}
	return out
}

func check(t *testing.T, centres, places []geom.Point, got []float64, err error) {
	t.Helper()
	if err != nil || len(got) != len(centres)*len(places) {
		t.Fatalf("%d times, %v; want %d", len(got), err, len(centres)*len(places))
	}
	for r, c := range centres {
		for k, p := range places {
			v := got[r*len(places)+k]
			if want, way := seconds(c, p).(float64); way && v != want || !way && !math.IsNaN(v) {
				t.Fatalf("from %v to %v: %g, want %v", c, p, v, seconds(c, p))
			}
		}
	}
}

func never(int64) int { return 0 }

func TestTable_OSRMInPiecesOfWhatTheServiceTakes(t *testing.T) {
	t.Parallel()
	centres, places := positions(5, 1), append(positions(83, 2), geom.Point{})
	for _, said := range []int{20, 64} { // 64 is more than the service takes: it says TooBig
		s, asked := osrm(t, 20, never)
		c, err := traveltime.New(traveltime.Options{URL: s.URL, Places: said})
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Table(context.Background(), "driving", centres, places)
		check(t, centres, places, got, err)
		if said == 64 && c.Places() >= 64 || asked.Load() > 40 {
			t.Errorf("told %d: %d requests, %d positions from now on", said, asked.Load(), c.Places())
		}
	}
}

func TestTable_Valhalla(t *testing.T) {
	t.Parallel()
	centres, places := positions(6, 1), append(positions(70, 2), geom.Point{})
	c, err := traveltime.New(traveltime.Options{URL: valhalla(t, 30).URL + "/valhalla/", Protocol: traveltime.Valhalla})
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Table(context.Background(), "auto", centres, places)
	check(t, centres, places, got, err)
	if c.Speed("auto") != 60/3.6 || !strings.HasSuffix(c.Name("auto"), "/valhalla auto") {
		t.Errorf("speed %g, name %q", c.Speed("auto"), c.Name("auto"))
	}
}

func TestTable_TriesAgainWhatMayPassAndGivesUp(t *testing.T) {
	t.Parallel()
	s, asked := osrm(t, 100, func(n int64) int {
		if n < 3 {
			return http.StatusBadGateway
		}
		return 0
	})
	c, err := traveltime.New(traveltime.Options{URL: s.URL, Pause: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	centres, places := positions(2, 1), positions(3, 2)
	got, err := c.Table(context.Background(), "driving", centres, places)
	check(t, centres, places, got, err)
	if asked.Load() != 3 {
		t.Errorf("%d requests, want 3", asked.Load())
	}
	down, _ := osrm(t, 100, func(int64) int { return http.StatusInternalServerError })
	c, _ = traveltime.New(traveltime.Options{URL: down.URL, Pause: time.Millisecond})
	if _, err := c.Table(context.Background(), "driving", centres, places); err == nil || !strings.Contains(err.Error(), "500") {
		t.Errorf("a service that is down: %v", err)
	}
	if _, err := c.Table(context.Background(), "flying", centres, places); err == nil || !strings.Contains(err.Error(), "driving") {
		t.Errorf("a way of travelling there is not: %v", err)
	}
}

func TestTable_FaultyRepliesAreErrors(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{
		`{"code":"NoSegment","message":"Could not find a matching segment"}`: "NoSegment",
		`{"code":"Ok","durations":[[1]]}`:                                    "columns",
		`{"code":"Ok","durations":[]}`:                                       "rows",
		`{"code":"Ok","durations":[[-1,2]]}`:                                 "-1",
		`<html>`:                                                             "documented",
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, reply) }))
		c, err := traveltime.New(traveltime.Options{URL: s.URL, Retries: -1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Table(context.Background(), "driving", positions(1, 1), positions(2, 2)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", reply, err, want)
		}
		s.Close()
	}
}

func TestTable_SlowServicesTimeOut(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(2 * time.Second):
		}
	}))
	defer s.Close()
	c, err := traveltime.New(traveltime.Options{URL: s.URL, Retries: -1, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Table(context.Background(), "driving", positions(1, 1), positions(1, 2)); err == nil || strings.Contains(err.Error(), "table/v1") {
		t.Errorf("got %v", err)
	}
}
