package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// overlayCmd groups what is done with several trees on one dataset.
type overlayCmd struct {
	Create   overlayCreateCmd   `cmd:"" help:"Group alignments of one snapshot: field sales, specialists, service."`
	List     overlayListCmd     `cmd:"" help:"List overlays."`
	Coverage overlayCoverageCmd `cmd:"" help:"Which territories of two trees meet: units and measures per pair, partners per territory."`
	Optimize overlayOptimizeCmd `cmd:"" aliases:"optimise" help:"Plan one tree so that it meets as few territories of the other as it can; the result is a draft."`
	Delete   overlayDeleteCmd   `cmd:"" help:"Delete an overlay; its alignments stay."`
}

// overlayFlag chooses the overlay a command is about.
type overlayFlag struct {
	connection
	Overlay string `help:"Overlay, by name or id; needed when there are several."`
}

func (f *overlayFlag) find(ctx context.Context) (*client, alignment.Overlay, func(), error) {
	api, done, err := f.open(ctx)
	if err != nil {
		return nil, alignment.Overlay{}, nil, err
	}
	var list httpapi.OverlayList
	if err := api.get(ctx, "/overlays", &list); err != nil {
		done()
		return nil, alignment.Overlay{}, nil, err
	}
	o, err := pickOne(list.Overlays, f.Overlay, "overlay", func(o alignment.Overlay) (string, string) { return o.ID, o.Name })
	if err != nil {
		done()
	}
	return api, o, done, err
}

type overlayCreateCmd struct {
	connection
	Name   string   `arg:"" help:"Name of the overlay."`
	Member []string `help:"An alignment, as NAME or ROLE=NAME; repeat for each tree." required:"" sep:"none"`
}

// Run creates an overlay.
func (c *overlayCreateCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	request := httpapi.OverlayBody{Name: c.Name}
	for _, text := range c.Member {
		role, name, found := strings.Cut(text, "=")
		if !found {
			role, name = "", text
		}
		a, err := findAlignment(ctx, api, name)
		if err != nil {
			return err
		}
		request.Members = append(request.Members, alignment.OverlayMember{AlignmentID: a.ID, Role: role})
	}
	var o alignment.Overlay
	if err := api.post(ctx, "/overlays", request, &o); err != nil {
		return err
	}
	return t.print(o, func(w io.Writer) { fmt.Fprintf(w, "Created overlay %s with %d trees.\n", o.Name, len(o.Members)) })
}

type overlayListCmd struct{ connection }

// Run lists overlays.
func (c *overlayListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.OverlayList
	if err := api.get(ctx, "/overlays", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, o := range list.Overlays {
			fmt.Fprintf(w, "%s: %d trees\n", o.Name, len(o.Members))
		}
	})
}

type overlayCoverageCmd struct {
	overlayFlag
	First   string   `help:"Alignment; default: the first tree."`
	Second  string   `help:"Alignment; default: the second tree."`
	Measure []string `help:"Columns to add up."`
	CSV     string   `name:"csv" help:"Write the pairs to this CSV file." type:"path"`
}

// Run shows the coverage matrix.
func (c *overlayCoverageCmd) Run(ctx context.Context, t *terminal) error {
	api, o, done, err := c.find(ctx)
	if err != nil {
		return err
	}
	defer done()
	query := url.Values{"measures": c.Measure}
	for key, word := range map[string]string{"first": c.First, "second": c.Second} {
		if word == "" {
			continue
		}
		a, err := findAlignment(ctx, api, word)
		if err != nil {
			return err
		}
		query.Set(key, a.ID)
	}
	if c.CSV != "" {
		if err := fetch(ctx, api, "/overlays/"+o.ID+"/coverage.csv?"+query.Encode(), c.CSV); err != nil {
			return err
		}
	}
	var m httpapi.CoverageMatrix
	if err := api.get(ctx, "/overlays/"+o.ID+"/coverage?"+query.Encode(), &m); err != nil {
		return err
	}
	return t.print(m, func(w io.Writer) { printCoverage(w, &m) })
}

func printCoverage(w io.Writer, m *httpapi.CoverageMatrix) {
	fmt.Fprintf(w, "%s and %s: %d pairs meet over %d units; only %s has %d, only %s %d.\n", m.First.Name, m.Second.Name, len(m.Pairs), m.Both,
		m.First.Name, m.OnlyFirst, m.Second.Name, m.OnlySecond)
	paths := [2]map[alignment.AreaNumber]string{{}, {}}
	for i, tree := range []httpapi.CoverageTree{m.First, m.Second} {
		for _, a := range tree.Areas {
			paths[i][a.Number] = a.Path
			fmt.Fprintf(w, "%-40s meets %d\n", a.Path, a.Partners)
		}
	}
	for _, p := range m.Pairs {
		fmt.Fprintf(w, "%8d units  %s + %s\n", p.Units, paths[0][p.First], paths[1][p.Second])
	}
}

type overlayOptimizeCmd struct {
	optimizeFlags
	Overlay    string   `help:"Overlay, by name or id; needed when there are several."`
	Against    string   `help:"Alignment of the tree that stays as it is; default: the other tree of an overlay of two."`
	TravelMore *float64 `help:"How much longer travel may get than without regard to the other tree, as a fraction; default 0.25."`
}

// Run optimises one tree against another.
func (c *overlayOptimizeCmd) Run(ctx context.Context, t *terminal) error {
	api, o, done, err := (&overlayFlag{c.connection, c.Overlay}).find(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return err
	}
	partner, err := c.partner(ctx, api, o, a)
	if err != nil {
		return err
	}
	request, err := c.request(ctx, api, a)
	if err != nil {
		return err
	}
	var started job.Job
	body := map[string]any{"alignmentId": a.ID, "partnerId": partner, "request": request}
	if c.TravelMore != nil {
		body["travelMore"] = *c.TravelMore
	}
	if err := api.post(ctx, "/overlays/"+o.ID+"/optimizations", body, &started); err != nil {
		return err
	}
	var outcome optimize.Outcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		return err
	}
	return t.print(outcome, func(w io.Writer) {
		r := outcome.Report.Overlay
		fmt.Fprintf(w, "Pairs that meet with %s: %d now, %d when optimised alone, %d in draft %s; travel %.1f km alone, %.1f km in the draft.\n",
			r.PartnerName, r.PairsBefore, r.PairsAlone, r.PairsAfter, outcome.DraftID, r.TravelAlone, r.TravelAfter)
	})
}

func (c *overlayOptimizeCmd) partner(ctx context.Context, api *client, o alignment.Overlay, a httpapi.AlignmentItem) (string, error) {
	if c.Against != "" {
		partner, err := findAlignment(ctx, api, c.Against)
		return partner.ID, err
	}
	var others []string
	for _, m := range o.Members {
		if m.AlignmentID != a.ID {
			others = append(others, m.AlignmentID)
		}
	}
	if len(others) != 1 {
		return "", territory.Errorf(territory.Invalid, "Say with --against which tree stays as it is.")
	}
	return others[0], nil
}

type overlayDeleteCmd struct{ overlayFlag }

// Run deletes an overlay.
func (c *overlayDeleteCmd) Run(ctx context.Context, t *terminal) error {
	api, o, done, err := c.find(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := api.call(ctx, http.MethodDelete, "/overlays/"+o.ID, nil, nil); err != nil {
		return err
	}
	return t.print(o, func(w io.Writer) { fmt.Fprintf(w, "Deleted overlay %s.\n", o.Name) })
}
