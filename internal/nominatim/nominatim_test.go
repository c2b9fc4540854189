package nominatim_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/nominatim"
)

// service answers as the documentation of Nominatim's search says.
func service(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int64)) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/search" || r.URL.Query().Get("format") != "jsonv2" || r.UserAgent() != "test@example.org" {
			t.Errorf("asked %s as %q", r.URL, r.UserAgent())
		}
		answer(w, r, asked.Add(1))
	}))
	t.Cleanup(s.Close)
	return s, &asked
}

func client(t *testing.T, o nominatim.Options) *nominatim.Client {
	t.Helper()
	o.UserAgent = "test@example.org"
	c, err := nominatim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLookup_FieldsAccuracyAndNothingFound(t *testing.T) {
	t.Parallel()
	s, _ := service(t, func(w http.ResponseWriter, r *http.Request, _ int64) {
		q := r.URL.Query()
		switch {
		case q.Get("street") == "1 Main St" && q.Get("postalcode") == "02139" && !q.Has("q"):
			w.Write([]byte(`[{"lat":"42.36","lon":"-71.1","place_rank":30,"addresstype":"building"}]`)) //nolint:errcheck // a test
		case q.Get("q") == "Cambridge":
			w.Write([]byte(`[{"lat":"42.37","lon":"-71.11","place_rank":16,"addresstype":"city"}]`)) //nolint:errcheck // a test
		case q.Get("postalcode") == "99999":
			w.Write([]byte(`[{"lat":"42","lon":"-71","place_rank":21,"addresstype":"postcode"}]`)) //nolint:errcheck // a test
		default:
			w.Write([]byte(`[]`)) //nolint:errcheck // a test
		}
	})
	c := client(t, nominatim.Options{URL: s.URL, Interval: time.Microsecond})
	for a, want := range map[ingest.Address]ingest.Geocoded{
		{Street: "1 Main St", PostalCode: "02139"}: {Found: true, Lon: -71.1, Lat: 42.36, Accuracy: dataset.AtAddress},
		{Query: "Cambridge"}:                       {Found: true, Lon: -71.11, Lat: 42.37, Accuracy: dataset.AtPlace},
		{PostalCode: "99999"}:                      {Found: true, Lon: -71, Lat: 42, Accuracy: dataset.AtPostal},
		{City: "Nowhere"}:                          {},
	} {
		if got, err := c.Lookup(context.Background(), a); err != nil || got != want {
			t.Errorf("%+v: %+v, %v; want %+v", a, got, err, want)
		}
	}
}

func TestLookup_TriesAgainWhatMayPassAndKeepsTheRate(t *testing.T) {
	t.Parallel()
	s, asked := service(t, func(w http.ResponseWriter, _ *http.Request, n int64) {
		if n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte(`[{"lat":"1","lon":"2","place_rank":26}]`)) //nolint:errcheck // a test
	})
	began := time.Now()
	got, err := client(t, nominatim.Options{URL: s.URL, Interval: 50 * time.Millisecond}).Lookup(context.Background(), ingest.Address{Query: "x"})
	if err != nil || got.Accuracy != dataset.AtStreet || asked.Load() != 3 {
		t.Errorf("got %+v, %v after %d requests", got, err, asked.Load())
	}
	if took := time.Since(began); took < 100*time.Millisecond {
		t.Errorf("three requests in %v, the rate allows one in 50 ms", took)
	}
}

func TestLookup_FaultsEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request, n int64)
		want   string
		asked  int64
	}{
		"refused":   {func(w http.ResponseWriter, _ *http.Request, _ int64) { w.WriteHeader(http.StatusForbidden) }, "terms of use", 1},
		"busy":      {func(w http.ResponseWriter, _ *http.Request, _ int64) { w.WriteHeader(http.StatusTooManyRequests) }, "429", 3},
		"no json":   {func(w http.ResponseWriter, _ *http.Request, _ int64) { w.Write([]byte("<html>")) }, "documented", 1},                     //nolint:errcheck // a test
		"no number": {func(w http.ResponseWriter, _ *http.Request, _ int64) { w.Write([]byte(`[{"lat":"NaN","lon":"2"}]`)) }, "no position", 1}, //nolint:errcheck // a test
		"too slow": {func(_ http.ResponseWriter, r *http.Request, _ int64) {
			select {
			case <-r.Context().Done():
			case <-time.After(2 * time.Second):
			}
		}, "exceeded", 3},
	} {
		s, asked := service(t, c.answer)
		_, err := client(t, nominatim.Options{URL: s.URL, Interval: time.Microsecond, Timeout: 200 * time.Millisecond}).Lookup(context.Background(), ingest.Address{Query: "x"})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "q=x") || asked.Load() != c.asked {
			t.Errorf("%s: %v after %d requests", name, err, asked.Load())
		}
	}
}

func TestNew_RefusesSecretsInTheAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://me:secret@example.org", "https://example.org/?key=secret", "ftp://example.org", "example"} {
		if _, err := nominatim.New(nominatim.Options{URL: address}); err == nil || strings.Contains(err.Error(), "me:secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestLookup_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	s, _ := service(t, func(w http.ResponseWriter, _ *http.Request, _ int64) { w.Write([]byte(`[]`)) }) //nolint:errcheck // a test
	c := client(t, nominatim.Options{URL: s.URL, Interval: time.Hour})
	if _, err := c.Lookup(context.Background(), ingest.Address{Query: "x"}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Lookup(ctx, ingest.Address{Query: "y"}); err == nil {
		t.Error("a cancelled lookup waited for its turn")
	}
}
