package dataset

import (
	"fmt"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// FormatVersion is the version of the units file this package writes, and the
// newest it reads. docs/formats/snapshot.md describes it.
const FormatVersion = 1

// dictionaryLimit is the size of a text dictionary, per row group and column,
// beyond which values are stored plainly: names and ids gain nothing from one.
const dictionaryLimit = 128 << 10

var compression = &zstd.Codec{Level: zstd.SpeedFastest}

// schemaOf returns the Parquet schema of the columns, in their order.
func schemaOf(columns []Column) (*parquet.Schema, error) {
	group := orderedGroup{Group: parquet.Group{}}
	for _, c := range columns {
		node, err := nodeOf(c.Type)
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", c.Name, err)
		}
		if _, twice := group.Group[c.Name]; twice {
			return nil, fmt.Errorf("column %q appears twice", c.Name)
		}
		group.Group[c.Name] = node
		group.fields = append(group.fields, &groupField{Node: node, name: c.Name})
	}
	return parquet.NewSchema("units", group), nil
}

func nodeOf(t Type) (parquet.Node, error) {
	var node parquet.Node
	switch t {
	case Text:
		node = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	case Number:
		node = parquet.Leaf(parquet.DoubleType)
	case Date:
		node = parquet.Date()
	case Boolean:
		return parquet.Optional(parquet.Leaf(parquet.BooleanType)), nil
	default:
		return nil, fmt.Errorf("unknown column type %q", t)
	}
	return parquet.Optional(parquet.Compressed(node, compression)), nil
}

// orderedGroup is a parquet.Group whose fields keep the order they were given
// in; a plain Group sorts them by name.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

func (g orderedGroup) Fields() []parquet.Field { return g.fields }

// groupField is one column of an orderedGroup.
type groupField struct {
	parquet.Node
	name string
}

func (f *groupField) Name() string { return f.name }

func (f *groupField) Value(base reflect.Value) reflect.Value {
	return base.MapIndex(reflect.ValueOf(&f.name).Elem())
}
