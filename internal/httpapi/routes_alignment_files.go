package httpapi

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// maxPlanFile is the largest CSV of areas or assignments taken, in bytes.
const maxPlanFile = 512 << 20

// PlanFile is a CSV file that changes an alignment.
type PlanFile struct {
	AlignmentPath
	ExpectedVersion int64  `query:"expectedVersion" required:"true" minimum:"1"`
	Reason          string `query:"reason" maxLength:"1000"`
	AllOrNothing    bool   `query:"allOrNothing" doc:"Change nothing when a row fails; otherwise the rows that fail are left out."`
	RawBody         []byte `contentType:"text/csv"`
}

// ImportAnswer says what a file changed and which of its rows failed.
type ImportAnswer struct {
	Version      int64 `json:"version"`
	UnitsMoved   int   `json:"unitsMoved"`
	AreasChanged int   `json:"areasChanged"`
	// BoundariesMoved counts assigned boundaries of a file of boundaries.
	BoundariesMoved int                `json:"boundariesMoved,omitempty"`
	Problems        []territory.Detail `json:"problems" nullable:"false" doc:"Rows that were left out, with row and column."`
}

// readPlan turns a file into ops; by is who imports it, when.
type readPlan func(ctx context.Context, state *alignment.State, file io.Reader, by alignment.Stamp) ([]alignment.Op, []territory.Detail, error)

func (s *Server) registerAlignmentFiles() {
	for _, f := range []struct {
		id, path, what, columns string
		said                    sentence.Template
		write                   func(context.Context, *alignment.State, io.Writer) error
		read                    readPlan
	}{
		{"tree", "tree.csv", "the tree", "CSV: area, parent (a path such as West > Nevada), level, owner, users (Ann (Manager); Bo), notes, colour, sort, profile, locked, centre, pinned, rule, and per measure target, percent, amount, min, max and capacity.", sentence.ImportedTree, writeTree, readTree},
		{"holdouts", "holdouts.csv", "holdouts", "CSV: id, area, reason, until, by, since.", sentence.ImportedHoldouts, s.writeHoldouts, s.readHoldouts},
		{"assignment-file", "assignment.csv", "the assignment with locks", "CSV: id, area, locked.", sentence.ImportedAssignment, s.writeAssignment, s.readAssignment},
	} {
		op := get("export-"+f.id, "/alignments/{id}/"+f.path, "Alignments", "Export "+f.what+" as CSV")
		op.Responses = fileResponse("text/csv", f.columns)
		register(s, op, access.View, func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*huma.StreamResponse, error) {
			state, err := s.state(ctx, in)
			if err != nil {
				return nil, err
			}
			return download(f.path, "text/csv; charset=utf-8", 0, func(w io.Writer) error { return f.write(ctx, state, w) }), nil
		})
		op = post("import-"+f.id, "/alignments/{id}/"+f.path, "Alignments", "Import "+f.what+" from CSV; rows that fail are listed", http.StatusOK)
		op.MaxBodyBytes = maxPlanFile
		register(s, op, access.Edit, func(ctx context.Context, actor territory.Actor, in *PlanFile) (*body[ImportAnswer], error) {
			return s.importPlan(ctx, actor, in, f.said.With(nil), f.read)
		})
	}
}

func (s *Server) importPlan(ctx context.Context, actor territory.Actor, in *PlanFile, said sentence.Sentence, read readPlan) (*body[ImportAnswer], error) {
	state, err := s.Alignments.State(ctx, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	by := s.stamp(actor)
	ops, problems, err := read(ctx, state, bytes.NewReader(in.RawBody), by)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 && in.AllOrNothing {
		return nil, rowsFail(problems)
	}
	c := alignment.ChangeSet{At: by.At, Actor: actor, Kind: alignment.KindEdit, Reason: in.Reason, Ops: ops}
	if c.Reason == "" {
		c = c.Because(said)
	}
	line := c.Summary()
	out := ImportAnswer{Version: in.ExpectedVersion, UnitsMoved: line.UnitsMoved, AreasChanged: line.AreasChanged, Problems: notNil(problems)}
	if len(ops) > 0 {
		out.Version, err = s.Alignments.Append(ctx, in.ID, in.ExpectedVersion, c)
	}
	return answer(out, err)
}

func writeTree(_ context.Context, state *alignment.State, w io.Writer) error {
	return state.WriteTree(w)
}

func readTree(_ context.Context, state *alignment.State, r io.Reader, _ alignment.Stamp) ([]alignment.Op, []territory.Detail, error) {
	rows, problems, err := alignment.ReadTree(r)
	if err != nil {
		return nil, nil, err
	}
	ops, more := state.ImportTree(rows)
	return ops, append(problems, more...), nil
}

func (s *Server) readAssignment(ctx context.Context, state *alignment.State, file io.Reader, by alignment.Stamp) ([]alignment.Op, []territory.Detail, error) {
	find, err := s.finder(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	return state.ImportAssignment(file, find, alignment.DateOf(by.At))
}

// finder returns what finds units of the state's snapshot by their ids.
func (s *Server) finder(ctx context.Context, state *alignment.State) (func(id string) (int32, bool), error) {
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	if _, err := r.FindAll(ctx, nil); err != nil { // reads the ids, so that Find cannot fail below
		return nil, err
	}
	return func(id string) (int32, bool) {
		unit, found, err := r.Find(ctx, id)
		return int32(unit), found && err == nil
	}, nil
}

func (s *Server) writeAssignment(ctx context.Context, state *alignment.State, w io.Writer) error {
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return err
	}
	paths := map[alignment.AreaNumber]string{}
	for number := range state.Areas {
		paths[number] = state.Path(number)
	}
	locked := map[bool]string{true: "yes", false: "no"}
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "area", "locked"}); err != nil {
		return err
	}
	for unit, number := range state.Assigned {
		if err := out.Write([]string{ids.At(unit), paths[number], locked[state.Locked[unit]]}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
