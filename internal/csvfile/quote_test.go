package csvfile_test

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Single quotes are found, also doubled inside a field and around line ends;
// words with apostrophes are no quotes.
func TestSource_DetectsTheQuote(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		data, quote string
		rows        [][]string
	}{
		{"id;name\n1;'a; b'\n2;'it''s'\n3;'two\nlines'\n", "'", [][]string{{"1", "a; b"}, {"2", "it's"}, {"3", "two\nlines"}}},
		{"id,name\n1,\"a, b\"\n2,'x'\n3,'y'\n4,'z'\n", `"`, [][]string{{"1", "a, b"}, {"2", "'x'"}, {"3", "'y'"}, {"4", "'z'"}}},
		{"id,name\n1,'s-Hertogenbosch\n2,O'Neil\n", `"`, [][]string{{"1", "'s-Hertogenbosch"}, {"2", "O'Neil"}}},
	} {
		s, rows, err := readFile(t, []byte(c.data), ingest.Dialect{})
		if err != nil || s.Dialect().Quote != c.quote || len(rows) != len(c.rows) {
			t.Errorf("%q: quote %q, rows %v, %v", c.data, s.Dialect().Quote, rows, err)
			continue
		}
		for i, want := range c.rows {
			if rows[i].problem != "" || rows[i].fields[0] != want[0] || rows[i].fields[1] != want[1] {
				t.Errorf("%q: row %d is %v, want %v", c.data, i, rows[i], want)
			}
		}
	}
}

// What a person chooses goes before what is found; without quotes they are
// text.
func TestOpen_TheQuoteCanBeChosen(t *testing.T) {
	t.Parallel()
	_, rows, err := readFile(t, []byte("id,name\n1,\"a\n2,b\"\n"), ingest.Dialect{Quote: "none"})
	if err != nil || len(rows) != 2 || rows[0].fields[1] != `"a` || rows[1].fields[1] != `b"` {
		t.Errorf("none: %v, %v", rows, err)
	}
	if _, err := (csvfile.Format{}).Open(t.Context(), object([]byte("a,b\n1,2\n")), ingest.Dialect{Quote: "#"}); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("an unknown quote: %v", err)
	}
}
