package alignment

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ruledState has a region 1 with territories 2 and 3, and a territory 4 beside
// it, on six units, of which 4 and 5 are unassigned.
func ruledState() *State {
	s := NewState(Alignment{Levels: []string{"Region", "Territory"}}, 6)
	s.Areas = map[AreaNumber]*Area{
		1: {Number: 1, Name: "West", Rule: "west"},
		2: {Number: 2, Parent: 1, Name: "A", Level: 1, Rule: "a"},
		3: {Number: 3, Parent: 1, Name: "B", Level: 1, Sort: 1, Rule: "b"},
		4: {Number: 4, Name: "Key accounts", Sort: 1, Rule: "key"},
	}
	s.LastNumber = 4
	s.Assigned = []AreaNumber{2, 2, 3, 4, 0, 0}
	return s
}

// table answers rules from a table of units.
func table(masks map[string][]int) func(*Area) ([]bool, error) {
	return func(a *Area) ([]bool, error) {
		units, known := masks[a.Rule]
		if !known {
			return nil, errors.New("unexpected rule " + a.Rule)
		}
		mask := make([]bool, 6)
		for _, unit := range units {
			mask[unit] = true
		}
		return mask, nil
	}
}

func TestRunRules_HandWorked(t *testing.T) {
	t.Parallel()
	s := ruledState()
	// Unit 1 matches A and B, unit 3 nothing, unit 4 A but not West, unit 5 B.
	rules := table(map[string][]int{"west": {0, 1, 2, 5}, "a": {0, 1, 4}, "b": {0, 1, 2, 5}, "key": {2}})
	run, err := s.RunRules(AllUnits, Focus{}, nil, rules)
	if err != nil {
		t.Fatal(err)
	}
	want := []RuleEntry{
		{Unit: 0, Trouble: SeveralMatch, Present: 2, Areas: []AreaNumber{2, 3}},
		{Unit: 1, Trouble: SeveralMatch, Present: 2, Areas: []AreaNumber{2, 3}},
		{Unit: 2, Trouble: SeveralMatch, Present: 3, Areas: []AreaNumber{3, 4}},
		{Unit: 3, Trouble: NoMatch, Present: 4, Areas: []AreaNumber{}},
		{Unit: 4, Trouble: NoMatch, Present: 0, Areas: []AreaNumber{}},
	}
	if !reflect.DeepEqual(run.Log, want) || run.Matched != 4 || run.Moved != 1 {
		t.Errorf("matched %d, moved %d, log %+v", run.Matched, run.Moved, run.Log)
	}
	if err := s.Apply(ChangeSet{Ops: run.Ops}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Assigned, []AreaNumber{2, 2, 3, 4, 0, 3}) {
		t.Errorf("assigned %v", s.Assigned)
	}
}

func TestRunRules_ScopeFocusAndLocks(t *testing.T) {
	t.Parallel()
	rules := table(map[string][]int{"west": {0, 1, 2, 3, 4, 5}, "a": {2, 4}, "b": {0, 1}, "key": {5}})
	s := ruledState()
	run, err := s.RunRules(UnassignedUnits, Focus{}, nil, rules)
	if err != nil || run.Moved != 2 || len(run.Log) != 0 {
		t.Errorf("unassigned only: %+v, %v", run, err)
	}
	run, err = s.RunRules(AllUnits, Focus{Areas: []AreaNumber{1}, Unassigned: true}, nil, rules)
	if err != nil || run.Moved != 4 || len(run.Log) != 1 || run.Log[0].Unit != 5 {
		t.Errorf("in focus: %+v, %v", run, err)
	}
	s.Locked[0], s.Areas[2].Locked = true, true
	run, err = s.RunRules(AllUnits, Focus{}, nil, rules)
	if err != nil || run.Moved != 1 {
		t.Errorf("with locks: %+v, %v", run, err)
	}
	for i, unit := range []int32{0, 1, 2, 3, 4} {
		want := HeldByLock
		if unit == 3 {
			want = NoMatch
		}
		if i >= len(run.Log) || run.Log[i].Unit != unit || run.Log[i].Trouble != want {
			t.Fatalf("log %+v, want unit %d: %s", run.Log, unit, want)
		}
	}
	for _, a := range s.Areas {
		a.Rule = ""
	}
	if _, err := s.RunRules(AllUnits, Focus{}, nil, rules); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("without rules: %v", err)
	}
}

func TestRulesFromColumn_MajorityWins(t *testing.T) {
	t.Parallel()
	s := ruledState()
	got := s.RulesFromColumn([]int32{0, 1, 0, 1, 1, -1}, []string{"NV", "CA"})
	want := []RuleValues{{Area: 2, Values: []string{"CA", "NV"}}} // draws go to the first
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// BenchmarkRunRules runs 500 rules on 250,000 units, each of which matches one.
func BenchmarkRunRules(b *testing.B) {
	const units, areas = 250_000, 500
	s := NewState(Alignment{Levels: []string{"Territory"}}, units)
	code := make([]AreaNumber, units)
	for unit := range code {
		code[unit] = AreaNumber(rand.IntN(areas) + 1)
	}
	for number := AreaNumber(1); number <= areas; number++ {
		s.Areas[number] = &Area{Number: number, Name: "T", Sort: int(number), Rule: "r"}
	}
	mask := make([]bool, units)
	for b.Loop() {
		run, err := s.RunRules(AllUnits, Focus{}, nil, func(a *Area) ([]bool, error) {
			for unit, number := range code {
				mask[unit] = number == a.Number
			}
			return mask, nil
		})
		if err != nil || run.Moved != units {
			b.Fatal(run.Moved, err)
		}
	}
}
