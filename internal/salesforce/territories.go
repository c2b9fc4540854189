package salesforce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
)

// Users reads the active users of the org.
func (c *Client) Users(ctx context.Context) ([]salesforceplan.User, error) {
	var list []salesforceplan.User
	err := c.Query(ctx, "SELECT Id,Username,Email,Name FROM User WHERE IsActive = true", func(r map[string]any) error {
		list = append(list, salesforceplan.User{ID: text(r, "Id"), Username: text(r, "Username"), Email: text(r, "Email"), Name: text(r, "Name")})
		return nil
	})
	return list, err
}

// Territories reads a territory model whole: the tree with its rules, users and
// assignments by hand. A model that is not there has no records but types.
func (c *Client) Territories(ctx context.Context, model string, progress func(what string)) (*salesforceplan.Org, error) {
	r := modelReader{client: c, model: model, org: &salesforceplan.Org{}, where: "Territory2Model.DeveloperName = " + quote(model)}
	for _, step := range []struct {
		what string
		read func(context.Context) error
	}{
		{"types", r.types}, {"models", r.models}, {"rules", r.rules}, {"territories", r.territories}, {"users", r.users}, {"assignments", r.accounts},
	} {
		if progress != nil {
			progress(step.what)
		}
		if step.what != "types" && step.what != "models" && r.org.ModelState == "" {
			break
		}
		if err := step.read(ctx); err != nil {
			return nil, shown("read the territory model's "+step.what, err)
		}
	}
	return r.org, nil
}

type modelReader struct {
	client *Client
	model  string
	where  string
	org    *salesforceplan.Org
	// names are developer names by record id, parents ids by id.
	names, parents map[string]string
	rulesOf        map[string][]string // of a territory, by its id
}

func (r *modelReader) add(object, id, label string, stage int, fields map[string]any) {
	for name, v := range fields {
		if v == "" {
			fields[name] = nil
		}
	}
	r.org.Records = append(r.org.Records, orgplan.Record{Object: object, ID: id, Label: label, Stage: stage, Fields: fields})
}

func (r *modelReader) types(ctx context.Context) error {
	r.names, r.parents, r.rulesOf = map[string]string{}, map[string]string{}, map[string][]string{}
	return r.client.Query(ctx, "SELECT Id,DeveloperName,MasterLabel,Priority FROM Territory2Type", func(t map[string]any) error {
		r.names[text(t, "Id")] = text(t, "DeveloperName")
		r.add(salesforceplan.TypeObject, text(t, "Id"), "Territory type "+text(t, "MasterLabel"), 10,
			map[string]any{"DeveloperName": text(t, "DeveloperName"), "MasterLabel": text(t, "MasterLabel"), "Priority": text(t, "Priority")})
		return nil
	})
}

func (r *modelReader) models(ctx context.Context) error {
	return r.client.Query(ctx, "SELECT Id,DeveloperName,Name,State FROM Territory2Model", func(m map[string]any) error {
		if !strings.EqualFold(text(m, "DeveloperName"), r.model) {
			r.org.OtherModels = append(r.org.OtherModels, text(m, "DeveloperName"))
			return nil
		}
		r.org.ModelState = text(m, "State")
		r.add(salesforceplan.ModelObject, text(m, "Id"), "Territory model "+text(m, "Name"), 10,
			map[string]any{"DeveloperName": text(m, "DeveloperName"), "Name": text(m, "Name")})
		return nil
	})
}

func (r *modelReader) rules(ctx context.Context) error {
	items := map[string][]salesforceplan.Item{}
	err := r.client.Query(ctx, "SELECT RuleId,Field,Operation,Value,SortOrder FROM ObjectTerritory2AssignmentRuleItem WHERE Rule."+r.where+" ORDER BY RuleId,SortOrder",
		func(i map[string]any) error {
			field := text(i, "Field")
			if !strings.Contains(field, ".") {
				field = "Account." + field
			}
			rule := text(i, "RuleId")
			items[rule] = append(items[rule], salesforceplan.Item{Field: field, Operation: text(i, "Operation"), Value: text(i, "Value")})
			return nil
		})
	if err != nil {
		return err
	}
	return r.client.Query(ctx, "SELECT Id,DeveloperName,MasterLabel,ObjectType,IsActive,BooleanFilter FROM ObjectTerritory2AssignmentRule WHERE "+r.where,
		func(m map[string]any) error {
			id := text(m, "Id")
			r.names[id] = text(m, "DeveloperName")
			rule := salesforceplan.Rule{Filter: text(m, "BooleanFilter"), Items: items[id]}
			r.add(salesforceplan.RuleObject, id, "Rule "+text(m, "DeveloperName"), 20, map[string]any{
				"DeveloperName": text(m, "DeveloperName"), "MasterLabel": text(m, "MasterLabel"), "Model": r.model, "ObjectType": text(m, "ObjectType"),
				"IsActive": value(m, "IsActive"), "BooleanFilter": rule.Filter, "Items": rule.Text(),
			})
			return nil
		})
}

