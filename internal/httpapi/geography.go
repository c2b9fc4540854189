package httpapi

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// Geography opens the boundaries of alignments for the optimiser.
func Geography(library *boundaryset.Library) optimize.GeographyFunc {
	return func(ctx context.Context, source alignment.BoundarySource, r *dataset.Reader) (*optimize.Geography, error) {
		o, err := library.Open(ctx, source.Set)
		if err != nil {
			return nil, err
		}
		p, err := o.Place(ctx, r, source.Column)
		if err != nil {
			return nil, err
		}
		return &optimize.Geography{Set: o.Set, Topology: o.Topology(), Of: p.Boundary}, nil
	}
}
