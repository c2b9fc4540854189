package salesforceplan

import (
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Objects of Sales Territories.
const (
	ModelObject     = "Territory2Model"
	TypeObject      = "Territory2Type"
	TerritoryObject = "Territory2"
	RuleObject      = "ObjectTerritory2AssignmentRule"
	UserObject      = "UserTerritory2Association"
	AccountObject   = "ObjectTerritory2Association"
)

// User is a person of the org.
type User struct{ ID, Username, Email, Name string }

// Org is what a destination has read of an org.
type Org struct {
	// Records are those of the destination, with fields as orgplan compares
	// them. A territory has Model, Parent and Type as developer names and Rules
	// as a list of developer names; a rule has Items as Rule.Text.
	Records []orgplan.Record
	Users   []User
	// ModelState is that of the territory model, "" when there is none.
	ModelState string
	// OtherModels are the developer names of the other models.
	OtherModels []string
	// Hours are operating hours by name and id, Resources service resources by
	// their user's id.
	Hours, Resources map[string]string
	// AccountFields are the fields of accounts that the connection's user sees,
	// in lower case; nil when nobody asked.
	AccountFields map[string]bool
	// Has says which objects the org has.
	Has map[string]bool
}

// of returns the records of an object.
func (o *Org) of(object string) []*orgplan.Record {
	var list []*orgplan.Record
	for i := range o.Records {
		if o.Records[i].Object == object {
			list = append(list, &o.Records[i])
		}
	}
	return list
}

// Plan is what a destination wants, with what a person should know.
type Plan struct {
	Title   string
	Scope   string
	Desired []orgplan.Desired
	// Ours says which existing records may be deleted when nobody wants them;
	// nil: none.
	Ours func(r *orgplan.Record) bool
	// Within says which existing records belong to the part of the alignment
	// that is published, Holds the same of what was published before; nil: all.
	// Others are as good as not there.
	Within   func(r *orgplan.Record) bool
	Holds    func(m *orgplan.Published) bool
	Problems []orgplan.Problem
	Steps    []string
	Report   any
}

func (p *Plan) problem(level orgplan.Level, name string, what sentence.Sentence) {
	p.Problems = append(p.Problems, orgplan.Found(level, name, what))
}

func (p *Plan) problemAt(level orgplan.Level, place, what sentence.Sentence) {
	p.Problems = append(p.Problems, orgplan.FoundAt(level, place, what))
}

// directory finds users by what a plan calls them.
type directory struct{ byID, byUsername, byEmail, byName map[string][]string }

func newDirectory(users []User) *directory {
	d := &directory{map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	for _, u := range users {
		for _, entry := range []struct {
			m   map[string][]string
			key string
		}{{d.byID, shortID(u.ID)}, {d.byUsername, fold(u.Username)}, {d.byEmail, fold(u.Email)}, {d.byName, fold(u.Name)}} {
			if entry.key != "" {
				entry.m[entry.key] = append(entry.m[entry.key], u.ID)
			}
		}
	}
	return d
}

// find returns the id of the user, and what is wrong when there is not exactly
// one. An id comes before a user name, that before an email address and that
// before a name.
func (d *directory) find(text string) (id string, problem *sentence.Sentence) {
	for _, m := range []struct {
		by  map[string][]string
		key string
	}{{d.byID, shortID(text)}, {d.byUsername, fold(text)}, {d.byEmail, fold(text)}, {d.byName, fold(text)}} {
		switch found := m.by[m.key]; len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			several := sentence.UserSeveral.With(nil)
			return "", &several
		}
	}
	none := sentence.UserNone.With(nil)
	return "", &none
}

// Matches names the fields that are unique in the org, by object.
var Matches = map[string][]string{
	ModelObject: {"DeveloperName"}, TypeObject: {"DeveloperName"}, TerritoryObject: {"DeveloperName"}, RuleObject: {"DeveloperName"},
	UserObject: {"UserId", "Territory2Id"}, AccountObject: {"ObjectId", "Territory2Id"}, TeamObject: {"AccountId", "UserId"},
	FolderObject: {"Name", "maps__ParentFolder__c"}, LayerObject: {"Name", "maps__Folder__c"}, GeometryObject: {"Name", "maps__ShapeLayer__c"},
	AssignObject: {"Name"}, AssignRuleObject: {"Name", "maps__AssignmentPlan__c"}, PolygonObject: {"Name", "FSL__Service_Territory__c"},
	ServiceObject: {"Name", "ParentTerritoryId"}, MemberObject: {"ServiceResourceId", "ServiceTerritoryId"},
}
