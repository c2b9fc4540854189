package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ConnectionPath is the input of routes about one connection.
type ConnectionPath struct {
	ID string `path:"id"`
}

func (i *ConnectionPath) resource() access.Resource {
	return access.Resource{Kind: "connection", ID: i.ID}
}

// ConnectionList is every connection, by name.
type ConnectionList struct {
	Connections []connection.Connection `json:"connections" nullable:"false"`
}

// ConnectionBody describes a new connection.
type ConnectionBody struct {
	Name         string          `json:"name" minLength:"1" maxLength:"80"`
	Flow         connection.Flow `json:"flow" enum:"web_server,jwt,client_credentials,token"`
	LoginURL     string          `json:"loginUrl,omitempty" doc:"Production by default; https://test.salesforce.com for sandboxes, or a My Domain."`
	ClientID     string          `json:"clientId,omitempty" doc:"Consumer key of the app."`
	ClientSecret string          `json:"clientSecret,omitempty"`
	Username     string          `json:"username,omitempty" doc:"User a JWT acts for."`
	PrivateKey   string          `json:"privateKey,omitempty" doc:"PEM of the key whose certificate the app has."`
	Audience     string          `json:"audience,omitempty"`
	AccessToken  string          `json:"accessToken,omitempty"`
	APIVersion   string          `json:"apiVersion,omitempty" pattern:"^[0-9]{2}\\.0$" doc:"The newest that both sides know, by default."`
	RedirectURI  string          `json:"redirectUri,omitempty" doc:"Where the browser comes back to: this server's /api/v1/salesforce/callback."`
}

// ConnectionStarted is a new connection; with the web-server flow somebody has
// to sign in at AuthorizeURL.
type ConnectionStarted struct {
	Connection   connection.Connection `json:"connection"`
	AuthorizeURL string                `json:"authorizeUrl,omitempty"`
}

type connectionInput struct{ Body ConnectionBody }

func (i *connectionInput) resource() access.Resource { return access.Resource{Kind: "connection"} }

type signInInput struct {
	ConnectionPath
	Body struct {
		RedirectURI  string `json:"redirectUri,omitempty" doc:"Where the browser comes back to, for the web-server flow."`
		ClientSecret string `json:"clientSecret,omitempty" doc:"A new consumer secret; the stored one by default."`
		PrivateKey   string `json:"privateKey,omitempty" doc:"A new PEM; the stored one by default."`
		AccessToken  string `json:"accessToken,omitempty" doc:"A new token, for connections by token."`
	} `required:"false"`
}

type completeInput struct {
	Body struct {
		State string `json:"state"`
		Code  string `json:"code"`
	}
}

type callbackInput struct {
	State   string `query:"state"`
	Code    string `query:"code"`
	Error   string `query:"error"`
	Explain string `query:"error_description"`
}

type fieldsInput struct {
	ConnectionPath
	Object string `path:"object" pattern:"^[A-Za-z0-9_]+$"`
}

type queryCheckInput struct {
	ConnectionPath
	Body struct {
		SOQL string `json:"soql" minLength:"1" maxLength:"100000"`
	}
}

// redirect sends the browser on.
type redirect struct {
	Status   int
	Location string `header:"Location"`
}

func (s *Server) registerConnections() {
	const tag = "Salesforce"
	register(s, get("list-connections", "/salesforce/connections", tag, "The connections to orgs"), access.View,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[ConnectionList], error) {
			list, err := s.Connections.Connections(ctx)
			return answer(ConnectionList{Connections: notNil(list)}, err)
		})
	register(s, post("create-connection", "/salesforce/connections", tag, "Connect an org", http.StatusCreated), access.Manage, s.createConnection)
	register(s, post("complete-sign-in", "/salesforce/connections/complete", tag, "End a sign-in with the code the browser brought back", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *completeInput) (*body[connection.Connection], error) {
			return answer(s.Orgs.Complete(ctx, in.Body.State, in.Body.Code))
		})
	register(s, get("salesforce-callback", "/salesforce/callback", tag, "Where Salesforce sends the browser after a sign-in"), access.Manage, s.callback)
	register(s, get("get-connection", "/salesforce/connections/{id}", tag, "One connection"), access.View,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[connection.Connection], error) {
			c, _, err := s.Connections.Connection(ctx, in.ID)
			return answer(c, err)
		})
	register(s, operation("delete-connection", http.MethodDelete, "/salesforce/connections/{id}", tag, "Forget a connection, its tokens and what was published through it"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*struct{}, error) {
			return nil, s.Orgs.Delete(ctx, in.ID)
		})
	register(s, post("sign-in-connection", "/salesforce/connections/{id}/sign-in", tag, "Sign in anew, with new secrets where they have been replaced in the org", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *signInInput) (*body[ConnectionStarted], error) {
			b := in.Body
			address, err := s.Orgs.SignIn(ctx, in.ID, connection.Secrets{ClientSecret: b.ClientSecret, PrivateKey: b.PrivateKey, AccessToken: b.AccessToken}, b.RedirectURI)
			if err != nil {
				return nil, err
			}
			c, _, err := s.Connections.Connection(ctx, in.ID)
			return answer(ConnectionStarted{Connection: c, AuthorizeURL: address}, err)
		})
	register(s, post("test-connection", "/salesforce/connections/{id}/test", tag, "Try the connection: version, limits left, missing permissions", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[connection.Test], error) {
			return answer(s.Orgs.Test(ctx, in.ID))
		})
	s.registerOrgContents(tag)
	s.registerConnectionUses(tag)
	s.registerOrgImports(tag)
}

