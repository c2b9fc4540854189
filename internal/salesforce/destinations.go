package salesforce

import (
	"context"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
)

// gather adds the records of an object with these fields; each gets its stage.
func (c *Client) gather(ctx context.Context, org *salesforceplan.Org, object, label string, fields []string, stage func(map[string]any) int) error {
	err := c.Query(ctx, "SELECT Id,"+strings.Join(fields, ",")+" FROM "+object, func(r map[string]any) error {
		one := orgplan.Record{Object: object, ID: text(r, "Id"), Label: text(r, label), Stage: stage(r), Fields: make(map[string]any, len(fields))}
		for _, f := range fields {
			one.Fields[f] = value(r, f)
		}
		org.Records = append(org.Records, one)
		return nil
	})
	return shown("read "+object, err)
}

// gatherIfThere is gather of an object that an org may do without; org.Has says
// then whether the org has it, with these fields, for this user.
func (c *Client) gatherIfThere(ctx context.Context, org *salesforceplan.Org, object, label string, fields []string, stage func(map[string]any) int) error {
	has, err := c.Has(ctx, object, fields...)
	if err != nil || !has {
		return shown("describe "+object, err)
	}
	org.Has[object] = true
	return c.gather(ctx, org, object, label, fields, stage)
}

// teams reads all account teams.
func (c *Client) teams(ctx context.Context) (*salesforceplan.Org, error) {
	org := &salesforceplan.Org{}
	return org, c.gather(ctx, org, salesforceplan.TeamObject, "Id", []string{"AccountId", "UserId", "TeamMemberRole", "AccountAccessLevel"},
		func(map[string]any) int { return 100 })
}

// serviceTerritories reads the service territories with their members, the
// operating hours and the service resources.
func (c *Client) serviceTerritories(ctx context.Context, polygons bool) (*salesforceplan.Org, error) {
	org := &salesforceplan.Org{Hours: map[string]string{}, Resources: map[string]string{}, Has: map[string]bool{}}
	if polygons {
		if err := c.polygons(ctx, org); err != nil {
			return nil, err
		}
	}
	parents := map[string]string{}
	err := c.Query(ctx, "SELECT Id,ParentTerritoryId FROM ServiceTerritory", func(r map[string]any) error {
		parents[text(r, "Id")] = text(r, "ParentTerritoryId")
		return nil
	})
	if err != nil {
		return nil, shown("read the service territories", err)
	}
	depth := func(r map[string]any) int {
		n := 10
		for up := parents[text(r, "Id")]; up != "" && n < 400; up = parents[up] {
			n += 2
		}
		return n
	}
	if err := c.gather(ctx, org, salesforceplan.ServiceObject, "Name", []string{"Name", "ParentTerritoryId", "OperatingHoursId", "IsActive"}, depth); err != nil {
		return nil, err
	}
	err = c.gather(ctx, org, salesforceplan.MemberObject, "Id", []string{"ServiceResourceId", "ServiceTerritoryId", "TerritoryType", "EffectiveStartDate"},
		func(map[string]any) int { return 500 })
	if err != nil {
		return nil, err
	}
	err = c.Query(ctx, "SELECT Id,Name FROM OperatingHours", func(r map[string]any) error {
		org.Hours[strings.ToLower(text(r, "Name"))], org.Hours[shortened(text(r, "Id"))] = text(r, "Id"), text(r, "Id")
		return nil
	})
	if err != nil {
		return nil, shown("read the operating hours", err)
	}
	err = c.Query(ctx, "SELECT Id,RelatedRecordId FROM ServiceResource WHERE IsActive = true", func(r map[string]any) error {
		org.Resources[shortened(text(r, "RelatedRecordId"))] = text(r, "Id")
		return nil
	})
	return org, shown("read the service resources", err)
}

// shapeLayers reads the folders and shape layers of Salesforce Maps.
func (c *Client) shapeLayers(ctx context.Context, assignments bool) (*salesforceplan.Org, error) {
	org := &salesforceplan.Org{Has: map[string]bool{}}
	at := func(stage int) func(map[string]any) int { return func(map[string]any) int { return stage } }
	folder := func(r map[string]any) int {
		if text(r, "maps__ParentFolder__c") == "" {
			return 10
		}
		return 12
	}
	if err := c.gather(ctx, org, salesforceplan.FolderObject, "Name", []string{"Name", "maps__ParentFolder__c"}, folder); err != nil {
		return nil, err
	}
	layer := []string{"Name", "maps__Folder__c", "maps__CustomGeometry__c", "maps__Options__c"}
	if err := c.gather(ctx, org, salesforceplan.LayerObject, "Name", layer, at(14)); err != nil {
		return nil, err
	}
	geometry := append([]string{"Name", "maps__ShapeLayer__c", "maps__GeometrySize__c"}, salesforceplan.GeometryFields...)
	if err := c.gather(ctx, org, salesforceplan.GeometryObject, "Name", geometry, at(16)); err != nil || !assignments {
		return org, err
	}
	for _, o := range []struct {
		object string
		fields []string
		stage  int
	}{
		{salesforceplan.AssignObject, []string{"Name", "maps__Object__c", "maps__Active__c"}, 10},
		{salesforceplan.AssignRuleObject, []string{"Name", "maps__AssignmentPlan__c", "maps__ShapeLayer__c", "maps__User__c", "maps__Order__c"}, 18},
	} {
		if err := c.gatherIfThere(ctx, org, o.object, "Name", o.fields, at(o.stage)); err != nil {
			return nil, err
		}
	}
	return org, nil
}

// polygonBatch is how many polygons are read at once, for their long texts.
const polygonBatch = 20

// polygons reads the polygons of service territories; an org without the
// package has none.
func (c *Client) polygons(ctx context.Context, org *salesforceplan.Org) error {
	fields := []string{"Name", "FSL__Service_Territory__c", "FSL__Color__c", "FSL__Mi_La__c", "FSL__Ma_La__c", "FSL__Mi_Lo__c", "FSL__Ma_Lo__c"}
	if err := c.gatherIfThere(ctx, org, salesforceplan.PolygonObject, "Name", fields, func(map[string]any) int { return 500 }); err != nil {
		return err
	}
	place := map[string]int{}
	var ids []string
	for i := range org.Records {
		if org.Records[i].Object == salesforceplan.PolygonObject {
			place[org.Records[i].ID] = i
			ids = append(ids, org.Records[i].ID)
		}
	}
	for part := range slices.Chunk(ids, polygonBatch) {
		soql := "SELECT Id,FSL__KML__c FROM " + salesforceplan.PolygonObject + " WHERE Id IN (%s)"
		err := c.listIn(ctx, soql, part, func(r map[string]any) error {
			org.Records[place[text(r, "Id")]].Fields["FSL__KML__c"] = value(r, "FSL__KML__c")
			return nil
		})
		if err != nil {
			return shown("read the polygons", err)
		}
	}
	return nil
}
