package salesforceplan

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Part is what of an alignment is published: the areas in focus, from a level
// down. What lies outside is left as it is in the org.
type Part struct {
	state *alignment.State
	// focus holds the areas in focus with all below them, Unassigned among them
	// when its units are; nil for everything.
	focus map[alignment.AreaNumber]bool
	level int
}

// PartOf returns the part that a request is about, and an error with code
// invalid when the alignment has no such part.
func PartOf(r *Request, s *alignment.State) (*Part, error) {
	p := &Part{state: s, level: r.Level}
	if levels := len(s.Alignment.Levels); r.Level >= max(1, levels) {
		return nil, refused(sentence.PublishNoLevel.With(sentence.Params{"levels": levels, "names": strings.Join(s.Alignment.Levels, ", "), "level": r.Level}))
	}
	if r.Focus.Whole() {
		return p, nil
	}
	present := r.Focus.Present(s)
	if present.Whole() {
		return nil, refused(sentence.PublishNoFocus.With(sentence.Params{"version": s.Alignment.Version}))
	}
	p.focus = present.Numbers(s)
	return p, nil
}

// whole says that everything is published.
func (p *Part) whole() bool { return p.focus == nil && p.level == 0 }

// has says whether an area is published.
func (p *Part) has(a *alignment.Area) bool {
	return a != nil && a.Level >= p.level && p.inFocus(a.Number)
}

func (p *Part) inFocus(number alignment.AreaNumber) bool { return p.focus == nil || p.focus[number] }

// holds says whether the units of an area, or those that nobody has, are
// published.
func (p *Part) holds(number alignment.AreaNumber) bool { return p.inFocus(number) }

// areas leaves out those of a list that are not published.
func (p *Part) areas(list []*alignment.Area) []*alignment.Area {
	kept := make([]*alignment.Area, 0, len(list))
	for _, a := range list {
		if p.has(a) {
			kept = append(kept, a)
		}
	}
	return kept
}

// above returns the nearest area above a for which known is true, nil for none.
func (p *Part) above(a *alignment.Area, known func(*alignment.Area) bool) *alignment.Area {
	for up := p.state.Areas[a.Parent]; up != nil; up = p.state.Areas[up.Parent] {
		if known(up) {
			return up
		}
	}
	return nil
}

// namedAreas is how many areas a plan's title names.
const namedAreas = 3

// text tells the part in words, "" for everything.
func (p *Part) text(focus alignment.Focus) string {
	var parts []string
	if p.focus != nil {
		var names []string
		for _, number := range focus.Areas {
			if a := p.state.Areas[number]; a != nil {
				names = append(names, a.Name)
			}
		}
		if n := len(names) - namedAreas; n > 0 {
			names = append(names[:namedAreas:namedAreas], fmt.Sprintf("%d more", n))
		}
		if p.focus[alignment.Unassigned] {
			names = append(names, "unassigned units")
		}
		parts = append(parts, strings.Join(names, ", "))
	}
	if p.level > 0 {
		parts = append(parts, p.state.Alignment.Levels[p.level]+" and below")
	}
	return strings.Join(parts, "; ")
}

// title names the alignment and the part of it.
func (in *Input) title() string {
	text := fmt.Sprintf("%q", in.State.Alignment.Name)
	if part := in.Part.text(in.Request.Focus); part != "" {
		text += " (" + part + ")"
	}
	return text
}

// orgTree tells which nodes of a tree in the org belong to the part.
type orgTree struct {
	part *Part
	// areas are those that nodes were recognised as, by the node's name (an id,
	// or a developer name), parents the nodes above by node, "" for none.
	areas   map[string]*alignment.Area
	parents map[string]string
	top     int // level of the nodes at the top; -1 while nothing tells it
}

func newOrgTree(part *Part, areas map[string]*alignment.Area, parents map[string]string) *orgTree {
	t := &orgTree{part: part, areas: areas, parents: parents, top: -1}
	for node, a := range areas {
		if parents[node] == "" && (t.top < 0 || a.Level < t.top) {
			t.top = a.Level
		}
	}
	return t
}

