package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// world is a plan as simply as it can be written down.
type world struct {
	assigned []int32 // area number per unit
	locked   []bool
	areas    map[int32]worldArea
}

type worldArea struct {
	parent int32
	name   string
}

func (w world) clone() world {
	return world{slices.Clone(w.assigned), slices.Clone(w.locked), maps.Clone(w.areas)}
}

func (w world) equal(o world) bool {
	return slices.Equal(w.assigned, o.assigned) && slices.Equal(w.locked, o.locked) && maps.Equal(w.areas, o.areas)
}

// modelRun plays random operations on a real process and on a world.
type modelRun struct {
	t      *testing.T
	random *rand.Rand
	data   string
	port   int
	server *exec.Cmd
	api    *client
	id     string
	// now is the plan at version; undo and redo are what it goes back and
	// forward to.
	now        world
	version    int64
	last       int32 // highest area number ever
	undo, redo []world
	kills      int
}

// TestModel_RandomOperationsOnARealProcess plays 300 random operations (10,000
// with BAILIWICK_LONG_TESTS, as make test does; MODEL_OPS says otherwise) over HTTP on "bailiwick serve" and on
// a model of arrays and maps. Now and then the process is stopped, or killed
// with SIGKILL in the middle of an operation, and started again: what was
// acknowledged is there, what was not is there whole or not at all.
func TestModel_RandomOperationsOnARealProcess(t *testing.T) {
	t.Parallel()
	operations := 10_000
	if os.Getenv("BAILIWICK_LONG_TESTS") == "" {
		operations = 300
	}
	if text := os.Getenv("MODEL_OPS"); text != "" {
		var err error
		operations, err = strconv.Atoi(text)
		ok(t, err)
	}
	m := newModelRun(t)
	defer func() { kill(t, m.server, 0) }()
	for i := range operations {
		switch dice := m.random.IntN(1000); {
		case dice < 3 || i == operations/2:
			m.restart()
		case dice < 150 && len(m.undo) > 0:
			m.step("undo", &m.undo, &m.redo)
		case dice < 230 && len(m.redo) > 0:
			m.step("redo", &m.redo, &m.undo)
		default:
			m.edit()
		}
		if i%50 == 49 {
			m.compare()
		}
	}
	m.compare()
	t.Logf("%d versions, %d processes killed", m.version, m.kills)
}

func newModelRun(t *testing.T) *modelRun {
	m := &modelRun{t: t, random: crashSeed(t), data: filepath.Join(t.TempDir(), "data")}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	m.port = listener.Addr().(*net.TCPAddr).Port
	ok(t, listener.Close())
	m.start()
	const units = 300
	content := []byte("Id,Owner\n")
	for i := range units {
		content = fmt.Appendf(content, "A%03d,x\n", i)
	}
	started, _, err := importInto(t, m.api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, m.api.post(t.Context(), "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Plan",
		"start": httpapi.Start{Kind: "empty", Levels: []string{"Region", "Territory"}}}, &a))
	m.id, m.version = a.ID, 1
	m.now = world{make([]int32, units), make([]bool, units), map[int32]worldArea{}}
	return m
}

