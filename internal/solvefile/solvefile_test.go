package solvefile_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

const square = `id,x,y,weight,calls,now,fixed,house
a,0,0,1,5,West,,
b,0,1,1,5,West,,
c,1,0,1,5,East,West,
d,9,0,1,5,East,,h1
e,9,1,1,5,East,yes,h1
f,8,0,1,5,East,,
`

func read(t *testing.T, units, edges, centres string, o solvefile.Options) (*solvefile.Problem, error) {
	t.Helper()
	f := solvefile.Files{Units: strings.NewReader(units), UnitsName: "units.csv", EdgesName: "edges.csv", CentresName: "centres.csv"}
	if edges != "" {
		f.Edges = strings.NewReader(edges)
	}
	if centres != "" {
		f.Centres = strings.NewReader(centres)
	}
	return solvefile.Read(f, o)
}

func options() solvefile.Options {
	return solvefile.Options{Territories: 2, Measures: []solvefile.Goal{{Column: "calls", Tolerance: 0.01}}}
}

func solved(t *testing.T, p *solvefile.Problem) (*solve.Result, string) {
	t.Helper()
	r, err := solve.Solve(context.Background(), p.Instance, solve.Params{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := p.WriteAssignment(&out, r.Assignment); err != nil {
		t.Fatal(err)
	}
	return r, out.String()
}

func TestRead_PlaneWithPresentPlanAndLocks(t *testing.T) {
	o := options()
	o.Present, o.Lock = "now", "fixed"
	p, err := read(t, square, "", "", o)
	if err != nil {
		t.Fatal(err)
	}
	if p.Instance.Metric != instance.Plane || p.Instance.Lock[2] != 0 || p.Instance.Lock[4] != 1 || p.Instance.Present[3] != 1 {
		t.Errorf("metric %v, locks %v, present %v", p.Instance.Metric, p.Instance.Lock, p.Instance.Present)
	}
	_, out := solved(t, p)
	want := "id,area\na,West\nb,West\nc,West\nd,East\ne,East\nf,East\n"
	if out != want {
		t.Errorf("got\n%swant\n%s", out, want)
	}
}

func TestRead_GzipAndReport(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(square)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := read(t, packed.String(), "", "", options())
	if err != nil {
		t.Fatal(err)
	}
	r, _ := solved(t, p)
	report := p.Solved(r)
	if report.N != 6 || report.K != 2 || !report.Checked || report.Bound == nil || *report.Bound > report.Objective.Total*(1+1e-9) {
		t.Errorf("report: %+v", report)
	}
}

func TestRead_FamiliesStayTogether(t *testing.T) {
	o := options()
	o.Family = "house"
	p, err := read(t, square, "", "", o)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Instance.Units(); got != 5 {
		t.Fatalf("%d units, want 5: d and e are one", got)
	}
	if p.Instance.Measures[0].Values[3] != 10 {
		t.Errorf("the family's measure is %v, want 10", p.Instance.Measures[0].Values[3])
	}
}

func TestRead_EdgesByIDAndByRow(t *testing.T) {
	o := options()
	o.Contiguous = true
	for _, edges := range []string{"a,b,km\na,b,1\nb,c,2\nc,f,1\nf,d,1\nd,e,1\n", "from,to\n0,1\n1,2\n2,5\n5,3\n3,4\n"} {
		p, err := read(t, square, edges, "", o)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(p.Instance.Graph.Of(5)); got != 2 {
			t.Errorf("f has %d neighbours, want 2", got)
		}
	}
}

func TestRead_BorderLengths(t *testing.T) {
	o := options()
	price := 3.0
	o.Border, o.BorderPrice = "km", &price
	p, err := read(t, square, "a,b,km\na,b,1.5\nb,c,2\n", "", o)
	if err != nil {
		t.Fatal(err)
	}
	if g := p.Instance.Graph; p.Instance.BorderPrice != 3 || len(g.Border) != 4 || g.Border[0] != 1.5 {
		t.Errorf("price %v, borders %v", p.Instance.BorderPrice, g.Border)
	}
	o.BorderPrice = nil
	if p, err = read(t, square, "a,b,km\na,b,1\na,c,1\na,d,1\na,e,1\na,f,1\n", "", o); err != nil || p.Instance.BorderPrice <= 0 {
		t.Errorf("no price was chosen: %v, %v", p.Instance.BorderPrice, err)
	}
	o.Border = "miles"
	if _, err := read(t, square, "a,b,km\na,b,1.5\n", "", o); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("a column that is not there: %v", err)
	}
}

func TestRead_PinnedCentres(t *testing.T) {
	p, err := read(t, square, "", "id,x,y\nNorth,0,0\nSouth,9,0\n", options())
	if err != nil {
		t.Fatal(err)
	}
	if a := p.Instance.Areas[1]; !a.Pinned || a.X != 9 || a.Name != "South" {
		t.Errorf("area: %+v", a)
	}
}

func TestReadAssignment_RenamesForeignAreas(t *testing.T) {
	p, err := read(t, square, "", "", options())
	if err != nil {
		t.Fatal(err)
	}
	a, err := p.ReadAssignment(strings.NewReader("id,area\na,red\nb,red\nc,red\nd,blue\ne,blue\nf,blue\n"), "plan.csv")
	if err != nil {
		t.Fatal(err)
	}
	report, err := check.Plan(p.Instance, a, p.Centres(a))
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Violations) != 0 || report.Units[0] != 3 {
		t.Errorf("report: %+v", report)
	}
}

