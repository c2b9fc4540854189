package salesforceplan

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Kind names a destination.
type Kind string

// The destinations.
const (
	SalesTerritories Kind = "sales_territories"
	RecordFields     Kind = "record_fields"
	AccountTeams     Kind = "account_teams"
	FieldService     Kind = "field_service"
	ShapeLayers      Kind = "shape_layers"
)

// Method says what happens to what is there already.
type Method string

// The methods.
const (
	AsNew     Method = "new"
	Overwrite Method = "overwrite_all"
	Matching  Method = "overwrite_matching"
)

// Request is what to publish, and where.
type Request struct {
	ConnectionID string `json:"connectionId"`
	AlignmentID  string `json:"alignmentId"`
	Version      int64  `json:"version,omitempty" doc:"0 means the newest."`
	Kind         Kind   `json:"kind" enum:"sales_territories,record_fields,account_teams,field_service,shape_layers"`
	Method       Method `json:"method,omitempty" enum:"new,overwrite_all,overwrite_matching" doc:"Overwrite matching by default."`
	// Focus and Level choose the part that is published; what lies outside stays
	// as it is in the org.
	Focus alignment.Focus `json:"focus,omitzero" required:"false" doc:"Only these areas with all below them and their units; none means the whole tree."`
	Level int             `json:"level,omitempty" minimum:"0" maximum:"32" doc:"The highest level published, counted from 0 at the top: areas above it stay as they are."`

	Territories TerritoryOptions `json:"territories,omitzero" required:"false"`
	Records     RecordOptions    `json:"records,omitzero" required:"false"`
	Teams       TeamOptions      `json:"teams,omitzero" required:"false"`
	Service     ServiceOptions   `json:"service,omitzero" required:"false"`
	Shapes      ShapeOptions     `json:"shapes,omitzero" required:"false"`
}

// TerritoryOptions are those of Sales Territories.
type TerritoryOptions struct {
	Model     string `json:"model,omitempty" doc:"Developer name of the territory model; made from the alignment's name by default."`
	ModelName string `json:"modelName,omitempty" doc:"Label of a new model."`
	// Types gives an existing or new territory type, by developer name, to
	// levels; others get one of their own.
	Types map[string]string `json:"types,omitempty" doc:"Developer name of the territory type, by level."`
	// Rules says where assignment rules come from.
	Rules []string `json:"rules,omitempty" nullable:"false" enum:"conditions,boundaries,codes" doc:"Conditions of areas, codes of assigned boundaries, codes of a column of the dataset. By default conditions and boundaries."`
	// CodeColumn is the column whose codes make rules, when Rules has codes.
	CodeColumn string `json:"codeColumn,omitempty" doc:"Column of the dataset whose values make rules where one territory holds all units that have them."`
	CodeField  string `json:"codeField,omitempty" doc:"Field of the account that holds a boundary's code; BillingPostalCode by default."`
	// Fields gives the account's field of columns that have another name.
	Fields map[string]string `json:"fields,omitempty" doc:"Field of the account, by column of the dataset."`
	// Manual says which accounts are assigned by hand.
	Manual    string `json:"manual,omitempty" enum:"rest,all,none" doc:"Assigned by hand: those that the rules leave out (default), all, or none."`
	Users     string `json:"users,omitempty" enum:"all,owners,none" doc:"Owners and users of areas (default), owners only, or none."`
	OwnerRole string `json:"ownerRole,omitempty" doc:"Role in the territory that owners get; a value of the org's picklist."`
	// Access levels of the published territories; empty leaves them as they are,
	// and new ones with the org's defaults.
	AccountAccess     string `json:"accountAccess,omitempty" enum:"Read,Edit,All" doc:"Access of a territory's users to its accounts; left as it is by default."`
	OpportunityAccess string `json:"opportunityAccess,omitempty" enum:"None,Read,Edit" doc:"Access to the opportunities of its accounts; left as it is by default."`
	CaseAccess        string `json:"caseAccess,omitempty" enum:"None,Read,Edit" doc:"Access to the cases of its accounts; left as it is by default."`
}

// RecordOptions are those of record fields.
type RecordOptions struct {
	Object string `json:"object,omitempty" doc:"Account by default."`
	// Fields gives what is written to a field: territory, area:LEVEL, owner,
	// owner_id, number or column:NAME.
	Fields map[string]string `json:"fields,omitempty" doc:"By field: territory, area:LEVEL, owner, owner_id, number, or column:NAME."`
}

