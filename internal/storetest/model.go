package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Model runs random edits, undo, redo, restores and reopenings against a model
// that keeps every version whole: MODEL_OPS of them, 500 by default, 200 under -short.
func Model(t *testing.T, b Backend) {
	operations := 500
	if testing.Short() {
		operations = 200
	}
	if text := os.Getenv("MODEL_OPS"); text != "" {
		n, err := strconv.Atoi(text)
		must(t, "MODEL_OPS", err)
		operations = n
	}
	m := newModel(t, b)
	for range operations {
		m.step()
	}
	for range 50 {
		m.checkVersion(1 + m.random.Int64N(int64(len(m.versions)-1)))
	}
	t.Logf("%d versions, %d reopenings, %d refused", len(m.versions)-1, m.reopened, m.refused)
}

type model struct {
	t      *testing.T
	b      Backend
	place  string
	s      Store
	random *rand.Rand
	// versions[v] is the state at version v; the first is unused.
	versions []*alignment.State
	// undo holds the states that undo goes back to, newest last; redo those
	// that redo goes forward to.
	undo, redo        []*alignment.State
	reopened, refused int
}

func newModel(t *testing.T, b Backend) *model {
	m := &model{t: t, b: b, place: b.New(t), random: rand.New(rand.NewPCG(testSeed(t), 0))}
	m.s = b.open(t, m.place)
	addDataset(t, m.s, "d1")
	a, first := newAlignment("a1", "d1", 300, 4)
	a.Levels = []string{"Region", "District", "Territory"}
	must(t, "create", m.s.CreateAlignment(t.Context(), a, 300, first))
	state := alignment.NewState(a, 300)
	must(t, "apply", state.Apply(first))
	m.versions = []*alignment.State{nil, state}
	return m
}

func (m *model) now() *alignment.State { return m.versions[len(m.versions)-1] }

func (m *model) version() int64 { return int64(len(m.versions) - 1) }

// step does one random thing to the store and the model.
func (m *model) step() {
	m.t.Helper()
	switch dice := m.random.IntN(100); {
	case dice < 60:
		m.edit()
	case dice < 78:
		m.takeBack(alignment.Undo, &m.undo, &m.redo)
	case dice < 92:
		m.takeBack(alignment.Redo, &m.redo, &m.undo)
	case dice < 95:
		m.restore()
	case dice < 97:
		m.s = m.b.open(m.t, m.place)
		m.reopened++
	default:
		m.checkVersion(m.version())
	}
}

// edit makes a random edit, which the state may refuse.
func (m *model) edit() {
	m.t.Helper()
	ops, err := randomEdit(m.random, m.now(), fmt.Sprint("Area ", len(m.versions)))
	c := alignment.ChangeSet{At: after(len(m.versions)), Actor: ann, Kind: alignment.KindEdit, Reason: "edit", Ops: ops}
	next := m.now().Clone()
	if err == nil {
		err = next.Apply(c)
	}
	if err != nil {
		m.refused++
		if territory.CodeOf(err) == territory.Internal {
			m.t.Fatalf("not for people: %v", err)
		}
		if ops != nil {
			_, storeErr := m.s.Append(m.t.Context(), "a1", m.version(), c)
			equal(m.t, "the store's answer to an edit the state refuses", territory.CodeOf(storeErr), territory.CodeOf(err))
		}
		return
	}
	_, err = m.s.Append(m.t.Context(), "a1", m.version(), c)
	must(m.t, "append", err)
	m.undo, m.redo = append(m.undo, m.now()), nil
	m.versions = append(m.versions, next)
}

type takeBackFunc = func(ctx context.Context, repo alignment.Repository, id string, expected int64, by alignment.Stamp) (int64, error)

// takeBack undoes or redoes; the model moves a state from one stack to the
// other.
func (m *model) takeBack(run takeBackFunc, from, to *[]*alignment.State) {
	m.t.Helper()
	_, err := run(m.t.Context(), m.s, "a1", m.version(), alignment.Stamp{Actor: ann, At: after(len(m.versions))})
	if len(*from) == 0 {
		refused(m.t, "undo or redo with nothing left", err, territory.Conflict)
		return
	}
	must(m.t, "undo or redo", err)
	last := len(*from) - 1
	state := (*from)[last]
	*from = (*from)[:last]
	*to = append(*to, m.now())
	m.versions = append(m.versions, state)
}

func (m *model) restore() {
	m.t.Helper()
	wanted := 1 + m.random.Int64N(m.version())
	version, err := alignment.Restore(m.t.Context(), m.s, "a1", m.version(), wanted, alignment.Stamp{Actor: ann, At: after(len(m.versions))})
	must(m.t, "restore", err)
	if version == m.version() {
		return // it was the same
	}
	m.undo, m.redo = append(m.undo, m.now()), nil
	then := m.versions[wanted].Clone()
	then.Calendar = m.now().Calendar // which no restore takes back
	m.versions = append(m.versions, then)
}

// checkVersion compares a stored version with the model's.
func (m *model) checkVersion(version int64) {
	m.t.Helper()
	state, want := got[*alignment.State](m.t)(m.s.State(m.t.Context(), "a1", version)), m.versions[version]
	what := fmt.Sprintf("version %d of %d", version, m.version())
	equal(m.t, "assignment of "+what, state.Assigned, want.Assigned)
	equal(m.t, "locks of "+what, state.Locked, want.Locked)
	equal(m.t, "areas of "+what, state.Areas, want.Areas)
	equal(m.t, "boundaries of "+what, state.Boundaries, want.Boundaries)
	equal(m.t, "boundary set of "+what, state.Alignment.BoundarySet, want.Alignment.BoundarySet)
	equal(m.t, "holdouts, settings and calendar of "+what, beside(state), beside(want))
}

// beside is what a state holds beside the tree and the columns, as text.
func beside(s *alignment.State) string { return fmt.Sprint(s.Holdouts, s.Options, s.Calendar) }
