package attribute

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// boundaryColumns are the own columns of boundaries of any set.
var boundaryColumns = []dataset.Column{{Name: "code", Type: dataset.Text}, {Name: "name", Type: dataset.Text}, {Name: "area", Type: dataset.Text},
	{Name: "units", Type: dataset.Number}}

// number reads a finite number, NaN for anything else.
func number(text string) float64 {
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// kindOf says whether all values of an attribute of boundaries are numbers.
func kindOf(a boundary.Attribute) dataset.Type {
	some := false
	for _, value := range a.Values {
		if strings.TrimSpace(value) == "" {
			continue
		}
		if some = true; math.IsNaN(number(value)) {
			return dataset.Text
		}
	}
	if some {
		return dataset.Number
	}
	return dataset.Text
}

// ownColumns returns the columns that boundaries or areas of a dataset's
// alignments have by themselves: for boundaries those of every set in use.
func (l *Library) ownColumns(ctx context.Context, datasetID string, what dataset.On) ([]dataset.Column, error) {
	if what == dataset.OnAreas {
		return l.withSupplements(ctx, slices.Clone(areaColumns), "", datasetID, what)
	}
	columns := slices.Clone(boundaryColumns)
	sets, err := l.SetsOf(ctx, datasetID)
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		for _, a := range set.Attributes {
			if !slices.ContainsFunc(columns, func(c dataset.Column) bool { return c.Name == a.Name }) {
				columns = append(columns, columnOf(a.Name, kindOf(a)))
			}
		}
		if columns, err = l.withSupplements(ctx, columns, set.ID, "", what); err != nil {
			return nil, err
		}
	}
	return l.withSupplements(ctx, columns, "", datasetID, what)
}

// withSupplements adds the columns of a set's or dataset's supplements.
func (l *Library) withSupplements(ctx context.Context, columns []dataset.Column, setID, datasetID string, what dataset.On) ([]dataset.Column, error) {
	if l.Supplements == nil {
		return columns, nil
	}
	all, err := l.Supplements.Supplements(ctx, setID, datasetID, "")
	for _, s := range all {
		for _, c := range s.Columns {
			if s.On == what && !slices.ContainsFunc(columns, func(o dataset.Column) bool { return o.Name == c.Name }) {
				columns = append(columns, columnOf(c.Name, c.Type))
			}
		}
	}
	return columns, err
}
