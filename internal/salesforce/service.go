package salesforce

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"golang.org/x/oauth2"
)

var _ connection.Service = (*Service)(nil)

// signInLife is how long a person has to sign in.
const signInLife = 15 * time.Minute

// Service opens connections. It is safe for concurrent use.
type Service struct {
	Repository connection.Repository
	Sealer     secret.Sealer
	Now        func() time.Time
	NewID      func() string
	// HTTP sends every request; nil makes one.
	HTTP *http.Client

	mu      sync.Mutex
	clients map[string]*Client
	// noted is when a connection's use was last recorded.
	noted map[string]time.Time
	// writing is held while a connection is read and written back, so that a
	// note never brings back tokens that a sign-in has replaced.
	writing sync.Mutex
	// busy are the parts of orgs that somebody writes to.
	busy map[string]bool
}

func (s *Service) http() *http.Client {
	if s.HTTP != nil {
		return s.HTTP
	}
	return &http.Client{Timeout: 10 * time.Minute, CheckRedirect: sameHost}
}

// sameHost follows redirects within one host only: a token or a secret in the
// body would go along.
func sameHost(request *http.Request, via []*http.Request) error {
	if first := via[0].URL; request.URL.Host != first.Host || request.URL.Scheme != first.Scheme || len(via) >= 5 {
		return http.ErrUseLastResponse
	}
	return nil
}

// Begin implements connection.Service.
func (s *Service) Begin(ctx context.Context, c connection.Connection, secrets connection.Secrets, redirectURI string) (connection.Connection, string, error) {
	c.ID, c.Created, c.LoginURL = s.NewID(), s.Now().UTC(), strings.TrimRight(c.LoginURL, "/")
	if c.LoginURL == "" {
		c.LoginURL = connection.ProductionURL
	}
	if err := c.Validate(secrets); err != nil {
		return c, "", err
	}
	if c.Flow == connection.WebServer {
		address, err := s.prepare(&c, &secrets, redirectURI)
		if err != nil {
			return c, "", err
		}
		return c, address, s.add(ctx, c, secrets)
	}
	if err := s.enter(ctx, &c, &secrets, ""); err != nil {
		return c, "", err
	}
	return c, "", s.add(ctx, c, secrets)
}

func (s *Service) add(ctx context.Context, c connection.Connection, secrets connection.Secrets) error {
	sealed, err := s.seal(secrets)
	if err != nil {
		return err
	}
	return s.Repository.AddConnection(ctx, c, sealed)
}

// prepare begins a sign-in: the state carries the connection's id, so that the
// callback finds it, and a random part that only the browser knows.
func (s *Service) prepare(c *connection.Connection, secrets *connection.Secrets, redirectURI string) (string, error) {
	if u, err := url.Parse(redirectURI); err != nil || u.Host == "" {
		return "", territory.Errorf(territory.Invalid, "The callback address %q is not an address.", redirectURI)
	}
	random := make([]byte, 24)
	rand.Read(random) //nolint:errcheck // never fails, by its contract
	secrets.State = c.ID + "." + base64.RawURLEncoding.EncodeToString(random)
	secrets.Verifier, secrets.RedirectURI, secrets.Until = oauth2.GenerateVerifier(), redirectURI, s.Now().Add(signInLife)
	return authorizeURL(c, secrets), nil
}

// SignIn implements connection.Service.
func (s *Service) SignIn(ctx context.Context, id string, fresh connection.Secrets, redirectURI string) (string, error) {
	c, secrets, err := s.load(ctx, id)
	if err != nil {
		return "", err
	}
	for _, one := range []struct{ to, from *string }{
		{&secrets.ClientSecret, &fresh.ClientSecret}, {&secrets.PrivateKey, &fresh.PrivateKey}, {&secrets.AccessToken, &fresh.AccessToken},
	} {
		if *one.from != "" {
			*one.to = *one.from
		}
	}
	if err := c.Validate(secrets); err != nil {
		return "", err
	}
	address := ""
	if c.Flow == connection.WebServer {
		address, err = s.prepare(&c, &secrets, redirectURI)
	} else {
		err = s.enter(ctx, &c, &secrets, "")
	}
	if err != nil {
		return "", err
	}
	return address, s.save(ctx, c, secrets)
}