func (m *modelRun) start() {
	address := fmt.Sprintf("127.0.0.1:%d", m.port)
	m.server = child(m.t, "serve", "--data", m.data, "--listen", address)
	m.api = &client{base: "http://" + address, http: &http.Client{}}
	for range 400 {
		if err := m.api.get(m.t.Context(), "/health", nil); err == nil {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	m.t.Fatal("the server did not answer within ten seconds")
}

// restart kills the process in the middle of an edit and starts another.
func (m *modelRun) restart() {
	m.kills++
	edit, next, last := m.randomEdit()
	sent := make(chan struct{})
	api := m.api
	go func() {
		defer close(sent)
		_ = api.post(context.Background(), "/alignments/"+m.id+"/changes", m.body(edit), nil) // may or may not get through
	}()
	kill(m.t, m.server, time.Duration(m.random.IntN(8000))*time.Microsecond)
	<-sent
	m.start()
	var a httpapi.AlignmentItem
	ok(m.t, m.api.get(m.t.Context(), "/alignments/"+m.id, &a))
	switch a.Version {
	case m.version:
	case m.version + 1:
		m.stored(next, last)
	default:
		m.t.Fatalf("version %d after a kill, %d was acknowledged", a.Version, m.version)
	}
	m.compare()
}

func (m *modelRun) body(edit httpapi.Edit) map[string]any {
	return map[string]any{"expectedVersion": m.version, "ops": []httpapi.Edit{edit}}
}

func (m *modelRun) stored(next world, last int32) {
	m.undo, m.redo = append(m.undo, m.now), nil
	m.now, m.last = next, last
	m.version++
}

func (m *modelRun) edit() {
	edit, next, last := m.randomEdit()
	var v httpapi.VersionAnswer
	ok(m.t, m.api.post(m.t.Context(), "/alignments/"+m.id+"/changes", m.body(edit), &v))
	if next.equal(m.now) {
		if v.Version != m.version {
			m.t.Fatalf("an edit that changes nothing made version %d", v.Version)
		}
		return
	}
	m.stored(next, last)
	if v.Version != m.version {
		m.t.Fatalf("got version %d, want %d", v.Version, m.version)
	}
}

// step undoes or redoes; a world moves from one stack to the other.
func (m *modelRun) step(what string, from, to *[]world) {
	var v httpapi.VersionAnswer
	ok(m.t, m.api.post(m.t.Context(), "/alignments/"+m.id+"/"+what, map[string]any{"expectedVersion": m.version}, &v))
	*to = append(*to, m.now)
	m.now = (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	m.version++
	if v.Version != m.version {
		m.t.Fatalf("%s: got version %d, want %d", what, v.Version, m.version)
	}
}

// randomEdit draws an edit that is valid now, with the world and the highest
// area number after it.
func (m *modelRun) randomEdit() (httpapi.Edit, world, int32) {
	next := m.now.clone()
	regions, territories := m.numbers(0), m.numbers(1)
	switch dice := m.random.IntN(20); {
	case len(regions) == 0 || dice == 0:
		return m.add(next, 0)
	case len(territories) == 0 || dice <= 2:
		return m.add(next, regions[m.random.IntN(len(regions))])
	case dice == 3:
		number := territories[m.random.IntN(len(territories))]
		name := fmt.Sprint("Renamed ", m.random.Uint64())
		next.areas[number] = worldArea{next.areas[number].parent, name}
		return httpapi.Edit{UpdateArea: &httpapi.UpdateArea{Number: alignment.AreaNumber(number), Name: &name}}, next, m.last
	case dice == 4:
		if number := territories[m.random.IntN(len(territories))]; !m.anyLocked(number) {
			delete(next.areas, number)
			for unit, area := range next.assigned {
				if area == number {
					next.assigned[unit] = 0
				}
			}
			return httpapi.Edit{RemoveArea: &httpapi.RemoveArea{Number: alignment.AreaNumber(number)}}, next, m.last
		}
		fallthrough
	case dice == 5:
		units := m.units(func(int) bool { return true })
		lock := m.random.IntN(2) == 0
		for _, unit := range units {
			next.locked[unit] = lock
		}
		return httpapi.Edit{Lock: &httpapi.LockUnits{UnitSelection: httpapi.UnitSelection{Units: units}, Locked: lock}}, next, m.last
	}
	to := append(territories, 0)[m.random.IntN(len(territories)+1)]
	units := m.units(func(unit int) bool { return !m.now.locked[unit] })
	if len(units) == 0 { // all locked
		return m.add(next, 0)
	}
	for _, unit := range units {
		next.assigned[unit] = to
	}
	return httpapi.Edit{Assign: &httpapi.AssignUnits{UnitSelection: httpapi.UnitSelection{Units: units}, To: alignment.AreaNumber(to)}}, next, m.last
}

func (m *modelRun) add(next world, parent int32) (httpapi.Edit, world, int32) {
	number := m.last + 1
	name := fmt.Sprint("Area ", m.random.Uint64())
	next.areas[number] = worldArea{parent, name}
	return httpapi.Edit{AddArea: &httpapi.AddArea{Parent: alignment.AreaNumber(parent), Name: name}}, next, number
}

// numbers returns the areas of a level, ascending.
func (m *modelRun) numbers(level int) []int32 {
	var numbers []int32
	for number, a := range m.now.areas {
		if (a.parent == 0) == (level == 0) {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

func (m *modelRun) anyLocked(area int32) bool {
	for unit, number := range m.now.assigned {
		if number == area && m.now.locked[unit] {
			return true
		}
	}
	return false
}

func (m *modelRun) units(allowed func(unit int) bool) []int32 {
	units := []int32{}
	for range 1 + m.random.IntN(30) {
		if unit := m.random.IntN(len(m.now.assigned)); allowed(unit) {
			units = append(units, int32(unit))
		}
	}
	return units
}

// compare reads the plan back and holds it against the model.
func (m *modelRun) compare() {
	m.t.Helper()
	path := "/alignments/" + m.id
	raw := m.bytes(path + "/assignment")
	for unit, want := range m.now.assigned {
		if got := int32(binary.LittleEndian.Uint32(raw[4*unit:])); got != want {
			m.t.Fatalf("version %d: unit %d is in area %d, the model has it in %d", m.version, unit, got, want)
		}
	}
	locks := m.bytes(path + "/locks")
	for unit, want := range m.now.locked {
		if (locks[unit] == 1) != want {
			m.t.Fatalf("version %d: lock of unit %d is %d, the model says %v", m.version, unit, locks[unit], want)
		}
	}
	var l httpapi.Legend
	ok(m.t, m.api.get(m.t.Context(), path+"/legend", &l))
	areas := map[int32]worldArea{}
	for _, a := range l.Areas {
		areas[int32(a.Number)] = worldArea{int32(a.Parent), a.Name}
	}
	if l.Version != m.version || !maps.Equal(areas, m.now.areas) {
		m.t.Fatalf("version %d: areas %v; the model has version %d and %v", l.Version, areas, m.version, m.now.areas)
	}
}

func (m *modelRun) bytes(path string) []byte {
	m.t.Helper()
	response, err := m.api.send(m.t.Context(), http.MethodGet, path, "", nil)
	ok(m.t, err)
	defer response.Body.Close() //nolint:errcheck // read to the end
	raw, err := io.ReadAll(response.Body)
	ok(m.t, err)
	return raw
}
