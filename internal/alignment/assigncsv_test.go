package alignment_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// byNumber takes a unit's index as its id.
func byNumber(id string) (int32, bool) {
	n, err := strconv.Atoi(id)
	return int32(n), err == nil && n >= 0 && n < 10
}

func TestImportAssignment_MovesAndLocks(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.LockOps([]int32{0, 1}, true))
	edited(t, s)(s.SplitOps(5, []alignment.Part{{Name: "Closed", Units: []int32{8}}}))
	edited(t, s)(s.LockAreaOps([]alignment.AreaNumber{6}, false, true))
	ops, problems, err := s.ImportAssignment(strings.NewReader("ID,area,Locked,note\n"+
		"0,Nevada,,stays locked\n"+
		"1,East > Ohio,no,\n"+
		"9,Oregon,yes,\n"+
		"2,,,\n"+
		"77,Ohio,,\n"+ // no such unit
		"3,Texas,,\n"+ // no such territory
		"4,West,,\n"+ // not a territory
		"5,Ohio,maybe,\n"+
		"9,Ohio,,\n"+
		"8,Ohio,,\n"+
		"6,Closed,,\n"), byNumber, "") // twice
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, alignment.ChangeSet{Ops: ops})
	if got, want := outline(s), "West(Oregon:1 Nevada:4) East(Ohio:3 Closed:1) :1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !s.Locked[0] || s.Locked[1] || !s.Locked[9] {
		t.Errorf("got locks %v, want units 0 and 9 locked", s.Locked)
	}
	var where []string
	for _, p := range problems {
		where = append(where, p.Where)
	}
	if got, want := strings.Join(where, "; "), "row 6, column id; row 7, column area; row 8, column area; row 9, column locked; row 10, column id; row 11, column area; row 12, column area"; got != want {
		t.Errorf("got problems at %s\nwant %s", got, want)
	}
}

func TestImportAssignment_RefusesFilesThatAreNone(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	for name, text := range map[string]string{"empty": "", "no id": "area\nOhio\n", "only id": "id\n1\n", "not CSV": "id,area\n\"1\n"} {
		if _, _, err := s.ImportAssignment(strings.NewReader(text), byNumber, ""); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: got %v, want an invalid error", name, err)
		}
	}
}
