package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

type alignmentAttributesCmd struct {
	alignmentFlag
	On     string   `help:"Boundaries or areas." enum:"boundaries,areas" default:"areas"`
	Column []string `help:"Attribute wanted; all when left out." sep:"none"`
	Out    string   `help:"Write a CSV file instead of a table." type:"path"`
}

// Run shows the attributes of areas or boundaries.
func (c *alignmentAttributesCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	query := url.Values{"columns": c.Column}
	var table httpapi.AttributeTable
	if err := p.api.get(ctx, p.path("/attributes/"+c.On+"?"+query.Encode()), &table); err != nil {
		return err
	}
	if c.Out != "" {
		if err := writeTable(c.Out, &table); err != nil {
			return err
		}
	}
	return t.print(table, func(w io.Writer) {
		if c.Out != "" {
			fmt.Fprintf(w, "Wrote %d %s to %s.\n", len(table.Rows), c.On, c.Out)
			return
		}
		for _, row := range tableText(&table) {
			for _, cell := range row {
				fmt.Fprintf(w, "%-16s ", cell)
			}
			fmt.Fprintln(w)
		}
	})
}

// tableText is the table as texts, with a header.
func tableText(table *httpapi.AttributeTable) [][]string {
	header := []string{"id"}
	for _, column := range table.Columns {
		header = append(header, column.Name)
	}
	rows := [][]string{header}
	for _, row := range table.Rows {
		cells := []string{row.ID}
		for _, value := range row.Values {
			if value == nil {
				value = ""
			}
			cells = append(cells, fmt.Sprint(value))
		}
		rows = append(rows, cells)
	}
	return rows
}

func writeTable(name string, table *httpapi.AttributeTable) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	if err := w.WriteAll(tableText(table)); err != nil {
		return err
	}
	return file.Close()
}
