package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Field is one column of the dataset that names the areas of one level.
type Field struct {
	// Level is the name of the level.
	Level string
	// Codes has one entry per unit: an index into Values, or a negative
	// number where the unit has no value.
	Codes []int32
	// Values are the names of areas. An empty one counts as no value.
	Values []string
}

// Empty returns the first change set of an alignment without areas.
func Empty(levels []string) (ChangeSet, error) {
	if err := CheckLevels(levels); err != nil {
		return ChangeSet{}, err
	}
	return ChangeSet{Kind: KindCreate}.Because(sentence.CreatedEmpty.With(nil)), nil
}

// FromFields returns the levels and the first change set of an alignment whose
// tree and assignment are read from columns, top level first. Units that lack
// a value in any of them stay unassigned. The same name under two parents
// makes two areas. Siblings are numbered and sorted by name, numbers in names
// counting as numbers.
func FromFields(fields []Field) ([]string, ChangeSet, error) {
	levels := make([]string, len(fields))
	for i, f := range fields {
		levels[i] = f.Level
		if len(f.Codes) != len(fields[0].Codes) {
			return nil, ChangeSet{}, territory.Errorf(territory.Invalid, "the columns of %q and %q have different lengths", f.Level, fields[0].Level)
		}
	}
	if err := CheckLevels(levels); err != nil {
		return nil, ChangeSet{}, err
	}
	tree := newFieldTree(fields)
	return levels, ChangeSet{Kind: KindCreate, Ops: tree.ops()}.Because(sentence.CreatedFromFields.With(sentence.Params{"fields": levels})), nil
}

// fieldTree groups units by their path of values.
type fieldTree struct {
	fields []Field
	// nodes[0] is the root above all areas.
	nodes []fieldNode
	// children[node][code of the next level] is a node index.
	children []map[int32]int32
	// leaf[i] is the node of unit i, or -1.
	leaf []int32
}

type fieldNode struct {
	parent int32
	name   string
	number AreaNumber
}

func newFieldTree(fields []Field) *fieldTree {
	t := &fieldTree{fields: fields, nodes: make([]fieldNode, 1), children: make([]map[int32]int32, 1)}
	t.children[0] = make(map[int32]int32)
	t.leaf = make([]int32, len(fields[0].Codes))
	for unit := range t.leaf {
		t.leaf[unit] = t.place(unit)
	}
	return t
}

// place returns the unit's leaf, growing the tree where needed.
func (t *fieldTree) place(unit int) int32 {
	for _, f := range t.fields {
		code := f.Codes[unit]
		if code < 0 || int(code) >= len(f.Values) || f.Values[code] == "" {
			return -1
		}
	}
	node := int32(0)
	for _, f := range t.fields {
		code := f.Codes[unit]
		child, exists := t.children[node][code]
		if !exists {
			child = int32(len(t.nodes))
			t.nodes = append(t.nodes, fieldNode{parent: node, name: f.Values[code]})
			t.children = append(t.children, make(map[int32]int32))
			t.children[node][code] = child
		}
		node = child
	}
	return node
}

// ops numbers the areas in tree order and assigns the units.
func (t *fieldTree) ops() []Op {
	var ops []Op
	colours := make([]int, len(t.fields))
	var walk func(node int32, level int)
	walk = func(node int32, level int) {
		children := make([]int32, 0, len(t.children[node]))
		for _, child := range t.children[node] {
			children = append(children, child)
		}
		slices.SortFunc(children, func(a, b int32) int { return compareNames(t.nodes[a].name, t.nodes[b].name) })
		for i, child := range children {
			n := &t.nodes[child]
			n.number = AreaNumber(len(ops) + 1)
			ops = append(ops, Op{AddArea: &Area{
				Number: n.number, Parent: t.nodes[node].number, Name: n.name,
				Level: level, Colour: colours[level], Sort: i,
			}})
			colours[level]++
			walk(child, level+1)
		}
	}
	walk(0, 0)
	if assign := t.assign(); len(assign.Units) > 0 {
		ops = append(ops, Op{Assign: assign})
	}
	return ops
}

func (t *fieldTree) assign() *Assign {
	var a Assign
	for unit, leaf := range t.leaf {
		if leaf >= 0 {
			a.Units = append(a.Units, int32(unit))
			a.From = append(a.From, Unassigned)
			a.To = append(a.To, t.nodes[leaf].number)
		}
	}
	return &a
}

// FromState returns the first change set of an alignment that begins as a copy
// of s: same areas with the same numbers, same assignment, same locks.
func FromState(s *State) ChangeSet {
	empty := NewState(s.Alignment, len(s.Assigned))
	empty.Alignment.Levels = s.Alignment.Levels
	return ChangeSet{Kind: KindCreate, Ops: Between(empty, s)}.Because(sentence.CopiedFrom.With(sentence.Params{"name": s.Alignment.Name}))
}