// TeamOptions are those of account teams.
type TeamOptions struct {
	Role   string `json:"role,omitempty" doc:"Team role of owners; required."`
	Method string `json:"method,omitempty" enum:"add,overwrite,replace_role" doc:"Add members (default), replace the whole team, or only those with the same roles."`
	Access string `json:"access,omitempty" enum:"Read,Edit" doc:"Access to the account."`
}

// ServiceOptions are those of Field Service.
type ServiceOptions struct {
	OperatingHours string `json:"operatingHours,omitempty" doc:"Id or name of the operating hours of new service territories."`
	Polygons       bool   `json:"polygons,omitempty" doc:"Also write polygons of the territories, as KML."`
	Members        bool   `json:"members,omitempty" doc:"Also make owners' service resources primary members."`
}

// ShapeOptions are those of Salesforce Maps.
type ShapeOptions struct {
	Folder  string `json:"folder,omitempty" doc:"Folder of the layers; the alignment's name by default."`
	Country string `json:"country,omitempty" doc:"Country of boundary layers, such as USA."`
	Custom  bool   `json:"custom,omitempty" doc:"Layers of the areas' own polygons instead of boundary ids."`
	// AssignObject also makes an assignment plan: records of this object that
	// lie in a territory's layer go to its owner.
	AssignObject string `json:"assignObject,omitempty" doc:"Also make an assignment plan that gives records of this object, such as Account, in a territory's layer to its owner."`
}

// usualCodeField is the account's field with the code of a boundary, unless
// another is given.
const usualCodeField = "BillingPostalCode"

// Validate returns an error with code invalid for a request that cannot be
// planned, and fills in defaults.
func (r *Request) Validate() error {
	if r.Method == "" {
		r.Method = Matching
	}
	t := &r.Territories
	if t.Rules == nil {
		t.Rules = []string{"conditions", "boundaries"}
	}
	if t.CodeField == "" {
		t.CodeField = usualCodeField
	}
	if t.Manual == "" {
		t.Manual = "rest"
	}
	if t.Users == "" {
		t.Users = "all"
	}
	if t.Model != "" && developerName(t.Model) != t.Model {
		return territory.Say(territory.Invalid, sentence.PublishName.With(sentence.Params{"name": t.Model, "example": developerName(t.Model)}))
	}
	if r.Records.Object == "" {
		r.Records.Object = "Account"
	}
	if r.Level > 0 && (r.Kind == RecordFields || r.Kind == AccountTeams) {
		return territory.Errorf(territory.Invalid, "A level chooses areas, and %s are written for units: leave the level out, or choose a focus.", strings.ReplaceAll(string(r.Kind), "_", " "))
	}
	if r.Level < 0 {
		return territory.Errorf(territory.Invalid, "Levels are counted from 0 at the top; %d is none.", r.Level)
	}
	switch r.Kind {
	case SalesTerritories, FieldService, ShapeLayers:
	case RecordFields:
		if len(r.Records.Fields) == 0 {
			return territory.Say(territory.Invalid, sentence.PublishFields.With(sentence.Params{"object": r.Records.Object}))
		}
	case AccountTeams:
		if r.Teams.Method == "" {
			r.Teams.Method = map[Method]string{Overwrite: "overwrite"}[r.Method]
		}
		if r.Teams.Role == "" {
			return territory.Say(territory.Invalid, sentence.PublishRole.With(nil))
		}
	default:
		return territory.Errorf(territory.Invalid, "There is no destination %q.", r.Kind)
	}
	return nil
}

// developerName makes a developer name of any text: letters, digits and single
// underscores, a letter first, at most 70 characters.
func developerName(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter {
			gap = b.Len() > 0
			continue
		}
		if b.Len() == 0 && r >= '0' && r <= '9' {
			b.WriteByte('T')
		}
		if gap {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(r)
		if b.Len() >= 70 {
			break
		}
	}
	if b.Len() == 0 {
		return "Territory"
	}
	return b.String()
}

func refused(what sentence.Sentence) error {
	return territory.Say(territory.Invalid, what)
}

func errorf(format string, args ...any) error {
	return territory.Errorf(territory.Invalid, format, args...)
}
