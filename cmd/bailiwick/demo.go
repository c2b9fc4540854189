package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type demoCmd struct {
	Data    string `help:"Data folder of the demo." default:"demo-data" type:"path"`
	Out     string `help:"Folder for what the demo writes." default:"demo-out" type:"path"`
	Units   int    `help:"Number of accounts." default:"25000"`
	Owners  int    `help:"Number of account owners." default:"60"`
	Seed    uint64 `help:"Seed of the data and of the optimisation." default:"1"`
	Serve   bool   `help:"Serve the app afterwards." default:"true" negatable:""`
	Listen  string `help:"Address to serve on." default:"127.0.0.1:8620"`
	Dataset string `help:"Name of the dataset." default:"US accounts (demo)"`
}

// demoSummary is what the demo prints as JSON.
type demoSummary struct {
	Import     *ingest.Outcome        `json:"import"`
	Present    *httpapi.AlignmentItem `json:"present"`
	Optimized  *optimized             `json:"optimized"`
	Comparison *compare.Comparison    `json:"comparison"`
	Published  *published             `json:"published"`
	Seconds    float64                `json:"seconds"`
}

// The alignments the demo makes.
const (
	demoPresent  = "Present plan"
	demoBalanced = "Balanced plan"
)

// Run goes through the main job by the API, as a user would, and serves.
func (c *demoCmd) Run(ctx context.Context, t *terminal) error {
	began := time.Now()
	accounts := filepath.Join(c.Out, "accounts.csv")
	if err := c.writeAccounts(accounts); err != nil {
		return err
	}
	say(t, "1. Made %d believable US accounts of %d owners: %s", c.Units, c.Owners, accounts)
	conn := connection{Data: c.Data}
	api, done, err := conn.open(ctx)
	if err != nil {
		return err
	}
	summary, err := c.mainJob(ctx, t, api, accounts)
	done()
	if err != nil {
		return err
	}
	summary.Seconds = time.Since(began).Seconds()
	say(t, "Done in %.1f s. The files are in %s.", summary.Seconds, c.Out)
	if t.json {
		if err := t.print(summary, nil); err != nil {
			return err
		}
	}
	if !c.Serve {
		return nil
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return territory.Errorf(territory.Unavailable, "The demo is made, but %s is taken: run bailiwick serve --data %s --listen 127.0.0.1:0 to see it.", c.Listen, c.Data)
	}
	server := serveCmd{}
	return serve(ctx, t, listener, localOptions{Data: c.Data, Hosts: server.hosts(listener), Web: true})
}

func (c *demoCmd) mainJob(ctx context.Context, t *terminal, api *client, accounts string) (*demoSummary, error) {
	s := &demoSummary{}
	var err error
	if err := c.dropOld(ctx, api); err != nil {
		return nil, err
	}
	in := importCmd{Name: c.Dataset, Files: []string{accounts}}
	if s.Import, err = in.run(ctx, t, api); err != nil {
		return nil, err
	}
	say(t, "2. Imported %d of %d rows in %.2f s; %d rejected rows are kept with their reasons:", s.Import.Accepted, s.Import.Rows, s.Import.Seconds, s.Import.RejectedRows())
	for _, r := range s.Import.Rejections {
		say(t, "     %4d  %s", r.Rows, r.Text)
	}
	if err := fetch(ctx, api, "/snapshots/"+s.Import.SnapshotID+"/rejected.csv", filepath.Join(c.Out, "rejected.csv")); err != nil {
		return nil, err
	}
	align := alignCmd{Dataset: c.Dataset, Name: demoPresent, By: []string{"Region", "District", "OwnerName"}, Levels: []string{"Region", "District", "Territory"}}
	if s.Present, err = align.run(ctx, api); err != nil {
		return nil, err
	}
	say(t, "3. Built the alignment %q: %d territories by owner, below districts and regions", s.Present.Name, s.Present.Territories)
	if err := c.optimise(ctx, t, api, s); err != nil {
		return nil, err
	}
	return s, c.export(ctx, t, api, s)
}

func (c *demoCmd) optimise(ctx context.Context, t *terminal, api *client, s *demoSummary) (err error) {
	say(t, "4. Optimising: revenue and visits within 5 %% each, moving few accounts …")
	optimise := optimizeCmd{Keep: demoBalanced, optimizeFlags: optimizeFlags{
		Alignment: s.Present.ID, Measure: []string{"AnnualRevenue:5%", "VisitsPerYear:5%"}, Continuity: 0.3,
		Centres: "free", Travel: "distance", Seed: c.Seed,
	}}
	if s.Optimized, err = optimise.run(ctx, t, api); err != nil {
		return err
	}
	if !t.json {
		printReport(t.out, &s.Optimized.Report)
	}
	return nil
}

func (c *demoCmd) export(ctx context.Context, t *terminal, api *client, s *demoSummary) (err error) {
	comparison := compareCmd{Left: s.Present.ID, Right: s.Optimized.Alignment.ID, Moves: filepath.Join(c.Out, "moves.csv")}
	if s.Comparison, err = comparison.run(ctx, api); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(c.Out, "comparison.json"), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(s.Comparison)
	}); err != nil {
		return err
	}
	say(t, "5. Compared both plans: comparison.json, and the %d moved accounts: moves.csv", s.Comparison.Moves.Units)
	publish := publishFilesCmd{Formats: []string{"csv", "geojson"}, Alignment: s.Optimized.Alignment.ID, Out: c.Out}
	if s.Published, err = publish.run(ctx, t, api); err != nil {
		return err
	}
	say(t, "6. Published %q: units.csv, areas.csv, areas.geojson", demoBalanced)
	return nil
}

// dropOld removes what an earlier run of the demo made, and nothing else.
func (c *demoCmd) dropOld(ctx context.Context, api *client) error {
	var list httpapi.DatasetList
	if err := api.get(ctx, "/datasets", &list); err != nil {
		return err
	}
	for _, d := range list.Datasets {
		if d.Name == c.Dataset {
			if err := api.call(ctx, http.MethodDelete, "/datasets/"+d.ID, nil, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *demoCmd) writeAccounts(path string) error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return territory.Errorf(territory.Unavailable, "The folder %s cannot be made: %v. Choose another with --out.", c.Out, err)
	}
	return writeFile(path, func(w io.Writer) error { return writeAccounts(w, c.Seed, c.Units, c.Owners, true) })
}

func say(t *terminal, format string, args ...any) {
	if !t.json {
		fmt.Fprintf(t.out, format+"\n", args...)
	}
}
