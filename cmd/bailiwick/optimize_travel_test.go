package main

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// river is where the road service of this test has its only bridge: crossing
// longitude 0 takes an hour, whatever the distance.
const riverSeconds = 3600

func roadSeconds(ax, ay, bx, by float64) float64 {
	seconds := 4000 * math.Hypot(ax-bx, ay-by)
	if (ax < 0) != (bx < 0) {
		seconds += riverSeconds
	}
	return seconds
}

// roads speaks OSRM's table protocol; down makes it fail.
func roads(t *testing.T) (address string, asked *atomic.Int64, down *atomic.Bool) {
	t.Helper()
	asked, down = &atomic.Int64{}, &atomic.Bool{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if down.Load() {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"code":"InvalidService","message":"down"}`)
			return
		}
		var points [][2]float64
		for p := range strings.SplitSeq(strings.TrimPrefix(r.URL.Path, "/table/v1/driving/"), ";") {
			var at [2]float64
			if _, err := fmt.Sscanf(p, "%f,%f", &at[0], &at[1]); err != nil {
				t.Errorf("position %q", p)
			}
			points = append(points, at)
		}
		if len(points) > 60 {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"code":"TooBig","message":"Too many table coordinates"}`)
			return
		}
		list := func(name string) (out [][2]float64) {
			for part := range strings.SplitSeq(r.URL.RawQuery, "&") {
				if value, ok := strings.CutPrefix(part, name+"="); ok {
					for text := range strings.SplitSeq(value, ";") {
						i, _ := strconv.Atoi(text) //nolint:errcheck // a test
						out = append(out, points[i])
					}
				}
			}
			return out
		}
		var durations [][]any
		for _, from := range list("sources") {
			var row []any
			for _, to := range list("destinations") {
				if to[1] > 51.85 && to[0] > 0 && from[0] < 0 {
					row = append(row, nil) // no way from the west to the far north-east
				} else {
					row = append(row, roadSeconds(from[0], from[1], to[0], to[1]))
				}
			}
			durations = append(durations, row)
		}
		json.NewEncoder(w).Encode(map[string]any{"code": "Ok", "durations": durations}) //nolint:errcheck // a test
	}))
	t.Cleanup(s.Close)
	return s.URL, asked, down
}

// TestOptimizeByTravelTime plans by the times of a service in which a river
// divides the map: nobody may be sent across although that is nearer. It sets
// the environment, so it runs alone.
func TestOptimizeByTravelTime(t *testing.T) {
	address, asked, down := roads(t)
	t.Setenv("BAILIWICK_TRAVEL", address)
	t.Setenv("BAILIWICK_TRAVEL_PROFILES", "driving=72")
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	text := "id,owner,lon,lat,visits\n"
	for k := range 400 { // two banks; the eastern one is long
		lon, lat := -0.02-0.3*float64(k%10)/10, 50+2*float64(k/10)/40
		if k%2 == 0 {
			lon = -lon
		}
		text += fmt.Sprintf("u%d,Rep %d,%g,%g,%d\n", k, (k/100)%4, lon, lat, 1+k%3)
	}
	var imported ingest.Outcome
	must(t, &imported, in("import", textFile(t, "banks.csv", text), "--name", "banks")...)
	must(t, new(any), in("alignment", "create", "--by", "owner", "--levels", "Territory", "--name", "Plan")...)
	var o, again optimized
	args := in("optimize", "--travel", "time", "--measure", "visits:10%", "--seed", "5")
	must(t, &o, args...)
	r := o.Report.TravelTimes
	if r == nil || !o.Report.Checked || len(o.Report.Violations) > 0 || r.Pairs == 0 || r.FellBack != 0 || r.Problem != "" || !strings.HasSuffix(r.Service, " driving") {
		t.Fatalf("report %+v, violations %v", r, o.Report.Violations)
	}
	if r.LongestMinutes > 100 || r.MeanMinutes <= 0 || r.NoWay == 0 || !strings.Contains(o.Report.Certificate.Text, "hours") {
		t.Errorf("somebody is sent across the river: %+v, %s", r, o.Report.Certificate.Text)
	}
	requests := asked.Load()
	must(t, &again, args...)
	if asked.Load() != requests || again.Report.TravelTimes.FromCache != again.Report.TravelTimes.Pairs || again.Report.Certificate != o.Report.Certificate {
		t.Errorf("the same again: %d further requests, %+v, %+v", asked.Load()-requests, again.Report.TravelTimes, again.Report.Certificate)
	}
	var why optimize.Why
	c := connection{Data: data}
	api, done, err := c.open(t.Context())
	ok(t, err)
	ok(t, api.get(t.Context(), "/drafts/"+o.Draft+"/units/7/why", &why))
	done()
	if !strings.Contains(why.Text, "minutes") || len(why.Costs) == 0 {
		t.Errorf("why: %+v", why)
	}
	refusedWith(t, "minutes needs", in("optimize", "--max-minutes", "30")...)
	refusedWith(t, "there are: driving", in("optimize", "--travel", "time", "--profile", "flying")...)
	var far optimized
	must(t, &far, in("optimize", "--travel", "time", "--measure", "visits:60%", "--max-minutes", "25", "--seed", "5")...)
	if far.Report.TravelTimes.LongestMinutes > 25 && len(far.Report.Violations) == 0 {
		t.Errorf("a limit of 25 minutes: longest %g, and no violation told", far.Report.TravelTimes.LongestMinutes)
	}

	down.Store(true)
	var fallen optimized
	must(t, &fallen, in("optimize", "--travel", "time", "--territories", "5", "--measure", "visits:10%", "--seed", "5")...)
	if f := fallen.Report.TravelTimes; f.FellBack == 0 || !strings.Contains(f.Problem, "down") || !fallen.Report.Checked {
		t.Errorf("a service that is down: %+v", f)
	}
}

func TestOptimize_DetourFactor(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", accountsFile(t, 600, 6), "--name", "accounts")...)
	must(t, new(any), in("alignment", "create", "--by", "OwnerName", "--levels", "Territory", "--name", "Plan")...)
	var plain, detour optimized
	must(t, &plain, in("optimize", "--measure", "units:20%", "--seed", "2")...)
	must(t, &detour, in("optimize", "--measure", "units:20%", "--seed", "2", "--detour", "1.3")...)
	if a, b := plain.Report.Certificate.Value, detour.Report.Certificate.Value; math.Abs(b-1.3*a) > 0.02*b {
		t.Errorf("with a detour of 1.3 the plan costs %g km, without %g", b, a)
	}
	refusedWith(t, "--travel URL", in("optimize", "--travel", "time")...)
}
