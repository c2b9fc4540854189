package alignment_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// imported reads a tree file into s and returns the rows that failed.
func imported(t testing.TB, s *alignment.State, text string) []territory.Detail {
	t.Helper()
	rows, problems, err := alignment.ReadTree(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	ops, more := s.ImportTree(rows)
	mustApply(t, s, alignment.ChangeSet{Ops: ops})
	return append(problems, more...)
}

func TestTree_AddsAndUpdates(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	problems := imported(t, s, "\ufeffArea,Parent,Owner,locked,centre_longitude,centre_latitude,target Revenue,max Revenue\n"+
		"Iowa,East,Bo,,,,1.5,900\n"+ // parent by name
		"Nevada,West,Cy,yes,-116.5,39,,\n"+ // exists
		"Leeds,North > UK,,,,,,\n"+ // before its parents
		"UK,North,,,,,,\n"+
		"North,,,,,,,\n")
	if len(problems) > 0 {
		t.Fatalf("rows failed: %v", problems)
	}
	if got, want := outline(s), "West(Oregon:3 Nevada:3) East(Ohio:3 Iowa:0) North(UK(Leeds:0)) :1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	nevada, iowa := s.Areas[3], s.Areas[6]
	if nevada.Owner != "Cy" || !nevada.Locked || nevada.Centre == nil || nevada.Centre.Lat != 39 || nevada.Colour != 1 {
		t.Errorf("got Nevada %+v", nevada)
	}
	if *iowa.Targets["Revenue"].Share != 1.5 || *iowa.Targets["Revenue"].Max != 900 || iowa.Targets["Revenue"].Min != nil {
		t.Errorf("got Iowa's targets %+v", iowa.Targets)
	}
	if levels := s.Alignment.Levels; len(levels) != 3 || levels[2] != "Level 3" {
		t.Errorf("got levels %q", levels)
	}
}

func TestTree_ListsRowsThatFail(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	problems := imported(t, s, "area,parent,locked,centre_latitude\n"+
		"A,Nowhere,,\n"+ // 2
		"B,C,,\n"+ // 3: below itself
		"C,B,,\n"+ // 4
		",West,,\n"+ // 5
		"D,West,perhaps,\n"+ // 6
		"E,West,,95\n"+ // 7
		"F,West\n"+ // 8
		"G,Ohio,,\n"+ // 9: Ohio holds units
		"\n"+
		"H,West,,\n") // good
	var where []string
	for _, p := range problems {
		where = append(where, p.Where)
	}
	want := []string{"row 5, column area", "row 6, column locked", "row 7, column area", "row 8, column locked",
		"row 9, column parent", "row 2, column parent", "row 3, column parent", "row 4, column parent"}
	if fmt.Sprint(where) != fmt.Sprint(want) {
		t.Errorf("got problems %v\nwant places %v", problems, want)
	}
	if got, want := outline(s), "West(Oregon:3 Nevada:3 H:0) East(Ohio:3) :1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTree_RefusesFilesThatAreNone(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "no area": "parent\nx\n", "unknown column": "area,size\nA,1\n", "column twice": "area,area\nA,B\n",
		"not CSV": "area\n\"A\n", "binary": "\x00\x01\x02",
	} {
		if _, _, err := alignment.ReadTree(strings.NewReader(text)); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: got %v, want an invalid error", name, err)
		}
	}
}

func TestTree_RoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		var file bytes.Buffer
		if err := s.WriteTree(&file); err != nil {
			t.Fatal(err)
		}
		rows, problems, err := alignment.ReadTree(bytes.NewReader(file.Bytes()))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", err, problems, &file)
		}
		again := alignment.NewState(s.Alignment, 0)
		ops, problems := again.ImportTree(rows)
		if err := again.Apply(alignment.ChangeSet{Ops: ops}); err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", err, problems, &file)
		}
		var second bytes.Buffer
		if err := again.WriteTree(&second); err != nil {
			t.Fatal(err)
		}
		if second.String() != file.String() {
			t.Fatalf("written:\n%s\nread and written again:\n%s", &file, &second)
		}
		if ops, problems := s.ImportTree(rows); len(ops)+len(problems) > 0 {
			t.Fatalf("importing its own tree changes %v, problems %v", ops, problems)
		}
	})
}

func FuzzReadTree(f *testing.F) {
	f.Add("area,parent,target Revenue\nWest,,\nNevada,West,1.5\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, _, err := alignment.ReadTree(strings.NewReader(text))
		if err != nil {
			return
		}
		s := alignment.NewState(alignment.Alignment{Levels: []string{"T"}}, 3)
		ops, _ := s.ImportTree(rows)
		if err := s.Apply(alignment.ChangeSet{Ops: ops}); territory.CodeOf(err) == territory.Internal {
			t.Fatal(err)
		}
	})
}
