package boundary_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// TestBuilder_TangledFileIsRefused reads many rings that cross themselves very
// often: the work on one file has an end, however many of them there are.
func TestBuilder_TangledFileIsRefused(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	b := boundary.NewBuilder(boundary.ReadOptions{CodeField: "code", MaxVertices: 20_000})
	for i := range 200 {
		ring := make(geom.Ring, 100)
		for k := range ring {
			ring[k] = geom.Point{X: 10 * r.Float64(), Y: 10 * r.Float64()}
		}
		if err := b.Add(boundary.Feature{Properties: map[string]any{"code": strconv.Itoa(i)}, Shape: geom.MultiPolygon{{ring}}}); err != nil {
			t.Fatal(err)
		}
	}
	_, report, err := b.Finish()
	var fault *boundary.InputError
	if !errors.As(err, &fault) || !strings.Contains(fault.What.English, "cross") || report.FaultCount > 100 {
		t.Errorf("got %v after %d faults, want the file refused", err, report.FaultCount)
	}
}
