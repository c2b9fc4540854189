package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestOpenAPI_EveryQueryParameterIsRead asks every reading route with every
// parameter of its address set at once. Whatever the answer is to ids that are
// not there, none may break the program: the library that reads parameters
// panics on kinds it does not know.
func TestOpenAPI_EveryQueryParameterIsRead(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	type schema struct {
		Type any   `json:"type"`
		Enum []any `json:"enum"`
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct {
				Name, In string
				Schema   struct {
					schema
					Items schema `json:"items"`
				}
			}
		}
	}
	must(t, &doc, "openapi")
	sample := func(s schema) string {
		switch {
		case len(s.Enum) > 0:
			return fmt.Sprint(s.Enum[0])
		case s.Type == "integer" || s.Type == "number":
			return "1"
		case s.Type == "boolean":
			return "true"
		}
		return "x"
	}
	asked := 0
	for path, operations := range doc.Paths {
		operation, reads := operations["get"]
		if !reads || strings.HasSuffix(path, "/events") {
			continue // a stream of events does not end
		}
		query := url.Values{}
		for _, p := range operation.Parameters {
			value := sample(p.Schema.schema)
			if list := p.Schema.Items; list.Type != nil || len(list.Enum) > 0 {
				value = sample(list)
			}
			switch p.In {
			case "query":
				query.Set(p.Name, value)
				asked++
			case "path":
				path = strings.ReplaceAll(path, "{"+p.Name+"}", value)
			}
		}
		response, err := api.http.Get(api.base + path + "?" + query.Encode())
		ok(t, err)
		response.Body.Close() //nolint:errcheck // only the status is looked at
		if response.StatusCode == http.StatusInternalServerError {
			t.Errorf("GET %s?%s: status %d", path, query.Encode(), response.StatusCode)
		}
	}
	if asked < 50 {
		t.Errorf("only %d parameters were asked with", asked)
	}
}