func TestRead_ErrorsSayWhere(t *testing.T) {
	for _, c := range []struct {
		name, units, edges, centres string
		change                      func(*solvefile.Options)
		want                        string
	}{
		{"empty", "", "", "", nil, "empty"},
		{"header only", "id,x,y,calls\n", "", "", nil, "no rows"},
		{"no such measure", square, "", "", func(o *solvefile.Options) { o.Measures[0].Column = "nope" }, `no column "nope"`},
		{"text as number", "id,x,y,calls\na,0,zero,1\n", "", "", nil, "row 2, column y"},
		{"NaN", "id,x,y,calls\na,0,NaN,1\n", "", "", nil, "row 2, column y"},
		{"negative measure", "id,x,y,calls\na,0,0,-1\n", "", "", nil, "below 0"},
		{"unknown edge", square, "a,b\na,zz\n", "", nil, "neither an id nor a row number"},
		{"contiguous without edges", square, "", "", func(o *solvefile.Options) { o.Contiguous = true }, "--edges"},
		{"too many centres", square, "", "x,y\n0,0\n1,1\n2,2\n", nil, "3 centres for 2"},
		{"lock to no area", square, "", "", func(o *solvefile.Options) { o.Lock = "fixed" }, "not one of"},
		{"present names too many", square, "", "", func(o *solvefile.Options) { o.Present, o.Territories = "id", 3 }, "6 areas"},
		{"wrong metric", square, "", "", func(o *solvefile.Options) { o.Metric = "sphere" }, "no coordinates"},
		{"no territories", square, "", "", func(o *solvefile.Options) { o.Territories = 0 }, "--territories"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options()
			if c.change != nil {
				c.change(&o)
			}
			_, err := read(t, c.units, c.edges, c.centres, o)
			if territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an invalid error that says %q", err, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(square, "a,b\na,b\n")
	f.Add("id,lat,lon\nx,1,2\n", "")
	f.Fuzz(func(t *testing.T, units, edges string) {
		files := solvefile.Files{Units: strings.NewReader(units), UnitsName: "u"}
		if edges != "" {
			files.Edges = strings.NewReader(edges)
		}
		p, err := solvefile.Read(files, solvefile.Options{Territories: 1, Measures: []solvefile.Goal{{Column: "units", Tolerance: 1}}})
		if err == nil && p.Instance.Validate() != nil {
			t.Logf("read but not valid: %v", p.Instance.Validate())
		}
	})
}