// Complete implements connection.Service.
func (s *Service) Complete(ctx context.Context, state, code string) (connection.Connection, error) {
	id, _, _ := strings.Cut(state, ".")
	c, secrets, err := s.load(ctx, id)
	if territory.CodeOf(err) == territory.NotFound || (err == nil && (secrets.State == "" || secrets.State != state)) {
		return c, territory.Say(territory.Forbidden, sentence.SignInUsed.With(nil))
	}
	if err != nil {
		return c, err
	}
	if s.Now().After(secrets.Until) {
		return c, territory.Say(territory.Forbidden, sentence.SignInLate.With(sentence.Params{"minutes": int(signInLife.Minutes())}))
	}
	err = s.enter(ctx, &c, &secrets, code)
	secrets.State, secrets.Verifier, secrets.Until = "", "", time.Time{}
	return c, errors.Join(err, s.save(ctx, c, secrets))
}

// enter signs in and takes over what the answer says.
func (s *Service) enter(ctx context.Context, c *connection.Connection, secrets *connection.Secrets, code string) error {
	got, err := signIn(ctx, s.http(), c, secrets, code)
	if err != nil {
		return err
	}
	return s.take(c, secrets, got)
}

// take takes over what a sign-in yields. A connection stays with its org, to
// which what was published belongs.
func (s *Service) take(c *connection.Connection, secrets *connection.Secrets, got session) error {
	if !connection.SafeURL(cmp.Or(got.instance, c.LoginURL)) {
		return territory.Errorf(territory.Forbidden, "Salesforce gave %q as the org's address, which is not encrypted; nothing is sent there.", got.instance)
	}
	org := c.OrgID
	if parts := strings.Split(got.identity, "/"); len(parts) > 2 {
		org = parts[len(parts)-2]
	}
	if c.OrgID != "" && shortened(org) != shortened(c.OrgID) {
		return territory.Say(territory.Conflict, sentence.SignInOther.With(sentence.Params{"org": org, "name": c.Name, "other": c.OrgID}))
	}
	secrets.AccessToken = got.token
	if got.refresh != "" {
		secrets.RefreshToken = got.refresh
	}
	now := s.Now().UTC()
	c.Used, c.Trouble = &now, nil
	c.Connected, c.InstanceURL = true, strings.TrimRight(got.instance, "/")
	if c.InstanceURL == "" {
		c.InstanceURL = c.LoginURL
	}
	if parts := strings.Split(got.identity, "/"); len(parts) > 2 {
		c.OrgID, c.UserID = parts[len(parts)-2], parts[len(parts)-1]
	} else if org, _, whole := strings.Cut(got.token, "!"); whole && c.OrgID == "" {
		c.OrgID = org
	}
	return nil
}

func (s *Service) seal(secrets connection.Secrets) ([]byte, error) {
	plain, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("encode secrets: %w", err)
	}
	return s.Sealer.Seal(plain)
}

func (s *Service) load(ctx context.Context, id string) (connection.Connection, connection.Secrets, error) {
	var secrets connection.Secrets
	c, sealed, err := s.Repository.Connection(ctx, id)
	if err != nil {
		return c, secrets, err
	}
	plain, err := s.Sealer.Open(sealed)
	if err != nil {
		return c, secrets, err
	}
	if err := json.Unmarshal(plain, &secrets); err != nil {
		return c, secrets, fmt.Errorf("decode secrets: %w", err)
	}
	return c, secrets, nil
}

func (s *Service) save(ctx context.Context, c connection.Connection, secrets connection.Secrets) error {
	sealed, err := s.seal(secrets)
	if err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.clients, c.ID)
	s.mu.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.Repository.SetConnection(ctx, c, sealed)
}

