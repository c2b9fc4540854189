package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"golang.org/x/term"
)

// The exit codes, as documented in the README.
const (
	exitOK          = 0
	exitFailure     = 1 // a defect, or something outside (disk, network) is broken
	exitUsage       = 2 // the command line is wrong
	exitRefused     = 3 // the input or the request was refused; the message says why
	exitInterrupted = 130
)

// cli is the command line.
type cli struct {
	JSON bool `name:"json" help:"Print one JSON document instead of text."`

	Serve      serveCmd        `cmd:"" help:"Run the server with the web app."`
	Demo       demoCmd         `cmd:"" help:"Make demo data, import, align, optimise, compare and export it."`
	Import     importCmd       `cmd:"" help:"Import CSV, XLSX or Parquet files as a dataset."`
	Datasets   datasetsCmd     `cmd:"" help:"List datasets and alignments."`
	Source     sourceCmd       `cmd:"" help:"Live sources: queries on databases that can be read again."`
	Dataset    datasetCmd      `cmd:"" help:"Everything done to a dataset: snapshots, changes, addresses, supplement, export."`
	Align      alignCmd        `cmd:"" help:"Create an alignment on a dataset."`
	Boundaries boundariesCmd   `cmd:"" help:"Import, list, show and export boundary sets."`
	Supplement supplementGroup `cmd:"" help:"Attributes of boundaries, areas and units of one alignment by CSV."`
	Alignment  alignmentCmd    `cmd:"" help:"Everything done to an alignment: tree, moves, locks, history, branches."`
	Optimize   optimizeGroup   `cmd:"" aliases:"optimise" help:"Optimise an alignment, or explore its plans and numbers of territories."`
	Overlay    overlayCmd      `cmd:"" help:"Several trees on one dataset: field sales, specialists, service."`
	Draft      draftCmd        `cmd:"" help:"List, accept, reject or keep drafts."`
	Comment    commentCmd      `cmd:"" help:"Comments and challenges on an alignment."`
	Compare    compareCmd      `cmd:"" help:"Compare two plans."`
	Publish    publishCmd      `cmd:"" help:"Write an alignment as files, or publish it to a Salesforce org."`
	Solve      solveCmd        `cmd:"" help:"Run the engine on CSV files of units, without a data folder."`
	Check      checkCmd        `cmd:"" help:"Run the independent checker on anybody's plan."`
	Bench      benchCmd        `cmd:"" help:"Run public benchmark instances."`
	Salesforce salesforceCmd   `cmd:"" help:"Connect Salesforce orgs, import from them, read their territory models."`
	Synth      synthCmd        `cmd:"" help:"Write synthetic data for tests and benchmarks."`
	Simulator  simulatorCmd    `cmd:"" name:"salesforce-sim" help:"Serve a simulated Salesforce org, for tests and for trying things out."`
	OpenAPI    openapiCmd      `cmd:"" name:"openapi" help:"Print the OpenAPI document of the HTTP API."`
	GC         gcCmd           `cmd:"" name:"gc" help:"Remove what has expired, and stored files that nothing refers to."`
	Version    versionCmd      `cmd:"" help:"Print the version."`
}

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	json     bool
}

// interactive says whether progress bars make sense.
func (t *terminal) interactive() bool {
	f, ok := t.err.(*os.File)
	return ok && !t.json && term.IsTerminal(int(f.Fd()))
}

// print writes v as JSON when asked to, else calls text.
func (t *terminal) print(v any, text func(w io.Writer)) error {
	if !t.json {
		text(t.out)
		return nil
	}
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c, kong.Name("bailiwick"), kong.Description("Territory planning for sales and service teams."),
		kong.Writers(out, errOut), kong.Exit(func(code int) { exit = code }), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(errOut, "bailiwick: the command line is built wrongly:", err)
		return exitFailure
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help was asked for and printed
	}
	if err != nil {
		fmt.Fprintln(errOut, "bailiwick:", err)
		fmt.Fprintln(errOut, "Run bailiwick --help to see the commands.")
		return exitUsage
	}
	t := &terminal{in: in, out: out, err: errOut, json: c.JSON}
	return report(t, ctx, parsed.Run(ctx, t))
}

// report prints the error, if any, and chooses the exit code.
func report(t *terminal, ctx context.Context, err error) int {
	if err == nil {
		return exitOK
	}
	code := exitFailure
	var known *territory.Error
	if !errors.As(err, &known) {
		known = territory.Errorf(territory.Internal, "%v", err)
	}
	switch known.Code {
	case territory.Internal, territory.Unavailable:
	default:
		code = exitRefused
	}
	if ctx.Err() != nil {
		code = exitInterrupted
	}
	if t.json {
		json.NewEncoder(t.err).Encode(map[string]any{"error": known}) //nolint:errcheck // standard error is gone
		return code
	}
	fmt.Fprintln(t.err, "bailiwick:", known.Message)
	for _, d := range known.Details {
		fmt.Fprintf(t.err, "  %s: %s\n", d.Where, d.What)
	}
	return code
}
