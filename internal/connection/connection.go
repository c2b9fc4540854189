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

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
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
	// Used is when the org last let the connection in, to the minute.
	Used *time.Time `json:"used,omitempty"`
	// Trouble is why the connection does not work at present, Test how the last
	// test that worked went.
	Trouble *Trouble `json:"trouble,omitempty" doc:"Why the org does not let the connection in at present; absent while it works."`
	Test    *Test    `json:"test,omitempty" doc:"The last test that worked."`
}

// Trouble is why a connection does not work.
type Trouble struct {
	// Code forbidden: the org refuses, somebody has to sign in again or mend
	// the app; unavailable: no answer.
	Code    territory.Code `json:"code" enum:"forbidden,unavailable,invalid,internal"`
	Message string         `json:"message"`
	// Said is the message with its code, for what has one.
	Said *sentence.Sentence `json:"said,omitempty"`
	At   time.Time          `json:"at"`
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
	e := territory.Errorf(territory.Invalid, "The connection lacks something, or something of it cannot be right.")
	need := func(ok bool, where, what string) {
		if !ok {
			e.Details = append(e.Details, territory.Detail{Where: where, What: what})
		}
	}
	need(strings.TrimSpace(c.Name) != "", "name", "give the connection a name")
	need(SafeURL(c.LoginURL), "loginUrl", "the address must be an https one such as "+ProductionURL+" or https://acme.my.salesforce.com")
	if c.Flow != Token {
		need(c.ClientID != "", "clientId", "give the consumer key of the app in Salesforce")
	}
	switch c.Flow {
	case WebServer:
	case JWT:
		need(c.Username != "", "username", "give the name of the user that the app acts for")
		need(strings.Contains(s.PrivateKey, "PRIVATE KEY"), "privateKey", "give the private key of the certificate that the app has, as the text of a PEM file: it begins with -----BEGIN PRIVATE KEY-----")
	case ClientCredentials:
		need(s.ClientSecret != "", "clientSecret", "give the consumer secret of the app")
		need(c.LoginURL != ProductionURL && c.LoginURL != SandboxURL, "loginUrl", "client credentials work on the org's My Domain only: give its address, such as https://acme.my.salesforce.com")
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

// SafeURL accepts https, and plain http on this machine only.
func SafeURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || (u.Path != "" && u.Path != "/") {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	local := host == "localhost" || (ip != nil && ip.IsLoopback())
	return u.Scheme == "https" || (u.Scheme == "http" && local)
}
