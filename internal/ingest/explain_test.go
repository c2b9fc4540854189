package ingest_test

import (
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Every guess about a file and its columns has a reason, and decimal marks and
// orders of dates are found and can be chosen column by column.
func TestLoadPreview_ExplainsItsGuesses(t *testing.T) {
	t.Parallel()
	data := "id;us;eu;iso;either;sales;visits;zip\n" + strings.Repeat("a;12/31/2025;31.12.2025;2025-12-31;03/04/2025;1.234,56;7;01067\n", 9) +
		"b;01/30/2026;30.01.2026;2026-01-30;05/06/2025;2.000,50;x;01067\n"
	p, err := newBench(t).preview(ingest.Options{}, data)
	if err != nil {
		t.Fatal(err)
	}
	guesses := map[string]string{}
	for _, g := range p.Guesses {
		guesses[g.What] = g.Value + ": " + g.Reason
	}
	for what, want := range map[string]string{
		"encoding": "utf-8: the bytes are valid", "delimiter": ";: with it the first rows agree best, on 8 columns", "quote": `": no field is quoted`,
		"headerRow": "1: it is the first row with several filled fields", "decimal": ",: 10 of the first values",
	} {
		if !strings.HasPrefix(guesses[what], want) {
			t.Errorf("%s: %q, want %q", what, guesses[what], want)
		}
	}
	want := map[string][3]string{ // type, order or mark, reason
		"us": {"date", "mdy", "12/31/2025 is a date in this order only"}, "eu": {"date", "dmy", "31.12.2025 is a date in this order only"},
		"iso": {"date", "ymd", "begin with the year"}, "either": {"date", "mdy", "both orders fit"},
		"sales": {"number", ",", "all 10 values of the first 10 rows are numbers, with a decimal comma"}, "visits": {"text", "", "only 9 of 10 values are numbers"},
		"zip": {"text", "", "begin with zeros"},
	}
	for _, c := range p.Columns {
		w, checked := want[c.Name]
		if checked && (string(c.Type) != w[0] || c.DateOrder+c.Decimal != w[1] || !strings.Contains(c.TypeReason+c.Reason, w[2])) {
			t.Errorf("%s: %s, %q, %q; want %q", c.Name, c.Type, c.DateOrder+c.Decimal, c.TypeReason, w)
		}
		if c.TypeReason == "" || c.Profile == nil || c.Profile.Missing != 0 {
			t.Errorf("%s: reason %q, profile %+v", c.Name, c.TypeReason, c.Profile)
		}
	}
	sales := p.Columns[5].Profile
	if *sales.Min != 1234.56 || *sales.Max != 2000.5 || sales.Distinct != 2 || len(sales.Quantiles) != 7 || len(sales.Histogram) == 0 {
		t.Errorf("profile of sales: %+v", sales)
	}
	if len(p.Problems) != 2 || p.Problems[1].Code != "ambiguous_dates" || p.Problems[1].Column != "either" {
		t.Errorf("problems: %+v", p.Problems)
	}
}

func TestLoadPreview_ChoicesPerColumn(t *testing.T) {
	t.Parallel()
	o := ingest.Options{Columns: []ingest.ColumnChoice{{Name: "d", DateOrder: "dmy"}, {Name: "n", Type: dataset.Number, Decimal: ",", Fixed: true}}}
	b := newBench(t)
	data := "id,d,e,n\na,03/04/2025,03/04/2025,\"1.234\"\nb,05/06/2025,05/06/2025,\"2.5\"\n"
	s, err := b.run(o, data)
	if err != nil {
		t.Fatal(err)
	}
	r, err := dataset.Open(t.Context(), b.deps.Blobs, s)
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Row(t.Context(), 0)
	if err != nil || row["d"] != "2025-04-03" || row["e"] != "2025-03-04" || row["n"] != 1234.0 {
		t.Errorf("row %v, %v", row, err)
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], `"e"`) || s.Rejected != 1 {
		t.Errorf("notes %q, %d rejected: the order of e was guessed, and 2.5 is no number with a decimal comma", s.Notes, s.Rejected)
	}
	_, err = b.preview(ingest.Options{Columns: []ingest.ColumnChoice{{Name: "d", DateOrder: "xyz", Decimal: "?"}}}, data)
	if territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), "ymd, mdy or dmy") {
		t.Errorf("nonsense choices: %v", err)
	}
}

func TestRun_ApostrophesAsQuotes(t *testing.T) {
	t.Parallel()
	data := "id,name,lat,lon\n1,'Miller, Sons',40,-80\n2,'It''s, ''here''',41,-81\n3,'say \"hi\"',42,-82\n"
	for quote, names := range map[string]string{"": "Miller, Sons|It's, 'here'|say \"hi\"", "'": "Miller, Sons|It's, 'here'|say \"hi\""} {
		b := newBench(t)
		s, err := b.run(ingest.Options{Dialect: ingest.Dialect{Quote: quote}}, data)
		if err != nil || s.Units != 3 {
			t.Fatalf("quote %q: %d units, %v", quote, s.Units, err)
		}
		r, err := dataset.Open(t.Context(), b.deps.Blobs, s)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := r.Texts(t.Context(), "name")
		if err != nil {
			t.Fatal(err)
		}
		if got := texts.At(0) + "|" + texts.At(1) + "|" + texts.At(2); got != names {
			t.Errorf("quote %q: %s", quote, got)
		}
	}
	b := newBench(t)
	if s, err := b.run(ingest.Options{Dialect: ingest.Dialect{Quote: "none"}}, "id,name\n1,5\" pipe\n2,\"x\n"); err != nil || s.Units != 2 {
		t.Errorf("without quotes: %d units, %v", s.Units, err)
	}
	if _, err := b.run(ingest.Options{Dialect: ingest.Dialect{Quote: "x"}}, data); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("a letter as quote: %v", err)
	}
}

// A filter lets in what it says, counts the rest, and lets ids of rows that it
// leaves out come again.
func TestRun_Filter(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	spec := ingest.Spec{DatasetID: "d", SnapshotID: "s", Uploads: []ingest.Upload{b.upload("id,kind,sales\na,Retail,5\na,Energy,50\nb,Energy,x\nc,Energy,1\n" + strings.Repeat("z,Retail,1\n", 90))},
		Where: "Good and kind != \"Retail\"", Definitions: []dataset.Definition{{Name: "Good", Filter: true, Text: "scaled > 100"}, {Name: "scaled", Text: "sales * 10"}}}
	s, err := ingest.Run(t.Context(), b.deps, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Units != 1 || s.LeftOut != 92 || s.Rejected != 1 {
		t.Errorf("%d units, %d left out, %d rejected; want 1, 92, 1", s.Units, s.LeftOut, s.Rejected)
	}
	for where, want := range map[string]string{"sales > total(sales)": "one row at a time", "sales": "must be a condition", "nothing > 1": "unknown name", "area() == \"x\"": "cannot ask for areas"} {
		spec.SnapshotID, spec.Where = "s2", where
		if _, err := ingest.Run(t.Context(), b.deps, spec, nil); territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", where, err)
		}
	}
	spec.Where = "kind == \"none\""
	if _, err := ingest.Run(t.Context(), b.deps, spec, nil); err == nil || !strings.Contains(err.Error(), "filter of the import leaves them out") {
		t.Errorf("nothing let in: %v", err)
	}
}
