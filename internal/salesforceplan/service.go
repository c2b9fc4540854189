package salesforceplan

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
)

// Objects of Field Service.
const (
	ServiceObject = "ServiceTerritory"
	MemberObject  = "ServiceTerritoryMember"
)

// Service plans the service territories of Field Service: the tree, and owners'
// service resources as primary members from a day on.
func Service(in *Input, org *Org, from time.Time) (*Plan, error) {
	o := &in.Request.Service
	plan := &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Publish %q as service territories", in.State.Alignment.Name)}
	hours := org.Hours[fold(o.OperatingHours)]
	if hours == "" {
		hours = org.Hours[shortID(o.OperatingHours)]
	}
	if hours == "" {
		plan.problem(orgplan.Wrong, "operating hours", fmt.Sprintf("the org has no operating hours %q; every service territory needs some", o.OperatingHours))
	}
	if o.Polygons {
		plan.problem(orgplan.Warning, "polygons", "this version writes no polygons of service territories; export them as KML")
	}
	users := newDirectory(org.Users)
	key := func(n alignment.AreaNumber) string { return fmt.Sprintf("%s/service/%d", in.Root, n) }
	wrong := map[string]string{}
	areas := in.State.Ordered()
	slices.SortStableFunc(areas, func(x, y *alignment.Area) int { return x.Level - y.Level })
	var members []orgplan.Desired
	for _, a := range areas {
		w := orgplan.Desired{
			Object: ServiceObject, Key: key(a.Number), Label: a.Name, Stage: stageModel + 2*a.Level, Match: []string{"Name", "ParentTerritoryId"},
			Fields: map[string]any{"Name": clip(a.Name, 255), "OperatingHoursId": hours, "IsActive": true}, CreateOnly: []string{"OperatingHoursId", "IsActive"},
		}
		if a.Parent == alignment.Unassigned {
			w.Fields["ParentTerritoryId"] = nil
		} else {
			w.Refs = map[string]string{"ParentTerritoryId": key(a.Parent)}
		}
		plan.Desired = append(plan.Desired, w)
		if !o.Members || a.Owner == "" {
			continue
		}
		user, problem := users.find(a.Owner)
		resource := org.Resources[shortID(user)]
		if problem == "" && resource == "" {
			problem = "the user is no active service resource"
		}
		if problem != "" {
			wrong[a.Owner] = problem
			continue
		}
		members = append(members, orgplan.Desired{
			Object: MemberObject, Key: fmt.Sprintf("%s/member/%d/%s", in.Root, a.Number, shortID(resource)), Label: a.Owner + " in " + a.Name, Stage: stageUsers,
			Fixed: true, Match: []string{"ServiceResourceId", "ServiceTerritoryId"}, Refs: map[string]string{"ServiceTerritoryId": key(a.Number)},
			Fields:     map[string]any{"ServiceResourceId": resource, "TerritoryType": "P", "EffectiveStartDate": from.UTC().Format("2006-01-02T15:04:05.000Z")},
			CreateOnly: []string{"EffectiveStartDate"},
		})
	}
	plan.Desired = append(plan.Desired, members...)
	for _, who := range slices.Sorted(maps.Keys(wrong)) {
		plan.problem(orgplan.Warning, who, wrong[who]+"; nobody becomes a member for it")
	}
	made := map[string]bool{}
	for _, p := range in.Published {
		made[p.RecordID] = true
	}
	plan.Ours = func(r *orgplan.Record) bool { return made[r.ID] }
	return plan, nil
}
