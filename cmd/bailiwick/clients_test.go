package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// TestTwentyClients_LoseNothing lets 20 clients edit one alignment over HTTP,
// 800 edits in all (5,000 with BAILIWICK_LONG_TESTS, as make test does), each on the version it saw last. An
// edit that meets others' work is answered with what happened, and the client
// redoes it on top in one step, taking its own side. In the end every edit is
// in the history once or changed nothing any more, and the state is what the
// log says.
func TestTwentyClients_LoseNothing(t *testing.T) {
	t.Parallel()
	const clients = 20
	edits := 5000 / clients
	if os.Getenv("BAILIWICK_LONG_TESTS") == "" {
		edits = 800 / clients
	}
	l, err := openLocal(context.Background(), localOptions{Data: filepath.Join(t.TempDir(), "data")})
	ok(t, err)
	server := httptest.NewServer(l.handler)
	defer func() {
		server.Close()
		ok(t, l.Close(context.Background()))
	}()
	api := &client{base: server.URL, http: server.Client()}
	content := []byte("Id,Owner,Revenue\n")
	for i := range 400 {
		content = fmt.Appendf(content, "A%03d,Owner %d,%d\n", i, i%12, i*100)
	}
	started, _, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, api.post(t.Context(), "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Plan",
		"start": httpapi.Start{Kind: "fields", Fields: []string{"Owner"}}}, &a))
	seed := crashSeed(t).Uint64()
	var stored, told, same atomic.Int64
	var wait sync.WaitGroup
	for i := range clients {
		wait.Go(func() {
			p := planningClient{t: t, api: api, id: a.ID, number: i, random: rand.New(rand.NewPCG(seed, uint64(i))), seen: 1}
			p.run(edits)
			stored.Add(p.stored)
			told.Add(p.told)
			same.Add(p.same)
		})
	}
	wait.Wait()
	t.Logf("%d edits stored, %d of them after a conflict was told; %d were done by others already", stored.Load(), told.Load(), same.Load())
	end, err := l.db.State(t.Context(), a.ID, 0)
	ok(t, err)
	if stored.Load()+same.Load() != int64(clients*edits) || end.Alignment.Version != 1+stored.Load() {
		t.Errorf("%d stored and %d unchanged of %d edits, version %d", stored.Load(), same.Load(), clients*edits, end.Alignment.Version)
	}
	if told.Load() == 0 {
		t.Error("no edit met the work of others, so the test shows nothing")
	}
	sameAsLog(t, l, end)
}

// sameAsLog plays the history from nothing and compares.
func sameAsLog(t *testing.T, l *local, end *alignment.State) {
	t.Helper()
	replayed := alignment.NewState(end.Alignment, len(end.Assigned))
	for version := int64(1); version <= end.Alignment.Version; version++ {
		c, err := l.db.ChangeSet(t.Context(), end.Alignment.ID, version)
		ok(t, err)
		ok(t, replayed.Apply(c))
	}
	if !reflect.DeepEqual(replayed.Assigned, end.Assigned) || !reflect.DeepEqual(replayed.Locked, end.Locked) || len(replayed.Areas) != len(end.Areas) {
		t.Error("the state is not what its log says")
	}
	for number, area := range end.Areas {
		if replayed.Areas[number] == nil || !replayed.Areas[number].Equal(area) {
			t.Errorf("area %d differs from the log", number)
		}
	}
}

// planningClient is one of many planners.
type planningClient struct {
	t      *testing.T
	api    *client
	id     string
	number int
	random *rand.Rand
	// seen is the version this planner looks at; it is often an old one.
	seen               int64
	stored, told, same int64
}

func (p *planningClient) run(n int) {
	for i := range n {
		if p.random.IntN(4) == 0 { // looks again now and then
			var a httpapi.AlignmentItem
			if err := p.api.get(p.t.Context(), "/alignments/"+p.id, &a); err != nil {
				p.t.Error(err)
				return
			}
			p.seen = a.Version
		}
		if !p.edit(p.randomEdit(i)) {
			return
		}
	}
}

// randomEdit moves a handful of units, or writes a note on an area.
func (p *planningClient) randomEdit(i int) httpapi.Edit {
	area := alignment.AreaNumber(1 + p.random.IntN(12))
	if p.random.IntN(5) == 0 {
		notes := fmt.Sprintf("client %d, edit %d", p.number, i)
		return httpapi.Edit{UpdateArea: &httpapi.UpdateArea{Number: area, AreaProperties: httpapi.AreaProperties{Notes: &notes}}}
	}
	var units []int32
	for range 1 + p.random.IntN(4) {
		units = append(units, p.random.Int32N(400))
	}
	return httpapi.Edit{Assign: &httpapi.AssignUnits{UnitSelection: httpapi.UnitSelection{Units: units}, To: area}}
}

var conflictArea = regexp.MustCompile(`\d+`)

// edit sends an edit made for the version seen; when it meets others' work it
// is sent again with the choice of its own side for every area named.
func (p *planningClient) edit(e httpapi.Edit) bool {
	choices := map[string]string{}
	for attempt := range 50 {
		var v httpapi.VersionAnswer
		err := p.api.post(p.t.Context(), "/alignments/"+p.id+"/changes", map[string]any{
			"expectedVersion": p.seen, "ops": []httpapi.Edit{e}, "onTop": true, "choices": choices, "reason": fmt.Sprint("client ", p.number)}, &v)
		var problem *territory.Error
		switch {
		case err == nil:
			p.count(v.Version, attempt)
			return true
		case errors.As(err, &problem) && problem.Code == territory.Conflict && len(problem.Details) > 0:
			for _, d := range problem.Details {
				choices[conflictArea.FindString(d.Where)] = string(alignment.Theirs)
			}
		default:
			p.t.Errorf("client %d: %v", p.number, err)
			return false
		}
	}
	p.t.Errorf("client %d could not get its edit through", p.number)
	return false
}

// count finds out whether the version answered is this edit's.
func (p *planningClient) count(version int64, attempts int) {
	if attempts > 0 {
		p.told++
	}
	var h httpapi.History
	if err := p.api.get(p.t.Context(), fmt.Sprintf("/alignments/%s/history?before=%d&limit=1", p.id, version+1), &h); err != nil {
		p.t.Error(err)
		return
	}
	if len(h.Changes) == 1 && h.Changes[0].Reason == fmt.Sprint("client ", p.number) && version > p.seen {
		p.stored++
		p.seen = version
		return
	}
	p.same++
}