// has says whether a node is in the part. One that is no area of the plan
// belongs where the nearest area above it in the org does; when there is none,
// only its level can tell, which is that of the areas that stand at the top.
func (t *orgTree) has(node string) bool {
	if a := t.areas[node]; a != nil {
		return t.part.has(a)
	}
	steps := 0
	for at := node; ; at, steps = t.parents[at], steps+1 {
		if a := t.areas[at]; a != nil {
			return t.part.inFocus(a.Number) && a.Level+steps >= t.part.level
		}
		if t.parents[at] == "" || steps > len(t.parents) {
			break
		}
	}
	return t.part.focus == nil && t.top >= 0 && t.top+steps >= t.part.level
}

// carrying are the nodes that have one outside the part below them.
func (t *orgTree) carrying() map[string]bool {
	out := map[string]bool{}
	for node := range t.parents {
		if t.has(node) {
			continue
		}
		for up := t.parents[node]; up != "" && !out[up]; up = t.parents[up] {
			out[up] = true
		}
	}
	return out
}

// narrow keeps a plan to its part: within tells it of a record of the org, gone
// of something published whose record is no more, by its key. shared records,
// which the part has together with the rest, are recognised and made, but never
// deleted, and no drift.
func (p *Plan) narrow(org *Org, shared []string, within func(*orgplan.Record) bool, gone func(key string) bool) {
	common := map[string]bool{}
	for _, object := range shared {
		common[object] = true
	}
	inside := make(map[string]bool, len(org.Records)) // by id, of all that are there
	for i := range org.Records {
		r := &org.Records[i]
		inside[r.ID] = common[r.Object] || within(r)
	}
	ours := p.Ours
	p.Within = func(r *orgplan.Record) bool { return inside[r.ID] }
	p.Ours = func(r *orgplan.Record) bool { return !common[r.Object] && inside[r.ID] && ours != nil && ours(r) }
	p.Holds = func(m *orgplan.Published) bool {
		if common[m.Object] {
			return false
		}
		if in, there := inside[m.RecordID]; there {
			return in
		}
		return gone(m.Key)
	}
}

// keepCarrying lets no node of a tree go that has one outside the part below it.
func (p *Plan) keepCarrying(org *Org, object string, t *orgTree, node func(*orgplan.Record) string) {
	carrying, ours := t.carrying(), p.Ours
	p.Ours = func(r *orgplan.Record) bool {
		return ours(r) && !(r.Object == object && carrying[node(r)])
	}
	for _, r := range org.of(object) {
		if carrying[node(r)] && t.areas[node(r)] == nil && ours(r) {
			p.problem(orgplan.Warning, r.Label, sentence.PlanStays.With(nil))
		}
	}
}

// areaOfKey returns the area that a key is about: the number that follows the
// alignment and a word, as in ROOT/area/7. Nil for other keys.
func (in *Input) areaOfKey(key string, words ...string) *alignment.Area {
	rest, ours := strings.CutPrefix(key, in.Root+"/")
	word, after, _ := strings.Cut(rest, "/")
	if !ours {
		return nil
	}
	for _, w := range words {
		if w != word {
			continue
		}
		var number alignment.AreaNumber
		digits, _, _ := strings.Cut(after, "/")
		if n, err := fmt.Sscan(digits, &number); n == 1 && err == nil {
			return in.State.Areas[number]
		}
	}
	return nil
}

// keptName is the name that a record shared with the rest of the plan has in the
// org already; a part does not rename it.
func (in *Input) keptName(org *Org, object, key, name string) any {
	if in.Part.whole() {
		return name
	}
	for _, m := range in.Published {
		if m.Key != key || m.Object != object {
			continue
		}
		for _, r := range org.of(object) {
			if r.ID == m.RecordID {
				return cmp.Or(fieldText(r, "Name"), name)
			}
		}
	}
	return name
}
