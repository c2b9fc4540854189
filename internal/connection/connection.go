// Package connection describes orgs that data comes from and plans go to: how
// one is reached and signed in to, what it holds, and what a person may do
// there. It does no I/O; an edge implements Service, a database Repository.
package connection

import (
	"context"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Flow is how a connection signs in.
type Flow string

// The flows.
const (
	// WebServer: a person signs in with a browser (OAuth 2.0 authorisation code
	// with PKCE); the refresh token keeps the connection.
	WebServer Flow = "web_server"
	// JWT: a signed assertion for a user who has approved the app.
	JWT Flow = "jwt"
	// ClientCredentials: the app's own user; on the My Domain only.
	ClientCredentials Flow = "client_credentials"
	// Token: an access token made elsewhere; it works until it expires.
	Token Flow = "token"
)

// The login addresses of production and sandboxes.
const (
	ProductionURL = "https://login.salesforce.com"
	SandboxURL    = "https://test.salesforce.com"
)

// Connection is one org with one user.
type Connection struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Flow Flow   `json:"flow" enum:"web_server,jwt,client_credentials,token"`
	// LoginURL is where tokens come from: production, sandbox or a My Domain.
	LoginURL string `json:"loginUrl"`
	ClientID string `json:"clientId,omitempty"`
	Username string `json:"username,omitempty"`
	// Audience of a JWT; "" for the login address.
	Audience string `json:"audience,omitempty"`
	// InstanceURL is where the calls go; known after the first sign-in.
	InstanceURL string `json:"instanceUrl,omitempty"`
	OrgID       string `json:"orgId,omitempty"`
	UserID      string `json:"userId,omitempty"`
	// APIVersion such as "67.0"; "" for the newest that both sides know.
	APIVersion string     `json:"apiVersion,omitempty"`
	Connected  bool       `json:"connected" doc:"False until somebody has signed in."`
	Created    time.Time  `json:"created"`
	Tested     *time.Time `json:"tested,omitempty"`
}

// Secrets are a connection's, sealed at rest.
type Secrets struct {
	ClientSecret string `json:"clientSecret,omitempty"`
	PrivateKey   string `json:"privateKey,omitempty"`
	AccessToken  string `json:"accessToken,omitempty"`
	RefreshToken string `json:"refreshToken,omitempty"`
	// State, Verifier and RedirectURI belong to a sign-in under way, which ends
	// at Until.
	State       string    `json:"state,omitempty"`
	Verifier    string    `json:"verifier,omitempty"`
	RedirectURI string    `json:"redirectUri,omitempty"`
	Until       time.Time `json:"until,omitzero"`
}

// Repository keeps connections with their sealed secrets. A missing connection
// is a not_found error, a taken name a conflict.
type Repository interface {
	AddConnection(ctx context.Context, c Connection, sealed []byte) error
	Connection(ctx context.Context, id string) (c Connection, sealed []byte, err error)
	Connections(ctx context.Context) ([]Connection, error)
	SetConnection(ctx context.Context, c Connection, sealed []byte) error
	DeleteConnection(ctx context.Context, id string) error
}

// Validate returns an error with code invalid that lists what is wrong or
// missing, with what each flow needs.
func (c *Connection) Validate(s Secrets) error {
	e := territory.Errorf(territory.Invalid, "The connection cannot be made as described.")
	need := func(ok bool, where, what string) {
		if !ok {
			e.Details = append(e.Details, territory.Detail{Where: where, What: what})
		}
	}
	need(strings.TrimSpace(c.Name) != "", "name", "give the connection a name")
	need(safeURL(c.LoginURL), "loginUrl", "must be an https address such as "+ProductionURL+" or https://acme.my.salesforce.com")
	if c.Flow != Token {
		need(c.ClientID != "", "clientId", "is the consumer key of the app in Salesforce")
	}
	switch c.Flow {
	case WebServer:
	case JWT:
		need(c.Username != "", "username", "is the user the app acts for")
		need(strings.Contains(s.PrivateKey, "PRIVATE KEY"), "privateKey", "is the PEM file whose certificate the app has")
	case ClientCredentials:
		need(s.ClientSecret != "", "clientSecret", "is the consumer secret of the app")
		need(c.LoginURL != ProductionURL && c.LoginURL != SandboxURL, "loginUrl", "this flow works on the org's My Domain only")
	case Token:
		need(s.AccessToken != "", "accessToken", "give an access token of the org")
	default:
		need(false, "flow", "choose web_server, jwt, client_credentials or token")
	}
	if len(e.Details) > 0 {
		return e
	}
	return nil
}

// safeURL accepts https, and plain http on this machine only.
func safeURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || (u.Path != "" && u.Path != "/") {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	local := host == "localhost" || (ip != nil && ip.IsLoopback())
	return u.Scheme == "https" || (u.Scheme == "http" && local)
}
