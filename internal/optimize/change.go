package optimize

import (
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// change turns the engine's assignment into a change set on the base version,
// and returns it with the assignment column it leads to and the territories
// after it.
func (p *problem) change(assignment []int32, reason sentence.Sentence) (alignment.ChangeSet, []alignment.AreaNumber, []*alignment.Area) {
	c := alignment.ChangeSet{Kind: "optimize"}.Because(reason)
	c.Ops = p.targetOps()
	p.numbers = p.areaNumbers(&c)
	added, after := p.added, p.assigned(assignment, p.numbers)
	if p.cells != nil {
		c.Ops = append(c.Ops, p.cells.ops(p, assignment)...)
	}
	var move alignment.Assign
	for i, now := range after {
		if was := p.state.Assigned[i]; was != now {
			move.Units = append(move.Units, int32(i))
			move.From, move.To = append(move.From, was), append(move.To, now)
		}
	}
	if len(move.Units) > 0 {
		c.Ops = append(c.Ops, alignment.Op{Assign: &move})
	}
	gone := make(map[alignment.AreaNumber]bool)
	for _, a := range p.retired {
		gone[a.Number] = true
		c.Ops = append(c.Ops, alignment.Op{RemoveArea: a})
	}
	var territories []*alignment.Area
	for _, a := range p.state.Territories() {
		if !gone[a.Number] {
			territories = append(territories, a)
		}
	}
	return c, after, append(territories, added...)
}

// newAreas adds the territories beyond the kept ones: named on from the last
// number in use, below the parent of the first kept territory, or below a
// chain of one area per upper level where the tree is empty.
func (p *problem) newAreas(c *alignment.ChangeSet) []*alignment.Area {
	count := p.areas - len(p.kept)
	if count == 0 {
		return nil
	}
	next, names := p.state.NextNumber(), make(map[string]bool)
	for _, a := range p.state.Areas {
		names[a.Name] = true
	}
	level := max(len(p.state.Alignment.Levels)-1, 0)
	parent := alignment.Unassigned
	if len(p.kept) > 0 {
		parent, level = p.kept[0].Parent, p.kept[0].Level
	} else {
		for l := range level {
			a := &alignment.Area{Number: next, Parent: parent, Name: "All " + p.state.Alignment.Levels[l] + "s", Level: l, Sort: int(next)}
			c.Ops = append(c.Ops, alignment.Op{AddArea: a})
			parent, next = a.Number, next+1
		}
	}
	word := "Territory"
	if level < len(p.state.Alignment.Levels) {
		word = p.state.Alignment.Levels[level]
	}
	width := len(fmt.Sprint(len(p.state.Areas) + count))
	colour := p.state.NextColour(level)
	var added []*alignment.Area
	homes := p.request.newHomes()
	for n := 1; len(added) < count; n++ {
		name := fmt.Sprintf("%s %0*d", word, width, n)
		var centre *alignment.Point
		if len(added) < len(homes) {
			h := homes[len(added)]
			centre = &alignment.Point{Lon: h.Lon, Lat: h.Lat}
			if h.Name != "" && !names[h.Name] {
				name = h.Name
			}
		}
		if names[name] {
			continue
		}
		names[name] = true
		a := &alignment.Area{Number: next, Parent: parent, Name: name, Level: level, Colour: colour + len(added), Sort: int(next), Centre: centre, Pinned: centre != nil}
		c.Ops = append(c.Ops, alignment.Op{AddArea: a})
		added = append(added, a)
		next++
	}
	return added
}
