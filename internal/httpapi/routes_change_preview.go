package httpapi

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type previewChangeInput struct {
	ChangeInput
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up."`
}

// ChangePreview is what a change would do.
type ChangePreview struct {
	VersionDiff
	// Parts is nil until the neighbours of the set are known.
	Parts []AreaParts `json:"parts" nullable:"true" doc:"How the boundaries of the areas that gain or lose some hang together: none where no boundary changes hands, null for the seconds in which the neighbours of the set are worked out."`
}

// AreaParts is how the boundaries of an area hang together before and after a
// change.
type AreaParts struct {
	Area   alignment.AreaNumber `json:"area"`
	Before boundary.Parts       `json:"before"`
	After  boundary.Parts       `json:"after"`
}

func (s *Server) registerChangePreview() {
	op := post("preview-change", "/alignments/{id}/changes/preview", "Alignments",
		"What a change would do: moves with sums, areas that come, go or change; nothing is stored", http.StatusOK)
	op.MaxBodyBytes = 64 << 20
	register(s, op, access.View, s.previewChange)
}

func (s *Server) previewChange(ctx context.Context, actor territory.Actor, in *previewChangeInput) (*body[ChangePreview], error) {
	before, u, err := s.measured(ctx, in.ID, in.Body.ExpectedVersion, in.Measures)
	if err != nil {
		return nil, err
	}
	after, _, err := s.planChange(ctx, actor, &in.ChangeInput)
	if err != nil {
		return nil, err
	}
	parts, err := s.partsOf(ctx, before.Boundaries, after.Boundaries)
	return answer(ChangePreview{diffOf(before, after, u), parts}, err)
}

// partsOf says how areas hang together of which boundaries come or go; nil
// where nobody knows the neighbours yet.
func (s *Server) partsOf(ctx context.Context, before, after *alignment.Boundaries) ([]AreaParts, error) {
	out := []AreaParts{}
	if before == nil || after == nil || before.Set != after.Set {
		return out, nil
	}
	touched := map[alignment.AreaNumber]bool{}
	for b := range before.Assigned {
		from, to := holders(before, b), holders(after, b)
		if !slices.Equal(from, to) {
			for _, area := range append(from, to...) {
				touched[area] = true
			}
		}
	}
	delete(touched, alignment.Unassigned)
	if len(touched) == 0 {
		return out, nil
	}
	set, err := s.BoundarySets.Open(ctx, before.Set)
	if err != nil {
		return nil, err
	}
	links := set.Links()
	if links == nil {
		return nil, nil
	}
	for _, area := range slices.Sorted(maps.Keys(touched)) {
		out = append(out, AreaParts{area, boundary.PartsOf(links, heldBy(before, area)), boundary.PartsOf(links, heldBy(after, area))})
	}
	return out, nil
}

// holders lists the territories of a boundary, the first one first.
func holders(b *alignment.Boundaries, i int) []alignment.AreaNumber {
	return append([]alignment.AreaNumber{b.Assigned[i]}, b.Shared[int32(i)]...)
}

// heldBy lists the boundaries of an area, those it shares among them.
func heldBy(b *alignment.Boundaries, area alignment.AreaNumber) []int32 {
	var list []int32
	for i := range b.Assigned {
		if slices.Contains(holders(b, i), area) {
			list = append(list, int32(i))
		}
	}
	return list
}
