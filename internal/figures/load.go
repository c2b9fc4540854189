package figures

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Load reads positions and the named measures from a snapshot; "" as a name
// counts units. An unknown or non-numeric column is an invalid error that lists
// the numeric ones.
func Load(ctx context.Context, r *dataset.Reader, measures []string) (*Units, error) {
	u := &Units{Names: measures, Measures: make([][]float64, len(measures))}
	if _, ok := r.RoleColumn(dataset.RoleLatitude); ok {
		lon, lat, err := r.Positions(ctx)
		if err != nil {
			return nil, err
		}
		u.Lon, u.Lat = lon, lat
	}
	for m, name := range measures {
		if name == "" {
			continue
		}
		column, err := r.Numbers(ctx, name)
		if err != nil {
			return nil, err
		}
		u.Measures[m] = column
	}
	return u, nil
}
