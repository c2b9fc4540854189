package httpapi

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type operationFileInput struct {
	PlanPath
	OperationFilter
}

// registerPlanFiles adds the routes that give what a plan says as files.
func (s *Server) registerPlanFiles(tag string) {
	op := get("download-publish-operations", "/publish-plans/{id}/operations.csv", tag, "The writes of a plan as CSV, a row per field; with state=failed what the org refused")
	op.Responses = fileResponse("text/csv", "CSV: seq, action, object, record, record_id, field, old, new, conflict, state, code, message.")
	register(s, op, access.View, s.operationsFile)
	op = get("download-publish-proof", "/publish-plans/{id}/proof.csv", tag, "The units that rules put elsewhere than the plan, as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, wanted, got; the first hundred differences.")
	register(s, op, access.View, s.proofFile)
}

func (s *Server) operationsFile(ctx context.Context, _ territory.Actor, in *operationFileInput) (*huma.StreamResponse, error) {
	if _, err := s.Plans.Plan(ctx, in.ID); err != nil {
		return nil, err
	}
	entries, _, err := s.Plans.Entries(ctx, in.ID, in.filter())
	if err != nil {
		return nil, err
	}
	return download("changes.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error { return writeOperations(w, entries) }), nil
}

func writeOperations(w io.Writer, entries []orgplan.Entry) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"seq", "action", "object", "record", "record_id", "field", "old", "new", "conflict", "state", "code", "message"}); err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		id := e.RecordID
		if id == "" {
			id = e.Result.RecordID
		}
		row := func(field, old, now string) error {
			return out.Write([]string{strconv.Itoa(e.Seq), string(e.Action), e.Object, e.Label, id, field, old, now, e.Conflict,
				string(e.Result.State), e.Result.Code, e.Result.Message})
		}
		if len(e.Fields) == 0 {
			if err := row("", "", ""); err != nil {
				return err
			}
		}
		for _, f := range e.Fields {
			now := orgplan.Text(f.New)
			if f.Ref != "" {
				now = "→ " + f.Ref
			}
			if err := row(f.Name, orgplan.Text(f.Old), now); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// proofFile writes the differences that a plan's proof lists.
func (s *Server) proofFile(ctx context.Context, _ territory.Actor, in *PlanPath) (*huma.StreamResponse, error) {
	p, err := s.Plans.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	proof, err := salesforceplan.ProofOf(p)
	if err != nil {
		return nil, err
	}
	return download("differences.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		rows := [][]string{{"id", "wanted", "got"}}
		for _, d := range proof.Examples {
			rows = append(rows, []string{d.ID, d.Wanted, strings.Join(d.Got, "; ")})
		}
		return out.WriteAll(rows)
	}), nil
}
