package salesforceplan

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// narrow keeps the plan to the part that is published. A layer says of itself
// only the level, by its folder: one of an area that is no more stays while
// areas are in focus, and the plan says so.
func (b *shapeBuilder) narrow(org *Org) {
	if b.in.Part.whole() {
		return
	}
	t := b.layersThere(org)
	inPart := func(layer string) bool {
		if a := t.areas[layer]; a != nil {
			return b.in.Part.has(a)
		}
		level, known := t.levels[layer]
		return known && b.in.Part.focus == nil && level >= b.in.Request.Level
	}
	made := map[string]bool{}
	for _, m := range b.in.Published {
		made[m.RecordID] = true
	}
	for layer := range t.levels {
		if b.in.Part.focus != nil && t.areas[layer] == nil && made[layer] {
			b.plan.problem(orgplan.Note, t.names[layer], sentence.PlanLayerStays.With(nil))
		}
	}
	b.plan.narrow(org, []string{FolderObject, AssignObject}, func(r *orgplan.Record) bool {
		switch r.Object {
		case LayerObject:
			return inPart(r.ID)
		case GeometryObject:
			return inPart(fieldText(r, "maps__ShapeLayer__c"))
		}
		return inPart(fieldText(r, "maps__ShapeLayer__c")) // of a rule of assignment
	}, func(key string) bool { return b.in.Part.has(b.in.areaOfKey(key, "layer", "geometry", "assign")) })
}

// layersThere are the layers of the org: their areas, where they are one's, and
// the levels of those in the plan's folders.
type layersThere struct {
	areas  map[string]*alignment.Area
	levels map[string]int
	names  map[string]string
}

func (b *shapeBuilder) layersThere(org *Org) layersThere {
	t := layersThere{areas: map[string]*alignment.Area{}, levels: map[string]int{}, names: map[string]string{}}
	byID, folders := map[string]*alignment.Area{}, map[string]int{}
	for _, m := range b.in.Published {
		if a := b.in.areaOfKey(m.Key, "layer"); a != nil {
			byID[m.RecordID] = a
		}
	}
	levels := map[string]int{} // by the name of the folder
	for level, name := range b.in.State.Alignment.Levels {
		levels[fold(clip(name, 80))] = level
	}
	roots := b.plan.below(b.in, org, TreeOf{Object: FolderObject, Parent: "maps__ParentFolder__c"})
	for _, r := range org.of(FolderObject) {
		if level, known := levels[fold(fieldText(r, "Name"))]; known && roots[fieldText(r, "maps__ParentFolder__c")] {
			folders[r.ID] = level
		}
	}
	byName := map[string][]*alignment.Area{}
	for _, a := range b.in.State.Areas {
		at := b.in.State.Alignment.Levels[a.Level] + "/" + fold(clip(a.Name, 80))
		byName[at] = append(byName[at], a)
	}
	for _, r := range org.of(LayerObject) {
		level, known := folders[fieldText(r, "maps__Folder__c")]
		if known {
			t.levels[r.ID], t.names[r.ID] = level, strings.TrimSpace(fieldText(r, "Name"))
		}
		if a := byID[r.ID]; a != nil {
			t.areas[r.ID] = a
		} else if same := byName[b.in.State.Alignment.Levels[level]+"/"+fold(fieldText(r, "Name"))]; known && len(same) == 1 {
			t.areas[r.ID] = same[0]
		}
	}
	return t
}
