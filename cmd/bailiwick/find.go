package main

import (
	"context"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// findDataset takes a name or an id; "" is the only dataset.
func findDataset(ctx context.Context, c *client, word string) (httpapi.DatasetItem, error) {
	var list httpapi.DatasetList
	if err := c.get(ctx, "/datasets?archived=true", &list); err != nil {
		return httpapi.DatasetItem{}, err
	}
	return pickOne(list.Datasets, word, "dataset", func(d httpapi.DatasetItem) (string, string) { return d.ID, d.Name })
}

// findAlignment takes a name, "dataset/name" or an id; "" is the only
// alignment.
func findAlignment(ctx context.Context, c *client, word string) (httpapi.AlignmentItem, error) {
	path := "/alignments"
	if dataset, name, ok := strings.Cut(word, "/"); ok {
		d, err := findDataset(ctx, c, dataset)
		if err != nil {
			return httpapi.AlignmentItem{}, err
		}
		path, word = "/alignments?dataset="+d.ID, name
	}
	var list httpapi.AlignmentList
	if err := c.get(ctx, path, &list); err != nil {
		return httpapi.AlignmentItem{}, err
	}
	return pickOne(list.Alignments, word, "alignment", func(a httpapi.AlignmentItem) (string, string) { return a.ID, a.Name })
}

func pickOne[T any](all []T, word, kind string, key func(T) (id, name string)) (T, error) {
	var found []T
	var names []string
	for _, item := range all {
		id, name := key(item)
		names = append(names, name)
		if id == word || name == word || word == "" {
			found = append(found, item)
		}
	}
	var none T
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(all) == 0:
		return none, territory.Errorf(territory.NotFound, "There is no %s yet.", kind)
	case len(found) == 0:
		return none, territory.Errorf(territory.NotFound, "There is no %s %q. There are: %s.", kind, word, strings.Join(names, ", "))
	case word == "":
		return none, territory.Errorf(territory.Invalid, "Say which %s: %s.", kind, strings.Join(names, ", "))
	}
	return none, territory.Errorf(territory.Invalid, "%d %ss are called %q; use the id instead.", len(found), kind, word)
}
