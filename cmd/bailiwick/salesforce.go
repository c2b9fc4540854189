package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// salesforceCmd groups the commands about orgs.
type salesforceCmd struct {
	Connect salesforceConnectCmd `cmd:"" help:"Connect an org: in a browser, with a signed assertion, or as the app's own user."`
	SignIn  salesforceSignInCmd  `cmd:"" help:"Sign in anew, with new secrets where they have been replaced in the org."`
	List    salesforceListCmd    `cmd:"" help:"List connections."`
	Test    salesforceTestCmd    `cmd:"" help:"Try a connection: version, limits left, missing permissions."`
	Delete  salesforceDeleteCmd  `cmd:"" help:"Forget a connection and its tokens."`
	Objects salesforceObjectsCmd `cmd:"" help:"List the objects of an org, or the fields of one."`
	Reports salesforceReportsCmd `cmd:"" help:"List the reports of an org."`
	Check   salesforceCheckCmd   `cmd:"" help:"Check a SOQL query before it is imported."`
	Import  salesforceImportCmd  `cmd:"" help:"Import objects, queries and reports as one dataset."`
	Model   salesforceModelCmd   `cmd:"" help:"Read territory models."`
	Refresh salesforceRefreshCmd `cmd:"" help:"Read a dataset's Salesforce sources again; only what has changed."`
}

type salesforceConnectCmd struct {
	connection
	Name         string `arg:"" help:"Name for the connection."`
	Flow         string `help:"How to sign in." enum:"web,jwt,client-credentials,token" default:"web"`
	URL          string `help:"production, sandbox, or the org's address (https://acme.my.salesforce.com)." default:"production"`
	ClientID     string `help:"Consumer key of the app." env:"SALESFORCE_CLIENT_ID"`
	ClientSecret string `help:"Consumer secret of the app." env:"SALESFORCE_CLIENT_SECRET"`
	Username     string `help:"User a JWT acts for."`
	KeyFile      string `help:"PEM file of the private key (JWT)." type:"path"`
	Audience     string `help:"Audience of the JWT, when it is not the login address."`
	AccessToken  string `help:"Access token made elsewhere." env:"SALESFORCE_ACCESS_TOKEN"`
	APIVersion   string `help:"API version to use, such as 67.0; the newest that both sides know by default."`
	Port         int    `help:"Port on this machine the browser comes back to; the app must allow http://localhost:PORT/callback." default:"1717"`
}

var flows = map[string]connectionFlow{"web": connectWeb, "jwt": connectJWT, "client-credentials": connectClient, "token": connectToken}

// Run makes the connection; with a browser it waits for the person to come
// back.
func (c *salesforceConnectCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	request := httpapi.ConnectionBody{
		Name: c.Name, Flow: flows[c.Flow], LoginURL: loginURL(c.URL), ClientID: c.ClientID, ClientSecret: c.ClientSecret,
		Username: c.Username, Audience: c.Audience, AccessToken: c.AccessToken, APIVersion: c.APIVersion,
	}
	if c.KeyFile != "" {
		key, err := os.ReadFile(c.KeyFile)
		if err != nil {
			return territory.Errorf(territory.Invalid, "The private key cannot be read: %v.", err)
		}
		request.PrivateKey = string(key)
	}
	var back *callbackServer
	if c.Flow == "web" {
		if back, err = listenForCallback(c.Port); err != nil {
			return err
		}
		defer back.close()
		request.RedirectURI = back.address
	}
	var started httpapi.ConnectionStarted
	if err := api.post(ctx, "/salesforce/connections", request, &started); err != nil {
		return err
	}
	made, err := signedIn(ctx, t, api, back, started)
	if err != nil {
		return err
	}
	return t.print(made, func(w io.Writer) { fmt.Fprintf(w, "Connected %s (%s).\n", made.Name, made.InstanceURL) })
}

func loginURL(text string) string {
	switch text {
	case "production":
		return productionURL
	case "sandbox":
		return sandboxURL
	}
	if !strings.Contains(text, "://") {
		return "https://" + text
	}
	return text
}

// callbackServer waits on this machine for the browser to come back.
type callbackServer struct {
	address string
	server  *http.Server
	answers chan url.Values
}

