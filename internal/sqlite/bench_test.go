package sqlite_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
)

const (
	benchUnits = 250_000
	benchAreas = 200
)

// plan is a stored alignment of 250,000 units in 200 territories, drawn at
// random so that no run of units helps the codec.
type plan struct {
	db     *sqlite.DB
	dir    string
	state  *alignment.State
	random *rand.Rand
}

func newPlan(b *testing.B) *plan {
	b.Helper()
	p := &plan{dir: b.TempDir(), random: rand.New(rand.NewPCG(1, 1))}
	db, err := sqlite.Open(b.Context(), p.dir)
	check(b, err)
	b.Cleanup(func() { db.Close() })
	p.db = db
	check(b, db.CreateDataset(b.Context(), dataset.Dataset{ID: "d", Name: "d"}))
	codes, names := make([]int32, benchUnits), make([]string, benchAreas)
	for i := range codes {
		codes[i] = p.random.Int32N(benchAreas)
	}
	for i := range names {
		names[i] = "Territory " + string(rune('A'+i/26)) + string(rune('A'+i%26))
	}
	levels, first, err := alignment.FromFields([]alignment.Field{{Level: "Territory", Codes: codes, Values: names}})
	check(b, err)
	check(b, db.CreateAlignment(b.Context(), alignment.Alignment{ID: "a", DatasetID: "d", Name: "a", Levels: levels}, benchUnits, first))
	p.state, err = db.State(b.Context(), "a", 0)
	check(b, err)
	return p
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// gesture moves about n units of up to four areas into one, as a lasso on a
// map does.
func (p *plan) gesture(n int) alignment.ChangeSet {
	m := &alignment.Assign{}
	to := alignment.AreaNumber(1 + p.random.IntN(benchAreas))
	step := max(1, benchUnits/n)
	for unit := p.random.IntN(step); unit < benchUnits; unit += 1 + p.random.IntN(2*step-1) {
		if from := p.state.Assigned[unit]; from != to {
			m.Units = append(m.Units, int32(unit))
			m.From = append(m.From, from)
			m.To = append(m.To, to)
		}
	}
	return alignment.ChangeSet{At: time.Unix(0, 0), Kind: alignment.KindEdit, Reason: "Moved units by lasso", Ops: []alignment.Op{{Assign: m}}}
}

func (p *plan) append(b *testing.B, c alignment.ChangeSet) {
	b.Helper()
	_, err := p.db.Append(b.Context(), "a", p.state.Alignment.Version, c)
	check(b, err)
	p.state.Replay(c)
}

// BenchmarkAppend is one change from the call to its being safe on disk.
func BenchmarkAppend(b *testing.B) {
	for name, n := range map[string]int{"units=1": 1, "units=1000": 1000, "units=50000": 50_000} {
		b.Run(name, func(b *testing.B) {
			p := newPlan(b)
			for b.Loop() {
				b.StopTimer()
				c := p.gesture(n)
				b.StartTimer()
				p.append(b, c)
			}
		})
	}
}

// BenchmarkChangeAndSum validates, stores and sums a change of 50,000 units on
// three measures.
func BenchmarkChangeAndSum(b *testing.B) {
	p := newPlan(b)
	measures := make([][]float64, 3)
	for i := range measures {
		measures[i] = make([]float64, benchUnits)
		for unit := range measures[i] {
			measures[i][unit] = p.random.ExpFloat64() * 1e5
		}
	}
	totals := alignment.NewTotals(p.state, measures)
	for b.Loop() {
		b.StopTimer()
		c := p.gesture(50_000)
		b.StartTimer()
		p.append(b, c)
		totals.Apply(c)
		totals.All(p.state)
	}
}

// BenchmarkHistory stores 10,000 gestures (half of them below 50 units, one in
// a hundred of 20,000) and reads random versions back.
func BenchmarkHistory(b *testing.B) {
	if os.Getenv("BENCH_HISTORY") == "" {
		b.Skip("set BENCH_HISTORY=1 to store 10,000 change sets first")
	}
	p := newPlan(b)
	moved := 0
	for i := range 10_000 {
		n := 1 << p.random.IntN(12)
		if i%100 == 99 {
			n = 20_000
		}
		c := p.gesture(n)
		moved += len(c.Ops[0].Assign.Units)
		p.append(b, c)
	}
	check(b, p.db.Close())
	info, err := os.Stat(filepath.Join(p.dir, sqlite.FileName))
	check(b, err)
	p.db, err = sqlite.Open(context.Background(), p.dir)
	check(b, err)
	slowest := time.Duration(0)
	for b.Loop() {
		begun := time.Now()
		_, err := p.db.State(b.Context(), "a", 1+p.random.Int64N(10_000))
		check(b, err)
		slowest = max(slowest, time.Since(begun))
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	b.ReportMetric(float64(moved)/10_000, "units/change")
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
}

// BenchmarkPickUp is the time from queueing a job to its handler's first line.
func BenchmarkPickUp(b *testing.B) {
	db, err := sqlite.Open(b.Context(), b.TempDir())
	check(b, err)
	defer db.Close()
	begun := make(chan struct{})
	runner, err := job.NewRunner(job.Config{Store: db, Driver: db.QueueDriver(), Exclusive: true, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Handlers: map[string]job.Handler{"k": func(context.Context, *job.Run) (any, error) { begun <- struct{}{}; return nil, nil }}})
	check(b, err)
	check(b, runner.Start(b.Context()))
	defer func() { check(b, runner.Stop(context.Background())) }()
	for i := 0; b.Loop(); i++ {
		check(b, db.EnqueueJob(b.Context(), job.Job{ID: strconv.Itoa(i), Kind: "k", Created: time.Now()}))
		<-begun
	}
}
