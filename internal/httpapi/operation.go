package httpapi

import (
	"net/http"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// operation describes a route: id is its operation id, "get-job"; tag groups
// the documentation.
func operation(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: "/api/v1" + path, Tags: []string{tag}, Summary: summary,
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusInternalServerError},
	}
}

func get(id, path, tag, summary string) huma.Operation {
	return operation(id, http.MethodGet, path, tag, summary)
}

// post describes a route that answers with status.
func post(id, path, tag, summary string, status int) huma.Operation {
	op := operation(id, http.MethodPost, path, tag, summary)
	op.DefaultStatus = status
	return op
}

// body is an answer with a JSON body.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{Body: v}, nil
}

// none is the input of routes without parameters.
type none struct{}

// schemaName names a type in the OpenAPI document. Types of the work packages
// carry their package's name, because several of them have an Area.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch pkg := path.Base(t.PkgPath()); pkg {
	case "ingest", "compare", "publish", "optimize", "boundaryset", "refresh",
		"live", "connection", "orgplan", "salesforceplan", "webhook":
		return strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	return name
}
