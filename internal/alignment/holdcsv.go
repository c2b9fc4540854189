package alignment

import (
	"io"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportHoldouts reads a CSV of units with columns id and reason and, if it
// has them, until (a day; empty for no end) and area (a path or a name; empty
// for where the unit is), and returns the ops that hold these units there.
// Locked units stay where they are. unit finds a unit's index by its id. Rows
// that fail are listed and left out, at most 1,000 of them.
func (s *State) ImportHoldouts(r io.Reader, unit func(id string) (int32, bool), by Stamp) ([]Op, []territory.Detail, error) {
	c := planCSV(r)
	names, err := headerOf(c)
	if err != nil {
		return nil, nil, err
	}
	im := holdImport{assignImport: assignImport{state: s, out: s.Clone(), unit: unit, seen: make(map[int32]int), areas: s.territoryNames(),
		id: slices.Index(names, "id"), area: slices.Index(names, "area")},
		reason: slices.Index(names, "reason"), until: slices.Index(names, "until"), by: by.Actor.Name, since: DateOf(by.At)}
	if im.id < 0 || im.reason < 0 {
		return nil, nil, territory.Say(territory.Invalid, sentence.CSVHoldColumns.With(sentence.Params{"columns": names}))
	}
	problems, err := readRows(c, im.take)
	if err != nil {
		return nil, nil, err
	}
	return s.heldBetween(im.out), problems, nil
}

type holdImport struct {
	assignImport
	reason, until int // columns, -1 when missing
	by            string
	since         Date
}

func (im *holdImport) take(record []string, row int) (column string, err error) {
	id := fieldOf(record, im.id)
	unit, exists := im.unit(id)
	if !exists {
		return "id", territory.Say(territory.Invalid, sentence.RowNoUnit.With(sentence.Params{"id": id}))
	}
	if before, twice := im.seen[unit]; twice {
		return "id", territory.Say(territory.Invalid, sentence.RowUnitTwice.With(sentence.Params{"id": id, "row": before}))
	}
	h := Holdout{Reason: fieldOf(record, im.reason), Until: Date(fieldOf(record, im.until)), By: im.by, Since: im.since}
	if err := CheckHoldout(h); err != nil {
		if h.Reason == "" {
			return "reason", err
		}
		return "until", err
	}
	to := im.state.Assigned[unit]
	if text := fieldOf(record, im.area); text != "" {
		if to, err = im.find(text); err != nil {
			return "area", err
		}
	}
	if err := im.state.checkHeldAt(unit, to); err != nil {
		return "area", err
	}
	im.seen[unit] = row
	im.out.Assigned[unit] = to
	im.out.setHoldout(unit, &h)
	return "", nil
}

// checkHeldAt says why a unit cannot be held in a territory, nil when it can.
func (s *State) checkHeldAt(unit int32, to AreaNumber) error {
	from := s.Assigned[unit]
	if to == Unassigned {
		return territory.Say(territory.Invalid, sentence.HoldNowhere.With(sentence.Params{"unit": unit}))
	}
	if from == to {
		return nil
	}
	if s.Locked[unit] {
		return territory.Say(territory.Conflict, sentence.ProblemUnitLocked.With(sentence.Params{"unit": unit, "area": s.areaText(from)}))
	}
	for _, number := range []AreaNumber{from, to} {
		if a := s.Areas[number]; a != nil && a.Locked {
			return territory.Say(territory.Conflict, sentence.ProblemAreaLocked.With(sentence.Params{"area": a.Name}))
		}
	}
	return nil
}
