package boundaryset

import (
	"math"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// AttributeProfile describes one attribute of a set.
type AttributeProfile struct {
	Name    string  `json:"name"`
	Filled  int     `json:"filled" doc:"Boundaries that have a value."`
	Numeric bool    `json:"numeric" doc:"Every value is a number."`
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
}

// Profiles describes attributes, in their order.
func Profiles(attributes []boundary.Attribute) []AttributeProfile {
	var all []AttributeProfile
	for _, a := range attributes {
		p := AttributeProfile{Name: a.Name, Numeric: true, Min: math.Inf(1), Max: math.Inf(-1)}
		for _, text := range a.Values {
			if text == "" {
				continue
			}
			p.Filled++
			v := number(text)
			p.Numeric = p.Numeric && !math.IsNaN(v)
			p.Min, p.Max = min(p.Min, v), max(p.Max, v)
		}
		if p.Numeric = p.Numeric && p.Filled > 0; !p.Numeric {
			p.Min, p.Max = 0, 0
		}
		all = append(all, p)
	}
	return all
}

// Numbers returns an attribute of the set, or one of more, as numbers, NaN where
// it is none.
func (o *Opened) Numbers(name string, more ...boundary.Attribute) ([]float64, error) {
	values := o.Set.Attribute(name)
	for _, a := range more {
		if values == nil && a.Name == name {
			values = a.Values
		}
	}
	if values == nil {
		var names []string
		for _, a := range o.Set.Attributes {
			names = append(names, a.Name)
		}
		return nil, territory.Errorf(territory.NotFound, "%s has no attribute %q; there are: %s.", o.Set.Name, name, strings.Join(names, ", "))
	}
	out := make([]float64, len(values))
	for i, text := range values {
		out[i] = number(text)
	}
	return out, nil
}

// number reads a finite number, NaN for anything else.
func number(text string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}
