package optimize

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
)

// WhatIf asks how a plan would be with other targets, limits, prices or numbers
// of territories.
type WhatIf struct {
	DraftID string  `json:"draftId,omitempty" doc:"Draft to start from; without it the alignment as it is."`
	Request Request `json:"request" doc:"What is wanted. Units worked on (focus, filter, locked, withoutUnassigned), where they may go (eligible, contiguous, homes, maxDistanceKm), travel, weight and the columns of the measures stay those of the draft."`
}

// Preview is the answer to a what-if question. It is kept in memory only, until
// newer ones need the room.
type Preview struct {
	ID          string  `json:"id"`
	AlignmentID string  `json:"alignmentId"`
	BaseVersion int64   `json:"baseVersion"`
	Request     Request `json:"request"`
	Report      *Report `json:"report"`
	// Seconds is the whole time of the answer, Warm whether it found the units
	// prepared.
	Seconds float64 `json:"seconds"`
	Warm    bool    `json:"warm" doc:"The units were found prepared from an earlier question."`

	change alignment.ChangeSet
	state  *alignment.State
}

// State is the alignment as the preview would have it; do not change it.
func (p *Preview) State() *alignment.State { return p.state }

// session keeps what questions about one plan share.
type session struct {
	key string
	mu  sync.Mutex // one question at a time
	// The problem as the draft had it, what the engine made of it, and the
	// state before targets were changed.
	base   *problem
	state  *alignment.State
	weight []float64
	result *solve.Result
}

// Ask answers a what-if question from the warm state of the plan it starts
// from, which is built when it is not there. The checker confirms the answer.
func (w *Warm) Ask(ctx context.Context, d Deps, alignmentID, id string, q WhatIf) (*Preview, error) {
	start := d.Now()
	spec, err := baseSpec(ctx, d, alignmentID, q)
	if err != nil {
		return nil, err
	}
	request, err := keepBasis(q.Request, spec.Request).normalise()
	if err != nil {
		return nil, err
	}
	s := w.session(sessionKey(spec))
	s.mu.Lock()
	defer s.mu.Unlock()
	warm := s.result != nil
	if !warm {
		if err := s.open(ctx, d, spec); err != nil {
			w.drop(s)
			return nil, err
		}
		w.grown(s)
	}
	p, err := s.variant(request)
	if err != nil {
		return nil, err
	}
	result, err := solve.Resolve(ctx, p.instance, s.result, s.from(p), params(d, request))
	switch {
	case err != nil:
		return nil, territory.Say(territory.Invalid, sentence.StartEngine.With(sentence.Params{"cause": fmt.Sprint(errors.Unwrap(err))}))
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !result.Checked:
		return nil, errNotChecked
	}
	preview := &Preview{ID: id, AlignmentID: alignmentID, BaseVersion: spec.BaseVersion, Request: request, Warm: warm}
	change, after, territories := p.change(result.Assignment, p.because(sentence.WhatIf))
	preview.change = change
	preview.Report = p.report(result, after, territories)
	preview.state = p.stateAfter(change, after)
	preview.Seconds = d.Now().Sub(start).Seconds()
	w.keep(preview)
	return preview, nil
}

// stateAfter is the state the change leads to, without applying it unit by unit.
func (p *problem) stateAfter(change alignment.ChangeSet, after []alignment.AreaNumber) *alignment.State {
	s := *p.state
	s.Areas = make(map[alignment.AreaNumber]*alignment.Area, len(p.state.Areas))
	for number, a := range p.state.Areas {
		s.Areas[number] = a
	}
	for _, op := range change.Ops {
		switch {
		case op.AddArea != nil:
			s.Areas[op.AddArea.Number] = op.AddArea
		case op.RemoveArea != nil:
			delete(s.Areas, op.RemoveArea.Number)
		}
	}
	s.Assigned = after
	return &s
}

// KeepPreview makes a draft of a preview.
func KeepPreview(ctx context.Context, d Deps, p *Preview, draftID string) error {
	now := d.Now().UTC()
	change := p.change
	change.At = now
	draft := alignment.Draft{ID: draftID, AlignmentID: p.AlignmentID, BaseVersion: p.BaseVersion, State: alignment.DraftOpen, Created: now}
	var err error
	if draft.Params, err = json.Marshal(p.Request); err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	if draft.Report, err = json.Marshal(p.Report); err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	return d.Alignments.AddDraft(ctx, draft, change)
}

// usualTolerance is that of the plan a question about an alignment without a
// draft begins with.
const usualTolerance = 0.05

// baseSpec is the run a question starts from: that of the draft, or one that
// balances the same columns as usual.
func baseSpec(ctx context.Context, d Deps, alignmentID string, q WhatIf) (Spec, error) {
	if q.DraftID == "" {
		a, err := d.Alignments.Alignment(ctx, alignmentID)
		spec := Spec{AlignmentID: alignmentID, BaseVersion: a.Version, Request: q.Request}
		r := &spec.Request
		r.Territories, r.Continuity, r.DisruptionKm, r.Cap, r.Targets, r.TimeLimitSeconds, r.Measures = 0, 0, nil, nil, nil, 0, nil
		for _, m := range q.Request.Measures {
			r.Measures = append(r.Measures, MeasureGoal{Column: m.Column, Tolerance: usualTolerance})
		}
		return spec, err
	}
	draft, _, err := d.Alignments.Draft(ctx, q.DraftID)
	if err != nil {
		return Spec{}, err
	}
	if draft.AlignmentID != alignmentID {
		return Spec{}, territory.Errorf(territory.NotFound, "This alignment has no draft %q.", q.DraftID)
	}
	spec := Spec{AlignmentID: alignmentID, BaseVersion: draft.BaseVersion, DraftID: draft.ID}
	if err := json.Unmarshal(draft.Params, &spec.Request); err != nil {
		return spec, fmt.Errorf("read request of draft %s: %w", draft.ID, err)
	}
	return spec, nil
}

