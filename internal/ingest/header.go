package ingest

import (
	"fmt"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ColumnNames makes column names of the fields of a header in the given row,
// for a Source: surrounding spaces go, an empty name becomes "Column 3" after
// its place. Names that appear twice are an error with code invalid that lists
// them all. It changes fields.
func ColumnNames(fields []string, row int) ([]string, error) {
	first := map[string]int{}
	e := territory.Say(territory.Invalid, sentence.FileNamesTwice.With(sentence.Params{"row": row}))
	for i, name := range fields {
		if name = strings.TrimSpace(name); name == "" {
			name = fmt.Sprintf("Column %d", i+1)
		}
		if j, twice := first[name]; twice {
			e.Details = append(e.Details, territory.DetailAt(sentence.PlaceColumns.With(sentence.Params{"first": j + 1, "second": i + 1}),
				sentence.FileNamedTwice.With(sentence.Params{"name": name})))
			continue
		}
		first[name] = i
		fields[i] = name
	}
	if len(e.Details) > 0 {
		return nil, e
	}
	return fields, nil
}
