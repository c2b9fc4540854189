package httpapi

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// Exceptions is how far people have departed from the rules or from the
// optimised plan.
type Exceptions struct {
	Version  int64                    `json:"version"`
	Today    alignment.Date           `json:"today"`
	Against  string                   `json:"against" enum:"rules,optimised,none" doc:"none: there are neither rules nor an accepted optimisation."`
	Baseline *alignment.ChangeSummary `json:"baseline,omitempty" doc:"The accepted optimisation."`
	Limit    float64                  `json:"limit" doc:"Share above which there is an alarm; 0 for none."`
	Alarms   int                      `json:"alarms" doc:"Territories above the limit."`
	Total    figures.AreaExceptions   `json:"total"`
	Areas    []ExceptionArea          `json:"areas" nullable:"false" doc:"In tree order."`
	Reasons  []ExceptionReason        `json:"reasons" nullable:"false" doc:"The 20 most frequent reasons."`
	Units    []ExceptionUnit          `json:"units" nullable:"false" doc:"The oldest first; the CSV has all of them."`
}

// ExceptionArea is one area with its overrides.
type ExceptionArea struct {
	figures.AreaExceptions
	Name  string `json:"name"`
	Path  string `json:"path"`
	Level int    `json:"level"`
	Leaf  bool   `json:"leaf"`
}

// ExceptionReason is a reason with the number of units it was given for.
type ExceptionReason struct {
	Reason string             `json:"reason"`
	Said   *sentence.Sentence `json:"said,omitempty" doc:"The reason with its code, where the program gave it."`
	Units  int                `json:"units"`
}

// ExceptionUnit is one override.
type ExceptionUnit struct {
	Unit         int32                `json:"unit"`
	ID           string               `json:"id"`
	Area         alignment.AreaNumber `json:"area"`
	Path         string               `json:"path"`
	Expected     alignment.AreaNumber `json:"expected"`
	ExpectedPath string               `json:"expectedPath"`
	Since        time.Time            `json:"since"`
	Days         int                  `json:"days"`
	Version      int64                `json:"version" doc:"Change that brought it there; 0 for one before the baseline."`
	By           string               `json:"by"`
	Reason       string               `json:"reason"`
	Said         *sentence.Sentence   `json:"said,omitempty" doc:"The reason with its code, where the program gave it."`
	Held         bool                 `json:"held" doc:"A holdout keeps it there."`
	HeldUntil    alignment.Date       `json:"heldUntil,omitempty"`
}

type exceptionsInput struct {
	AlignmentVersion
	Against string `query:"against" enum:"rules,optimised" doc:"What to compare with; the rules where there are any, else the newest accepted optimisation."`
	Limit   int    `query:"limit" minimum:"0" maximum:"100000" default:"200" doc:"How many units to list."`
}

func (s *Server) registerExceptions() {
	register(s, get("list-exceptions", "/alignments/{id}/exceptions", "Alignments", "Overrides: units elsewhere than rules or the optimised plan put them, per area with age, reason and alarm"), access.View, s.exceptions)
	op := get("export-exceptions", "/alignments/{id}/exceptions.csv", "Alignments", "All overrides as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, area, expected, since, days, by, reason, held, held_until.")
	register(s, op, access.View, s.exceptionsFile)
}

// listed returns all overrides, the oldest first.
func (s *Server) listed(ctx context.Context, in *exceptionsInput) (*exceptionRun, []ExceptionUnit, error) {
	run, err := s.exceptionsOf(ctx, &in.AlignmentVersion, in.Against)
	if err != nil {
		return nil, nil, err
	}
	ids, err := run.reader.IDs(ctx)
	if err != nil {
		return nil, nil, err
	}
	units := make([]ExceptionUnit, len(run.overrides))
	for i, o := range run.overrides {
		units[i] = run.item(o, ids)
	}
	slices.SortStableFunc(units, func(a, b ExceptionUnit) int { return cmp.Compare(b.Days, a.Days) })
	return run, units, nil
}

func (s *Server) exceptions(ctx context.Context, _ territory.Actor, in *exceptionsInput) (*body[Exceptions], error) {
	run, units, err := s.listed(ctx, in)
	if err != nil {
		return nil, err
	}
	state, limit := run.state, run.state.Options.OverrideLimit
	rows := figures.Exceptions(state, run.overrides, limit)
	out := Exceptions{Version: state.Alignment.Version, Today: run.today, Against: run.against, Baseline: run.baseline, Limit: limit,
		Total: rows[len(rows)-1], Areas: []ExceptionArea{}, Reasons: reasons(units), Units: units[:min(len(units), in.Limit)]}
	for i, a := range state.Ordered() {
		row := ExceptionArea{AreaExceptions: rows[i], Name: a.Name, Path: state.Path(a.Number), Level: a.Level, Leaf: len(state.Children(a.Number)) == 0}
		if row.Alarm && row.Leaf {
			out.Alarms++
		}
		out.Areas = append(out.Areas, row)
	}
	return answer(out, nil)
}

func (s *Server) exceptionsFile(ctx context.Context, _ territory.Actor, in *exceptionsInput) (*huma.StreamResponse, error) {
	_, units, err := s.listed(ctx, in)
	if err != nil {
		return nil, err
	}
	return download("exceptions.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		if err := out.Write([]string{"id", "area", "expected", "since", "days", "by", "reason", "held", "held_until"}); err != nil {
			return err
		}
		held := map[bool]string{true: "yes", false: "no"}
		for _, u := range units {
			row := []string{u.ID, u.Path, u.ExpectedPath, u.Since.Format(time.RFC3339), strconv.Itoa(u.Days), u.By, u.Reason, held[u.Held], string(u.HeldUntil)}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}
