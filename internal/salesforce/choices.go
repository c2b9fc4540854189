package salesforce

import (
	"context"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
)

// RecordCounts implements connection.Service. The org's figures are about right
// and cost one call.
func (s *Service) RecordCounts(ctx context.Context, id string) ([]connection.RecordCount, error) {
	c, err := s.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	var out struct {
		SObjects []struct {
			Name  string
			Count int
		} `json:"sObjects"`
	}
	if err := c.get(ctx, c.data("/limits/recordCount"), nil, &out); err != nil {
		return nil, shown("count the records", err)
	}
	list := make([]connection.RecordCount, len(out.SObjects))
	for i, o := range out.SObjects {
		list[i] = connection.RecordCount{Object: o.Name, Count: o.Count}
	}
	return list, nil
}

// Choices implements connection.Service. What the org or the user's rights do
// not have is empty.
func (s *Service) Choices(ctx context.Context, id string) (connection.Choices, error) {
	out := connection.Choices{Models: []connection.TerritoryModel{}, TerritoryTypes: []connection.Choice{}, TerritoryRoles: []string{},
		TeamRoles: []string{}, OperatingHours: []connection.Choice{}}
	c, err := s.Open(ctx, id)
	if err != nil {
		return out, err
	}
	for _, read := range []func(context.Context, *connection.Choices) error{c.models, c.territoryTypes, c.roles, c.operatingHours} {
		if err := read(ctx, &out); err != nil && !absent(err) {
			return out, shown("read what there is to choose from", err)
		}
	}
	return out, nil
}

// absent says whether an error means that the org has no such thing for this
// user.
func absent(err error) bool {
	switch codeOf(err) {
	case "INVALID_TYPE", "INVALID_FIELD", "NOT_FOUND", "INSUFFICIENT_ACCESS":
		return true
	}
	return false
}

func (c *Client) models(ctx context.Context, out *connection.Choices) error {
	sizes := map[string]int{}
	err := c.Query(ctx, "SELECT Territory2ModelId, COUNT(Id) territories FROM Territory2 GROUP BY Territory2ModelId", func(r map[string]any) error {
		if n, isNumber := value(r, "territories").(float64); isNumber {
			sizes[text(r, "Territory2ModelId")] = int(n)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.Query(ctx, "SELECT Id,DeveloperName,Name,State FROM Territory2Model ORDER BY Name", func(r map[string]any) error {
		out.Models = append(out.Models, connection.TerritoryModel{DeveloperName: text(r, "DeveloperName"), Name: text(r, "Name"),
			State: text(r, "State"), Territories: sizes[text(r, "Id")]})
		return nil
	})
}

func (c *Client) territoryTypes(ctx context.Context, out *connection.Choices) error {
	return c.Query(ctx, "SELECT DeveloperName,MasterLabel FROM Territory2Type ORDER BY MasterLabel", func(r map[string]any) error {
		out.TerritoryTypes = append(out.TerritoryTypes, connection.Choice{Value: text(r, "DeveloperName"), Label: text(r, "MasterLabel")})
		return nil
	})
}

// roles reads the values of the picklists of roles.
func (c *Client) roles(ctx context.Context, out *connection.Choices) error {
	for _, p := range []struct {
		object, field string
		into          *[]string
	}{{"UserTerritory2Association", "RoleInTerritory2", &out.TerritoryRoles}, {"AccountTeamMember", "TeamMemberRole", &out.TeamRoles}} {
		list, err := c.Fields(ctx, p.object)
		if err != nil && !absent(err) {
			return err
		}
		at := slices.IndexFunc(list, func(f connection.Field) bool { return strings.EqualFold(f.Name, p.field) })
		if at >= 0 {
			*p.into = append(*p.into, list[at].Values...)
		}
	}
	return nil
}

func (c *Client) operatingHours(ctx context.Context, out *connection.Choices) error {
	return c.Query(ctx, "SELECT Id,Name FROM OperatingHours ORDER BY Name", func(r map[string]any) error {
		out.OperatingHours = append(out.OperatingHours, connection.Choice{Value: text(r, "Id"), Label: text(r, "Name")})
		return nil
	})
}
