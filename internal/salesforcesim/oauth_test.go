package salesforcesim_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

func token(t *testing.T, at string, form url.Values) (int, map[string]any) {
	t.Helper()
	r, err := http.PostForm(at+"/services/oauth2/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	out := map[string]any{}
	if err := json.NewDecoder(r.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, out
}

func TestOAuth_RefusesAsDocumented(t *testing.T) {
	sim, c := serve(t, salesforcesim.Options{})
	id, secret := sim.ClientID(), sim.ClientSecret()
	for _, x := range []struct {
		want string
		form url.Values
	}{
		{"unsupported_grant_type", url.Values{"grant_type": {"magic"}, "client_id": {id}}},
		{"invalid_client_id", url.Values{"grant_type": {"client_credentials"}, "client_id": {"x"}, "client_secret": {secret}}},
		{"invalid_client", url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {"x"}}},
		{"invalid_client", url.Values{"grant_type": {"client_credentials"}, "client_id": {id}}},
		{"invalid_grant", url.Values{"grant_type": {"password"}, "client_id": {id}, "client_secret": {secret}, "username": {"a"}, "password": {"wrong"}}},
		{"invalid_grant", url.Values{"grant_type": {"refresh_token"}, "client_id": {id}, "refresh_token": {"nothing"}}},
		{"invalid_grant", url.Values{"grant_type": {"authorization_code"}, "client_id": {id}, "code": {"nothing"}}},
		{"invalid_grant", url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {"a.b.c"}}},
	} {
		if status, got := token(t, c.url, x.form); status != 400 || got["error"] != x.want {
			t.Errorf("%v: %d %v, want %s", x.form, status, got, x.want)
		}
	}
}

func TestOAuth_CodesArePKCEBoundAndSingleUse(t *testing.T) {
	sim, c := serve(t, salesforcesim.Options{})
	verifier := strings.Repeat("v", 60)
	sum := sha256.Sum256([]byte(verifier))
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	authorize := func(extra string) url.Values {
		r, err := client.Get(c.url + "/services/oauth2/authorize?response_type=code&client_id=" + sim.ClientID() + "&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fcb&state=s&scope=api+refresh_token" +
			"&code_challenge=" + base64.RawURLEncoding.EncodeToString(sum[:]) + "&code_challenge_method=S256" + extra)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		back, err := url.Parse(r.Header.Get("Location"))
		if err != nil || r.StatusCode != 302 {
			t.Fatalf("authorize: %s %v", r.Status, err)
		}
		return back.Query()
	}
	if q := authorize("&decision=deny"); q.Get("error") != "access_denied" || q.Get("state") != "s" {
		t.Errorf("denied: %v", q)
	}
	exchange := func(code, verifier string) (int, map[string]any) {
		return token(t, c.url, url.Values{"grant_type": {"authorization_code"}, "client_id": {sim.ClientID()}, "code": {code}, "redirect_uri": {"http://localhost:9/cb"}, "code_verifier": {verifier}})
	}
	if status, got := exchange(authorize("").Get("code"), "wrong"); status != 400 || got["error_description"] != "invalid code verifier" {
		t.Errorf("wrong verifier: %d %v", status, got)
	}
	code := authorize("").Get("code")
	status, got := exchange(code, verifier)
	if status != 200 || got["refresh_token"] == nil || got["instance_url"] != c.url || !strings.HasPrefix(got["access_token"].(string), got["id"].(string)[len(c.url)+4:][:15]+"!") {
		t.Fatalf("exchange: %d %v", status, got)
	}
	if _, has := got["expires_in"]; has {
		t.Error("the answer has expires_in, which no org sends")
	}
	if status, again := exchange(code, verifier); status != 400 || again["error"] != "invalid_grant" {
		t.Errorf("the code was used twice: %d %v", status, again)
	}
	status, fresh := token(t, c.url, url.Values{"grant_type": {"refresh_token"}, "client_id": {sim.ClientID()}, "refresh_token": {got["refresh_token"].(string)}})
	if status != 200 || fresh["access_token"] == got["access_token"] {
		t.Errorf("refresh: %d %v", status, fresh)
	}
	c.token = fresh["access_token"].(string)
	c.want(t, 200, "GET", "/limits", "")
	r, err := http.PostForm(c.url+"/services/oauth2/revoke", url.Values{"token": {got["refresh_token"].(string)}})
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("revoke: %v", err)
	}
	r.Body.Close()
	c.refused(t, 401, "INVALID_SESSION_ID", "GET", "/limits", "")
}

