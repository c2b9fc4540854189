package httpapi

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxFileProblems is how many rows of a file of boundaries may fail.
const maxFileProblems = 1000

// BoundaryFile is a CSV file that assigns boundaries.
type BoundaryFile struct {
	PlanFile
	KeepUnits bool `query:"keepUnits" doc:"Leave the units where they are."`
}

func (s *Server) registerBoundaryImport() {
	op := post("import-boundaries", "/alignments/{id}/boundaries.csv", "Alignments", "Assign boundaries, with their units, from a CSV of codes and areas; rows that fail are listed", http.StatusOK)
	op.MaxBodyBytes = maxPlanFile
	register(s, op, access.Edit, s.importBoundaryFile)
}

// importBoundaryFile reads the columns code and area (a path or name; empty
// for nobody).
func (s *Server) importBoundaryFile(ctx context.Context, actor territory.Actor, in *BoundaryFile) (*body[ImportAnswer], error) {
	state, err := s.Alignments.State(ctx, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o, p, err := s.placed(ctx, state)
	if err != nil {
		return nil, err
	}
	list, to, problems, err := readBoundaryFile(bytes.NewReader(in.RawBody), state, o.Codes())
	if err != nil {
		return nil, err
	}
	if in.AllOrNothing && len(problems) > 0 {
		return nil, rowsFail(problems)
	}
	of := p.Boundary
	if in.KeepUnits {
		of = nil
	}
	ops, _, err := state.AssignWithUnitsOps(list, to, of)
	if err != nil {
		return nil, err
	}
	out := ImportAnswer{Version: in.ExpectedVersion, Problems: problems}
	if len(ops) == 0 {
		return answer(out, nil)
	}
	c := alignment.ChangeSet{At: s.Now().UTC(), Actor: actor, Kind: alignment.KindEdit, Reason: in.Reason, Ops: ops}
	if c.Reason == "" {
		c = c.Because(sentence.ImportedBoundaries.With(nil))
	}
	line := c.Summary()
	out.UnitsMoved, out.BoundariesMoved = line.UnitsMoved, line.BoundariesMoved
	out.Version, err = s.Alignments.Append(ctx, in.ID, in.ExpectedVersion, c)
	return answer(out, err)
}

func readBoundaryFile(r io.Reader, state *alignment.State, codes *boundary.CodeIndex) (list []int32, to []alignment.AreaNumber, problems []territory.Detail, err error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if err != nil {
		return nil, nil, nil, territory.Say(territory.Invalid, sentence.CSVNoHeader.With(nil))
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(header[i], "\ufeff")))
	}
	code, area := slices.Index(header, "code"), slices.Index(header, "area")
	if code < 0 || area < 0 {
		return nil, nil, nil, territory.Say(territory.Invalid, sentence.CSVBoundaryColumns.With(sentence.Params{"columns": header}))
	}
	problems, seen, find := []territory.Detail{}, map[int32]bool{}, state.TerritoryFinder()
	for row := 2; ; row++ {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return list, to, problems, nil
		}
		if err != nil {
			return nil, nil, nil, territory.Say(territory.Invalid, sentence.CSVRow.With(sentence.Params{"row": row, "cause": err.Error()}))
		}
		wrong := func(column, format string, args ...any) {
			problems = append(problems, territory.Detail{Where: fmt.Sprintf("row %d, column %s", row, column), What: fmt.Sprintf(format, args...)})
		}
		if len(problems) > maxFileProblems {
			return nil, nil, nil, alignment.ManyFail(maxFileProblems, problems[0])
		}
		if len(record) <= max(code, area) {
			wrong("code", "the row has %d fields, %d are needed", len(record), max(code, area)+1)
			continue
		}
		i, end := codes.Find(record[code], "")
		number, areaErr := find(strings.TrimSpace(record[area]))
		switch {
		case end == boundary.CodeUnknown:
			wrong("code", "there is no boundary %q in the set", record[code])
		case end == boundary.CodeAmbiguous:
			wrong("code", "several boundaries have the code %q; write the country before it", record[code])
		case seen[i]:
			wrong("code", "boundary %q is in the file already", record[code])
		case areaErr != nil:
			wrong("area", "%v", areaErr)
		default:
			seen[i] = true
			list, to = append(list, i), append(to, number)
		}
	}
}

// rowsFail says that nothing was taken from a file, since rows of it fail.
func rowsFail(problems []territory.Detail) error {
	e := territory.Say(territory.Invalid, sentence.CSVRowsFail.With(nil))
	e.Details = problems
	return e
}
