package solve

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve/bound"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Bound proves how far a plan of in may be from the best one with any centres,
// where the certificate of a result speaks about its own centres only: the
// Lagrangian relaxation of package bound. It takes seconds for a thousand units
// and grows with their square ÷ the number of areas; bound.Most is the largest
// number. When ctx ends the bound so far is returned. It is an error to ask
// without coordinates or with families.
func Bound(ctx context.Context, in *instance.Instance, plan *Result, p Params) (Certificate, error) {
	if err := in.Validate(); err != nil {
		return Certificate{}, fmt.Errorf("bound: %w", err)
	}
	v, err := bound.Anywhere(ctx, in, p.workers())
	if err != nil {
		return Certificate{}, err
	}
	return newCertificate(ForAnyCentres, v, plan.Total), nil
}
