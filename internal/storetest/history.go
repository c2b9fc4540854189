package storetest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// History tests long histories: many writers at once, and every version
// against a simple model, also after reopening.
func History(t *testing.T, b Backend) {
	t.Run("20 clients", func(t *testing.T) { t.Parallel(); manyClients(t, b) })
	t.Run("any version", func(t *testing.T) { t.Parallel(); anyVersion(t, b) })
}

// manyClients lets 20 goroutines edit at once, CLIENT_EDITS each (15 by
// default), every one on a version that may be old by then. Edits that meet
// others' work are given up as a planner might; all others must be in the
// history once, and the state must be what the log says.
func manyClients(t *testing.T, b Backend) {
	const clients, units = 20, 300
	edits := 15
	if text := os.Getenv("CLIENT_EDITS"); text != "" {
		n, err := strconv.Atoi(text)
		must(t, "CLIENT_EDITS", err)
		edits = n
	}
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	a, first := newAlignment("a1", "d1", units, 12)
	must(t, "create", s.CreateAlignment(ctx, a, units, first))
	seed := testSeed(t)
	var stored, met, unchanged atomic.Int64
	var wait sync.WaitGroup
	for client := range clients {
		wait.Go(func() {
			c := client20{t: t, s: s, name: fmt.Sprint("client ", client), random: rand.New(rand.NewPCG(seed, uint64(client)))}
			c.run(edits)
			stored.Add(c.stored)
			met.Add(c.met)
			unchanged.Add(c.unchanged)
		})
	}
	wait.Wait()
	t.Logf("%d edits stored, %d met others' work, %d were done by others already", stored.Load(), met.Load(), unchanged.Load())
	end := got[*alignment.State](t)(s.State(ctx, "a1", 0))
	equal(t, "versions", end.Alignment.Version, 1+stored.Load())
	equal(t, "edits", stored.Load()+met.Load()+unchanged.Load(), int64(clients*edits))
	replayed := alignment.NewState(a, units)
	for version := int64(1); version <= end.Alignment.Version; version++ {
		must(t, "replay the log", replayed.Apply(got[alignment.ChangeSet](t)(s.ChangeSet(ctx, "a1", version))))
	}
	equal(t, "the assignment and its log", end.Assigned, replayed.Assigned)
	equal(t, "the locks and their log", end.Locked, replayed.Locked)
	equal(t, "the areas and their log", end.Areas, replayed.Areas)
}

// client20 is one of many planners.
type client20 struct {
	t                      *testing.T
	s                      Store
	name                   string
	random                 *rand.Rand
	stored, met, unchanged int64
}

// run makes edits until n were valid where they were made.
func (c *client20) run(n int) {
	ctx := c.t.Context()
	for done := 0; done < n; {
		seen, err := c.s.State(ctx, "a1", 0)
		if err != nil {
			c.t.Errorf("%s: %v", c.name, err)
			return
		}
		ops, err := randomEdit(c.random, seen, fmt.Sprint(c.name, " ", done))
		change := alignment.ChangeSet{At: start, Actor: territory.Actor{ID: c.name}, Kind: alignment.KindEdit, Reason: "edit", Ops: ops}
		if err != nil || len(ops) == 0 || seen.Clone().Apply(change) != nil {
			continue
		}
		done++
		runtime.Gosched()
		m, version, err := alignment.AppendOnTop(ctx, c.s, "a1", seen.Alignment.Version, change, nil)
		switch {
		case m.Open > 0 || territory.CodeOf(err) == territory.Conflict:
			c.met++
		case err != nil:
			c.t.Errorf("%s: %v", c.name, err)
			return
		case c.isMine(version):
			c.stored++
		default:
			c.unchanged++
		}
	}
}

// isMine says whether a version is this client's.
func (c *client20) isMine(version int64) bool {
	change, err := c.s.ChangeSet(c.t.Context(), "a1", version)
	return err == nil && change.Actor.ID == c.name
}

// anyVersion appends random moves of very different sizes, keeps the
// assignment of each version aside, and compares a hundred of them.
func anyVersion(t *testing.T, b Backend) {
	const units, versions = 1000, 300
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	a, first := newAlignment("a1", "d1", units, 9)
	must(t, "create", s.CreateAlignment(ctx, a, units, first))
	seed := testSeed(t)
	random := rand.New(rand.NewPCG(seed, 0))
	model := got[*alignment.State](t)(s.State(ctx, "a1", 1))
	kept := [][]alignment.AreaNumber{nil, append([]alignment.AreaNumber{}, model.Assigned...)}
	for version := int64(1); version < versions; version++ {
		c := randomMoves(random, model)
		must(t, "apply to the model", model.Apply(c))
		kept = append(kept, append([]alignment.AreaNumber{}, model.Assigned...))
		_, err := s.Append(ctx, "a1", version, c)
		must(t, "append", err)
		if random.IntN(40) == 0 {
			s = b.open(t, place)
		}
	}
	s = b.open(t, place)
	for _, version := range random.Perm(versions)[:100] {
		if version == 0 {
			continue
		}
		state := got[*alignment.State](t)(s.State(ctx, "a1", int64(version)))
		if len(state.Areas) != 9 || state.Alignment.Version != int64(version) {
			t.Fatalf("version %d has %d areas and calls itself %d", version, len(state.Areas), state.Alignment.Version)
		}
		equal(t, "assignment of version "+strconv.Itoa(version), state.Assigned, kept[version])
	}
}

// randomMoves moves one unit or very many.
func randomMoves(random *rand.Rand, s *alignment.State) alignment.ChangeSet {
	c := moveOne(0, 0, 0, 1)
	m := &alignment.Assign{}
	share := []float64{0.001, 0.01, 0.5}[random.IntN(3)]
	for unit, from := range s.Assigned {
		if to := alignment.AreaNumber(random.IntN(10)); random.Float64() < share && to != from {
			m.Units = append(m.Units, int32(unit))
			m.From = append(m.From, from)
			m.To = append(m.To, to)
		}
	}
	c.Ops[0].Assign = m
	return c
}

// testSeed returns TEST_SEED or a seed of the clock, and logs it.
func testSeed(t testing.TB) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if text := os.Getenv("TEST_SEED"); text != "" {
		given, err := strconv.ParseUint(text, 10, 64)
		must(t, "TEST_SEED", err)
		seed = given
	}
	t.Logf("TEST_SEED=%d", seed)
	return seed
}
