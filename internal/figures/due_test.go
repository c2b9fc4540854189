package figures_test

import (
	"reflect"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

func TestDue_AmountsAndPercentagesComeFirst(t *testing.T) {
	t.Parallel()
	n := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		name    string
		targets []alignment.Target
		want    []float64
	}{
		{"equal", make([]alignment.Target, 4), []float64{25, 25, 25, 25}},
		{"shares", []alignment.Target{{Share: n(3)}, {}}, []float64{75, 25}},
		{"mixed", []alignment.Target{{Amount: n(30)}, {Percent: n(10)}, {Share: n(2)}, {}}, []float64{30, 10, 40, 20}},
		{"more than there is", []alignment.Target{{Amount: n(130)}, {}}, []float64{130, 0}},
		{"all fixed", []alignment.Target{{Amount: n(20)}, {Percent: n(20)}}, []float64{20, 20}},
		{"nothing due", []alignment.Target{{Share: n(0)}}, []float64{0}},
	} {
		if got := figures.Due(c.targets, 100, 100); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
