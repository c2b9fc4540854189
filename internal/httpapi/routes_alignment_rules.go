package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/rule"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// maxLogEntries is how much of a conflict log is answered as JSON; the CSV has
// all of it.
const maxLogEntries = 1000

type runRulesInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion   int64                  `json:"expectedVersion" minimum:"1"`
		Scope             alignment.RuleScope    `json:"scope,omitempty" enum:"all,unassigned" doc:"Which units may move: all of them (default), or the unassigned ones."`
		Focus             []alignment.AreaNumber `json:"focus,omitempty" nullable:"false" doc:"Areas to work on, with all below them; none means the whole tree."`
		WithoutUnassigned bool                   `json:"withoutUnassigned,omitempty" doc:"With a focus: leave unassigned units alone."`
		Preview           bool                   `json:"preview,omitempty" doc:"Say what would change, and change nothing."`
		WholeFamilies     *bool                  `json:"wholeFamilies,omitempty" doc:"Keep families together: each goes where its units that cannot move are, else where the rules put its parent record, else most of it. By default as the alignment's settings say."`
		Reason            string                 `json:"reason,omitempty" maxLength:"1000"`
	}
}

// RulesAnswer is the outcome of running rules.
type RulesAnswer struct {
	Version   int64  `json:"version"`
	Stored    bool   `json:"stored" doc:"false for a preview, or when every unit is where the rules want it."`
	Matched   int    `json:"matched" doc:"Units that at least one rule matches."`
	Moved     int    `json:"moved"`
	NoMatch   int    `json:"noMatch" doc:"Units that match no rule; they stay."`
	Several   int    `json:"several" doc:"Units that several territories' rules match; the first in tree order has them."`
	Locked    int    `json:"locked" doc:"Units that a lock keeps from where their rule wants them."`
	Flows     []Flow `json:"flows" nullable:"false" doc:"Moves by pair of areas, the largest first."`
	Truncated bool   `json:"truncated,omitempty" doc:"The log is longer than shown here; the CSV has all of it."`
	// Log is the conflict log.
	Log []alignment.RuleEntry `json:"log" nullable:"false"`
}

type ruleLogInput struct {
	AlignmentVersion
	Scope alignment.RuleScope `query:"scope" enum:"all,unassigned" default:"all"`
	Focus []int32             `query:"focus,explode"`
}

type rulesFromColumnInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion int64  `json:"expectedVersion" minimum:"1"`
		Column          string `json:"column" minLength:"1" doc:"Text column, such as $state."`
	}
}

type checkConditionInput struct {
	SnapshotPath
	Body struct {
		Condition string            `json:"condition,omitempty" maxLength:"1000000"`
		Group     *expression.Group `json:"group,omitempty" doc:"The same as a point-and-click tree; wins over condition."`
	}
}

// CheckedCondition is a condition that can be used, in both forms.
type CheckedCondition struct {
	Condition string            `json:"condition"`
	Group     *expression.Group `json:"group,omitempty" doc:"Missing when the condition says something a tree of tests cannot."`
	Columns   []string          `json:"columns" nullable:"false" doc:"Columns it reads."`
	Units     int               `json:"units" doc:"Units for which it holds."`
}

func (s *Server) registerRules() {
	register(s, post("run-rules", "/alignments/{id}/rules/run", "Alignments", "Assign units by the rules of areas, or preview it", http.StatusOK), access.Edit, s.runRules)
	op := get("get-rule-log", "/alignments/{id}/rules/log.csv", "Alignments", "Units that no rule, several rules or a lock leave in doubt, as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, trouble, present, matching.")
	register(s, op, access.View, s.ruleLog)
	register(s, post("make-rules", "/alignments/{id}/rules/from-column", "Alignments", "Give every territory a rule on the values of a column that it holds most of", http.StatusOK), access.Edit, s.rulesFromColumn)
	register(s, post("check-condition", "/snapshots/{id}/conditions", "Datasets", "Check a condition, translate it, and count the units it holds for", http.StatusOK), access.View, s.checkCondition)
}

