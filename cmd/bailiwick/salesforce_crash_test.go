package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// What a saboteur does at the moment it was told.
const (
	killBefore = iota // SIGKILL before the org has the request
	killAfter         // SIGKILL after the org has done it, before the answer
	dropBefore
	dropAfter
	expireSession
	halfFails
	sabotages
)

// saboteur stands between a process and an org that is a process of its own.
type saboteur struct {
	t     *testing.T
	org   *url.URL
	proxy *httputil.ReverseProxy
	*httptest.Server

	mu     sync.Mutex
	wanted func(*http.Request) bool
	left   int
	what   int
	victim *exec.Cmd
	struck bool
	seen   []string // method and path of every request
}

// count is how many requests had this method and ended in this way.
func (s *saboteur) count(method, suffix string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, line := range s.seen {
		if strings.HasPrefix(line, method+" ") && strings.HasSuffix(line, suffix) {
			n++
		}
	}
	return n
}

// childSimulator starts a simulated org in a process of its own, and a saboteur
// before it. The org's printed line is returned.
func childSimulator(t *testing.T, args ...string) (*saboteur, salesforcesim.About) {
	t.Helper()
	c := exec.Command(os.Args[0], append([]string{"salesforce-sim", "--listen", "127.0.0.1:0"}, args...)...)
	c.Env = append(os.Environ(), "BAILIWICK_TEST_CHILD=1")
	out, err := c.StdoutPipe()
	ok(t, err)
	ok(t, c.Start())
	t.Cleanup(func() { c.Process.Kill(); c.Wait() }) //nolint:errcheck // it has to go
	line, err := bufio.NewReader(out).ReadBytes('\n')
	ok(t, err)
	var about salesforcesim.About
	ok(t, json.Unmarshal(line, &about))
	go io.Copy(io.Discard, out) //nolint:errcheck // ends with the process
	s := &saboteur{t: t, left: -1}
	s.org, err = url.Parse(about.URL)
	ok(t, err)
	s.proxy = httputil.NewSingleHostReverseProxy(s.org)
	s.proxy.ErrorLog = nil
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s, about
}

// ServeHTTP implements http.Handler.
func (s *saboteur) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch what := s.strike(r); what {
	case killBefore:
		s.kill()
		panic(http.ErrAbortHandler)
	case dropBefore:
		panic(http.ErrAbortHandler)
	case killAfter, dropAfter:
		s.proxy.ServeHTTP(httptest.NewRecorder(), r)
		if what == killAfter {
			s.kill()
		}
		panic(http.ErrAbortHandler)
	case expireSession:
		s.control(http.MethodPost, "/simulator/expire", nil, nil)
	case halfFails:
		s.control(http.MethodPut, "/simulator/faults", map[string]any{"next": map[string]int{"half": 1}}, nil)
	}
	s.proxy.ServeHTTP(w, r)
}

// strike says what happens to a request, -1 for nothing.
func (s *saboteur) strike(r *http.Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, r.Method+" "+r.URL.Path)
	if s.left < 0 || !s.wanted(r) {
		return -1
	}
	if s.left--; s.left >= 0 {
		return -1
	}
	s.struck = true
	return s.what
}

func (s *saboteur) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.victim.Process.Kill() //nolint:errcheck // SIGKILL; it may have ended
}

func (s *saboteur) control(method, path string, in, out any) {
	s.t.Helper()
	raw, err := json.Marshal(in)
	ok(s.t, err)
	request, err := http.NewRequest(method, s.org.String()+path, strings.NewReader(string(raw)))
	ok(s.t, err)
	response, err := http.DefaultClient.Do(request)
	ok(s.t, err)
	defer response.Body.Close() //nolint:errcheck // a test
	if response.StatusCode >= 300 {
		s.t.Fatalf("%s %s: %s", method, path, response.Status)
	}
	if out != nil {
		ok(s.t, json.NewDecoder(response.Body).Decode(out))
	}
}

// run runs the program in a process and strikes once; it returns whether it
// struck and what the process wrote. The process may be killed.
func (s *saboteur) run(what, after int, wanted func(*http.Request) bool, args ...string) (struck bool, stdout, stderr string, err error) {
	c := exec.Command(os.Args[0], append(args, "--json")...)
	c.Env = append(os.Environ(), "BAILIWICK_TEST_CHILD=1")
	var out, errOut strings.Builder
	c.Stdout, c.Stderr = &out, &errOut
	s.mu.Lock()
	s.wanted, s.left, s.what, s.struck, s.victim = wanted, after, what, false, c
	s.mu.Unlock()
	ok(s.t, c.Start())
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case err = <-ended:
	case <-time.After(2 * time.Minute):
		c.Process.Kill() //nolint:errcheck // it hangs
		s.t.Fatalf("bailiwick %v hangs: %s", args, &errOut)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = -1
	return s.struck, out.String(), errOut.String(), err
}

// folder connects a data folder to the org, by way of the saboteur.
func (s *saboteur) folder(about salesforcesim.About) *orgFolder {
	f := &orgFolder{t: s.t, sim: s.URL, data: filepath.Join(s.t.TempDir(), "data")}
	f.must(new(orgRecord), "salesforce", "connect", "Sim", "--flow", "client-credentials", "--url", s.URL, "--client-id", about.ClientID, "--client-secret", about.ClientSecret)
	return f
}

