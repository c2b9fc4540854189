package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Options say how a file is to be read. The zero value guesses everything.
type Options struct {
	// Dialect overrides what would be detected.
	Dialect Dialect `json:"dialect,omitzero" required:"false"`
	// Columns overrides types and roles, by column name. Columns that are not
	// listed are guessed.
	Columns []ColumnChoice `json:"columns,omitempty"`
	// Location locates units by code and address and keeps rows without
	// coordinates; nil rejects those and locates by position alone.
	Location *dataset.Location `json:"location,omitempty"`
}

// ColumnChoice is what a person chose for a column; "" leaves it to the guess.
type ColumnChoice struct {
	Name string       `json:"name"`
	Type dataset.Type `json:"type,omitempty"`
	Role dataset.Role `json:"role,omitempty"`
	// Decimal and DateOrder are those of this column alone, as in Dialect.
	Decimal   string `json:"decimal,omitempty"`
	DateOrder string `json:"dateOrder,omitempty"`
	// Fixed keeps the type whatever the values are: rows that do not fit are
	// rejected, however many. Without it a column of which more than one value
	// in twenty does not fit its type is read as text, with a note.
	Fixed bool `json:"fixed,omitempty"`
}

var knownTypes = []dataset.Type{dataset.Text, dataset.Number, dataset.Date, dataset.Boolean}

var singleRoles = []dataset.Role{
	dataset.RoleID, dataset.RoleName, dataset.RoleLatitude, dataset.RoleLongitude, dataset.RoleCountry, dataset.RoleState,
	dataset.RoleCity, dataset.RoleStreet, dataset.RolePostalCode, dataset.RoleOwner, dataset.RoleTerritory, dataset.RoleParent,
}

var manyRoles = []dataset.Role{dataset.RoleMeasure, dataset.RoleCategory, dataset.RolePlain, dataset.RoleIgnore}

// Validate returns an error with code invalid that lists every choice that
// makes no sense by itself. Whether the columns exist is known only when a
// file is opened.
func (o Options) Validate() error {
	e := territory.Say(territory.Invalid, sentence.ImportChoicesUnusable.With(nil))
	bad := func(where string, what sentence.Sentence) {
		e.Details = append(e.Details, territory.DetailOf(where, what))
	}
	marks := func(where, decimal, order string) {
		if decimal != "" && decimal != "." && decimal != "," {
			bad(where+"decimal", sentence.ChoiceDecimal.With(sentence.Params{"value": decimal}))
		}
		if order != "" && !slices.Contains(dateOrders, order) {
			bad(where+"dateOrder", sentence.ChoiceDateOrder.With(sentence.Params{"value": order}))
		}
	}
	marks("", o.Dialect.Decimal, o.Dialect.DateOrder)
	if o.Dialect.HeaderRow < 0 {
		bad("headerRow", sentence.ChoiceHeaderRow.With(nil))
	}
	holder := map[dataset.Role]string{}
	named := map[string]bool{}
	for _, c := range o.Columns {
		place := sentence.PlaceColumn.With(sentence.Params{"column": c.Name})
		wrong := func(what sentence.Sentence) { e.Details = append(e.Details, territory.DetailAt(place, what)) }
		if named[c.Name] {
			wrong(sentence.ChoiceTwice.With(nil))
		}
		named[c.Name] = true
		marks(place.English+", ", c.Decimal, c.DateOrder)
		if c.Type != "" && !slices.Contains(knownTypes, c.Type) {
			wrong(sentence.ChoiceType.With(sentence.Params{"value": c.Type}))
		}
		single := slices.Contains(singleRoles, c.Role)
		if c.Role != "" && !single && !slices.Contains(manyRoles, c.Role) {
			wrong(sentence.ChoiceRole.With(sentence.Params{"value": c.Role}))
		}
		if other, taken := holder[c.Role]; single && taken {
			wrong(sentence.ChoiceRoleTaken.With(sentence.Params{"role": c.Role, "column": other}))
		} else if single {
			holder[c.Role] = c.Name
		}
		if strings.HasPrefix(c.Name, "$") && c.Role != "" && c.Role != dataset.RoleIgnore {
			wrong(sentence.ChoiceOwnColumn.With(nil))
		}
		if what := contradiction(c); what.Code != "" {
			wrong(what)
		}
	}
	if len(e.Details) > 0 {
		return e
	}
	return nil
}

