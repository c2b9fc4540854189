package blob

import (
	"context"
	"fmt"
	"time"
)

// Swept tells what a sweep found.
type Swept struct {
	// Objects and Bytes were removed, or would have been.
	Objects int   `json:"objects"`
	Bytes   int64 `json:"bytes"`
	// Kept objects are in use, Young ones unused but too new to remove.
	Kept  int `json:"kept"`
	Young int `json:"young"`
}

// Sweep removes the objects that used does not name and that were written
// before the given time. Objects are listed first and asked for afterwards, so
// one that comes into use in between is kept; the time keeps those that a
// running job has written and not recorded yet, and must lie further back than
// any job runs. With remove nil nothing is removed, only counted; otherwise it
// is told each name that is gone.
func Sweep(ctx context.Context, s Store, used func(context.Context) (map[string]bool, error), before time.Time, remove func(name string)) (Swept, error) {
	var result Swept
	list, err := s.List(ctx, "")
	if err != nil {
		return result, err
	}
	inUse, err := used(ctx)
	if err != nil {
		return result, fmt.Errorf("list objects in use: %w", err)
	}
	for _, o := range list {
		switch {
		case inUse[o.Name]:
			result.Kept++
			continue
		case !o.Modified.Before(before):
			result.Young++
			continue
		}
		if remove != nil {
			if err := s.Delete(ctx, o.Name); err != nil {
				return result, err
			}
			remove(o.Name)
		}
		result.Objects++
		result.Bytes += o.Size
	}
	return result, nil
}
