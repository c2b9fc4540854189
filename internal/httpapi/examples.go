package httpapi

import (
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// requestExamples are bodies worth showing, by operation; the others are made
// from their schema.
var requestExamples = map[string]any{
	"create-alignment": map[string]any{"datasetId": exampleID, "name": "Plan 2027", "start": map[string]any{"kind": "fields", "fields": []any{"Region", "OwnerName"}}},
	"change-alignment": map[string]any{"expectedVersion": 12, "reason": "Nevada to Ann", "onTop": true, "ops": []any{
		map[string]any{"assign": map[string]any{"areas": []any{3}, "filter": `Industry == "Energy"`, "to": 4}},
		map[string]any{"updateArea": map[string]any{"number": 4, "owner": "Ann", "users": []any{map[string]any{"name": "Bo", "role": "Manager"}},
			"targets": map[string]any{"AnnualRevenue": map[string]any{"percent": 20, "max": 5_000_000}}}},
	}},
	"preview-change": map[string]any{"expectedVersion": 12, "ops": []any{map[string]any{"removeArea": map[string]any{"number": 3, "to": 4}}}},
	"save-view":      map[string]any{"focus": map[string]any{"areas": []any{2}, "unassigned": true}, "level": 1, "layers": []any{"units"}, "legend": []any{"AnnualRevenue"}},
	"plan-event":     map[string]any{"event": map[string]any{"kind": "leave", "areas": []any{4}}},
	"spread-account-target": map[string]any{"expectedVersion": 12, "spread": map[string]any{"total": 5_000_000, "method": "bucket", "measure": "AnnualRevenue",
		"buckets": []any{map[string]any{"below": 100_000, "weight": 1}, map[string]any{"weight": 3}}, "areas": []any{2}}},
	"enter-account-target": map[string]any{"expectedVersion": 12, "units": map[string]any{"ids": []any{"0015g00000AbCdE"}}, "amount": 25_000},
	"optimize-alignment":   map[string]any{"measures": []any{map[string]any{"column": "AnnualRevenue", "tolerance": 0.02}}, "continuity": 0.2, "focus": []any{2}},
	"publish-alignment":    map[string]any{"formats": []any{"units_csv", "areas_csv"}, "focus": map[string]any{"areas": []any{2}}},
}

const exampleID = "0190f3a1-7c1e-7d2a-9b8e-3f2a1c4d5e6f"

// words are examples by the name of a field or parameter.
var exampleWords = map[string]any{
	"name": "West", "reason": "Ann takes Nevada", "owner": "Ann", "notes": "Key accounts", "text": "Why did this account move?", "role": "Manager",
	"filter": `AnnualRevenue > 10000 and Industry == "Energy"`, "rule": `$state in ["NV", "CA"]`, "column": "AnnualRevenue", "condition": "AnnualRevenue > 10000",
	"measure": "AnnualRevenue", "measures": []any{"AnnualRevenue"}, "levels": []any{"Region", "Territory"}, "fields": []any{"Region", "OwnerName"},
	"version": 12, "expectedVersion": 12, "from": 3, "to": 12, "before": 0, "limit": 50, "area": 4, "areas": []any{4}, "number": 4, "parent": 2, "into": 4,
	"units": 1280, "lon": -116.4, "lat": 39.5, "at": "2026-11-23T09:30:00Z", "created": "2026-11-23T09:30:00Z", "updated": "2026-11-23T09:30:00Z",
	"amount": 25000, "total": 5_000_000, "colour": 3, "path": "West > Nevada", "day": "2027-01-01", "date": "2027-01-01",
}

// addExamples gives every operation about alignments an example for each
// parameter, JSON body and JSON answer, so that a newcomer sees what to send.
func (s *Server) addExamples() {
	document := s.api.OpenAPI()
	for path, item := range document.Paths {
		if !strings.HasPrefix(path, "/api/v1/alignments") {
			continue
		}
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				exemplify(document.Components.Schemas, op)
			}
		}
	}
}

func exemplify(registry huma.Registry, op *huma.Operation) {
	e := exampler{registry}
	for _, p := range op.Parameters {
		if p.Example == nil && p.Schema != nil {
			p.Example = e.value(p.Schema, p.Name, 0, false)
		}
	}
	if op.RequestBody != nil {
		for kind, media := range op.RequestBody.Content {
			switch {
			case media.Example != nil || media.Schema == nil:
			case kind == "text/csv":
				media.Example = "area,parent,owner\nWest,,Ann\nNevada,West,Bo\n"
			case requestExamples[op.OperationID] != nil:
				media.Example = requestExamples[op.OperationID]
			default:
				media.Example = e.value(media.Schema, "", 0, true)
			}
		}
	}
	for status, response := range op.Responses {
		if media := response.Content["application/json"]; strings.HasPrefix(status, "2") && media != nil && media.Example == nil && media.Schema != nil {
			media.Example = e.value(media.Schema, "", 0, false)
		}
	}
}

// exampler makes examples from schemas.
type exampler struct{ registry huma.Registry }

// exampleDepth bounds how deep an example goes; trees have no end.
const exampleDepth = 5

// value makes an example of a field; with required only what must be there.
func (e exampler) value(schema *huma.Schema, name string, depth int, required bool) any {
	if schema.Ref != "" {
		schema = e.registry.SchemaFromRef(schema.Ref)
	}
	for _, v := range schema.Enum {
		if v != "" {
			return v
		}
	}
	if word, known := exampleWords[name]; known && sameKind(schema, word) {
		return word
	}
	switch schema.Type {
	case huma.TypeString:
		return e.text(schema, name)
	case huma.TypeInteger, huma.TypeNumber:
		if schema.Minimum != nil {
			return *schema.Minimum
		}
		return 1
	case huma.TypeBoolean:
		return false
	case huma.TypeArray:
		if depth >= exampleDepth || schema.Items == nil {
			return []any{}
		}
		return []any{e.value(schema.Items, name, depth+1, required)}
	}
	return e.object(schema, depth, required)
}

func (e exampler) text(schema *huma.Schema, name string) any {
	switch {
	case schema.Format == "date-time":
		return "2026-11-23T09:30:00Z"
	case name == "id" || strings.HasSuffix(name, "Id") || name == "branch":
		return exampleID
	case name == "":
		return "Text"
	}
	return name
}

func (e exampler) object(schema *huma.Schema, depth int, required bool) any {
	out := map[string]any{}
	if depth >= exampleDepth {
		return out
	}
	for name, property := range schema.Properties {
		if name == "$schema" || (required && !slices.Contains(schema.Required, name)) {
			continue
		}
		out[name] = e.value(property, name, depth+1, required)
	}
	return out
}

// sameKind says whether a word fits the type of a schema.
func sameKind(schema *huma.Schema, word any) bool {
	switch word.(type) {
	case string:
		return schema.Type == huma.TypeString
	case int, float64:
		return schema.Type == huma.TypeInteger || schema.Type == huma.TypeNumber
	}
	return schema.Type == huma.TypeArray && schema.Items != nil && schema.Items.Ref == ""
}