// keepBasis takes over what questions cannot change.
func keepBasis(r, base Request) Request {
	r.Focus, r.WithoutUnassigned, r.Locked, r.Weight, r.Travel, r.Centres = base.Focus, base.WithoutUnassigned, base.Locked, base.Weight, base.Travel, base.Centres
	r.Filter, r.Eligible, r.Contiguous, r.Homes, r.MaxDistanceKm = base.Filter, base.Eligible, base.Contiguous, base.Homes, base.MaxDistanceKm
	if len(r.Measures) == 0 {
		r.Measures = base.Measures
	}
	return r
}

func sessionKey(s Spec) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("optimize: a spec is plain data and must encode: " + err.Error())
	}
	return string(raw)
}

// open prepares the base and lets the engine settle on it once, so that every
// question starts from the same plan, prices and prepared units.
func (s *session) open(ctx context.Context, d Deps, spec Spec) error {
	p, weight, err := load(ctx, d, &spec)
	if err != nil {
		return err
	}
	if err := p.unitsOnly("What-if"); err != nil {
		return err
	}
	start, err := s.start(ctx, d, p, spec)
	if err != nil {
		return err
	}
	request := p.request
	request.TimeLimitSeconds = 0
	result, err := solve.Resolve(ctx, p.instance, start, nil, params(d, request))
	if err != nil {
		return territory.Say(territory.Invalid, sentence.StartEngine.With(sentence.Params{"cause": fmt.Sprint(errors.Unwrap(err))}))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.base, s.state, s.weight, s.result = p, p.untouched, weight, result
	return nil
}

// start is the plan of the draft, or the present one without prices.
func (s *session) start(ctx context.Context, d Deps, p *problem, spec Spec) (*solve.Result, error) {
	if spec.DraftID != "" {
		draft, change, err := d.Alignments.Draft(ctx, spec.DraftID)
		if err != nil {
			return nil, err
		}
		var report Report
		if err := json.Unmarshal(draft.Report, &report); err != nil {
			return nil, fmt.Errorf("read report of draft %s: %w", draft.ID, err)
		}
		after, err := assignedAfter(p.untouched, change)
		if err != nil {
			return nil, err
		}
		return p.result(after, &report)
	}
	r := &solve.Result{Assignment: p.instance.Present, Prices: make([][]float64, len(p.instance.Measures))}
	for m := range r.Prices {
		r.Prices[m] = make([]float64, p.areas)
	}
	if !p.instance.Metric.Geographic() {
		return r, nil
	}
	present := p.presentCentres()
	for _, a := range p.kept {
		c := present.Territories[a.Number].Centre
		if c == nil {
			return nil, territory.Say(territory.Invalid, sentence.WhatIfEmptyArea.With(sentence.Params{"name": a.Name}))
		}
		r.Centres = append(r.Centres, check.Point{X: c.Lon, Y: c.Lat})
	}
	return r, nil
}

// variant is the base with another request; arrays of units are shared.
func (s *session) variant(request Request) (*problem, error) {
	names := make([]string, len(request.Measures))
	for m, goal := range request.Measures {
		names[m] = goal.Column
	}
	if !slices.Equal(names, s.base.columns.Names) {
		return nil, invalid("measures", "a what-if balances the same measures as the plan it starts from: %v. Optimise anew to balance others.", s.base.columns.Names)
	}
	p, err := build(request, s.state, s.base.columns, s.weight, s.base.families)
	if err != nil {
		return nil, err
	}
	in, of := p.instance, s.base.instance
	in.X, in.Y, in.Weight, in.Family = of.X, of.Y, of.Weight, of.Family
	for m := range in.Measures {
		in.Measures[m].Values = of.Measures[m].Values
	}
	if slices.Equal(in.Present, of.Present) {
		in.Present = of.Present
	}
	if slices.Equal(in.Lock, of.Lock) {
		in.Lock = of.Lock
	}
	if err := p.like(s.base); err != nil {
		return nil, err
	}
	if len(request.Targets) == 0 {
		p.was = s.base.before()
	}
	return p, nil
}

// from gives the area of the base that each area of p continues.
func (s *session) from(p *problem) []int32 {
	index := make(map[alignment.AreaNumber]int32, len(s.base.kept))
	for j, a := range s.base.kept {
		index[a.Number] = int32(j)
	}
	from := make([]int32, p.areas)
	for j := range from {
		from[j] = -1
		if j < len(p.kept) {
			if at, ok := index[p.kept[j].Number]; ok {
				from[j] = at
			}
		} else if at := len(s.base.kept) + j - len(p.kept); at < s.base.areas {
			from[j] = int32(at)
		}
	}
	return from
}

// assignedAfter is the assignment that a change of s leads to.
func assignedAfter(s *alignment.State, change alignment.ChangeSet) ([]alignment.AreaNumber, error) {
	after := s.Clone()
	change.Version = 0
	if err := after.Apply(change); err != nil {
		return nil, fmt.Errorf("apply draft: %w", err)
	}
	return after.Assigned, nil
}

// bytes estimates what the session holds beyond the shared columns.
func (s *session) bytes() int64 {
	if s.base == nil {
		return 0
	}
	perUnit := int64(16 + 8*len(s.base.columns.Names) + 8 + 16 + 140)
	return perUnit*int64(len(s.base.units)) + 5*int64(len(s.state.Assigned))
}
