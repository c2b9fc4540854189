package solvefile

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// labels reads the present plan and the locks. A lock cell is an area's name,
// or a word for yes, which locks the unit where it is now.
func (p *Problem) labels(t *table, o Options) error {
	index := make(map[string]int32, len(p.areas))
	for j, name := range p.areas {
		index[name] = int32(j)
	}
	if o.Present != "" {
		present, err := p.areaColumn(t, o.Present, index, nil)
		if err != nil {
			return err
		}
		p.Instance.Present = present
	}
	if o.Lock == "" {
		return nil
	}
	yes := func(unit int32) (int32, bool) {
		if p.Instance.Present == nil || p.Instance.Present[unit] < 0 {
			return -1, false
		}
		return p.Instance.Present[unit], true
	}
	lock, err := p.areaColumn(t, o.Lock, index, yes)
	if err != nil {
		return err
	}
	p.Instance.Lock = lock
	return nil
}

// areaColumn translates names of areas into indices per unit, -1 where empty.
// yes, when given, answers for the words that mean "yes".
func (p *Problem) areaColumn(t *table, column string, index map[string]int32, yes func(int32) (int32, bool)) ([]int32, error) {
	cells, err := t.text(column)
	if err != nil {
		return nil, err
	}
	out := slices.Repeat([]int32{-1}, p.units())
	for i, cell := range cells {
		unit := p.unit[i]
		j, known := index[cell]
		switch word := strings.ToLower(strings.TrimSpace(cell)); {
		case known:
		case word == "" || yes != nil && slices.Contains([]string{"0", "false", "no", "n", "-1"}, word):
			continue
		case yes != nil && slices.Contains([]string{"1", "true", "yes", "y", "x"}, word):
			if j, known = yes(unit); !known {
				return nil, territory.Errorf(territory.Invalid, "%s, row %d: the unit is locked but has no present area to stay in; name the area in column %s, or give --present.", t.name, i+2, column)
			}
		default:
			return nil, territory.Errorf(territory.Invalid, "%s, row %d, column %s: %q is not one of the %d areas.", t.name, i+2, column, cell, len(p.areas))
		}
		if out[unit] >= 0 && out[unit] != j {
			return nil, territory.Errorf(territory.Invalid, "%s, row %d, column %s: members of one family have different areas.", t.name, i+2, column)
		}
		out[unit] = j
	}
	return out, nil
}

// edges reads pairs of ids, or of row numbers from 0 where no id matches, and
// the column with the lengths of borders when one is named.
func (p *Problem) edges(r io.Reader, name, border string) error {
	t, err := readTable(r, name)
	if err != nil {
		return err
	}
	if len(t.cells) < 2 {
		return territory.Errorf(territory.Invalid, "%s needs two columns: the pairs of units that touch.", name)
	}
	rows := make(map[string]int, len(p.ids))
	for i, id := range p.ids {
		rows[id] = i
	}
	byID := true
	if _, known := rows[t.cells[0][0]]; !known {
		byID = false
	}
	ends := [2][]int32{}
	for c := range ends {
		ends[c] = make([]int32, t.rows)
		for e, cell := range t.cells[c] {
			row, known := rows[cell]
			if !byID {
				n, err := strconv.Atoi(cell)
				row, known = n, err == nil && n >= 0 && n < len(p.ids)
			}
			if !known {
				return territory.Errorf(territory.Invalid, "%s, row %d: %q is neither an id nor a row number of the units.", name, e+2, cell)
			}
			ends[c][e] = p.unit[row]
		}
	}
	var lengths []float64
	if border != "" {
		if lengths, err = t.numbers(border, 0); err != nil {
			return err
		}
	}
	p.Instance.Graph, err = instance.NewGraph(p.units(), ends[0], ends[1], lengths)
	return err
}