// Open returns a client of a stored connection; it is shared by all who open
// the same one.
func (s *Service) Open(ctx context.Context, id string) (*Client, error) {
	s.mu.Lock()
	known := s.clients[id]
	s.mu.Unlock()
	if known != nil {
		return known, s.noteUse(ctx, id)
	}
	c, secrets, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if !c.Connected {
		return nil, territory.Say(territory.Forbidden, sentence.OrgSignIn.With(sentence.Params{"name": c.Name}))
	}
	client := &Client{HTTP: s.http(), instance: c.InstanceURL, token: secrets.AccessToken}
	if c.Flow != connection.Token {
		client.refresh = func(ctx context.Context) (string, string, error) { return s.refresh(ctx, id) }
	}
	if err := client.agreeVersion(ctx, c.APIVersion); err != nil {
		err = shown("reach the org", err)
		return nil, errors.Join(err, s.noteTrouble(ctx, id, err))
	}
	s.mu.Lock()
	if s.clients == nil {
		s.clients = map[string]*Client{}
	}
	s.clients[id] = client
	s.mu.Unlock()
	return client, s.noteUse(ctx, id)
}

// refresh signs in again and keeps what is new; Salesforce may give a new
// refresh token with every access token.
func (s *Service) refresh(ctx context.Context, id string) (token, instance string, err error) {
	c, secrets, err := s.load(ctx, id)
	if err != nil {
		return "", "", err
	}
	if err := s.enter(ctx, &c, &secrets, ""); err != nil {
		return "", "", errors.Join(err, s.noteTrouble(ctx, id, err))
	}
	sealed, err := s.seal(secrets)
	if err != nil {
		return "", "", err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	return secrets.AccessToken, c.InstanceURL, s.Repository.SetConnection(ctx, c, sealed)
}

// Delete implements connection.Service. The org's tokens are given back when it
// can be reached.
func (s *Service) Delete(ctx context.Context, id string) error {
	c, secrets, err := s.load(ctx, id)
	if err != nil && territory.CodeOf(err) == territory.NotFound {
		return err
	}
	if given := cmp.Or(secrets.RefreshToken, secrets.AccessToken); err == nil && given != "" && c.Flow != connection.Token {
		revoke, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		body := strings.NewReader(url.Values{"token": {given}}.Encode())
		request, err := http.NewRequestWithContext(revoke, http.MethodPost, c.LoginURL+"/services/oauth2/revoke", body)
		if err == nil {
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if response, err := s.http().Do(request); err == nil {
				response.Body.Close() //nolint:errcheck // only the effect counts
			}
		}
	}
	s.mu.Lock()
	delete(s.clients, id)
	s.mu.Unlock()
	return s.Repository.DeleteConnection(ctx, id)
}

// Objects implements connection.Service.
func (s *Service) Objects(ctx context.Context, id string) ([]connection.Object, error) {
	c, err := s.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := c.Objects(ctx)
	return list, shown("list the objects", err)
}

// Fields implements connection.Service.
func (s *Service) Fields(ctx context.Context, id, object string) ([]connection.Field, error) {
	c, err := s.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := c.Fields(ctx, object)
	return list, shown("describe "+object, err)
}

// Reports implements connection.Service.
func (s *Service) Reports(ctx context.Context, id string) ([]connection.Report, error) {
	c, err := s.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := c.Reports(ctx)
	return list, shown("list the reports", err)
}

// CheckQuery implements connection.Service.
func (s *Service) CheckQuery(ctx context.Context, id, soql string) (connection.QueryCheck, error) {
	c, err := s.Open(ctx, id)
	if err != nil {
		return connection.QueryCheck{}, err
	}
	return c.CheckQuery(ctx, soql)
}

// hold keeps a part of an org for one writer; two at once would write twice.
func (s *Service) hold(connectionID, scope string) (release func(), err error) {
	key := connectionID + "\x00" + scope
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[key] {
		return nil, territory.Say(territory.Conflict, sentence.PlanOther.With(nil))
	}
	if s.busy == nil {
		s.busy = map[string]bool{}
	}
	s.busy[key] = true
	return func() {
		s.mu.Lock()
		delete(s.busy, key)
		s.mu.Unlock()
	}, nil
}
