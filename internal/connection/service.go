package connection

import (
	"context"
	"time"
)

// Limit is one of the org's limits.
type Limit struct {
	Name      string `json:"name"`
	Max       int    `json:"max"`
	Remaining int    `json:"remaining"`
}

// Permission is something the connection's user needs for a part of the
// program, and whether the user has it.
type Permission struct {
	Name string `json:"name"`
	Need string `json:"need" doc:"What it is needed for."`
	Has  bool   `json:"has"`
	What string `json:"what,omitempty" doc:"What to do when it is missing."`
}

// Test is the outcome of testing a connection.
type Test struct {
	OK          bool         `json:"ok"`
	APIVersion  string       `json:"apiVersion"`
	OrgName     string       `json:"orgName"`
	Sandbox     bool         `json:"sandbox"`
	Username    string       `json:"username"`
	Limits      []Limit      `json:"limits" nullable:"false"`
	Permissions []Permission `json:"permissions" nullable:"false"`
	At          time.Time    `json:"at"`
}

// Object is a kind of record of an org.
type Object struct {
	Name      string `json:"name"`
	Label     string `json:"label"`
	Custom    bool   `json:"custom"`
	Queryable bool   `json:"queryable"`
}

// Field is a field of an object.
type Field struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Type  string `json:"type" doc:"Salesforce's type: string, picklist, double, reference …"`
	// Column is the type the field becomes in a dataset, "" when it cannot be
	// imported (compound and binary fields).
	Column       string   `json:"column,omitempty" enum:"text,number,date,boolean"`
	Custom       bool     `json:"custom"`
	Updateable   bool     `json:"updateable"`
	Filterable   bool     `json:"filterable"`
	ExternalID   bool     `json:"externalId"`
	ReferenceTo  []string `json:"referenceTo" nullable:"false"`
	Relationship string   `json:"relationship,omitempty" doc:"Name with which fields of the parent are reached: Owner in Owner.Name."`
	Values       []string `json:"values" nullable:"false" doc:"Values of a picklist."`
}

// Report is a report of an org.
type Report struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Folder string `json:"folder"`
	Format string `json:"format"`
}

// QueryCheck says whether a query can run, before it does.
type QueryCheck struct {
	OK      bool    `json:"ok"`
	Message string  `json:"message,omitempty" doc:"What is wrong, with row and column."`
	Object  string  `json:"object,omitempty"`
	Rows    int     `json:"rows" doc:"How many records it finds now; -1 when that is not known."`
	Bulk    bool    `json:"bulk" doc:"It will run through the Bulk API."`
	Columns []Field `json:"columns" nullable:"false"`
}

// Sample is the first rows of sources, as an import would read them.
type Sample struct {
	Columns []string
	// Kinds are the types of the columns: text, number, date, boolean.
	Kinds []string
	Rows  [][]string
}

// RecordCount is about how many records an object has.
type RecordCount struct {
	Object string `json:"object"`
	Count  int    `json:"count"`
}

// Choice is something of the org with its name for people.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// TerritoryModel is a territory model of an org.
type TerritoryModel struct {
	DeveloperName string `json:"developerName"`
	Name          string `json:"name"`
	State         string `json:"state" doc:"Planning, Active, Archived or on the way to one."`
	Territories   int    `json:"territories"`
}

// Choices are what a person chooses from when publishing to an org or reading
// a model of it; what the org does not have is empty.
type Choices struct {
	Models         []TerritoryModel `json:"models" nullable:"false"`
	TerritoryTypes []Choice         `json:"territoryTypes" nullable:"false"`
	TerritoryRoles []string         `json:"territoryRoles" nullable:"false" doc:"Roles of users in territories."`
	TeamRoles      []string         `json:"teamRoles" nullable:"false" doc:"Roles in account teams."`
	OperatingHours []Choice         `json:"operatingHours" nullable:"false"`
}

// Service reaches orgs.
type Service interface {
	// Begin stores a connection. For the web-server flow it returns the address
	// at which a person signs in, else "".
	Begin(ctx context.Context, c Connection, s Secrets, redirectURI string) (Connection, string, error)
	// SignIn signs a stored connection in anew; of the secrets those that are
	// given replace the stored ones, once the org takes them. For the web-server
	// flow it returns the address at which a person signs in, else "".
	SignIn(ctx context.Context, id string, s Secrets, redirectURI string) (string, error)
	// Complete ends a sign-in with the code that the browser brought back.
	Complete(ctx context.Context, state, code string) (Connection, error)
	Test(ctx context.Context, id string) (Test, error)
	Delete(ctx context.Context, id string) error
	Objects(ctx context.Context, id string) ([]Object, error)
	Fields(ctx context.Context, id, object string) ([]Field, error)
	Reports(ctx context.Context, id string) ([]Report, error)
	CheckQuery(ctx context.Context, id, soql string) (QueryCheck, error)
	// RecordCounts says about how many records the org's objects have; Sample
	// reads the first rows of sources, their columns joined by name; Choices
	// reads what is there to choose from.
	RecordCounts(ctx context.Context, id string) ([]RecordCount, error)
	Sample(ctx context.Context, id string, sources []Source, rows int) (Sample, error)
	Choices(ctx context.Context, id string) (Choices, error)
}
