package alignment

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportTarget reads a CSV with columns id and amount and returns the ops that
// enter these amounts by hand for an account target; an empty amount releases
// the unit. With a column entered, rows that say no are left alone, so that an
// export can be changed and read again. unit finds a unit's index by its id.
// Rows that fail are listed and left out, at most 1,000 of them.
func (s *State) ImportTarget(name string, r io.Reader, unit func(id string) (int32, bool)) ([]Op, []territory.Detail, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.ReuseRecord = -1, true
	header, err := c.Read()
	if err != nil {
		return nil, nil, territory.Say(territory.Invalid, sentence.CSVNoHeader.With(nil))
	}
	header = slices.Clone(header)
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(header[i], "\ufeff")))
	}
	id, amount, entered := slices.Index(header, "id"), slices.Index(header, "amount"), slices.Index(header, "entered")
	if id < 0 || amount < 0 {
		return nil, nil, territory.Say(territory.Invalid, sentence.CSVTargetColumns.With(sentence.Params{"columns": header}))
	}
	var units []int32
	var amounts []*float64
	var problems []territory.Detail
	seen := make(map[int32]int)
	for row := 2; ; row++ {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			ops, err := s.EnterOps(name, units, amounts)
			return ops, problems, err
		}
		if err != nil {
			return nil, nil, territory.Say(territory.Invalid, sentence.CSVRow.With(sentence.Params{"row": row, "cause": err.Error()}))
		}
		at := func(column int) string {
			if column < 0 || column >= len(record) {
				return ""
			}
			return strings.TrimSpace(record[column])
		}
		if keep, err := yes(at(entered)); entered >= 0 && err == nil && !keep {
			continue
		}
		u, v, column, err := targetRow(at(id), at(amount), unit)
		if before, twice := seen[u]; err == nil && twice {
			column, err = "id", territory.Say(territory.Invalid, sentence.RowUnitTwice.With(sentence.Params{"id": at(id), "row": before}))
		}
		if err != nil {
			problems = append(problems, cellProblem(row, column, err))
			if len(problems) > maxTreeProblems {
				return nil, nil, ManyFail(maxTreeProblems, problems[0])
			}
			continue
		}
		seen[u] = row
		units, amounts = append(units, u), append(amounts, v)
	}
}

func targetRow(id, amount string, unit func(id string) (int32, bool)) (u int32, v *float64, column string, err error) {
	u, found := unit(id)
	if !found {
		return 0, nil, "id", territory.Say(territory.Invalid, sentence.RowNoUnit.With(sentence.Params{"id": id}))
	}
	if amount == "" {
		return u, nil, "", nil
	}
	number, err := strconv.ParseFloat(amount, 64)
	if err != nil || !(number >= -MaxAmount && number <= MaxAmount) {
		return 0, nil, "amount", territory.Say(territory.Invalid, sentence.RowAmount.With(sentence.Params{"text": amount, "most": MaxAmount}))
	}
	return u, &number, "", nil
}
