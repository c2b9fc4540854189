package salesforcesim_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// BenchmarkStart makes the org with its seeded data.
func BenchmarkStart(b *testing.B) {
	for _, n := range []int{5_000, 250_000} {
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) {
			if n > 5_000 && testing.Short() {
				b.Skip("large")
			}
			var before, after runtime.MemStats
			for range b.N {
				runtime.GC()
				runtime.ReadMemStats(&before)
				s := salesforcesim.New(salesforcesim.Options{Accounts: n, Seed: 1})
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
				s.Close()
			}
		})
	}
}

// BenchmarkBulkQuery reads every account by Bulk API 2.0 over HTTP.
func BenchmarkBulkQuery(b *testing.B) {
	for _, n := range []int{5_000, 250_000} {
		if n > 5_000 && testing.Short() {
			continue
		}
		sim := salesforcesim.New(salesforcesim.Options{Accounts: n, Seed: 1})
		server := httptest.NewServer(sim)
		c := connect(b, sim, server.URL)
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) {
			for range b.N {
				b.SetBytes(int64(c.bulkQuery(b, "SELECT Id, Name, BillingCity, BillingState, BillingPostalCode, BillingLatitude, BillingLongitude, AnnualRevenue, Industry, Owner.Name FROM Account")))
			}
		})
		server.Close()
		sim.Close()
	}
}

// bulkQuery runs a query job and reads all pages; it returns their size.
func (c *client) bulkQuery(t testing.TB, soql string) int {
	t.Helper()
	body, err := json.Marshal(map[string]string{"operation": "query", "query": soql})
	if err != nil {
		t.Fatal(err)
	}
	job := c.want(t, 200, "POST", "/jobs/query", string(body))
	for job["state"] != "JobComplete" {
		if job["state"] == "Failed" {
			t.Fatalf("job failed: %v", job)
		}
		job = c.want(t, 200, "GET", "/jobs/query/"+job["id"].(string), "")
	}
	size := 0
	for locator := ""; locator != "null"; {
		r, err := http.NewRequest("GET", c.base+"/jobs/query/"+job["id"].(string)+"/results?locator="+locator, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+c.token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != 200 {
			t.Fatalf("results: %s %v", answer.Status, err)
		}
		size += int(n)
		locator = answer.Header.Get("Sforce-Locator")
	}
	return size
}
