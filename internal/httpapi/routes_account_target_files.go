package httpapi

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type targetFile struct {
	AccountTargetPath
	ExpectedVersion int64  `query:"expectedVersion" required:"true" minimum:"1"`
	Reason          string `query:"reason" maxLength:"1000"`
	AllOrNothing    bool   `query:"allOrNothing" doc:"Change nothing when a row fails; otherwise the rows that fail are left out."`
	RawBody         []byte `contentType:"text/csv"`
}

func (s *Server) registerTargetFiles(path string) {
	op := get("export-account-target", path+"/{name}/units.csv", "Account targets", "Export an account target's amounts as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, area, amount, entered.")
	register(s, op, access.View, s.exportAmounts)
	op = post("import-account-target", path+"/{name}/units.csv", "Account targets", "Enter amounts from CSV (id, amount); rows that fail are listed", http.StatusOK)
	op.MaxBodyBytes = maxPlanFile
	register(s, op, access.Edit, s.importAmounts)
}

func (s *Server) exportAmounts(ctx context.Context, _ territory.Actor, in *TargetVersion) (*huma.StreamResponse, error) {
	state, t, err := s.target(ctx, &in.AccountTargetPath, in.Version)
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
	return download("account-target.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		if err := out.Write([]string{"id", "area", "amount", "entered"}); err != nil {
			return err
		}
		yesNo := map[bool]string{true: "yes", false: "no"}
		for unit, a := range t.Amounts {
			area := ""
			if number := state.Assigned[unit]; number != alignment.Unassigned {
				area = state.Path(number)
			}
			if err := out.Write([]string{ids.At(unit), area, strconv.FormatFloat(a.Value(), 'f', 2, 64), yesNo[a.Entered()]}); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}

func (s *Server) importAmounts(ctx context.Context, actor territory.Actor, in *targetFile) (*body[ImportAnswer], error) {
	out := ImportAnswer{Problems: []territory.Detail{}}
	v, err := s.changeTarget(ctx, actor, &in.AccountTargetPath, in.ExpectedVersion, in.Reason,
		func(state *alignment.State, name string) ([]alignment.Op, sentence.Sentence, error) {
			find, err := s.finder(ctx, state)
			if err != nil {
				return nil, sentence.Sentence{}, err
			}
			ops, problems, err := state.ImportTarget(name, bytes.NewReader(in.RawBody), find)
			if err == nil && len(problems) > 0 && in.AllOrNothing {
				err = rowsFail(problems)
			}
			out.Problems = notNil(problems)
			return ops, sentence.ImportedTarget.With(sentence.Params{"target": name}), err
		})
	if err != nil {
		return nil, err
	}
	out.Version = v.Body.Version
	return answer(out, nil)
}
