// Package rule assigns units by the conditions that areas carry. It compiles
// the conditions over the columns of a snapshot, has alignment.RunRules decide,
// and writes the conflict log. It stores nothing.
package rule

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Run runs the rules of s over its snapshot. All rules are compiled before any
// runs, and every one that is wrong is listed.
func Run(ctx context.Context, r *dataset.Reader, s *alignment.State, scope alignment.RuleScope, focus alignment.Focus) (*alignment.RuleRun, error) {
	return RunPlaced(ctx, r, s, scope, focus, nil)
}

// RunPlaced is Run with the boundary rules; of says in which boundary each
// unit lies, negative for none.
func RunPlaced(ctx context.Context, r *dataset.Reader, s *alignment.State, scope alignment.RuleScope, focus alignment.Focus, of []int32) (*alignment.RuleRun, error) {
	matches, err := compile(ctx, r, s)
	if err != nil {
		return nil, err
	}
	return s.RunRules(scope, focus, of, matches)
}

// Shared tells the units of shared boundaries apart by the rules of the
// territories that share them; see alignment.SharedUnitsOps.
func Shared(ctx context.Context, r *dataset.Reader, s *alignment.State, of, list []int32) ([]alignment.Op, int, error) {
	matches, err := compile(ctx, r, s)
	if err != nil {
		return nil, 0, err
	}
	return s.SharedUnitsOps(of, list, matches)
}

// compile returns what evaluates the rule of an area.
func compile(ctx context.Context, r *dataset.Reader, s *alignment.State) (func(*alignment.Area) ([]bool, error), error) {
	conditions := make(map[alignment.AreaNumber]*expression.Condition)
	var wrong []territory.Detail
	for _, a := range s.Ordered() {
		if a.Rule == "" {
			continue
		}
		c, err := expression.Compile(a.Rule, r.Snapshot().Columns)
		if err != nil {
			place := sentence.PlaceRuleOf.With(sentence.Params{"area": a.Said()})
			wrong = append(wrong, territory.Detail{Where: place.English, What: err.Error(), Place: &place})
			continue
		}
		conditions[a.Number] = c
	}
	if len(wrong) > 0 {
		e := territory.Say(territory.Invalid, sentence.RulesUnusable.With(nil))
		e.Details = wrong
		return nil, e
	}
	return func(a *alignment.Area) ([]bool, error) { return conditions[a.Number].Match(ctx, r) }, nil
}

// FromColumn returns ops that give every territory the rule "column is one of
// the values of which it holds most units", in place of the rule it has.
// Territories that hold most of no value lose theirs.
func FromColumn(ctx context.Context, r *dataset.Reader, s *alignment.State, column string) ([]alignment.Op, error) {
	texts, err := r.Texts(ctx, column)
	if err != nil {
		return nil, err
	}
	rules := make(map[alignment.AreaNumber]string)
	for _, won := range s.RulesFromColumn(texts.Codes, texts.Values) {
		g := expression.Group{Tests: []expression.Test{{Column: column, Operator: "in", Values: won.Values}}}
		if rules[won.Area], err = g.Text(r.Snapshot().Columns); err != nil {
			return nil, err
		}
	}
	var ops []alignment.Op
	for _, a := range s.Territories() {
		changed, err := s.UpdateOps(a.Number, func(a *alignment.Area) { a.Rule = rules[a.Number] })
		if err != nil {
			return nil, err
		}
		ops = append(ops, changed...)
	}
	return ops, nil
}

// WriteLog writes the conflict log as CSV: id, trouble, present area, and the
// areas whose rules match.
func WriteLog(w io.Writer, s *alignment.State, run *alignment.RuleRun, ids *dataset.Strings) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "trouble", "present", "matching"}); err != nil {
		return err
	}
	for _, e := range run.Log {
		matching := make([]string, len(e.Areas))
		for i, number := range e.Areas {
			matching[i] = s.Path(number)
		}
		if err := out.Write([]string{ids.At(int(e.Unit)), string(e.Trouble), s.Path(e.Present), strings.Join(matching, "; ")}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
