package ingest_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// writeRows writes n believable rows of 20 columns, about 190 bytes each.
func writeRows(w io.Writer, n int) {
	out := bufio.NewWriterSize(w, 1<<20)
	defer out.Flush()
	rng := rand.New(rand.NewPCG(3, 4))
	out.WriteString("Id,BillingLatitude,BillingLongitude,AnnualRevenue,Industry,Name,OwnerName,BillingCity,BillingState,BillingPostalCode,")
	out.WriteString("Visits,OpenCases,Employees,Score,Since,Active,Region,District,Cost,Margin\n")
	for i := range n {
		fmt.Fprintf(out, "001%015d,%.6f,%.6f,%d,Industry %d,\"Company %d, Inc.\",Owner %d,City %d,ST%d,%05d,",
			i, 25+rng.Float64()*24, -124+rng.Float64()*57, rng.IntN(1e7), rng.IntN(20), i, rng.IntN(200), rng.IntN(5000), rng.IntN(50), rng.IntN(99999))
		fmt.Fprintf(out, "%d,%d,%d,%.3f,20%02d-%02d-%02d,true,Region %d,District %d,%.2f,%.4f\n",
			rng.IntN(50), rng.IntN(9), rng.IntN(5000), rng.Float64(), 10+rng.IntN(15), 1+rng.IntN(12), 1+rng.IntN(28), rng.IntN(4), rng.IntN(20), rng.Float64()*1e5, rng.Float64())
	}
}

func manyRows(n int) string {
	var data bytes.Buffer
	writeRows(&data, n)
	return data.String()
}

// uploadRows stores a file of n rows without holding it in memory.
func (b *bench) uploadRows(n int) ingest.Upload {
	b.t.Helper()
	w, err := b.deps.Blobs.Create(b.t.Context(), "uploads/rows")
	if err != nil {
		b.t.Fatal(err)
	}
	writeRows(w, n)
	if err := w.Commit(); err != nil {
		b.t.Fatal(err)
	}
	o, err := b.deps.Blobs.Open(b.t.Context(), "uploads/rows")
	if err != nil {
		b.t.Fatal(err)
	}
	defer o.Close()
	return ingest.Upload{ID: "rows", Name: "rows.csv", Bytes: o.Size(), Blob: "uploads/rows"}
}

// BenchmarkRun imports files of 20 columns. peak-MB is the largest memory the
// whole test process has had, so run one size at a time for it; the largest
// size wants BAILIWICK_LARGE=1, a gigabyte of disk and a minute.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{10_000, 250_000, 5_000_000} {
		b.Run(fmt.Sprintf("columns=20/n=%d", n), func(b *testing.B) {
			if n > 250_000 && os.Getenv("BAILIWICK_LARGE") == "" {
				b.Skip("set BAILIWICK_LARGE=1 to run")
			}
			bench := newBench(b)
			bench.deps.Locate = nil
			u := bench.uploadRows(n)
			b.SetBytes(u.Bytes)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				spec := ingest.Spec{SnapshotID: fmt.Sprintf("bench-%d", i), Uploads: []ingest.Upload{u}}
				s, err := ingest.Run(b.Context(), bench.deps, spec, nil)
				if err != nil || s.Units != n {
					b.Fatalf("%d units, %v", s.Units, err)
				}
			}
			b.ReportMetric(peakMemory(), "peak-MB")
		})
	}
}

// peakMemory returns the process's largest resident memory in MB, 0 where the
// system does not tell.
func peakMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}
