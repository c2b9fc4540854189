package httpapi

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// app serves the web app: files as they are, every other path the entry page,
// so that links into the app work.
func (s *Server) app() http.Handler {
	if s.Web == nil {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write([]byte(noApp)) //nolint:errcheck // the client has gone
		})
	}
	files := http.FileServerFS(s.Web)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		info, err := fs.Stat(s.Web, name)
		switch {
		case err == nil && !info.IsDir() && name != "index.html":
			if strings.HasPrefix(name, "assets/") {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			files.ServeHTTP(w, r)
		case strings.HasPrefix(name, "assets/"):
			http.NotFound(w, r)
		default:
			page, err := fs.ReadFile(s.Web, "index.html")
			if err != nil {
				http.Error(w, "the web app has no index.html", http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-cache")
			if desk := deskPath.FindStringSubmatch(r.URL.EscapedPath()); desk != nil {
				w.Header().Set("Link", "</api/v1/alignments/"+desk[1]+">; rel=preload; as=fetch; crossorigin=anonymous")
			}
			w.Write(page) //nolint:errcheck // the client has gone
		}
	})
}

// deskPath is the address of the desk of an alignment. The browser is told to ask
// for the alignment with the page: everything else on the desk waits for it.
var deskPath = regexp.MustCompile(`^/alignments/([0-9A-Za-z-]+)/?$`)

const noApp = `<!doctype html><meta charset="utf-8"><title>Bailiwick</title>
<h1>Bailiwick is running</h1>
<p>This binary was built without the web app. Run <code>make build</code> to build it with the app,
or use the <a href="/api/v1/docs">API</a> and the command line.</p>`

func indentJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
