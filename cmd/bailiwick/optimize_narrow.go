package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// narrow reads the flags that say where units may go: homes and eligibility.
func (c *optimizeFlags) narrow(ctx context.Context, api *client, a httpapi.AlignmentItem, request *optimize.Request) error {
	p := &planner{api, a, nil, nil}
	for _, text := range c.Eligible {
		name, condition, ok := strings.Cut(text, "=")
		if !ok {
			return territory.Errorf(territory.Invalid, "%q cannot be read: write AREA=CONDITION, such as 'North=Industry == \"Energy\"'.", text)
		}
		number, err := p.area(ctx, 0, strings.TrimSpace(name))
		if err != nil {
			return err
		}
		request.Eligible = append(request.Eligible, optimize.Eligibility{Area: number, Condition: strings.TrimSpace(condition)})
	}
	if c.Homes == "" {
		return nil
	}
	f, err := os.Open(c.Homes)
	if err != nil {
		return err
	}
	defer f.Close()
	request.Homes, err = readHomes(f, func(name string) (alignment.AreaNumber, error) {
		number, err := p.area(ctx, 0, name)
		if territory.CodeOf(err) == territory.NotFound {
			return alignment.Unassigned, nil
		}
		return number, err
	})
	return err
}

// readHomes reads a CSV file with the columns area, lon and lat in any order;
// find gives the number of an area, 0 for a name that no area has.
func readHomes(r io.Reader, find func(name string) (alignment.AreaNumber, error)) ([]optimize.Home, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, territory.Errorf(territory.Invalid, "The file of homes is no CSV: %v.", err)
	}
	if len(rows) == 0 {
		return nil, territory.Errorf(territory.Invalid, "The file of homes is empty: its first row names the columns area, lon and lat.")
	}
	at := make(map[string]int)
	for _, name := range []string{"area", "lon", "lat"} {
		at[name] = slices.IndexFunc(rows[0], func(head string) bool { return strings.EqualFold(strings.TrimSpace(head), name) })
		if at[name] < 0 && name != "area" {
			return nil, territory.Errorf(territory.Invalid, "The file of homes has no column %q; its first row must name area, lon and lat.", name)
		}
	}
	var homes []optimize.Home
	for i, row := range rows[1:] {
		h := optimize.Home{}
		for name, to := range map[string]*float64{"lon": &h.Lon, "lat": &h.Lat} {
			if *to, err = strconv.ParseFloat(strings.TrimSpace(row[at[name]]), 64); err != nil {
				return nil, territory.Errorf(territory.Invalid, "Row %d of the file of homes: %q is no %s in degrees.", i+2, row[at[name]], name)
			}
		}
		if at["area"] >= 0 {
			h.Name = strings.TrimSpace(row[at["area"]])
		}
		if h.Name != "" {
			if h.Area, err = find(h.Name); err != nil {
				return nil, fmt.Errorf("row %d of the file of homes: %w", i+2, err)
			}
		}
		if h.Area != alignment.Unassigned {
			h.Name = ""
		}
		homes = append(homes, h)
	}
	return homes, nil
}
