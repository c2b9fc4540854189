package httpapi

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// proofOf is the certificate of a draft, nil where nothing is proven.
func proofOf(d alignment.Draft) (*compare.Certificate, error) {
	item, err := draftItem(d)
	if err != nil || item.Report.Certificate.Kind == "" {
		return nil, err
	}
	c := item.Report.Certificate
	return &compare.Certificate{Kind: c.Kind, Value: c.Value, Bound: c.Bound, Gap: c.Gap, Unit: c.Unit}, nil
}

// certificateOf is the proof of the plan of a version: that of the draft which
// was accepted, or kept, whole and made the plan what it still is. A plan that
// was changed since, or accepted in part, is proven nothing about.
func (s *Server) certificateOf(ctx context.Context, state *alignment.State) (*compare.Certificate, error) {
	made, err := s.planMade(ctx, state.Alignment)
	if err != nil {
		return nil, err
	}
	switch {
	case made.Kind == "optimize" && (made.Said == nil || made.Said.Code != sentence.InPart.Code):
		return s.proofDecided(ctx, state.Alignment.ID, alignment.DraftAccepted, made.At)
	case made.Version == 1 && made.Said != nil && made.Said.Code == sentence.KeptFromDraft.Code:
		others, err := s.Alignments.Alignments(ctx, state.Alignment.DatasetID)
		if err != nil {
			return nil, err
		}
		for _, a := range others {
			if proof, err := s.proofDecided(ctx, a.ID, alignment.DraftKept, made.At); proof != nil || err != nil {
				return proof, err
			}
		}
	}
	return nil, nil
}

// planMade is the newest change that moved anything and is not undone.
func (s *Server) planMade(ctx context.Context, a alignment.Alignment) (alignment.ChangeSummary, error) {
	version := a.Version
	for version > 0 {
		lines, err := s.Alignments.History(ctx, a.ID, version+1, 50)
		if err != nil || len(lines) == 0 {
			return alignment.ChangeSummary{}, err
		}
		for _, line := range lines {
			if line.Version > version {
				continue
			}
			switch {
			case line.Undoes > 0:
				version = line.Undoes - 1
			case line.Version == 1 || line.UnitsMoved+line.AreasChanged+line.BoundariesMoved > 0:
				return line, nil
			default:
				version = line.Version - 1
			}
		}
	}
	return alignment.ChangeSummary{}, nil
}

// proofDecided is the proof of the draft of an alignment that was decided so at
// that moment.
func (s *Server) proofDecided(ctx context.Context, id string, as alignment.DraftState, at time.Time) (*compare.Certificate, error) {
	drafts, err := s.Alignments.Drafts(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		if d.State == as && d.Decided != nil && d.Decided.Equal(at.Truncate(time.Microsecond)) {
			return proofOf(d)
		}
	}
	return nil, nil
}
