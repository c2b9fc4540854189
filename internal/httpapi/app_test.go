package httpapi

import (
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

// The page of a desk asks for its alignment at once; other pages, and what is
// no identifier, ask for nothing.
func TestApp_AsksForTheAlignmentOfADesk(t *testing.T) {
	t.Parallel()
	s := New(Deps{Web: fstest.MapFS{"index.html": {Data: []byte("<p>app")}, "assets/a.js": {Data: []byte("1")}}})
	for path, want := range map[string]string{
		"/alignments/01a22d06-7296":      "</api/v1/alignments/01a22d06-7296>; rel=preload; as=fetch; crossorigin=anonymous",
		"/alignments/01a22d06-7296/":     "</api/v1/alignments/01a22d06-7296>; rel=preload; as=fetch; crossorigin=anonymous",
		"/alignments/01a22d06-7296/jobs": "",
		"/alignments/a%3E%2Cb":           "",
		"/":                              "",
		"/assets/a.js":                   "",
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if got := w.Header().Get("Link"); w.Code != 200 || got != want {
			t.Errorf("%s: %d with the link %q, not %q", path, w.Code, got, want)
		}
	}
}