func listenForCallback(port int) (*callbackServer, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, territory.Errorf(territory.Unavailable, "Port %d of this machine is in use; choose another with --port and allow it in the app: %v.", port, err)
	}
	s := &callbackServer{address: fmt.Sprintf("http://localhost:%d/callback", listener.Addr().(*net.TCPAddr).Port), answers: make(chan url.Values, 1)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		select {
		case s.answers <- r.URL.Query():
		default:
		}
		fmt.Fprintln(w, "You can close this window and go back to the command line.")
	})
	s.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go s.server.Serve(listener) //nolint:errcheck // ends with close
	return s, nil
}

func (s *callbackServer) close() { s.server.Close() } //nolint:errcheck // nothing to save

// wait returns state and code.
func (s *callbackServer) wait(ctx context.Context) (map[string]string, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case q := <-s.answers:
		if problem := q.Get("error"); problem != "" {
			return nil, territory.Errorf(territory.Forbidden, "Salesforce says: %s (%s).", q.Get("error_description"), problem)
		}
		return map[string]string{"state": q.Get("state"), "code": q.Get("code")}, nil
	}
}

type salesforceSignInCmd struct {
	orgConnection
	ClientSecret string `help:"New consumer secret of the app." env:"SALESFORCE_CLIENT_SECRET"`
	KeyFile      string `help:"PEM file of the new private key (JWT)." type:"path"`
	AccessToken  string `help:"New access token, for a connection by token." env:"SALESFORCE_ACCESS_TOKEN"`
	Port         int    `help:"Port on this machine the browser comes back to." default:"1717"`
}

// Run signs in again; with a browser it waits for the person to come back.
func (c *salesforceSignInCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, org orgRecord) error {
		request := map[string]string{"clientSecret": c.ClientSecret, "accessToken": c.AccessToken}
		if c.KeyFile != "" {
			key, err := os.ReadFile(c.KeyFile)
			if err != nil {
				return territory.Errorf(territory.Invalid, "The private key cannot be read: %v.", err)
			}
			request["privateKey"] = string(key)
		}
		var back *callbackServer
		if org.Flow == connectWeb {
			var err error
			if back, err = listenForCallback(c.Port); err != nil {
				return err
			}
			defer back.close()
			request["redirectUri"] = back.address
		}
		var started httpapi.ConnectionStarted
		if err := api.post(ctx, pathConnection+org.ID+"/sign-in", request, &started); err != nil {
			return err
		}
		made, err := signedIn(ctx, t, api, back, started)
		if err != nil {
			return err
		}
		return t.print(made, func(w io.Writer) { fmt.Fprintf(w, "Signed in to %s (%s).\n", made.Name, made.InstanceURL) })
	})
}

// signedIn waits for the person who signs in, where one has to.
func signedIn(ctx context.Context, t *terminal, api *client, back *callbackServer, started httpapi.ConnectionStarted) (orgRecord, error) {
	made := started.Connection
	if started.AuthorizeURL == "" {
		return made, nil
	}
	fmt.Fprintf(t.err, "Sign in with a browser at:\n%s\n", started.AuthorizeURL)
	answer, err := back.wait(ctx)
	if err != nil {
		return made, err
	}
	return made, api.post(ctx, "/salesforce/connections/complete", answer, &made)
}

type salesforceListCmd struct{ connection }

// Run lists the connections.
func (c *salesforceListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.ConnectionList
	if err := api.get(ctx, "/salesforce/connections", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Connections) == 0 {
			fmt.Fprintln(w, "No org is connected yet; see bailiwick salesforce connect --help.")
		}
		for _, one := range list.Connections {
			state := "signed in"
			if !one.Connected {
				state = "waits for a sign-in"
			}
			fmt.Fprintf(w, "%s  %s  %s  %s  %s\n", one.ID, one.Name, one.Flow, one.LoginURL, state)
		}
	})
}

// orgConnection is a command's choice of a connection.
type orgConnection struct {
	connection
	Connection string `help:"Connection, by name or id; needed when there are several." short:"c"`
}

