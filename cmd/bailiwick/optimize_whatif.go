package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type whatIfCmd struct {
	optimizeFlags
	Draft string   `help:"Draft to start from; without it the alignment as it is."`
	Share []string `help:"Other share for an area, as AREA:SHARE or AREA:COLUMN:SHARE with the area's number; 1 is the equal share." sep:"none"`
	Keep  bool     `help:"Keep the answer as a draft."`
}

// whatIfResult is what the command prints as JSON.
type whatIfResult struct {
	optimize.Preview
	Draft string `json:"draft,omitempty"`
}

// Run asks.
func (c *whatIfCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return err
	}
	question := optimize.WhatIf{DraftID: c.Draft}
	if question.Request, err = c.optimizeFlags.request(ctx, api, a); err != nil {
		return err
	}
	if len(c.Measure) == 0 && c.Draft != "" {
		question.Request.Measures = nil // those of the draft
	}
	if question.Request.Targets, err = parseShares(c.Share); err != nil {
		return err
	}
	var result whatIfResult
	if err := api.post(ctx, "/alignments/"+a.ID+"/what-if", question, &result.Preview); err != nil {
		return err
	}
	if c.Keep {
		var d httpapi.DraftItem
		if err := api.post(ctx, "/previews/"+result.ID+"/draft", nil, &d); err != nil {
			return err
		}
		result.Draft = d.ID
	}
	return t.print(result, func(w io.Writer) {
		printReport(w, result.Report)
		if result.Draft != "" {
			fmt.Fprintf(w, "The plan is draft %s: bailiwick draft accept %s applies it.\n", result.Draft, result.Draft)
		}
	})
}

// parseShares reads AREA:SHARE and AREA:COLUMN:SHARE.
func parseShares(texts []string) ([]optimize.TargetChange, error) {
	var targets []optimize.TargetChange
	for _, text := range texts {
		parts := strings.Split(text, ":")
		area, err := strconv.Atoi(parts[0])
		share, shareErr := strconv.ParseFloat(parts[len(parts)-1], 64)
		if err != nil || shareErr != nil || len(parts) < 2 || len(parts) > 3 {
			return nil, territory.Errorf(territory.Invalid, "The share %q cannot be read: write AREA:SHARE or AREA:COLUMN:SHARE with the area's number.", text)
		}
		target := optimize.TargetChange{Area: alignment.AreaNumber(area), Share: share}
		if len(parts) == 3 && parts[1] != "units" {
			target.Measure = parts[1]
		}
		targets = append(targets, target)
	}
	return targets, nil
}

// parseCap reads "5%", "5%:COLUMN", "300" or "300:COLUMN".
func parseCap(text string) (*optimize.MoveCap, error) {
	if text == "" {
		return nil, nil
	}
	amount, column, _ := strings.Cut(text, ":")
	if column == "units" {
		column = ""
	}
	limit := &optimize.MoveCap{Measure: column}
	v, err := strconv.ParseFloat(strings.TrimSuffix(amount, "%"), 64)
	if err != nil {
		return nil, territory.Errorf(territory.Invalid, "The cap %q cannot be read: write 5%%, 300 or, for a measure, 5%%:COLUMN.", text)
	}
	if strings.HasSuffix(amount, "%") {
		v /= 100
		limit.Share = &v
	} else {
		limit.Most = &v
	}
	return limit, nil
}
