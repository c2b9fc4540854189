package optimize

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
)

// Deps is what a run needs from outside.
type Deps struct {
	Blobs      blob.Store
	Alignments alignment.Repository
	// Reader opens the units of a state with every attribute that it gives them.
	Reader ReaderFunc
	// Explorations is needed by Pareto sets and headcount curves only.
	Explorations Explorations
	// Live shows intermediate plans; nil for runs nobody can watch.
	Live *Live
	Now  func() time.Time
	// Geography opens boundary sets, for requests by boundary.
	Geography GeographyFunc
	// BoundaryAmounts returns what each boundary has of a measure of boundaries, nil
	// for a measure of units; nil itself when there are no such measures.
	BoundaryAmounts func(ctx context.Context, state *alignment.State, r *dataset.Reader, measure string) ([]float64, error)
	// Travel finds travel times (nil where no service is set), TravelCache keeps
	// them.
	Travel      TravelService
	TravelCache TravelCache
	// Workers is the number of processors a run may use.
	Workers int
	// Stopping says whether ctx ended because the process stops and the run
	// will be repeated, rather than because somebody cancelled it.
	Stopping func(ctx context.Context) bool
}

// ReaderFunc opens the units of a state of an alignment.
type ReaderFunc func(ctx context.Context, state *alignment.State) (*dataset.Reader, error)

// Outcome is the result of a run.
type Outcome struct {
	DraftID string `json:"draftId"`
	Report  Report `json:"report"`
}

// Run solves and stores the plan as a draft. It is safe to run again after a
// crash: a draft that exists already is returned as it is. Cancelling ctx keeps
// the best plan so far when there is one; the report's Stop says so.
func Run(ctx context.Context, d Deps, jobID string, spec Spec, progress territory.ProgressFunc) (*Outcome, error) {
	done, err := finished(ctx, d, spec)
	if done != nil || err != nil {
		return done, err
	}
	p, err := prepare(ctx, d, &spec)
	if err != nil {
		return nil, err
	}
	defer d.Live.begin(jobID)()
	par := params(d, p.request)
	par.Progress = p.follow(d, jobID, progress)
	result, err := p.solve(ctx, d, par, progress)
	var told *territory.Error
	if errors.As(err, &told) || err != nil && ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		return nil, territory.Say(territory.Invalid, sentence.StartEngine.With(sentence.Params{"cause": fmt.Sprint(errors.Unwrap(err))}))
	}
	if !result.Checked {
		return nil, errNotChecked
	}
	if ctx.Err() != nil && d.Stopping(ctx) {
		return nil, ctx.Err()
	}
	// The plan is here; storing it must not be lost to the cancel that ended
	// the search.
	return p.store(context.WithoutCancel(ctx), d, jobID, spec, result)
}

func finished(ctx context.Context, d Deps, spec Spec) (*Outcome, error) {
	draft, _, err := d.Alignments.Draft(ctx, spec.DraftID)
	switch {
	case territory.CodeOf(err) == territory.NotFound:
		return nil, nil
	case err != nil:
		return nil, err
	}
	out := &Outcome{DraftID: draft.ID}
	if err := json.Unmarshal(draft.Report, &out.Report); err != nil {
		return nil, fmt.Errorf("read report of draft %s: %w", draft.ID, err)
	}
	return out, nil
}

// Check reports whether a request can start at all, so that the API refuses it
// at once instead of by a failed job.
func Check(ctx context.Context, d Deps, spec Spec) error {
	p, err := prepare(ctx, d, &spec)
	if err == nil && p.request.Travel == TravelTime {
		_, err = p.newByTime(d, nil)
	}
	return err
}

func prepare(ctx context.Context, d Deps, spec *Spec) (*problem, error) {
	p, _, err := load(ctx, d, spec)
	return p, err
}