// contradiction says what is wrong with a type and role together, or nothing.
func contradiction(c ColumnChoice) sentence.Sentence {
	if c.Type == "" {
		return sentence.Sentence{}
	}
	switch c.Role {
	case "", dataset.RolePlain, dataset.RoleCategory, dataset.RoleIgnore:
		return sentence.Sentence{}
	case dataset.RoleLatitude, dataset.RoleLongitude, dataset.RoleMeasure:
		if c.Type != dataset.Number {
			return sentence.ChoiceNeedsNumber.With(sentence.Params{"role": c.Role})
		}
	default:
		if c.Type != dataset.Text {
			return sentence.ChoiceNeedsText.With(sentence.Params{"role": c.Role})
		}
	}
	return sentence.Sentence{}
}

// withDeclared returns the options with what a file declares about columns that
// nobody chose anything for. A declared single role that is taken is left out.
func withDeclared(o Options, declared []ColumnChoice) Options {
	chosen, taken := map[string]bool{}, map[dataset.Role]bool{}
	for _, c := range o.Columns {
		chosen[c.Name] = true
		taken[c.Role] = slices.Contains(singleRoles, c.Role)
	}
	o.Columns = slices.Clone(o.Columns)
	for _, c := range declared {
		if chosen[c.Name] || strings.HasPrefix(c.Name, "$") {
			continue
		}
		if taken[c.Role] {
			c.Role = ""
		}
		o.Columns = append(o.Columns, c)
	}
	return o
}

// decided is a column as it will be imported.
type decided struct {
	dataset.Column
	reason     sentence.Sentence
	typeReason string
	order      string
	fixed      bool
}

// decide settles dialect, types and roles from what the sample says and what a
// person chose.
func decide(columns []*columnGuess, o Options, dialect *Dialect) ([]decided, error) {
	chosen := map[string]ColumnChoice{}
	for _, c := range o.Columns {
		chosen[c.Name] = c
	}
	for _, c := range columns {
		if role := chosen[c.name].Role; role != "" {
			c.take(role, sentence.RoleChosen.With(nil))
			c.chosen = true
		} else if strings.HasPrefix(c.name, "$") {
			c.take(dataset.RoleIgnore, sentence.RoleOwnName.With(nil))
		}
	}
	guessSingleRoles(columns)
	settled := o.Dialect.DateOrder
	if dialect.DateOrder == "" {
		dialect.DateOrder = detectDateOrder(columns)
	}
	list := make([]decided, len(columns))
	for i, c := range columns {
		choice := chosen[c.name]
		c.order = cmp.Or(choice.DateOrder, settled)
		if c.order == "" {
			c.order = c.dateOrder(dialect.DateOrder)
		}
		c.settle(choice, c.order)
		list[i] = decided{Column: dataset.Column{Name: c.name, Type: c.kind, Role: c.role}, reason: c.reason, typeReason: c.whyType(choice),
			order: c.order, fixed: choice.Fixed}
		delete(chosen, c.name)
	}
	if len(chosen) > 0 {
		return nil, unknownColumns(o.Columns, chosen, columns)
	}
	return list, checkPositions(list)
}

// settle decides the type and then the role of one column.
func (c *columnGuess) settle(choice ColumnChoice, dateOrder string) {
	role := c.role
	if slices.Contains(manyRoles, role) {
		c.role = "" // such a role does not decide the type
	}
	c.decideType(dateOrder)
	if role == dataset.RoleMeasure {
		c.kind = dataset.Number
	}
	if choice.Type != "" {
		c.kind = choice.Type
	}
	c.role = role
	c.decideRole()
}

func unknownColumns(order []ColumnChoice, chosen map[string]ColumnChoice, columns []*columnGuess) error {
	var unknown, known []string
	for _, c := range order {
		if _, left := chosen[c.Name]; left {
			unknown = append(unknown, fmt.Sprintf("%q", c.Name))
		}
	}
	for _, c := range columns {
		known = append(known, c.name)
	}
	return territory.Say(territory.Invalid, sentence.ImportNoColumn.With(sentence.Params{"names": unknown, "columns": known}))
}

func checkPositions(list []decided) error {
	has := func(role dataset.Role) bool {
		return slices.ContainsFunc(list, func(d decided) bool { return d.Role == role })
	}
	lat, lon := has(dataset.RoleLatitude), has(dataset.RoleLongitude)
	if lat == lon {
		return nil
	}
	there, gone := "latitude", "longitude"
	if lon {
		there, gone = gone, there
	}
	return territory.Say(territory.Invalid, sentence.ImportOnePosition.With(sentence.Params{"role": there, "other": gone}))
}