// inheritedMark follows the name of a rule that also applies to the territories
// below.
const inheritedMark = "+"

func (r *modelReader) territories(ctx context.Context) error {
	type link struct {
		rule, territory string
		inherited       bool
	}
	var links []link
	err := r.client.Query(ctx, "SELECT RuleId,Territory2Id,IsInherited FROM RuleTerritory2Association WHERE Rule."+r.where, func(m map[string]any) error {
		links = append(links, link{text(m, "RuleId"), text(m, "Territory2Id"), value(m, "IsInherited") == true})
		return nil
	})
	if err != nil {
		return err
	}
	var list []map[string]any
	list, err = r.client.list(ctx, "SELECT Id,Name,DeveloperName,ParentTerritory2Id,Territory2TypeId,AccountAccessLevel,OpportunityAccessLevel,CaseAccessLevel FROM Territory2 WHERE "+r.where)
	if err != nil {
		return err
	}
	for _, t := range list {
		r.names[text(t, "Id")], r.parents[text(t, "Id")] = text(t, "DeveloperName"), text(t, "ParentTerritory2Id")
	}
	attached := map[[2]string]bool{}
	for _, l := range links {
		attached[[2]string{l.rule, l.territory}] = true
	}
	for _, l := range links {
		name := r.names[l.rule]
		if l.inherited {
			if attached[[2]string{l.rule, r.parents[l.territory]}] {
				continue // it comes from the parent
			}
			name += inheritedMark
		}
		r.rulesOf[l.territory] = append(r.rulesOf[l.territory], name)
	}
	for _, t := range list {
		id := text(t, "Id")
		slices.Sort(r.rulesOf[id])
		r.add(salesforceplan.TerritoryObject, id, text(t, "Name"), 30+2*r.depth(id), map[string]any{
			"DeveloperName": text(t, "DeveloperName"), "Name": text(t, "Name"), "Model": r.model, "Parent": r.names[text(t, "ParentTerritory2Id")],
			"Type": r.names[text(t, "Territory2TypeId")], "Rules": strings.Join(r.rulesOf[id], ","), "AccountAccessLevel": text(t, "AccountAccessLevel"),
			"OpportunityAccessLevel": text(t, "OpportunityAccessLevel"), "CaseAccessLevel": text(t, "CaseAccessLevel"),
		})
	}
	return nil
}

func (r *modelReader) depth(id string) int {
	n := 0
	for up := r.parents[id]; up != "" && n < 100; up = r.parents[up] {
		n++
	}
	return n
}

func (r *modelReader) users(ctx context.Context) error {
	return r.client.Query(ctx, "SELECT Id,UserId,Territory2Id,RoleInTerritory2,User.Username FROM UserTerritory2Association WHERE Territory2."+r.where, func(m map[string]any) error {
		r.add(salesforceplan.UserObject, text(m, "Id"), text(m, "User.Username")+" in "+r.names[text(m, "Territory2Id")], 500,
			map[string]any{"UserId": text(m, "UserId"), "Territory2Id": text(m, "Territory2Id"), "RoleInTerritory2": text(m, "RoleInTerritory2")})
		return nil
	})
}

func (r *modelReader) accounts(ctx context.Context) error {
	return r.client.Query(ctx, "SELECT Id,ObjectId,Territory2Id,AssociationCause FROM ObjectTerritory2Association WHERE AssociationCause = 'Territory2Manual' AND Territory2."+r.where, func(m map[string]any) error {
		r.add(salesforceplan.AccountObject, text(m, "Id"), fmt.Sprintf("%s in %s", text(m, "ObjectId"), r.names[text(m, "Territory2Id")]), 600,
			map[string]any{"ObjectId": text(m, "ObjectId"), "Territory2Id": text(m, "Territory2Id"), "AssociationCause": text(m, "AssociationCause")})
		return nil
	})
}
