package salesforce

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/oauth2/jwt"
)

// assertionLife is how long a JWT is valid; Salesforce takes a few minutes.
const assertionLife = 3 * time.Minute

// session is what a sign-in yields.
type session struct{ token, refresh, instance, identity string }

func endpoint(login string) oauth2.Endpoint {
	login = strings.TrimRight(login, "/")
	return oauth2.Endpoint{AuthURL: login + "/services/oauth2/authorize", TokenURL: login + "/services/oauth2/token", AuthStyle: oauth2.AuthStyleInParams}
}

func webConfig(c *connection.Connection, s *connection.Secrets) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.ClientID, ClientSecret: s.ClientSecret, Endpoint: endpoint(c.LoginURL),
		RedirectURL: s.RedirectURI, Scopes: []string{"api", "refresh_token", "id"},
	}
}

// authorizeURL is where a person signs in; s has state and verifier.
func authorizeURL(c *connection.Connection, s *connection.Secrets) string {
	return webConfig(c, s).AuthCodeURL(s.State, oauth2.S256ChallengeOption(s.Verifier))
}

// signIn gets a session by the connection's flow: from a code (web server, the
// first time), from the refresh token, or anew.
func signIn(ctx context.Context, h *http.Client, c *connection.Connection, s *connection.Secrets, code string) (session, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, h)
	var token *oauth2.Token
	var err error
	switch c.Flow {
	case connection.WebServer:
		config := webConfig(c, s)
		if code != "" {
			token, err = config.Exchange(ctx, code, oauth2.VerifierOption(s.Verifier))
		} else if s.RefreshToken == "" {
			return session{}, territory.Say(territory.Forbidden, sentence.OrgSignIn.With(sentence.Params{"name": c.Name}))
		} else {
			token, err = config.TokenSource(ctx, &oauth2.Token{RefreshToken: s.RefreshToken}).Token()
		}
	case connection.JWT:
		audience := c.Audience
		if audience == "" {
			audience = strings.TrimRight(c.LoginURL, "/")
		}
		token, err = (&jwt.Config{
			Email: c.ClientID, Subject: c.Username, PrivateKey: []byte(s.PrivateKey), TokenURL: endpoint(c.LoginURL).TokenURL,
			Audience: audience, Expires: assertionLife,
		}).TokenSource(ctx).Token()
	case connection.ClientCredentials:
		token, err = (&clientcredentials.Config{
			ClientID: c.ClientID, ClientSecret: s.ClientSecret, TokenURL: endpoint(c.LoginURL).TokenURL, AuthStyle: oauth2.AuthStyleInParams,
		}).Token(ctx)
	default:
		return session{token: s.AccessToken, instance: c.LoginURL}, nil
	}
	if err != nil {
		return session{}, signInError(c, err)
	}
	text := func(name string) string { v, _ := token.Extra(name).(string); return v }
	return session{token: token.AccessToken, refresh: token.RefreshToken, instance: text("instance_url"), identity: text("id")}, nil
}

// signInError explains the OAuth errors that people meet.
func signInError(c *connection.Connection, err error) error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		if strings.Contains(err.Error(), "private key") {
			return territory.Errorf(territory.Invalid, "The private key cannot be read: %v. It must be a PEM file with an RSA key.", err)
		}
		return territory.Say(territory.Unavailable, sentence.OrgSilent.With(sentence.Params{"address": c.LoginURL, "cause": err.Error()}))
	}
	code, text := refused.ErrorCode, refused.ErrorDescription
	if code == "" {
		e := readError(refused.Response.StatusCode, "token", refused.Body)
		code, text = e.Code, e.Message
	}
	if refused.Response != nil && refused.Response.StatusCode >= 500 {
		return territory.Errorf(territory.Unavailable, "Salesforce could not sign in now (%s): try again.", refused.Response.Status)
	}
	hint := "Check the app's settings in Salesforce."
	switch {
	case strings.Contains(text, "approved"):
		hint = "An administrator must pre-authorise the user for the app (permitted users: admin approved, with a profile or permission set)."
	case strings.Contains(text, "audience"):
		hint = "Set the audience to https://login.salesforce.com, https://test.salesforce.com or the My Domain."
	case strings.Contains(text, "expired"):
		hint = "Sign in again."
	case code == "redirect_uri_mismatch":
		hint = "Add this server's callback address to the app."
	case code == "invalid_client_id" || code == "invalid_client":
		hint = "Check consumer key and secret; a new app takes up to ten minutes to work."
	}
	return territory.Errorf(territory.Forbidden, "Salesforce refused to sign in: %s (%s). %s", text, code, hint)
}
