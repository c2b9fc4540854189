package optimize

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// nameUnits lets the engine's messages call units by their names, which are read
// only when one is needed.
func (p *problem) nameUnits(ctx context.Context, r *dataset.Reader) {
	p.instance.UnitName = func(u int) string { return p.unitName(ctx, r, u) }
}

// unitName is the name of an engine unit: the boundary's, or that of its first
// member with how many there are; "" where nobody knows.
func (p *problem) unitName(ctx context.Context, r *dataset.Reader, u int) string {
	members := p.members(u)
	if len(members) == 0 {
		return ""
	}
	first := int(members[0])
	if p.cells != nil {
		if b := p.cells.geography.Set.Boundaries; first < len(b) {
			if b[first].Name != "" {
				return b[first].Name
			}
			return b[first].Code
		}
		return ""
	}
	name := memberName(ctx, r, first)
	if name != "" && len(members) > 1 {
		return fmt.Sprintf("%s with its family of %d", name, len(members))
	}
	return name
}

// memberName is a unit's name with its id.
func memberName(ctx context.Context, r *dataset.Reader, i int) string {
	ids, err := r.IDs(ctx)
	if err != nil {
		return ""
	}
	id := ids.At(i)
	c, ok := r.RoleColumn(dataset.RoleName)
	if !ok {
		return id
	}
	names, err := r.Texts(ctx, c.Name)
	if err != nil || names.At(i) == "" {
		return id
	}
	return fmt.Sprintf("%s (%s)", names.At(i), id)
}