// ObjectList is an org's kinds of records.
type ObjectList struct {
	Objects []connection.Object `json:"objects" nullable:"false"`
}

// FieldList is an object's fields.
type FieldList struct {
	Fields []connection.Field `json:"fields" nullable:"false"`
}

// OrgReportList is an org's reports.
type OrgReportList struct {
	Reports []connection.Report `json:"reports" nullable:"false"`
}

func (s *Server) registerOrgContents(tag string) {
	register(s, get("list-org-objects", "/salesforce/connections/{id}/objects", tag, "The kinds of records of an org"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[ObjectList], error) {
			list, err := s.Orgs.Objects(ctx, in.ID)
			return answer(ObjectList{Objects: notNil(list)}, err)
		})
	register(s, get("list-org-fields", "/salesforce/connections/{id}/objects/{object}/fields", tag, "The fields of an object, with their types"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *fieldsInput) (*body[FieldList], error) {
			list, err := s.Orgs.Fields(ctx, in.ID, in.Object)
			return answer(FieldList{Fields: notNil(list)}, err)
		})
	register(s, get("list-org-reports", "/salesforce/connections/{id}/reports", tag, "The reports of an org"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[OrgReportList], error) {
			list, err := s.Orgs.Reports(ctx, in.ID)
			return answer(OrgReportList{Reports: notNil(list)}, err)
		})
	register(s, post("check-query", "/salesforce/connections/{id}/query-checks", tag, "Whether a SOQL query can run, what it finds, and its columns", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *queryCheckInput) (*body[connection.QueryCheck], error) {
			return answer(s.Orgs.CheckQuery(ctx, in.ID, in.Body.SOQL))
		})
}

func (s *Server) createConnection(ctx context.Context, _ territory.Actor, in *connectionInput) (*body[ConnectionStarted], error) {
	b := in.Body
	c := connection.Connection{Name: b.Name, Flow: b.Flow, LoginURL: b.LoginURL, ClientID: b.ClientID, Username: b.Username, Audience: b.Audience, APIVersion: b.APIVersion}
	secrets := connection.Secrets{ClientSecret: b.ClientSecret, PrivateKey: b.PrivateKey, AccessToken: b.AccessToken}
	made, address, err := s.Orgs.Begin(ctx, c, secrets, b.RedirectURI)
	return answer(ConnectionStarted{Connection: made, AuthorizeURL: address}, err)
}

// callback ends a sign-in and sends the browser to the page of connections,
// which shows how it went.
func (s *Server) callback(ctx context.Context, _ territory.Actor, in *callbackInput) (*redirect, error) {
	q := url.Values{}
	if in.Error != "" {
		q.Set("problem", "Salesforce says: "+in.Explain+" ("+in.Error+")")
	} else if c, err := s.Orgs.Complete(ctx, in.State, in.Code); err != nil {
		q.Set("problem", err.Error())
	} else {
		q.Set("signedIn", c.ID)
	}
	return &redirect{Status: http.StatusSeeOther, Location: "/connections?" + q.Encode()}, nil
}

// OrgImportBody says what to import from an org: into a new dataset named Name,
// or as the next snapshot of Dataset.
type OrgImportBody struct {
	Connection string              `json:"connection" minLength:"1"`
	Name       string              `json:"name,omitempty"`
	Dataset    string              `json:"dataset,omitempty"`
	Sources    []connection.Source `json:"sources" minItems:"1" nullable:"false"`
	ingest.Options
}

type orgImportInput struct{ Body OrgImportBody }

