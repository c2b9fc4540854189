package refresh

import (
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// placement gives territories to the units of a snapshot that are new.
type placement struct {
	reader *dataset.Reader
	state  *alignment.State
	// fresh are the new units that have no territory yet, ascending.
	fresh  []int32
	placed map[Way]int
	notes  []sentence.Sentence
}

func (p *placement) run(ctx context.Context, rules RulesFunc, spec Spec) error {
	ways := spec.Place
	if ways == nil {
		ways = []Way{ByRule, ByBoundary, ByNearest}
	}
	for _, way := range ways {
		if len(p.fresh) == 0 {
			break
		}
		var find func(unit int32) alignment.AreaNumber
		var err error
		switch way {
		case ByRule:
			find, err = p.byRule(ctx, rules)
		case ByBoundary:
			find, err = p.byCode(ctx, spec.Code)
		default:
			find, err = p.byNearest(ctx)
		}
		if err != nil {
			return err
		}
		if find != nil {
			if err := p.place(ctx, way, find); err != nil {
				return err
			}
		}
	}
	return nil
}

// place assigns the new units for which find returns a territory. What is
// found must not depend on the units placed in the same way.
func (p *placement) place(ctx context.Context, way Way, find func(unit int32) alignment.AreaNumber) error {
	var left []int32
	found := make([]alignment.AreaNumber, len(p.fresh))
	for i, unit := range p.fresh {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		found[i] = find(unit)
	}
	for i, unit := range p.fresh {
		to := found[i]
		if to == alignment.Unassigned {
			left = append(left, unit)
			continue
		}
		p.state.Assigned[unit] = to
		p.placed[way]++
	}
	p.fresh = left
	return nil
}

// open says whether a territory takes units.
func (p *placement) open(number alignment.AreaNumber) bool {
	a := p.state.Areas[number]
	return a != nil && !a.Locked
}

// byRule runs the rules and keeps what they say about new units. Rules that
// cannot be run on the new snapshot are a note, since the units can be placed
// in other ways.
func (p *placement) byRule(ctx context.Context, rules RulesFunc) (func(int32) alignment.AreaNumber, error) {
	ruled := false
	for _, a := range p.state.Areas {
		ruled = ruled || a.Rule != ""
	}
	if !ruled {
		return nil, nil
	}
	run, err := rules(ctx, p.reader, p.state)
	if territory.CodeOf(err) == territory.Invalid {
		p.notes = append(p.notes, sentence.NoteRulesUnused.With(sentence.Params{"problem": territory.Saying(err)}))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	to := make(map[int32]alignment.AreaNumber)
	for _, op := range run.Ops {
		for i, unit := range op.Assign.Units {
			to[unit] = op.Assign.To[i]
		}
	}
	return func(unit int32) alignment.AreaNumber { return to[unit] }, nil
}

// byCode finds the territory that holds most units with the same code; the
// lowest number wins a draw.
func (p *placement) byCode(ctx context.Context, column string) (func(int32) alignment.AreaNumber, error) {
	if column == "" {
		if column = codeColumn(p.reader); column == "" {
			return nil, nil
		}
	}
	texts, err := p.reader.Texts(ctx, column)
	if err != nil {
		return nil, err
	}
	held := make([]map[alignment.AreaNumber]int, len(texts.Values))
	for unit, code := range texts.Codes {
		if number := p.state.Assigned[unit]; code >= 0 && p.open(number) {
			if held[code] == nil {
				held[code] = make(map[alignment.AreaNumber]int)
			}
			held[code][number]++
		}
	}
	most := make([]alignment.AreaNumber, len(held))
	for code, counts := range held {
		for number, n := range counts {
			if best := most[code]; n > counts[best] || n == counts[best] && number < best {
				most[code] = number
			}
		}
	}
	p.notes = append(p.notes, placedBy(column))
	return func(unit int32) alignment.AreaNumber {
		if code := texts.Codes[unit]; code >= 0 {
			return most[code]
		}
		return alignment.Unassigned
	}, nil
}

// foundOnMap are the English names of the columns with what was found by position.
var foundOnMap = map[string]string{"$county": "County, found on the map", "$state": "State, found on the map", "$country": "Country, found on the map"}

// placedBy says by which column units were placed. Those of the program itself
// keep their own name as a parameter, by which an app knows them.
func placedBy(column string) sentence.Sentence {
	name, made := foundOnMap[column]
	if !made {
		name = column
	}
	english := sentence.NotePlacedBy.With(sentence.Params{"column": name}).English
	return sentence.NotePlacedBy.Worded(english, sentence.Params{"column": column})
}

// codeColumn chooses the column whose values are the smallest boundaries.
func codeColumn(r *dataset.Reader) string {
	if c, ok := r.RoleColumn(dataset.RolePostalCode); ok && c.Type == dataset.Text {
		return c.Name
	}
	for _, name := range []string{"$county", "$state", "$country"} {
		if _, err := r.Column(name); err == nil {
			return name
		}
	}
	return ""
}

// byNearest finds the territory of the nearest unit that has one.
func (p *placement) byNearest(ctx context.Context) (func(int32) alignment.AreaNumber, error) {
	lon, lat, err := p.reader.Positions(ctx)
	if err != nil {
		p.notes = append(p.notes, sentence.NoteNoNearest.With(nil))
		return nil, nil
	}
	var units []int32
	var boxes []geom.Box
	for unit, number := range p.state.Assigned {
		if p.open(number) && !math.IsNaN(lon[unit]) && !math.IsNaN(lat[unit]) {
			units = append(units, int32(unit))
			boxes = append(boxes, geom.EmptyBox().Add(geom.Point{X: lon[unit], Y: lat[unit]}))
		}
	}
	tree := geom.NewRTree(boxes)
	holder := slices.Clone(p.state.Assigned)
	return func(unit int32) alignment.AreaNumber {
		at := geom.Point{X: lon[unit], Y: lat[unit]}
		if math.IsNaN(at.X) || math.IsNaN(at.Y) {
			return alignment.Unassigned
		}
		best, _ := tree.Nearest(math.Inf(1),
			func(b geom.Box) float64 { return float64(geom.BoxDistance(at, b)) },
			func(i int32) float64 {
				return float64(geom.Distance(at, geom.Point{X: lon[units[i]], Y: lat[units[i]]}))
			})
		if best < 0 {
			return alignment.Unassigned
		}
		return holder[units[best]]
	}, nil
}
