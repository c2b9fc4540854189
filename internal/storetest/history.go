package storetest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// History tests long histories: many writers at once, and every version
// against a simple model, also after reopening.
func History(t *testing.T, b Backend) {
	t.Run("20 clients", func(t *testing.T) { t.Parallel(); manyClients(t, b) })
	t.Run("every version", func(t *testing.T) { t.Parallel(); everyVersion(t, b) })
}

// manyClients lets 20 goroutines append with optimistic versions; each move
// that was acknowledged must be in the history once.
func manyClients(t *testing.T, b Backend) {
	const clients, edits, units = 20, 15, 200
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	a, first := newAlignment("a1", "d1", units, 4)
	must(t, "create", s.CreateAlignment(ctx, a, units, first))
	var wait sync.WaitGroup
	for client := range clients {
		wait.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(client)))
			for done := 0; done < edits; {
				now, err := s.State(ctx, "a1", 0)
				if err != nil {
					t.Errorf("client %d: %v", client, err)
					return
				}
				unit := random.Int32N(units)
				from := now.Assigned[unit]
				_, err = s.Append(ctx, "a1", now.Alignment.Version, moveOne(unit, from, from%4+1, client))
				switch {
				case err == nil:
					done++
				case territory.CodeOf(err) != territory.Conflict:
					t.Errorf("client %d: %v", client, err)
					return
				}
			}
		})
	}
	wait.Wait()
	end := got[*alignment.State](t)(s.State(ctx, "a1", 0))
	equal(t, "versions", end.Alignment.Version, int64(1+clients*edits))
	replayed := alignment.NewState(a, units)
	for version := int64(1); version <= end.Alignment.Version; version++ {
		must(t, "replay the log", replayed.Apply(got[alignment.ChangeSet](t)(s.ChangeSet(ctx, "a1", version))))
	}
	equal(t, "the state and its log", end.Assigned, replayed.Assigned)
}

// everyVersion appends random moves of very different sizes, keeps the
// assignment of each version aside, and compares them all.
func everyVersion(t *testing.T, b Backend) {
	const units, versions = 2000, 400
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
	for _, version := range random.Perm(versions) {
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