// load reads what a problem is made of and returns it with the column that
// weighs travel, nil for none.
func load(ctx context.Context, d Deps, spec *Spec) (*problem, []float64, error) {
	request, err := spec.Request.normalise()
	if err != nil {
		return nil, nil, err
	}
	state, err := d.Alignments.State(ctx, spec.AlignmentID, spec.BaseVersion)
	if err != nil {
		return nil, nil, err
	}
	spec.BaseVersion = state.Alignment.Version
	state.FreezeHeld(alignment.DateOf(d.Now()))
	r, err := d.Reader(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	names := make([]string, len(request.Measures))
	for m, goal := range request.Measures {
		names[m] = goal.Column
	}
	columns, err := figures.Load(ctx, r, names)
	if err != nil {
		return nil, nil, err
	}
	for m, column := range columns.Measures {
		if err := notNegative(ctx, names[m], column, r); err != nil {
			return nil, nil, err
		}
	}
	var weight []float64
	if request.Weight != "" {
		if weight, err = r.Numbers(ctx, request.Weight); err != nil {
			return nil, nil, err
		}
		if err := notNegative(ctx, request.Weight, weight, r); err != nil {
			return nil, nil, err
		}
	}
	p, err := layOut(ctx, d, r, request, state, columns, weight)
	return p, weight, err
}

// layOut builds the problem of a request, of units or of whole boundaries.
func layOut(ctx context.Context, d Deps, r *dataset.Reader, request Request, state *alignment.State, columns *figures.Units, weight []float64) (*problem, error) {
	if request.By == ByBoundary {
		if request.Filter != "" || len(request.Eligible) > 0 {
			return nil, refused("by", sentence.StartUnitsOnly.With(nil))
		}
		g, err := d.geography(ctx, state, r)
		if err != nil {
			return nil, err
		}
		if err := d.amounts(ctx, g, state, r, columns.Names); err != nil {
			return nil, err
		}
		p, err := buildByBoundary(request, state, columns, weight, g)
		if err != nil {
			return nil, err
		}
		p.nameUnits(ctx, r)
		return p, p.restrict(nil)
	}
	state, err := narrowed(ctx, r, state, request.Filter)
	if err != nil {
		return nil, err
	}
	open, err := eligible(ctx, r, state, request.Eligible)
	if err != nil {
		return nil, err
	}
	families, err := keptFamilies(ctx, r, request, state)
	if err != nil {
		return nil, err
	}
	p, err := build(request, state, columns, weight, families)
	if err != nil {
		return nil, err
	}
	p.nameUnits(ctx, r)
	return p, p.restrict(open)
}

func notNegative(ctx context.Context, name string, column []float64, r *dataset.Reader) error {
	for i, v := range column {
		if v < 0 || math.IsInf(v, 0) {
			ids, err := r.IDs(ctx)
			if err != nil {
				return err
			}
			return refused("measures", sentence.StartNegative.With(sentence.Params{"unit": ids.At(i), "measure": name, "value": fmt.Sprint(v)}))
		}
	}
	return nil
}

func params(d Deps, r Request) solve.Params {
	return solve.Params{Seed: r.Seed, Workers: d.Workers, Clock: d.Now, TimeLimit: time.Duration(r.TimeLimitSeconds * float64(time.Second))}
}

func (p *problem) store(ctx context.Context, d Deps, jobID string, spec Spec, result *solve.Result) (*Outcome, error) {
	change, after, territories := p.change(result.Assignment, p.because(sentence.Optimised))
	report := p.report(result, after, territories)
	now := d.Now().UTC()
	change.At = now
	rawParams, err := json.Marshal(spec.Request)
	if err != nil {
		return nil, fmt.Errorf("encode request: %w", err)
	}
	rawReport, err := json.Marshal(report)
	if err != nil {
		return nil, fmt.Errorf("encode report: %w", err)
	}
	draft := alignment.Draft{
		ID: spec.DraftID, AlignmentID: spec.AlignmentID, BaseVersion: spec.BaseVersion, JobID: jobID,
		State: alignment.DraftOpen, Created: now, Params: rawParams, Report: rawReport,
	}
	if err := d.Alignments.AddDraft(ctx, draft, change); err != nil {
		return nil, err
	}
	return &Outcome{DraftID: draft.ID, Report: *report}, nil
}

// because says which measures were balanced, as the reason of a change.
func (p *problem) because(what sentence.Template) sentence.Sentence {
	measures := make([]any, len(p.request.Measures))
	words := make([]string, len(p.request.Measures))
	for m, goal := range p.request.Measures {
		measures[m], words[m] = goal.Column, goal.words()
		if goal.Column == "" {
			measures[m] = sentence.UnitCount.With(nil)
		}
	}
	return what.Worded(what.With(sentence.Params{"measures": words}).English, sentence.Params{"measures": measures})
}
