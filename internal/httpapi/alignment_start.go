package httpapi

import (
	"context"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/rule"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SampleList is the sample models.
type SampleList struct {
	Samples []alignment.Sample `json:"samples" nullable:"false"`
}

func (s *Server) registerSamples() {
	register(s, get("list-samples", "/samples", "Alignments", "Sample models: trees to begin an alignment from"), access.View,
		func(context.Context, territory.Actor, *none) (*body[SampleList], error) {
			return answer(SampleList{Samples: alignment.Samples()}, nil)
		})
}

// fromSample begins with a sample model. Where its areas have rules that the
// dataset can answer, units go by them at once.
func (s *Server) fromSample(ctx context.Context, snapshot dataset.Snapshot, id string) ([]string, alignment.ChangeSet, error) {
	levels, first, err := alignment.FromSample(id)
	if err != nil {
		return nil, first, err
	}
	located := slices.ContainsFunc(snapshot.Columns, func(c dataset.Column) bool { return c.Name == "$state" })
	ruled := false
	for _, op := range first.Ops {
		if ruled = ruled || op.AddArea.Rule != ""; !located {
			op.AddArea.Rule = ""
		}
	}
	if !ruled || !located {
		return levels, first, nil
	}
	state := alignment.NewState(alignment.Alignment{Levels: levels}, snapshot.Units)
	if err := state.Apply(first); err != nil {
		return nil, first, err
	}
	r, err := s.Columns.Open(ctx, s.Blobs, snapshot)
	if err != nil {
		return nil, first, err
	}
	run, err := rule.Run(ctx, r, state, alignment.AllUnits, alignment.Focus{})
	if err != nil {
		return nil, first, err
	}
	first.Ops = append(first.Ops, run.Ops...)
	return levels, first, nil
}

// fromTree begins with the areas of a tree file; every row must be usable.
func fromTree(snapshot dataset.Snapshot, start Start) ([]string, alignment.ChangeSet, error) {
	c := alignment.ChangeSet{}.Because(sentence.CreatedFromFile.With(nil))
	rows, problems, err := alignment.ReadTree(strings.NewReader(start.Tree))
	if err != nil {
		return nil, c, err
	}
	levels := slices.Clone(start.Levels)
	if len(levels) == 0 {
		levels = []string{firstLevel(rows)}
	}
	state := alignment.NewState(alignment.Alignment{Levels: levels}, snapshot.Units)
	ops, more := state.ImportTree(rows)
	if problems = append(problems, more...); len(problems) > 0 {
		return nil, c, rowsFail(problems)
	}
	c.Ops = ops
	return levels, c, state.Apply(c)
}

// firstLevel is the name the file gives to the top level.
func firstLevel(rows []alignment.TreeRow) string {
	for _, row := range rows {
		if row.Parent == "" && row.Level != "" {
			return row.Level
		}
	}
	return "Level 1"
}
