package salesforceplan

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
)

// byLevel returns all areas level by level, each in tree order.
func (b *serviceBuilder) byLevel() []*alignment.Area {
	areas := b.in.State.Ordered()
	slices.SortStableFunc(areas, func(x, y *alignment.Area) int { return x.Level - y.Level })
	return areas
}

// recognise finds the service territories that areas have in the org: those of
// earlier publications, else the one of their name below the area above.
func (b *serviceBuilder) recognise() {
	b.records, b.mapped = map[alignment.AreaNumber]string{}, map[alignment.AreaNumber]bool{}
	areas, parents := map[string]*alignment.Area{}, map[string]string{}
	byPlace := map[[2]string][]string{} // parent and name → ids
	for _, r := range b.org.of(ServiceObject) {
		parents[r.ID] = fieldText(r, "ParentTerritoryId")
		at := [2]string{parents[r.ID], fold(fieldText(r, "Name"))}
		byPlace[at] = append(byPlace[at], r.ID)
	}
	for _, m := range b.in.Published {
		_, there := parents[m.RecordID]
		if a := b.in.areaOfKey(m.Key, "service"); a != nil && there {
			b.records[a.Number], b.mapped[a.Number], areas[m.RecordID] = m.RecordID, true, a
		}
	}
	for _, a := range b.byLevel() {
		if b.mapped[a.Number] || b.in.Request.Method == AsNew {
			continue
		}
		up := ""
		if near := b.in.Part.above(a, func(x *alignment.Area) bool { return b.records[x.Number] != "" }); near != nil {
			up = b.records[near.Number]
		}
		free := slices.DeleteFunc(slices.Clone(byPlace[[2]string{up, fold(a.Name)}]), func(id string) bool { return areas[id] != nil })
		if len(free) == 1 {
			b.records[a.Number], areas[free[0]] = free[0], a
		}
	}
	b.nodes = newOrgTree(b.in.Part, areas, parents)
}

// parentOf is the id of the service territory above an area's whose area above
// is not published; see territoryBuilder.parentOf.
func (b *serviceBuilder) parentOf(a *alignment.Area) any {
	if a.Parent == alignment.Unassigned {
		return nil
	}
	if near := b.in.Part.above(a, func(x *alignment.Area) bool { return b.mapped[x.Number] }); near != nil {
		return b.records[near.Number]
	}
	if id := b.records[a.Number]; id != "" {
		return empty(b.nodes.parents[id])
	}
	if near := b.in.Part.above(a, func(x *alignment.Area) bool { return b.records[x.Number] != "" }); near != nil {
		return b.records[near.Number]
	}
	return nil
}

// narrow keeps the plan to the part that is published.
func (b *serviceBuilder) narrow() {
	if b.in.Part.whole() {
		return
	}
	parts := map[string]string{MemberObject: "ServiceTerritoryId", PolygonObject: "FSL__Service_Territory__c"}
	b.plan.narrow(b.org, nil, func(r *orgplan.Record) bool {
		if field, isPart := parts[r.Object]; isPart {
			return b.nodes.has(fieldText(r, field))
		}
		return b.nodes.has(r.ID)
	}, func(key string) bool { return b.in.Part.has(b.in.areaOfKey(key, "service", "member", "polygon")) })
	b.plan.keepCarrying(b.org, ServiceObject, b.nodes, func(r *orgplan.Record) string { return r.ID })
}
