// Package family reads which units of a snapshot belong together: the accounts
// of one parent, or units with the same value in any other column.
package family

import (
	"context"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Column returns the column that families are read from: the one named, else
// that of the parent record. Without either it is an invalid error.
func Column(r *dataset.Reader, name string) (dataset.Column, error) {
	if name != "" {
		return r.Column(name)
	}
	if c, found := r.RoleColumn(dataset.RoleParent); found {
		return c, nil
	}
	return dataset.Column{}, territory.Say(territory.Invalid, sentence.FamilyNoColumn.With(nil))
}

// Load groups the units of a snapshot by a column: by chains of parents when it
// is that of the parent record, by equal values otherwise.
func Load(ctx context.Context, r *dataset.Reader, name string) (*alignment.Families, error) {
	c, err := Column(r, name)
	if err != nil {
		return nil, err
	}
	texts, err := r.Texts(ctx, c.Name)
	if err != nil {
		return nil, err
	}
	codes := make([]int32, len(texts.Codes))
	for i, code := range texts.Codes {
		codes[i] = -1
		if code >= 0 && strings.TrimSpace(texts.Values[code]) != "" {
			codes[i] = code
		}
	}
	if c.Role != dataset.RoleParent {
		return alignment.GroupFamilies(codes, len(texts.Values)), nil
	}
	owner, err := r.FindAll(ctx, texts.Values)
	if err != nil {
		return nil, err
	}
	return alignment.LinkFamilies(codes, owner), nil
}