func (i *orgImportInput) resource() access.Resource {
	return access.Resource{Kind: "dataset", ID: i.Body.Dataset}
}

type orgRefreshInput struct {
	DatasetPath
	Body struct {
		Full bool `json:"full,omitempty" doc:"Read everything again, not only what has changed."`
	} `required:"false"`
}

// ExtractList is what was last read from a dataset's sources.
type ExtractList struct {
	Sources []connection.Extract `json:"sources" nullable:"false"`
}

func (s *Server) registerOrgImports(tag string) {
	register(s, post("import-from-org", "/salesforce/imports", tag, "Import objects, queries and reports of an org", http.StatusAccepted), access.Manage, s.importFromOrg)
	register(s, post("import-territory-model", "/salesforce/models", tag, "Make an alignment from a territory model", http.StatusAccepted), access.Manage, s.importModel)
	register(s, post("refresh-from-org", "/datasets/{id}/salesforce-refreshes", tag, "Read a dataset's Salesforce sources again, as its next snapshot", http.StatusAccepted), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *orgRefreshInput) (*body[ImportStarted], error) {
			d, err := s.Catalog.Dataset(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			spec := connection.ImportSpec{DatasetID: d.ID, SnapshotID: s.NewID(), Refresh: true, Full: in.Body.Full}
			j, err := s.enqueue(ctx, actor, connection.ImportJobKind, d.ID, spec)
			return answer(ImportStarted{Dataset: d, Job: j}, err)
		})
	register(s, get("list-org-sources", "/datasets/{id}/salesforce-sources", tag, "What a dataset reads from Salesforce, and until when it is current"), access.View,
		func(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[ExtractList], error) {
			list, err := s.Extracts.Extracts(ctx, in.ID)
			return answer(ExtractList{Sources: notNil(list)}, err)
		})
}

type modelInput struct {
	Body struct {
		Connection string `json:"connection" minLength:"1"`
		Dataset    string `json:"dataset" minLength:"1"`
		Model      string `json:"model" minLength:"1" doc:"Developer name of the territory model."`
		Name       string `json:"name" minLength:"1" maxLength:"200"`
	}
}

func (i *modelInput) resource() access.Resource {
	return access.Resource{Kind: "dataset", ID: i.Body.Dataset}
}

// importModel starts making an alignment from a territory model.
func (s *Server) importModel(ctx context.Context, actor territory.Actor, in *modelInput) (*body[job.Job], error) {
	b := in.Body
	if _, _, err := s.Connections.Connection(ctx, b.Connection); err != nil {
		return nil, err
	}
	d, err := s.Catalog.Dataset(ctx, b.Dataset)
	if err != nil {
		return nil, err
	}
	spec := salesforceplan.ModelSpec{ConnectionID: b.Connection, DatasetID: d.ID, Model: b.Model, AlignmentID: s.NewID(), Name: b.Name}
	return answer(s.enqueue(ctx, actor, salesforceplan.ModelJobKind, d.ID, spec))
}

func (s *Server) importFromOrg(ctx context.Context, actor territory.Actor, in *orgImportInput) (*body[ImportStarted], error) {
	b := in.Body
	if _, _, err := s.Connections.Connection(ctx, b.Connection); err != nil {
		return nil, err
	}
	if err := b.Options.Validate(); err != nil {
		return nil, err
	}
	for _, source := range b.Sources {
		if err := source.Validate(); err != nil {
			return nil, err
		}
	}
	options, err := json.Marshal(b.Options)
	if err != nil {
		return nil, err
	}
	d, err := s.importTarget(ctx, b.Name, b.Dataset)
	if err != nil {
		return nil, err
	}
	spec := connection.ImportSpec{ConnectionID: b.Connection, DatasetID: d.ID, SnapshotID: s.NewID(), Sources: b.Sources, Options: options}
	j, err := s.enqueue(ctx, actor, connection.ImportJobKind, d.ID, spec)
	return answer(ImportStarted{Dataset: d, Job: j}, err)
}

// importTarget is the dataset named by id, or a new one.
func (s *Server) importTarget(ctx context.Context, name, id string) (dataset.Dataset, error) {
	if id != "" {
		return s.Catalog.Dataset(ctx, id)
	}
	if name == "" {
		return dataset.Dataset{}, territory.Say(territory.Invalid, sentence.ImportNoTarget.With(nil))
	}
	now := s.Now().UTC()
	d := dataset.Dataset{ID: s.NewID(), Name: name, Created: now, Updated: now}
	err := s.Catalog.CreateDataset(ctx, d)
	if err != nil {
		return s.leftover(ctx, name, err)
	}
	return d, nil
}