// rules runs the rules of a version; nothing is stored.
func (s *Server) rules(ctx context.Context, id string, version int64, scope alignment.RuleScope, focus alignment.Focus, whole *bool) (*alignment.State, *alignment.RuleRun, error) {
	state, err := s.Alignments.State(ctx, id, version)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	state.FreezeHeld(alignment.DateOf(s.Now()))
	of, err := s.unitBoundaries(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	run, err := rule.RunPlaced(ctx, r, state, scope, focus, of)
	if err != nil {
		return nil, nil, err
	}
	families, err := s.whole(ctx, state, whole)
	if families != nil {
		run.KeepTogether(state, families, scope, focus)
	}
	return state, run, err
}

func (s *Server) runRules(ctx context.Context, actor territory.Actor, in *runRulesInput) (*body[RulesAnswer], error) {
	state, run, err := s.rules(ctx, in.ID, in.Body.ExpectedVersion, in.Body.Scope,
		alignment.Focus{Areas: in.Body.Focus, Unassigned: !in.Body.WithoutUnassigned}, in.Body.WholeFamilies)
	if err != nil {
		return nil, err
	}
	out := rulesAnswer(state, run)
	if in.Body.Preview || len(run.Ops) == 0 {
		return answer(out, nil)
	}
	c := alignment.ChangeSet{At: s.Now().UTC(), Actor: actor, Kind: alignment.KindRules, Reason: in.Body.Reason, Ops: run.Ops}
	if c.Reason == "" {
		c = c.Because(sentence.RanRules.With(sentence.Params{"units": run.Moved}))
	}
	out.Stored = true
	out.Version, err = s.Alignments.Append(ctx, in.ID, in.Body.ExpectedVersion, c)
	return answer(out, err)
}

func rulesAnswer(state *alignment.State, run *alignment.RuleRun) RulesAnswer {
	out := RulesAnswer{Version: state.Alignment.Version, Matched: run.Matched, Moved: run.Moved, Flows: []Flow{}, Log: run.Log}
	for _, e := range run.Log {
		switch e.Trouble {
		case alignment.NoMatch:
			out.NoMatch++
		case alignment.SeveralMatch:
			out.Several++
		case alignment.HeldByLock:
			out.Locked++
		}
	}
	if len(out.Log) > maxLogEntries {
		out.Log, out.Truncated = out.Log[:maxLogEntries], true
	}
	for _, op := range run.Ops {
		if op.Assign == nil {
			continue
		}
		for _, f := range alignment.Flows(*op.Assign, nil) {
			out.Flows = append(out.Flows, Flow{From: f.From, To: f.To, FromName: pathOf(state, f.From), ToName: pathOf(state, f.To), Units: f.Units, Sums: f.Sums})
		}
	}
	return out
}

func (s *Server) ruleLog(ctx context.Context, _ territory.Actor, in *ruleLogInput) (*huma.StreamResponse, error) {
	version, err := s.versionOf(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	state, run, err := s.rules(ctx, in.ID, version, in.Scope, alignment.Focus{Areas: areaNumbers(in.Focus), Unassigned: true}, nil)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	return download("rule-conflicts.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		return rule.WriteLog(w, state, run, ids)
	}), nil
}

func (s *Server) rulesFromColumn(ctx context.Context, actor territory.Actor, in *rulesFromColumnInput) (*body[VersionAnswer], error) {
	state, err := s.Alignments.State(ctx, in.ID, in.Body.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	ops, err := rule.FromColumn(ctx, r, state, in.Body.Column)
	if err != nil || len(ops) == 0 {
		return answer(VersionAnswer{Version: in.Body.ExpectedVersion}, err)
	}
	c := alignment.ChangeSet{At: s.Now().UTC(), Actor: actor, Kind: alignment.KindEdit, Ops: ops}.Because(sentence.MadeRules.With(sentence.Params{"column": in.Body.Column}))
	version, err := s.Alignments.Append(ctx, in.ID, in.Body.ExpectedVersion, c)
	return answer(VersionAnswer{Version: version}, err)
}

func (s *Server) checkCondition(ctx context.Context, _ territory.Actor, in *checkConditionInput) (*body[CheckedCondition], error) {
	r, err := s.reader(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	text := in.Body.Condition
	if in.Body.Group != nil {
		if text, err = in.Body.Group.Text(r.Snapshot().Columns); err != nil {
			return nil, err
		}
	}
	c, err := expression.Compile(text, r.Snapshot().Columns)
	if err != nil {
		return nil, err
	}
	mask, err := c.Match(ctx, r)
	if err != nil {
		return nil, err
	}
	out := CheckedCondition{Condition: text, Columns: notNil(c.Columns()), Units: len(positions(mask))}
	if g, simple := c.Tree(); simple {
		out.Group = &g
	}
	return answer(out, nil)
}

// checkRule refuses a rule that cannot be used with the alignment's dataset.
func (s *Server) checkRule(ctx context.Context, state *alignment.State, text string) error {
	if text == "" {
		return nil
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return err
	}
	_, err = expression.Compile(text, r.Snapshot().Columns)
	return err
}
