package salesforcesim

import "strings"

// limits answers /limits and /limits/recordCount.
func (c *call) limits(path []string) *answer {
	if len(path) > 0 && path[0] == "recordCount" {
		return c.recordCount()
	}
	if !c.may("ViewSetup") {
		return forbidden()
	}
	limit := func(most, left int) hash { return hash{{"Max", most}, {"Remaining", max(left, 0)}} }
	used, daily := c.s.calls.value(), c.s.options.DailyLimit
	batches, queries := c.s.jobs.used()
	return ok(hash{
		{"AnalyticsExternalDataSizeMB", limit(40960, 40960)},
		{"ConcurrentAsyncGetReportInstances", limit(200, 200)},
		{"ConcurrentSyncReportRuns", limit(20, 20)},
		{"DailyApiRequests", limit(daily, daily-used)},
		{"DailyAsyncApexExecutions", limit(250000, 250000)},
		{"DailyBulkApiBatches", limit(15000, 15000-batches)},
		{"DailyBulkV2QueryFileStorageMB", limit(976562, 976562)},
		{"DailyBulkV2QueryJobs", limit(10000, 10000-queries)},
		{"DataStorageMB", limit(10240, 9000)},
		{"FileStorageMB", limit(10240, 10240)},
		{"HourlyAsyncReportRuns", limit(1200, 1200)},
		{"HourlySyncReportRuns", limit(500, 500-c.s.reports.count())},
	})
}

func (c *call) recordCount() *answer {
	list := []hash{}
	if c.query.Get("sObjects") == "" {
		for _, t := range c.s.o.tables {
			if t.live > 0 {
				list = append(list, hash{{"count", t.live}, {"name", t.object.name}})
			}
		}
	}
	for _, name := range strings.Split(c.query.Get("sObjects"), ",") {
		if t := c.s.o.table(strings.TrimSpace(name)); t != nil {
			list = append(list, hash{{"count", t.live}, {"name", t.object.name}})
		}
	}
	return ok(hash{{"sObjects", list}})
}