func TestOAuth_JWTKeepsToItsKey(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	sim, c := serve(t, salesforcesim.Options{})
	if err := sim.SetJWTKey(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})); err != nil {
		t.Fatal(err)
	}
	soon := time.Now().Add(3 * time.Minute)
	try := func(k *rsa.PrivateKey, aud, exp string) (int, map[string]any) {
		head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`))
		body := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"iss":%q,"sub":"admin@simulator.example","aud":%q,"exp":%s}`, sim.ClientID(), aud, exp))
		sum := sha256.Sum256([]byte(head + "." + body))
		signature, err := rsa.SignPKCS1v15(rand.Reader, k, crypto.SHA256, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		return token(t, c.url, url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {head + "." + body + "." + base64.RawURLEncoding.EncodeToString(signature)}})
	}
	seconds := fmt.Sprint(soon.Unix())
	for _, x := range []struct {
		why, aud, exp string
		key           *rsa.PrivateKey
		status        int
	}{
		{"production's name", "https://login.salesforce.com", seconds, key, 200},
		{"our own URL with a slash, milliseconds", c.url + "/", fmt.Sprint(soon.UnixMilli()), key, 200},
		{"exp as text", "https://test.salesforce.com", `"` + seconds + `"`, key, 200},
		{"a foreign key", "https://login.salesforce.com", seconds, other, 400},
		{"a foreign audience", "https://example.com", seconds, key, 400},
		{"too late", "https://login.salesforce.com", fmt.Sprint(soon.Add(-time.Hour).Unix()), key, 400},
		{"an hour ahead", "https://login.salesforce.com", fmt.Sprint(soon.Add(time.Hour).Unix()), key, 400},
	} {
		status, got := try(x.key, x.aud, x.exp)
		if status != x.status || status == 200 && got["refresh_token"] != nil {
			t.Errorf("%s: %d %v, want %d", x.why, status, got, x.status)
		}
	}
}

func TestSOAP_LoginAndFaults(t *testing.T) {
	sim := salesforcesim.New(salesforcesim.Options{})
	server := httptest.NewServer(sim)
	defer func() { server.Close(); sim.Close() }()
	post := func(path, body string) (int, string) {
		r, err := http.Post(server.URL+path, "text/xml", strings.NewReader(`<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body>`+body+`</se:Body></se:Envelope>`))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(text)
	}
	login := `<login xmlns="urn:partner.soap.sforce.com"><username>me@example.com</username><password>%s</password></login>`
	if status, got := post("/services/Soap/u/67.0", fmt.Sprintf(login, "simulatorTOKEN")); status != 200 || !strings.Contains(got, "<serverUrl>"+server.URL+"/services/Soap/u/67.0/00D") {
		t.Errorf("login: %d %s", status, got)
	}
	if status, got := post("/services/Soap/u/67.0", fmt.Sprintf(login, "wrong")); status != 500 || !strings.Contains(got, "<faultstring>INVALID_LOGIN: Invalid username, password, security token; or user locked out.</faultstring>") {
		t.Errorf("wrong password: %d %s", status, got)
	}
	if status, got := post("/services/Soap/m/67.0", "<describeMetadata/>"); status != 500 || !strings.Contains(got, "<faultcode>sf:INVALID_SESSION_ID</faultcode>") {
		t.Errorf("no session: %d %s", status, got)
	}
}
