package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func (b *bench) preview(o ingest.Options, data string) (ingest.Preview, error) {
	b.t.Helper()
	return ingest.LoadPreview(b.t.Context(), b.deps.Blobs, b.deps.Formats, b.upload(data), o)
}

func TestLoadPreview_GuessesTypesAndRoles(t *testing.T) {
	t.Parallel()
	header := []string{"Id", "Account Name", "BillingLatitude", "BillingLongitude", "ShippingLatitude", "BillingPostalCode", "OwnerId", "Owner Name",
		"Annual_Revenue__c", "Industry", "Store No", "Number of Employees", "Founded", "Active", "Notes", "$reason", "Year"}
	var data strings.Builder
	data.WriteString(strings.Join(header, ",") + "\n")
	for i := range 200 {
		n := string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		data.WriteString(strings.Join([]string{"001" + n, "Company " + n, "40.123", "-80.5", "40.1", "02134", "005" + n, "Owner " + n[:1],
			"1200.50", []string{"Retail", "Energy"}[i%2], "7", "12", "31/12/2020", "TRUE", "note " + n, "", "2024"}, ",") + "\n")
	}
	p, err := newBench(t).preview(ingest.Options{}, data.String())
	if err != nil {
		t.Fatal(err)
	}
	type guess struct {
		t dataset.Type
		r dataset.Role
	}
	want := []guess{{"text", "id"}, {"text", "name"}, {"number", "latitude"}, {"number", "longitude"}, {"number", "measure"}, {"text", "postal_code"},
		{"text", "plain"}, {"text", "owner"}, {"number", "measure"}, {"text", "category"}, {"number", "plain"}, {"number", "measure"}, {"date", "plain"},
		{"boolean", "category"}, {"text", "plain"}, {"text", "ignore"}, {"number", "plain"}}
	for i, c := range p.Columns {
		if (guess{c.Type, c.Role}) != want[i] || c.Reason == "" || c.Name != header[i] {
			t.Errorf("%q: got %s %s (%s), want %v", c.Name, c.Type, c.Role, c.Reason, want[i])
		}
	}
	if p.Dialect.DateOrder != "dmy" || p.Dialect.Decimal != "." || p.SampledRows != 200 || len(p.Rows) != 50 || len(p.Problems) != 0 {
		t.Errorf("dialect %+v, %d sampled, %d rows, problems %+v", p.Dialect, p.SampledRows, len(p.Rows), p.Problems)
	}
	if got := p.Columns[9].Samples; !slices.Equal(got, []string{"Retail", "Energy"}) {
		t.Errorf("samples %q", got)
	}
}

func TestLoadPreview_FindsPositionsByContent(t *testing.T) {
	t.Parallel()
	p, err := newBench(t).preview(ingest.Options{}, "store code;east;north;umsatz\nA1;-112,38431;42,91851;1.234,50\nA2;-88,27727;42,08610;12,00\n")
	if err != nil {
		t.Fatal(err)
	}
	if p.Dialect.Decimal != "," || p.Dialect.Delimiter != ";" {
		t.Errorf("dialect %+v", p.Dialect)
	}
	want := []dataset.Role{"id", "longitude", "latitude", "measure"}
	for i, c := range p.Columns {
		if c.Role != want[i] {
			t.Errorf("%q: got role %s (%s), want %s", c.Name, c.Role, c.Reason, want[i])
		}
	}
}

func TestLoadPreview_NamesProblems(t *testing.T) {
	t.Parallel()
	data := "lat,lon,sales\n-100,40,5\n-101,41,x\n-102,42\n-103,,7\n" + strings.Repeat("-104,43,9\n", 60)
	p, err := newBench(t).preview(ingest.Options{}, data)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, problem := range p.Problems {
		codes = append(codes, problem.Code)
	}
	want := []string{"wrong_field_count", "no_id_column", "coordinates_swapped", "missing_coordinates", "number_unparseable"}
	if !slices.Equal(codes, want) {
		t.Errorf("problems %q, want %q", codes, want)
	}
}

func TestLoadPreview_HonoursChoices(t *testing.T) {
	t.Parallel()
	o := ingest.Options{Columns: []ingest.ColumnChoice{{Name: "b", Role: dataset.RoleID}, {Name: "BillingLatitude", Role: dataset.RoleLatitude},
		{Name: "c", Type: dataset.Text}}}
	p, err := newBench(t).preview(o, "id,b,BillingLatitude,lon,c\n1,x,40,50,3\n2,y,41,51,4\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []dataset.Role{"plain", "id", "latitude", "longitude", "category"}
	for i, c := range p.Columns {
		if c.Role != want[i] {
			t.Errorf("%q: got role %s (%s), want %s", c.Name, c.Role, c.Reason, want[i])
		}
	}
	if p.Columns[4].Type != dataset.Text {
		t.Errorf("column c has type %s, want text", p.Columns[4].Type)
	}
}

func FuzzLoadPreview(f *testing.F) {
	f.Add("id,lat,lon\n1,40,-80\n")
	f.Add("a;b\n1,5;01.02.2026\n\"x\n")
	f.Add("$row,x,y\nNaN,1e999,(3)\n")
	b := newBench(f)
	f.Fuzz(func(t *testing.T, data string) {
		b := &bench{t: t, deps: b.deps}
		u := b.upload(data)
		defer b.deps.Blobs.Delete(t.Context(), u.Blob)
		p, err := ingest.LoadPreview(t.Context(), b.deps.Blobs, b.deps.Formats, u, ingest.Options{})
		if err != nil {
			if territory.CodeOf(err) == territory.Internal {
				t.Fatalf("error is not one for people: %v", err)
			}
			return
		}
		for _, row := range p.Rows {
			if len(row) != len(p.Columns) {
				t.Fatalf("row of %d fields, %d columns", len(row), len(p.Columns))
			}
		}
	})
}

// "$country" must not be taken for a country: the program makes it itself.
func TestLoadPreview_LeavesOutColumnsOfTheProgram(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p, err := ingest.LoadPreview(t.Context(), b.deps.Blobs, b.deps.Formats, b.upload("Key,$id,$country,$row\na,1,US,1\nb,2,US,2\n"), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Columns {
		if (c.Name[0] == '$') != (c.Role == dataset.RoleIgnore) {
			t.Errorf("column %s has the role %s (%s)", c.Name, c.Role, c.Reason)
		}
	}
}
