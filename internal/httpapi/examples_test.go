package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// TestExamples_EveryAlignmentRouteHasOne checks that whoever reads the document
// sees for every route about alignments what to send and what comes back, and
// that what is shown to be sent would be accepted.
func TestExamples_EveryAlignmentRouteHasOne(t *testing.T) {
	t.Parallel()
	s := New(Deps{})
	document := s.api.OpenAPI()
	routes := 0
	for _, route := range s.Routes() {
		if !strings.HasPrefix(route.Path, "/api/v1/alignments") {
			continue
		}
		routes++
		item := document.Paths[route.Path]
		op := map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete}[route.Method]
		for _, p := range op.Parameters {
			if p.Example == nil {
				t.Errorf("%s: no example of the parameter %s", op.OperationID, p.Name)
			}
		}
		if op.RequestBody != nil {
			for kind, media := range op.RequestBody.Content {
				if media.Example == nil {
					t.Errorf("%s: no example of a body", op.OperationID)
				} else if kind == "application/json" {
					accepted(t, document.Components.Schemas, op.OperationID, media)
				}
			}
		}
		for status, response := range op.Responses {
			if media := response.Content["application/json"]; strings.HasPrefix(status, "2") && media != nil && media.Example == nil {
				t.Errorf("%s: no example of the answer", op.OperationID)
			}
		}
	}
	if routes < 40 {
		t.Errorf("only %d routes about alignments were looked at", routes)
	}
}

// accepted checks an example of a body against its schema.
func accepted(t *testing.T, registry huma.Registry, id string, media *huma.MediaType) {
	t.Helper()
	raw, err := json.Marshal(media.Example)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	result := &huma.ValidateResult{}
	huma.Validate(registry, media.Schema, huma.NewPathBuffer([]byte(""), 0), huma.ModeWriteToServer, value, result)
	for _, err := range result.Errors {
		t.Errorf("%s: the example %s would be refused: %v", id, raw, err)
	}
}
