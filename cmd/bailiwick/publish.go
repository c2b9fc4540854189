package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// publishCmd groups the commands that give a plan to the world outside.
type publishCmd struct {
	Files    publishFilesCmd    `cmd:"" default:"withargs" help:"Write an alignment as files (the default)."`
	Plan     publishPlanCmd     `cmd:"" help:"List the writes that publishing to a Salesforce org would do."`
	Show     publishShowCmd     `cmd:"" help:"Show a plan of writes, or list them."`
	Apply    publishApplyCmd    `cmd:"" help:"Do exactly the writes of a plan; again after an interruption it goes on."`
	Rollback publishRollbackCmd `cmd:"" help:"Take back what a plan did."`
	Verify   publishVerifyCmd   `cmd:"" help:"Read the org back and compare it with a plan."`
	Drift    publishDriftCmd    `cmd:"" help:"List what was changed in the org since the last publication."`
	Plans    publishPlansCmd    `cmd:"" help:"List the plans of writes, newest first."`
	Forget   publishForgetCmd   `cmd:"" help:"Forget a plan of writes; what it wrote stays."`

	Rights    publishRightsCmd    `cmd:"" help:"Show or set who may publish to a destination and whether approval is needed."`
	Submit    publishSubmitCmd    `cmd:"" help:"Submit a plan for approval."`
	Approve   publishApproveCmd   `cmd:"" help:"Approve exactly the writes of a submitted plan."`
	Reject    publishRejectCmd    `cmd:"" help:"Reject a submitted plan."`
	Withdraw  publishWithdrawCmd  `cmd:"" help:"Take back the submission of a plan."`
	Schedule  publishScheduleCmd  `cmd:"" help:"Have a plan applied at a moment by the server, or show or take back its schedule."`
	Scheduled publishScheduledCmd `cmd:"" help:"List scheduled publications."`
	History   publishHistoryCmd   `cmd:"" help:"The audit of publications: who did what when."`
	Webhook   publishWebhookCmd   `cmd:"" help:"Tell other systems when a publication has ended."`
}

type publishFilesCmd struct {
	connection
	Formats    []string       `arg:"" help:"csv (units and areas), units_csv, areas_csv, parquet (units), geojson, kml, shapefile, geopackage (areas), pdf (report), xlsx (report), png (map)." enum:"csv,units_csv,areas_csv,parquet,geojson,kml,shapefile,geopackage,pdf,xlsx,png"`
	Alignment  string         `help:"Alignment, by name, dataset/name or id; needed when there are several."`
	Measure    []string       `help:"Columns to write; default: all measures."`
	Column     []string       `help:"Further columns of the dataset for the files of units, calculated ones too."`
	Fields     []string       `help:"The columns of one file of rows, in order, as units_csv=id,owner; also units_parquet and areas_csv." sep:"none" placeholder:"FILE=COLUMN,…"`
	Out        string         `help:"Folder to write the files to." default:"." type:"path"`
	AsOf       alignment.Date `help:"Publish the version in force on this day, such as 2027-01-01."`
	Everywhere bool           `help:"Write the whole tree, whatever your focus is."`
}

// published is what the command prints as JSON.
type published struct {
	Publication publish.Publication `json:"publication"`
	Paths       []string            `json:"paths"`
}

// Run publishes and downloads the files.
func (c *publishFilesCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	result, err := c.run(ctx, t, api)
	if err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) {
		for i, f := range result.Publication.Files {
			fmt.Fprintf(w, "Wrote %s (%d bytes).\n", result.Paths[i], f.Bytes)
		}
	})
}

func (c *publishFilesCmd) run(ctx context.Context, t *terminal, api *client) (*published, error) {
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return nil, err
	}
	request := map[string]any{"formats": c.formats(), "measures": c.Measure, "columns": c.Column, "asOf": c.AsOf}
	fields, err := c.fields()
	if err != nil {
		return nil, err
	}
	if len(fields) > 0 {
		request["fields"] = fields
	}
	if len(c.Measure) == 0 {
		delete(request, "measures")
	}
	if len(c.Column) == 0 {
		delete(request, "columns")
	}
	if !c.Everywhere {
		focus, err := storedFocus(ctx, api, a.ID)
		if err != nil {
			return nil, err
		}
		request["focus"] = focus
	}
	var started job.Job
	if err := api.post(ctx, "/alignments/"+a.ID+"/publications", request, &started); err != nil {
		return nil, err
	}
	var outcome publish.Outcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		return nil, err
	}
	result := &published{Publication: outcome.Publication}
	for _, f := range outcome.Publication.Files {
		path := filepath.Join(c.Out, f.Name)
		if err := fetch(ctx, api, "/publications/"+outcome.PublicationID+"/files/"+f.Name, path); err != nil {
			return nil, err
		}
		result.Paths = append(result.Paths, path)
	}
	return result, nil
}

// fields reads the columns of single files.
func (c *publishFilesCmd) fields() (map[string][]string, error) {
	out := map[string][]string{}
	for _, text := range c.Fields {
		file, columns, ok := strings.Cut(text, "=")
		if !ok {
			return nil, territory.Errorf(territory.Invalid, "Write the columns of a file as FILE=COLUMN,COLUMN, such as units_csv=id,owner; %q is not like that.", text)
		}
		out[strings.TrimSpace(file)] = strings.Split(columns, ",")
	}
	return out, nil
}

// formats translates the words of the command line, each once.
func (c *publishFilesCmd) formats() []publish.Format {
	var formats []publish.Format
	seen := map[publish.Format]bool{}
	add := func(list ...publish.Format) {
		for _, f := range list {
			if !seen[f] {
				formats, seen[f] = append(formats, f), true
			}
		}
	}
	for _, word := range c.Formats {
		switch word {
		case "csv":
			add(publish.UnitsCSV, publish.AreasCSV)
		case "parquet":
			add(publish.UnitsParquet)
		case "geojson":
			add(publish.AreasGeoJSON)
		case "kml":
			add(publish.AreasKML)
		case "shapefile":
			add(publish.AreasShapefile)
		case "geopackage":
			add(publish.AreasGeoPackage)
		case "pdf":
			add(publish.ReportPDF)
		case "xlsx":
			add(publish.ReportXLSX)
		case "png":
			add(publish.MapPNG)
		default:
			add(publish.Format(word))
		}
	}
	return formats
}
