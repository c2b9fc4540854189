package salesforce

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// describeField is the part of a field's description that is used here.
type describeField struct {
	Name, Label, Type, RelationshipName      string
	Custom, Updateable, Filterable, Nillable bool
	Createable, ExternalID                   bool
	ReferenceTo                              []string
	PicklistValues                           []struct {
		Active bool
		Value  string
	}
}

type describeResult struct {
	Name, Label                               string
	Queryable, Createable, Deletable, Custom  bool
	Updateable, Replicateable, Layoutable     bool
	Fields                                    []describeField
	ChildRelationships, RecordTypeInfos, Urls any `json:"-"`
}

// soonTries is how often calls are tried whose answer somebody waits for.
const soonTries = 2

// agreeVersion chooses the API version: the newest that both sides know, or the
// newest before the wanted one.
func (c *Client) agreeVersion(ctx context.Context, wanted string) error {
	var versions []struct{ Version string }
	if err := c.call(ctx, request{method: http.MethodGet, path: "/services/data", tries: soonTries}, nil, &versions); err != nil {
		return err
	}
	best, ours := 0.0, number(newestVersion)
	if wanted != "" {
		ours = number(wanted)
	}
	for _, v := range versions {
		if n := number(v.Version); n > best && n <= ours {
			best, c.version = n, v.Version
		}
	}
	if best < 60 {
		return territory.Errorf(territory.Unavailable, "The org offers no API version from 60.0 to %s.", cmp.Or(wanted, newestVersion))
	}
	return nil
}

func number(text string) float64 {
	v, _ := strconv.ParseFloat(text, 64)
	return v
}

// Objects lists the org's kinds of records.
func (c *Client) Objects(ctx context.Context) ([]connection.Object, error) {
	var out struct{ Sobjects []describeResult }
	if err := c.get(ctx, c.data("/sobjects"), nil, &out); err != nil {
		return nil, err
	}
	list := make([]connection.Object, len(out.Sobjects))
	for i, o := range out.Sobjects {
		list[i] = connection.Object{Name: o.Name, Label: o.Label, Custom: o.Custom, Queryable: o.Queryable}
	}
	return list, nil
}

func (c *Client) describe(ctx context.Context, object string) (*describeResult, error) {
	var out describeResult
	err := c.get(ctx, c.data("/sobjects/"+url.PathEscape(object)+"/describe"), nil, &out)
	return &out, err
}

// Has says whether the object is there, with the fields.
func (c *Client) Has(ctx context.Context, object string, fields ...string) (bool, error) {
	d, err := c.describe(ctx, object)
	switch codeOf(err) {
	case "":
		if err != nil {
			return false, err
		}
	case "NOT_FOUND", "INVALID_TYPE":
		return false, nil
	default:
		return false, err
	}
	for _, f := range fields {
		if !slices.ContainsFunc(d.Fields, func(g describeField) bool { return g.Name == f }) {
			return false, nil
		}
	}
	return true, nil
}

// Fields describes the fields of an object.
func (c *Client) Fields(ctx context.Context, object string) ([]connection.Field, error) {
	d, err := c.describe(ctx, object)
	if err != nil {
		return nil, err
	}
	list := make([]connection.Field, len(d.Fields))
	for i, f := range d.Fields {
		list[i] = fieldOf(f)
	}
	return list, nil
}

func fieldOf(f describeField) connection.Field {
	out := connection.Field{
		Name: f.Name, Label: f.Label, Type: f.Type, Column: columnType(f.Type), Custom: f.Custom, Updateable: f.Updateable,
		Filterable: f.Filterable, ExternalID: f.ExternalID, ReferenceTo: f.ReferenceTo, Relationship: f.RelationshipName, Values: []string{},
	}
	if out.ReferenceTo == nil {
		out.ReferenceTo = []string{}
	}
	for _, v := range f.PicklistValues {
		if v.Active {
			out.Values = append(out.Values, v.Value)
		}
	}
	return out
}

// columnType is the type of a dataset's column that a field becomes; "" for
// fields that are made of others or hold bytes.
func columnType(kind string) string {
	switch kind {
	case "int", "double", "currency", "percent", "long":
		return "number"
	case "date", "datetime":
		return "date"
	case "boolean":
		return "boolean"
	case "address", "location", "base64", "complexvalue":
		return ""
	}
	return "text"
}
