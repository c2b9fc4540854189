package httpapi

import (
	"context"
	"html/template"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ServerInfo describes the running program.
type ServerInfo struct {
	Name    string          `json:"name"`
	Version string          `json:"version"`
	Commit  string          `json:"commit"`
	User    territory.Actor `json:"user"`
	Limits  struct {
		UploadBytes int64 `json:"uploadBytes"`
	} `json:"limits"`
	Services Services `json:"services" doc:"Outside services this server may ask; none by default."`
}

// Services are the outside services a server may ask.
type Services struct {
	Geocoder *GeocoderInfo `json:"geocoder,omitempty"`
	Travel   *TravelInfo   `json:"travel,omitempty"`
}

// GeocoderInfo describes the geocoder.
type GeocoderInfo struct {
	Name        string `json:"name"`
	Attribution string `json:"attribution" doc:"Whom to name for geocoded positions."`
}

// TravelInfo describes the service of travel times.
type TravelInfo struct {
	Name     string   `json:"name"`
	Profiles []string `json:"profiles" nullable:"false" doc:"Ways of travelling, the usual one first."`
}

// Health says that the server works.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

func (s *Server) registerServer() {
	register(s, get("get-server", "/server", "Server", "What is running, who you are, and the limits"), access.View,
		func(_ context.Context, actor territory.Actor, _ *none) (*body[ServerInfo], error) {
			info := ServerInfo{Name: "Bailiwick", Version: s.Version, Commit: s.Commit, User: actor}
			info.Limits.UploadBytes, info.Services = s.UploadBytes, s.Services
			return answer(info, nil)
		})
	register(s, get("get-health", "/health", "Server", "Whether the server and its database answer"), access.View,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[Health], error) {
			if _, err := s.Jobs.Jobs(ctx, "", 1); err != nil {
				return nil, territory.Errorf(territory.Unavailable, "The database does not answer; the server's log says why.")
			}
			return answer(Health{Status: "ok"}, nil)
		})
}

// docs is the readable page of the API: every route with its summary, made
// from the OpenAPI document without any script from elsewhere.
func (s *Server) docs(w http.ResponseWriter, _ *http.Request) {
	type line struct{ Method, Path, Summary, Action, Tag string }
	var lines []line
	for _, r := range s.routes {
		item := s.api.OpenAPI().Paths[r.Path]
		op := item.Get
		switch r.Method {
		case http.MethodPost:
			op = item.Post
		case http.MethodPatch:
			op = item.Patch
		case http.MethodDelete:
			op = item.Delete
		}
		lines = append(lines, line{r.Method, r.Path, op.Summary, string(r.Action), op.Tags[0]})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := docsPage.Execute(w, lines); err != nil {
		s.Log.Warn("write the API page", "error", err)
	}
}

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Bailiwick API</title><style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8884;vertical-align:top}
code{font-size:.9rem;overflow-wrap:anywhere}</style></head><body><h1>Bailiwick API</h1>
<p>The contract is the <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a> (<a href="/api/v1/openapi.yaml">YAML</a>). Errors are
problem documents (RFC 9457) with a <code>code</code>; long work answers 202 with a job whose events stream from
<code>/api/v1/jobs/{id}/events</code>; columns are little-endian typed arrays.</p>
<table><thead><tr><th>Route</th><th>What it does</th><th>Needs</th></tr></thead><tbody>
{{range .}}<tr><td><code>{{.Method}} {{.Path}}</code></td><td>{{.Summary}}</td><td>{{.Action}}</td></tr>
{{end}}</tbody></table></body></html>`))
