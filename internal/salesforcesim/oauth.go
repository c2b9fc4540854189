package salesforcesim

import (
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Password is what every user of the org signs in with.
const Password = "simulator"

// codeLife is how long an authorization code can be exchanged.
const codeLife = 15 * time.Minute

// access is who may call: sessions, codes and refresh tokens.
type access struct {
	mu           sync.Mutex
	o            *org
	clientID     string
	clientSecret string
	jwtKey       *rsa.PublicKey
	sessions     map[string]*session
	codes        map[string]*grant
	refresh      map[string]*grant
	serial       uint64
	seed         uint64
}

// session is one access token.
type session struct {
	token string
	user  int32
}

// grant is what a user allowed an application.
type grant struct {
	user        int32
	scope       string
	redirect    string
	challenge   string
	plain       bool
	issued      time.Time
	used        bool
	accessToken string
}

func newAccess(o *org, seed uint64) *access {
	a := &access{o: o, seed: seed, sessions: map[string]*session{}, codes: map[string]*grant{}, refresh: map[string]*grant{}}
	a.clientID = "3MVG9" + a.secret("client id", 80)
	a.clientSecret = strings.ToUpper(fmt.Sprintf("%x", sha256.Sum256([]byte(fmt.Sprintf("client secret %d", seed)))))
	return a
}

// secret makes text that nobody can guess who does not know the seed.
func (a *access) secret(what string, n int) string {
	out := ""
	for i := 0; len(out) < n; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %d", what, a.seed, a.serial, i))
		out += strings.NewReplacer("+", "", "/", "", "=", "").Replace(base64.StdEncoding.EncodeToString(sum[:]))
	}
	return out[:n]
}

// ClientID and ClientSecret are of the application the org knows.
func (s *Server) ClientID() string     { return s.access.clientID }
func (s *Server) ClientSecret() string { return s.access.clientSecret }

// SetJWTKey makes the JWT bearer flow accept assertions of this key alone: a
// PEM of an RSA public key or certificate. Without it every signature is
// accepted: the org holds no certificate to check it by.
func (s *Server) SetJWTKey(pemText []byte) error {
	block, _ := pem.Decode(pemText)
	if block == nil {
		return fmt.Errorf("read the JWT key: no PEM block in it")
	}
	if cert, err := x509.ParseCertificate(block.Bytes); err == nil {
		if key, ok := cert.PublicKey.(*rsa.PublicKey); ok {
			s.access.jwtKey = key
			return nil
		}
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return fmt.Errorf("read the JWT key: %w", err)
	}
	rsaKey, ok := key.(*rsa.PublicKey)
	if !ok {
		return fmt.Errorf("read the JWT key: it is no RSA key")
	}
	s.access.jwtKey = rsaKey
	return nil
}

// open makes a session for a user.
func (a *access) open(user int32) *session {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.serial++
	s := &session{token: a.o.orgID[:15] + "!AQ" + a.secret("token", 90), user: user}
	a.sessions[s.token] = s
	return s
}

func (a *access) session(token string) *session {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.sessions[token]
}

// expire ends a session; refresh tokens stay.
func (a *access) expire(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, token)
}

// user returns the row of a user name. Any other name signs in as the
// administrator, so that people can use their own.
func (a *access) user(name string) int32 {
	a.o.mu.RLock()
	defer a.o.mu.RUnlock()
	t := a.o.table("User")
	if rows := a.o.byKey(t, t.object.byName["username"], textValue(name)); len(rows) > 0 {
		return rows[0]
	}
	return a.o.admin
}

// oauth answers /services/oauth2/….
func (s *Server) oauth(w http.ResponseWriter, r *http.Request, body []byte) {
	form := r.URL.Query()
	if posted, err := url.ParseQuery(string(body)); err == nil {
		for k, v := range posted {
			form[k] = v
		}
	}
	if id, secret, basic := r.BasicAuth(); basic {
		form.Set("client_id", id)
		form.Set("client_secret", secret)
	}
	switch strings.TrimPrefix(r.URL.Path, "/services/oauth2/") {
	case "authorize":
		s.authorize(w, r, form)
	case "token":
		writeAnswer(w, r, s.token(form, hostURL(r)))
	case "revoke":
		s.access.revoke(form.Get("token"))
		w.WriteHeader(http.StatusOK)
	case "userinfo":
		s.userinfo(w, r)
	case "introspect":
		active := s.access.session(form.Get("token")) != nil
		writeAnswer(w, r, ok(hash{{"active", active}, {"scope", "api refresh_token"}, {"client_id", s.access.clientID}, {"token_type", "access_token"}}))
	default:
		writeAnswer(w, r, notFound())
	}
}

func oauthError(code, description string) *answer {
	return &answer{status: 400, body: hash{{"error", code}, {"error_description", description}}}
}

func (a *access) revoke(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, token)
	if g := a.refresh[token]; g != nil {
		delete(a.sessions, g.accessToken)
		delete(a.refresh, token)
	}
}