// findConnection resolves a name or id; "" is the only one there is.
func findConnection(ctx context.Context, api *client, wanted string) (orgRecord, error) {
	var list httpapi.ConnectionList
	if err := api.get(ctx, "/salesforce/connections", &list); err != nil {
		return orgRecord{}, err
	}
	var names []string
	for _, one := range list.Connections {
		if one.ID == wanted || one.Name == wanted || (wanted == "" && len(list.Connections) == 1) {
			return one, nil
		}
		names = append(names, one.Name)
	}
	if len(names) == 0 {
		return orgRecord{}, territory.Errorf(territory.NotFound, "No org is connected yet; run bailiwick salesforce connect.")
	}
	return orgRecord{}, territory.Errorf(territory.NotFound, "Say with --connection which org is meant; there are: %s.", strings.Join(names, ", "))
}

// withConnection opens the API and finds the connection.
func (c *orgConnection) with(ctx context.Context, f func(api *client, org orgRecord) error) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	org, err := findConnection(ctx, api, c.Connection)
	if err != nil {
		return err
	}
	return f(api, org)
}

type salesforceTestCmd struct{ orgConnection }

// Run tests a connection.
func (c *salesforceTestCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, org orgRecord) error {
		var result orgTest
		if err := api.post(ctx, "/salesforce/connections/"+org.ID+"/test", nil, &result); err != nil {
			return err
		}
		return t.print(result, func(w io.Writer) { printTest(w, result) })
	})
}

func printTest(w io.Writer, result orgTest) {
	fmt.Fprintf(w, "%s, API %s, as %s.\n", result.OrgName, result.APIVersion, result.Username)
	for _, l := range result.Limits {
		fmt.Fprintf(w, "  %-24s %d of %d left\n", l.Name, l.Remaining, l.Max)
	}
	for _, p := range result.Permissions {
		if p.Has {
			fmt.Fprintf(w, "  yes  %s\n", p.Name)
		} else {
			fmt.Fprintf(w, "  NO   %s (for %s): %s\n", p.Name, p.Need, p.What)
		}
	}
}

type salesforceDeleteCmd struct{ orgConnection }

// Run forgets a connection.
func (c *salesforceDeleteCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, org orgRecord) error {
		if err := api.call(ctx, http.MethodDelete, "/salesforce/connections/"+org.ID, nil, nil); err != nil {
			return err
		}
		return t.print(map[string]string{"deleted": org.ID}, func(w io.Writer) { fmt.Fprintf(w, "Forgot %s.\n", org.Name) })
	})
}

type salesforceObjectsCmd struct {
	orgConnection
	Object string `arg:"" optional:"" help:"Object whose fields to list."`
}

// Run lists objects or fields.
func (c *salesforceObjectsCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, org orgRecord) error {
		path := "/salesforce/connections/" + org.ID + "/objects"
		if c.Object != "" {
			var list httpapi.FieldList
			if err := api.get(ctx, path+"/"+url.PathEscape(c.Object)+"/fields", &list); err != nil {
				return err
			}
			return t.print(list, func(w io.Writer) { printFields(w, list.Fields) })
		}
		var list httpapi.ObjectList
		if err := api.get(ctx, path, &list); err != nil {
			return err
		}
		return t.print(list, func(w io.Writer) {
			for _, o := range list.Objects {
				fmt.Fprintf(w, "%-40s %s\n", o.Name, o.Label)
			}
		})
	})
}

func printFields(w io.Writer, fields []orgField) {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, f := range fields {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", f.Name, f.Type, f.Label, strings.Join(f.ReferenceTo, ","))
	}
	table.Flush() //nolint:errcheck // as with every print
}

type salesforceReportsCmd struct{ orgConnection }

// Run lists the reports.
func (c *salesforceReportsCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, org orgRecord) error {
		var list httpapi.OrgReportList
		if err := api.get(ctx, "/salesforce/connections/"+org.ID+"/reports", &list); err != nil {
			return err
		}
		return t.print(list, func(w io.Writer) {
			for _, r := range list.Reports {
				fmt.Fprintf(w, "%s  %s  (%s, %s)\n", r.ID, r.Name, r.Folder, r.Format)
			}
		})
	})
}
