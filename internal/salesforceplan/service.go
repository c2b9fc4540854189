package salesforceplan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Objects of Field Service.
const (
	ServiceObject = "ServiceTerritory"
	MemberObject  = "ServiceTerritoryMember"
)

// Service plans the service territories of Field Service: the tree, owners'
// service resources as primary members from a day on, and polygons.
func Service(ctx context.Context, in *Input, org *Org, from time.Time) (*Plan, error) {
	b := serviceBuilder{in: in, org: org, from: from, users: newDirectory(org.Users), wrong: map[string]*sentence.Sentence{},
		plan: &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Publish %s as service territories", in.title())}}
	b.recognise()
	b.tree()
	if in.Request.Service.Polygons {
		if !org.Has[PolygonObject] {
			b.plan.problemAt(orgplan.Wrong, sentence.PlacePolygons.With(nil), sentence.PlanNoPolygons.With(sentence.Params{"object": PolygonObject}))
		} else if err := servicePolygons(ctx, in, b.plan, b.key); err != nil {
			return nil, err
		}
	}
	for _, who := range slices.Sorted(maps.Keys(b.wrong)) {
		b.plan.problem(orgplan.Warning, who, sentence.NobodyMember.With(sentence.Params{"problem": *b.wrong[who]}))
	}
	b.plan.byMethod(in, org, TreeOf{Object: ServiceObject, Parent: "ParentTerritoryId", Parts: map[string]string{MemberObject: "ServiceTerritoryId", PolygonObject: "FSL__Service_Territory__c"}})
	b.keepParts()
	b.narrow()
	return b.plan, nil
}

type serviceBuilder struct {
	in    *Input
	org   *Org
	from  time.Time
	users *directory
	wrong map[string]*sentence.Sentence // what is wrong with a person
	plan  *Plan
	// records are the org's ids of areas, mapped those of an earlier publication.
	records map[alignment.AreaNumber]string
	mapped  map[alignment.AreaNumber]bool
	nodes   *orgTree // of ids
}

func (b *serviceBuilder) key(n alignment.AreaNumber) string {
	return fmt.Sprintf("%s/service/%d", b.in.Root, n)
}

// tree wants the territories and their members.
func (b *serviceBuilder) tree() {
	o := &b.in.Request.Service
	hours := b.org.Hours[fold(o.OperatingHours)]
	if hours == "" {
		hours = b.org.Hours[shortID(o.OperatingHours)]
	}
	if hours == "" {
		b.plan.problemAt(orgplan.Wrong, sentence.PlaceHours.With(nil), sentence.PlanNoHours.With(sentence.Params{"name": o.OperatingHours}))
	}
	areas := b.in.Part.areas(b.byLevel())
	var members []orgplan.Desired
	for _, a := range areas {
		w := orgplan.Desired{
			Object: ServiceObject, Key: b.key(a.Number), Label: a.Name, Stage: stageModel + 2*a.Level, Match: []string{"Name", "ParentTerritoryId"},
			Fields: map[string]any{"Name": clip(a.Name, 255), "OperatingHoursId": hours, "IsActive": true}, CreateOnly: []string{"OperatingHoursId", "IsActive"},
		}
		if up := b.in.State.Areas[a.Parent]; up != nil && b.in.Part.has(up) {
			w.Refs = map[string]string{"ParentTerritoryId": b.key(a.Parent)}
		} else {
			w.Fields["ParentTerritoryId"] = b.parentOf(a)
		}
		b.plan.Desired = append(b.plan.Desired, w)
		if member, wanted := b.member(a); wanted {
			members = append(members, member)
		}
	}
	b.plan.Desired = append(b.plan.Desired, members...)
}

func (b *serviceBuilder) member(a *alignment.Area) (orgplan.Desired, bool) {
	if !b.in.Request.Service.Members || a.Owner == "" {
		return orgplan.Desired{}, false
	}
	user, problem := b.users.find(a.Owner)
	resource := b.org.Resources[shortID(user)]
	if problem == nil && resource == "" {
		none := sentence.UserNoResource.With(nil)
		problem = &none
	}
	if problem != nil {
		b.wrong[a.Owner] = problem
		return orgplan.Desired{}, false
	}
	return orgplan.Desired{
		Object: MemberObject, Key: fmt.Sprintf("%s/member/%d/%s", b.in.Root, a.Number, shortID(resource)), Label: a.Owner + " in " + a.Name, Stage: stageUsers,
		Fixed: true, Match: []string{"ServiceResourceId", "ServiceTerritoryId"}, Refs: map[string]string{"ServiceTerritoryId": b.key(a.Number)},
		Fields:     map[string]any{"ServiceResourceId": resource, "TerritoryType": "P", "EffectiveStartDate": b.from.UTC().Format("2006-01-02T15:04:05.000Z")},
		CreateOnly: []string{"EffectiveStartDate"},
	}, true
}

// keepParts keeps members and polygons that were not asked for from being
// deleted.
func (b *serviceBuilder) keepParts() {
	ours := b.plan.Ours
	o := &b.in.Request.Service
	b.plan.Ours = func(r *orgplan.Record) bool {
		return (r.Object != MemberObject || o.Members) && (r.Object != PolygonObject || o.Polygons) && ours(r)
	}
}