// authorize shows a small form, or goes straight back when it is asked for
// auto=true or by a client that takes no HTML.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request, form url.Values) {
	a := s.access
	redirect, err := url.Parse(form.Get("redirect_uri"))
	if form.Get("client_id") != a.clientID {
		writeAnswer(w, r, oauthError("invalid_client_id", "client identifier invalid"))
		return
	}
	if err != nil || redirect.Host == "" {
		writeAnswer(w, r, oauthError("redirect_uri_mismatch", "redirect_uri must match configuration"))
		return
	}
	q := redirect.Query()
	q.Set("state", form.Get("state"))
	switch {
	case form.Get("response_type") != "code":
		q.Set("error", "unsupported_response_type")
		q.Set("error_description", "response type not supported")
	case form.Get("decision") == "deny":
		q.Set("error", "access_denied")
		q.Set("error_description", "end-user denied authorization")
	case form.Get("decision") == "" && form.Get("auto") == "" && strings.Contains(r.Header.Get("Accept"), "text/html"):
		s.authorizePage(w, form)
		return
	default:
		q.Set("code", s.grantCode(form))
	}
	redirect.RawQuery = q.Encode()
	http.Redirect(w, r, redirect.String(), http.StatusFound)
}

func (s *Server) authorizePage(w http.ResponseWriter, form url.Values) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated org: allow access</title><link rel="icon" href="data:,">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}button,input{font:inherit;padding:.4rem .8rem}label{display:block;margin:1rem 0}</style>
<h1>Allow access?</h1><p>An application asks to read and change the data of this simulated org. Nothing here is real.</p><form method="post">`)
	for name, values := range form {
		fmt.Fprintf(w, `<input type="hidden" name="%s" value="%s">`, html.EscapeString(name), html.EscapeString(values[0]))
	}
	fmt.Fprint(w, `<label>User name <input name="username" value="admin@simulator.example"></label>
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form></html>`)
}

// grantCode makes an authorization code.
func (s *Server) grantCode(form url.Values) string {
	a := s.access
	user := a.user(form.Get("username"))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.serial++
	code := "aPrx" + a.secret("code", 60)
	a.codes[code] = &grant{user: user, scope: form.Get("scope"), redirect: form.Get("redirect_uri"), challenge: form.Get("code_challenge"),
		plain: form.Get("code_challenge_method") == "plain", issued: s.options.Now()}
	return code
}

// token answers the token endpoint for every flow.
func (s *Server) token(form url.Values, host string) *answer {
	a := s.access
	flow := form.Get("grant_type")
	if flow == "urn:ietf:params:oauth:grant-type:jwt-bearer" {
		return s.jwtToken(form, host)
	}
	switch flow {
	case "authorization_code", "refresh_token", "client_credentials", "password":
	default:
		return oauthError("unsupported_grant_type", "grant type not supported")
	}
	if form.Get("client_id") != a.clientID {
		return oauthError("invalid_client_id", "client identifier invalid")
	}
	secret := form.Get("client_secret")
	if secret != a.clientSecret && (secret != "" || flow == "client_credentials" || flow == "password") {
		return oauthError("invalid_client", "invalid client credentials")
	}
	switch flow {
	case "authorization_code":
		return s.codeToken(form, host)
	case "refresh_token":
		a.mu.Lock()
		g := a.refresh[form.Get("refresh_token")]
		a.mu.Unlock()
		if g == nil {
			return oauthError("invalid_grant", "expired access/refresh token")
		}
		return s.granted(g.user, g.scope, host, g, "")
	case "password":
		if !strings.HasPrefix(form.Get("password"), Password) || form.Get("username") == "" {
			return oauthError("invalid_grant", "authentication failure")
		}
		return s.granted(a.user(form.Get("username")), "api", host, nil, "")
	}
	return s.granted(a.o.admin, "api", host, nil, "")
}

// codeToken exchanges an authorization code, once.
func (s *Server) codeToken(form url.Values, host string) *answer {
	a := s.access
	a.mu.Lock()
	g := a.codes[form.Get("code")]
	late := g == nil || g.used || s.options.Now().Sub(g.issued) > codeLife
	if g != nil {
		g.used = true
	}
	a.mu.Unlock()
	switch {
	case late:
		return oauthError("invalid_grant", "expired authorization code")
	case g.redirect != form.Get("redirect_uri"):
		return oauthError("redirect_uri_mismatch", "redirect_uri must match configuration")
	case g.challenge == "" && form.Get("client_secret") == "":
		return oauthError("invalid_client", "invalid client credentials")
	case g.challenge != "" && !verifies(g, form.Get("code_verifier")):
		return oauthError("invalid_grant", "invalid code verifier")
	}
	refresh := ""
	if strings.Contains(g.scope, "refresh_token") || strings.Contains(g.scope, "offline_access") || g.scope == "" || strings.Contains(g.scope, "full") {
		a.mu.Lock()
		a.serial++
		refresh = "5Aep" + a.secret("refresh", 80)
		a.refresh[refresh] = g
		a.mu.Unlock()
	}
	return s.granted(g.user, g.scope, host, g, refresh)
}

func verifies(g *grant, verifier string) bool {
	if g.plain {
		return verifier == g.challenge
	}
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:]) == g.challenge
}

// granted answers a token.
func (s *Server) granted(user int32, scope, host string, g *grant, refresh string) *answer {
	session := s.access.open(user)
	if g != nil {
		s.access.mu.Lock()
		g.accessToken = session.token
		s.access.mu.Unlock()
	}
	if scope == "" {
		scope = "refresh_token api"
	}
	id := host + s.idPath(user)
	issued := strconv.FormatInt(s.options.Now().UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(s.access.clientSecret))
	mac.Write([]byte(id + issued))
	body := hash{{"access_token", session.token}, {"signature", base64.StdEncoding.EncodeToString(mac.Sum(nil))}, {"scope", scope},
		{"instance_url", host}, {"id", id}, {"token_type", "Bearer"}, {"issued_at", issued}}
	if refresh != "" {
		body = append(body, pairOf{"refresh_token", refresh})
	}
	return ok(body)
}

func (s *Server) idPath(user int32) string {
	return "/id/" + s.o.orgID + "/" + s.o.ids.id18("005", int(user))
}

// jwtToken answers the JWT bearer flow. exp may be a number or text, in
// seconds or milliseconds, as clients send it.
func (s *Server) jwtToken(form url.Values, host string) *answer {
	var claims struct {
		Iss string          `json:"iss"`
		Sub string          `json:"sub"`
		Prn string          `json:"prn"`
		Aud string          `json:"aud"`
		Exp json.RawMessage `json:"exp"`
	}
	parts := strings.Split(form.Get("assertion"), ".")
	if len(parts) != 3 {
		return oauthError("invalid_grant", "invalid assertion")
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return oauthError("invalid_grant", "invalid assertion")
	}
	exp, err := strconv.ParseFloat(strings.Trim(string(claims.Exp), `"`), 64)
	if exp > 1e11 {
		exp /= 1000
	}
	now := float64(s.options.Now().Unix())
	switch {
	case claims.Iss != s.access.clientID:
		return oauthError("invalid_client_id", "client identifier invalid")
	case claims.Sub == "" && claims.Prn == "":
		return oauthError("invalid_grant", "user hasn't approved this consumer")
	case !knownAudience(claims.Aud, host):
		return oauthError("invalid_grant", "audience is invalid")
	case err != nil || exp < now || exp > now+600:
		return oauthError("invalid_grant", "invalid assertion")
	case !s.access.signed(parts):
		return oauthError("invalid_grant", "invalid assertion")
	}
	name := claims.Sub
	if name == "" {
		name = claims.Prn
	}
	return s.granted(s.access.user(name), "api", host, nil, "")
}

