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

// Service reaches orgs.
type Service interface {
	// Begin stores a connection. For the web-server flow it returns the address
	// at which a person signs in, else "".
	Begin(ctx context.Context, c Connection, s Secrets, redirectURI string) (Connection, string, error)
	// SignIn begins a new sign-in of a stored connection of the web-server flow.
	SignIn(ctx context.Context, id, redirectURI string) (string, error)
	// Complete ends a sign-in with the code that the browser brought back.
	Complete(ctx context.Context, state, code string) (Connection, error)
	Test(ctx context.Context, id string) (Test, error)
	Delete(ctx context.Context, id string) error
	Objects(ctx context.Context, id string) ([]Object, error)
	Fields(ctx context.Context, id, object string) ([]Field, error)
	Reports(ctx context.Context, id string) ([]Report, error)
	CheckQuery(ctx context.Context, id, soql string) (QueryCheck, error)
}
