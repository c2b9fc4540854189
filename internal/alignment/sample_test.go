package alignment_test

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func TestSamples_MakeValidTrees(t *testing.T) {
	t.Parallel()
	for _, sample := range alignment.Samples() {
		levels, first, err := alignment.FromSample(sample.ID)
		if err != nil {
			t.Fatal(err)
		}
		s := alignment.NewState(alignment.Alignment{Levels: levels}, 3)
		mustApply(t, s, first)
		deepest := 0
		for _, a := range s.Areas {
			deepest = max(deepest, a.Level)
		}
		if len(s.Areas) < 10 || deepest != len(levels)-1 {
			t.Errorf("%s: %d areas down to level %d of %d", sample.ID, len(s.Areas), deepest, len(levels))
		}
		if sample.ID == "us-states" && len(s.Territories()) != 51 {
			t.Errorf("got %d states, want 50 and the District of Columbia", len(s.Territories()))
		}
	}
	if _, _, err := alignment.FromSample("none"); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("got %v, want not found", err)
	}
}