func knownAudience(aud, host string) bool {
	switch strings.TrimSuffix(aud, "/") {
	case "https://login.salesforce.com", "https://test.salesforce.com", host:
		return true
	}
	return strings.HasSuffix(aud, "/services/oauth2/token") && strings.HasPrefix(aud, host)
}

// identity answers /id/ORG/USER.
func (s *Server) identity(w http.ResponseWriter, r *http.Request) {
	if s.access.session(bearer(r)) == nil {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "Bad_OAuth_Token")
		return
	}
	s.userinfo(w, r)
}

func (s *Server) userinfo(w http.ResponseWriter, r *http.Request) {
	session := s.access.session(bearer(r))
	if session == nil {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "Bad_OAuth_Token")
		return
	}
	s.o.mu.RLock()
	defer s.o.mu.RUnlock()
	t, host := s.o.table("User"), hostURL(r)
	get := func(name string) string { return t.field(name, session.user).text }
	id := s.o.id(t, session.user)
	urls := hash{}
	for _, u := range [][2]string{{"rest", "/services/data/v{version}/"}, {"sobjects", "/services/data/v{version}/sobjects/"}, {"query", "/services/data/v{version}/query/"},
		{"metadata", "/services/Soap/m/{version}/" + s.o.orgID}, {"partner", "/services/Soap/u/{version}/" + s.o.orgID}, {"enterprise", "/services/Soap/c/{version}/" + s.o.orgID},
		{"custom_domain", ""}} {
		urls = append(urls, pairOf{u[0], host + u[1]})
	}
	writeAnswer(w, r, ok(hash{{"sub", host + s.idPath(session.user)}, {"id", host + s.idPath(session.user)}, {"user_id", id}, {"organization_id", s.o.orgID},
		{"preferred_username", get("Username")}, {"username", get("Username")}, {"nickname", get("Alias")}, {"name", get("Name")}, {"display_name", get("Name")},
		{"email", get("Email")}, {"email_verified", true}, {"given_name", get("FirstName")}, {"family_name", get("LastName")}, {"first_name", get("FirstName")},
		{"last_name", get("LastName")}, {"zoneinfo", get("TimeZoneSidKey")}, {"timezone", get("TimeZoneSidKey")}, {"user_type", "STANDARD"}, {"active", true},
		{"is_app_installed", true}, {"language", "en_US"}, {"locale", "en_US"}, {"utcOffset", -28800000}, {"urls", urls}}))
}
