package optimize

import (
	"slices"
	"sync"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
)

// Live passes the plan that a running optimisation has at the moment to those
// who watch it. Nothing is computed for a run that nobody watches. It works
// within one process and is safe for concurrent use.
type Live struct {
	mu   sync.Mutex
	runs map[string]*liveRun
}

type liveRun struct {
	watched, taken time.Time
	plan           *LivePlan
}

// LivePlan is an intermediate plan: the area of every unit of the snapshot.
// It is not checked and may break limits.
type LivePlan struct {
	Iteration int
	Assigned  []alignment.AreaNumber
}

// How long a look counts as watching, and how often a plan is taken: taking one
// prices every unit.
const (
	watchedFor = 5 * time.Second
	takenEvery = time.Second
)

// NewLive returns an empty one.
func NewLive() *Live { return &Live{runs: make(map[string]*liveRun)} }

// Watch returns the newest plan of a job, nil while there is none, and asks
// for more.
func (l *Live) Watch(jobID string, now time.Time) *LivePlan {
	l.mu.Lock()
	defer l.mu.Unlock()
	run := l.runs[jobID]
	if run == nil {
		return nil
	}
	run.watched = now
	return run.plan
}

// begin opens a job for watching; the function closes it. l may be nil.
func (l *Live) begin(jobID string) (end func()) {
	if l == nil {
		return func() {}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.runs[jobID] = &liveRun{}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.runs, jobID)
	}
}

// wanted says whether somebody watches and the last plan is old enough.
func (l *Live) wanted(jobID string, now time.Time) bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	run := l.runs[jobID]
	return run != nil && now.Sub(run.watched) < watchedFor && now.Sub(run.taken) >= takenEvery
}

func (l *Live) put(jobID string, plan *LivePlan, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if run := l.runs[jobID]; run != nil {
		run.plan, run.taken = plan, now
	}
}

// follow tells how far the search is and shows its plan to those who watch.
func (p *problem) follow(d Deps, jobID string, progress territory.ProgressFunc) func(solve.Progress) {
	scale, _, _ := p.costUnit()
	var plan territory.PlanProgress // stays when a phase has none to show
	return func(g solve.Progress) {
		if g.Snapshot != nil {
			plan = territory.PlanProgress{Iteration: g.Iteration, Deviation: g.Deviation, Objective: g.Objective / scale, Bound: g.Bound / scale}
		}
		if progress != nil {
			p := territory.Progress{Phase: string(g.Phase), Done: int64(1000 * g.Fraction), Total: 1000, Plan: plan}
			if g.Deviation > 0 {
				p = p.Saying(sentence.LargestDeviation.With(sentence.Params{"percent": 100 * g.Deviation}))
			}
			progress(p)
		}
		if g.Snapshot != nil && d.Live.wanted(jobID, d.Now()) {
			q := *p
			numbers := q.areaNumbers(&alignment.ChangeSet{})
			d.Live.put(jobID, &LivePlan{Iteration: g.Iteration, Assigned: p.assigned(g.Snapshot(), numbers)}, d.Now())
		}
	}
}

// areaNumbers names the engine's areas, adding new ones to c.
func (p *problem) areaNumbers(c *alignment.ChangeSet) []alignment.AreaNumber {
	numbers := make([]alignment.AreaNumber, p.areas)
	for j, a := range p.kept {
		numbers[j] = a.Number
	}
	p.added = p.newAreas(c)
	for j, a := range p.added {
		numbers[len(p.kept)+j] = a.Number
	}
	return numbers
}

// assigned turns the engine's assignment into area numbers of all units.
func (p *problem) assigned(assignment []int32, numbers []alignment.AreaNumber) []alignment.AreaNumber {
	after := slices.Clone(p.state.Assigned)
	for _, a := range p.retired {
		for i, number := range after {
			if number == a.Number {
				after[i] = alignment.Unassigned
			}
		}
	}
	if p.cells != nil {
		return p.cells.moved(p, after, assignment, numbers)
	}
	for u, j := range assignment {
		for _, i := range p.members(u) {
			after[i] = alignment.Unassigned
			if j >= 0 {
				after[i] = numbers[j]
			}
		}
	}
	return after
}
