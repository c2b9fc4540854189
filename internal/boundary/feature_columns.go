package boundary

import (
	"fmt"
	"slices"
	"strconv"
)

// ColumnKind is what a property holds in all features of a file.
type ColumnKind int

// The kinds, narrowest first; a column has the narrowest that fits its values.
const (
	IntegerColumn ColumnKind = iota
	NumberColumn
	TextColumn
)

// Column is one property of the features of a file.
type Column struct {
	Name string
	Kind ColumnKind
}

// Columns lists the properties of features by name, with the kind of their
// values. A truth value counts as text.
func Columns(features []Feature) []Column {
	kinds := map[string]ColumnKind{}
	var names []string
	for _, f := range features {
		for name, value := range f.Properties {
			if value == nil {
				continue
			}
			if _, known := kinds[name]; !known {
				names = append(names, name)
			}
			kinds[name] = max(kinds[name], kindOf(value))
		}
	}
	slices.Sort(names)
	out := make([]Column, len(names))
	for i, name := range names {
		out[i] = Column{name, kinds[name]}
	}
	return out
}

func kindOf(value any) ColumnKind {
	switch value.(type) {
	case float64, float32:
		return NumberColumn
	case string, bool, fmt.Stringer:
		return TextColumn
	}
	if _, err := strconv.ParseInt(fmt.Sprint(value), 10, 64); err == nil {
		return IntegerColumn
	}
	return TextColumn
}

// textOf writes a property as text: numbers with all their digits, "" for none.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