// TestKill9_DuringAnImportFromAnOrg kills the process with SIGKILL in the middle
// of reading a Bulk query's pages. Started again, the import goes on: the query
// is not run anew, and no page that was read is read again.
func TestKill9_DuringAnImportFromAnOrg(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	s, about := childSimulator(t, "--accounts", "12000", "--seed", "4", "--bulk-page", "1500")
	f := s.folder(about)
	results := func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/results") }
	args := f.args([]string{"salesforce", "import", "--name", "Accounts", "--object", "Account:Id,Name,BillingState", "--object", "Lead:Id,Name"})
	struck, _, _, err := s.run(killAfter, 4, results, args...)
	if !struck || err == nil {
		t.Fatalf("the process was not killed: %v %v", struck, err)
	}
	settle(t, f.data)
	var list listing
	f.must(&list, "datasets")
	if len(list.Datasets) != 1 || list.Datasets[0].Snapshot == nil || list.Datasets[0].Snapshot.Units < 12000 {
		t.Fatalf("the import did not go on: %+v", list)
	}
	queries, pages := s.count(http.MethodPost, "/jobs/query"), s.count(http.MethodGet, "/results")
	if queries != 1 || pages != 8+1 { // the page whose answer was lost comes again
		t.Errorf("%d queries and %d pages were read, want 1 and 9", queries, pages)
	}
	noOrphans(t, f.data)
}

// TestKill9_DuringAPublish is the fault test with the real thing: a process that
// applies a plan to an org in another process is killed with SIGKILL, cut off,
// loses its session, or half of a batch fails, at a random write. After
// resuming the org is as planned, and the org has seen no write twice. make
// test-faults has 200 interruptions, make test 50.
func TestKill9_DuringAPublish(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	interruptions := faults(3, 50, 200)
	random := crashSeed(t)
	s, about := childSimulator(t, "--accounts", "400", "--seed", "3")
	f := s.folder(about)
	f.imported()
	users := orgUsers(t, s.org.String(), about)
	done, kills := 0, 0
	for round := 0; done < interruptions; round++ {
		f.shuffle(random, round, users)
		var p orgplan.Plan
		f.must(&p, "publish", "plan", "--model", "FY27", "--rules", "codes", "--code-column", "BillingPostalCode")
		s.control(http.MethodDelete, "/simulator/writes", nil, nil)
		for try := 0; ; try++ {
			what, after := -1, 1<<30
			if try < 6 && done < interruptions {
				what, after = random.IntN(sabotages), random.IntN(5)
			}
			struck, stdout, stderr, err := s.run(what, after, writesRecords, f.args([]string{"publish", "apply", p.ID, "--accept-conflicts", "--again"})...)
			if struck {
				done++
				if what == killBefore || what == killAfter {
					kills++
				}
			}
			var o orgplan.Outcome
			if err == nil && json.Unmarshal([]byte(stdout), &o) == nil && o.State == orgplan.Applied {
				break
			}
			if try > 12 {
				t.Fatalf("round %d does not come to an end: %v %s %s", round, err, stdout, stderr)
			}
		}
		f.must(new(any), "publish", "verify", p.ID)
		s.neverTwice(round)
		var again orgplan.Plan
		f.must(&again, "publish", "plan", "--model", "FY27", "--rules", "codes", "--code-column", "BillingPostalCode")
		if again.Operations != 0 {
			t.Fatalf("round %d: the next plan has %d writes: %v", round, again.Operations, again.Counts)
		}
		f.must(new(any), "publish", "forget", again.ID)
	}
	t.Logf("%d interruptions, %d of them SIGKILL", done, kills)
}

// writesRecords says whether a request writes to the org.
func writesRecords(r *http.Request) bool {
	return r.Method != http.MethodGet && strings.HasPrefix(r.URL.Path, "/services/data/") && !strings.Contains(r.URL.Path, "/jobs/query")
}

// neverTwice asks the org whether it saw a write twice since it last counted.
func (s *saboteur) neverTwice(round int) {
	s.t.Helper()
	var writes map[string]struct{ Repeated, Creates, Updates, Deletes int }
	s.control(http.MethodGet, "/simulator/writes", nil, &writes)
	if len(writes) == 0 {
		s.t.Fatalf("round %d: the org saw no write at all", round)
	}
	for object, n := range writes {
		if n.Repeated > 0 {
			s.t.Fatalf("round %d: %d writes to %s came twice: %+v", round, n.Repeated, object, n)
		}
	}
}

// shuffle renames areas, moves units and changes owners, as planners do between
// two publications.
func (f *orgFolder) shuffle(random *rand.Rand, round int, users []string) {
	f.t.Helper()
	f.edit(func(now *alignment.State) (ops []alignment.Op, err error) {
		leaves := now.Territories()
		for range 6 {
			a := leaves[random.IntN(len(leaves))]
			changed, err := now.UpdateOps(a.Number, func(a *alignment.Area) {
				a.Name, a.Owner = fmt.Sprintf("Area %d-%d-%d", a.Number, round, random.IntN(1000)), users[random.IntN(len(users))]
			})
			if err == nil {
				err = now.Apply(alignment.ChangeSet{Ops: changed})
			}
			if err != nil {
				return nil, err
			}
			ops = append(ops, changed...)
		}
		var units []int32
		for unit := range now.Assigned {
			if random.IntN(4) == 0 {
				units = append(units, int32(unit))
			}
		}
		moved, err := now.AssignOps(units, leaves[random.IntN(len(leaves))].Number)
		return append(ops, moved...), err
	})
}
