package ingest

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// mostTableCells bounds a table of attributes, which is held in memory.
const mostTableCells = 5_000_000

// ReadTable reads a file of any format as a table of attributes with a key: the
// column named, or the one that looks like an id or a code. Columns are typed
// like those of an import.
func ReadTable(ctx context.Context, d Deps, u Upload, o Options, key string) (keyColumn string, columns []dataset.Column, table dataset.SupplementTable, err error) {
	if key != "" {
		o.Columns = withChoice(o.Columns, ColumnChoice{Name: key, Role: dataset.RoleID})
	}
	if err := o.Validate(); err != nil {
		return "", nil, table, err
	}
	d.Locate = nil
	s, err := makeScheme(ctx, d, Spec{Uploads: []Upload{u}, Options: o}, nil, nil)
	if err != nil {
		return "", nil, table, err
	}
	p := s.plans[0]
	keyColumn, keyField := p.columns[p.id].Name, p.fields[p.id]
	if keyColumn == IDColumn {
		keyField = likelyKey(s.columns)
		keyColumn = s.columns[keyField].Name
	}
	var fields, at []int
	for k, c := range p.columns {
		if p.fields[k] < 0 || p.fields[k] == keyField || strings.HasPrefix(c.Name, "$") {
			continue
		}
		if c.Type == dataset.Number && c.Role != dataset.RolePlain {
			c.Role = dataset.RoleMeasure
		} else if c.Type != dataset.Number {
			c.Role = dataset.RoleCategory
		}
		fields, at, columns = append(fields, p.fields[k]), append(at, k), append(columns, dataset.Column{Name: c.Name, Type: c.Type, Role: c.Role})
	}
	if len(columns) == 0 {
		return "", nil, table, territory.Say(territory.Invalid, sentence.TableOnlyKey.With(sentence.Params{"file": u.Name, "column": keyColumn}))
	}
	table.Values = make([][]string, len(columns))
	err = readRows(ctx, d, u, p, keyField, fields, at, &table)
	return keyColumn, columns, table, err
}

// likelyKey is the first column that holds codes by its role, else the first.
func likelyKey(columns []decided) int {
	for _, role := range []dataset.Role{dataset.RoleID, dataset.RolePostalCode, dataset.RoleTerritory, dataset.RoleName} {
		for i, c := range columns {
			if c.Role == role {
				return i
			}
		}
	}
	return 0
}

func readRows(ctx context.Context, d Deps, u Upload, p *plan, key int, fields, at []int, t *dataset.SupplementTable) error {
	file, source, err := openUpload(ctx, d.Blobs, d.Formats, u, Dialect{})
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // opened for reading
	var b Batch
	for {
		if err := source.Next(&b); err == io.EOF {
			return ctx.Err()
		} else if err != nil {
			return inFile(u, err)
		}
		for i := range b.Records {
			r := &b.Records[i]
			if r.Problem != "" || wrongCount(&b, r, len(p.union)) {
				t.Problems = append(t.Problems, dataset.KeyProblem{Row: r.Row, Why: "unreadable"})
				continue
			}
			if (len(t.Keys)+1)*len(fields) > mostTableCells {
				return territory.Say(territory.TooLarge, sentence.TableTooLarge.With(sentence.Params{"file": u.Name, "cells": mostTableCells}))
			}
			t.Rows = append(t.Rows, r.Row)
			t.Keys = append(t.Keys, string(trimSpace(b.Field(r, key))))
			for k, f := range fields {
				t.Values[k] = append(t.Values[k], p.plainValue(b.Field(r, f), at[k]))
			}
		}
	}
}

// plainValue writes a value in the form of programs, "" for none or one that
// does not fit its type.
func (p *plan) plainValue(text []byte, column int) string {
	var x float64
	var v verdict
	switch p.columns[column].Type {
	case dataset.Number:
		x, v = parseNumber(text, p.decimals[column])
	case dataset.Date:
		x, v = parseDate(text, p.orders[column])
	case dataset.Boolean:
		x, v = parseBoolean(text)
	default:
		return string(trimSpace(text))
	}
	if v != good {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
