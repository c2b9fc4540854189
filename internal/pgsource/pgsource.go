// Package pgsource reads queries on PostgreSQL as live.Connector: in a
// read-only transaction, row by row, with values in the server's own text form.
package pgsource

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgtype"
)

// Connector reads PostgreSQL.
type Connector struct{}

// checkRows is how many rows a check shows.
const checkRows = 20

// connectTimeout bounds the wait for a server that does not answer.
const connectTimeout = 15 * time.Second

// Describe implements live.Connector.
func (Connector) Describe(connection string) (string, error) {
	c, err := parse(connection)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s@%s:%d/%s", c.User, c.Host, c.Port, c.Database), nil
}

func parse(connection string) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(connection)
	if err != nil {
		// The driver's message may quote the string; ours does not.
		return nil, territory.Say(territory.Invalid, sentence.PostgresConnection.With(nil))
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	c.RuntimeParams["application_name"] = "bailiwick"
	c.RuntimeParams["default_transaction_read_only"] = "on"
	c.RuntimeParams["datestyle"] = "ISO"
	c.BuildContextWatcherHandler = func(p *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: p, DeadlineDelay: 5 * time.Second}
	}
	return c, nil
}

// Check implements live.Connector.
func (Connector) Check(ctx context.Context, connection, query string) (*live.Check, error) {
	check := &live.Check{Rows: [][]string{}}
	err := read(ctx, connection, query, func(r *result) error {
		check.Server, check.Columns = r.server, r.columns
		for r.rows.Next() {
			if len(check.Rows) == checkRows {
				check.More = true
				return nil
			}
			row := make([]string, len(r.columns))
			r.texts(row)
			check.Rows = append(check.Rows, row)
		}
		return nil
	})
	return check, err
}

// Extract implements live.Connector.
func (Connector) Extract(ctx context.Context, connection, query string, l live.Limits, out io.Writer, progress territory.ProgressFunc) ([]live.Column, int64, error) {
	var columns []live.Column
	var n int64
	err := read(ctx, connection, query, func(r *result) error {
		columns = r.columns
		w := csv.NewWriter(out)
		if err := w.Write(r.names()); err != nil {
			return err
		}
		row := make([]string, len(columns))
		last := time.Now()
		for r.rows.Next() {
			if n++; n > l.Rows() {
				return territory.Say(territory.TooLarge, sentence.PostgresTooManyRows.With(sentence.Params{"most": l.Rows()}))
			}
			r.texts(row)
			if err := w.Write(row); err != nil {
				return err
			}
			if progress != nil && time.Since(last) > 200*time.Millisecond {
				last = time.Now()
				progress(territory.Progress{Phase: "querying", Done: n}.Saying(sentence.RowsQueried.With(sentence.Params{"rows": n})))
			}
		}
		w.Flush()
		return w.Error()
	})
	return columns, n, err
}

// result is a query under way.
type result struct {
	server  string
	columns []live.Column
	oids    []uint32
	rows    pgx.Rows
}

// read runs the query in a read-only transaction and has use read its rows.
func read(ctx context.Context, connection, query string, use func(*result) error) error {
	c, err := parse(connection)
	if err != nil {
		return err
	}
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return forPeople(ctx, err, sentence.PostgresReach)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // read-only: nothing to lose
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return forPeople(ctx, err, sentence.PostgresRead)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // the connection is closed anyhow
	if deadline, ok := ctx.Deadline(); ok {
		// The server gives up by itself too, should this program be gone.
		if _, err := tx.Exec(ctx, fmt.Sprintf("SET LOCAL statement_timeout = %d", max(1, time.Until(deadline).Milliseconds()))); err != nil {
			return forPeople(ctx, err, sentence.PostgresRead)
		}
	}
	statement, err := tx.Prepare(ctx, "bailiwick", query)
	if err != nil {
		return forPeople(ctx, err, sentence.PostgresRun)
	}
	if len(statement.Fields) == 0 {
		return territory.Say(territory.Invalid, sentence.PostgresNoColumns.With(nil))
	}
	r := &result{server: fmt.Sprintf("%s@%s:%d/%s", c.User, c.Host, c.Port, c.Database)}
	if err := r.describe(conn, statement.Fields); err != nil {
		return err
	}
	if r.rows, err = tx.Query(ctx, "bailiwick", pgx.QueryResultFormats{pgx.TextFormatCode}); err != nil {
		return forPeople(ctx, err, sentence.PostgresRun)
	}
	err = use(r)
	if err == nil && r.rows.Err() == nil {
		return nil
	}
	if err == nil {
		err = r.rows.Err()
	}
	return forPeople(ctx, err, sentence.PostgresRun)
}

func (r *result) describe(conn *pgx.Conn, fields []pgconn.FieldDescription) error {
	taken := map[string]bool{}
	for _, f := range fields {
		if taken[f.Name] || strings.TrimSpace(f.Name) == "" {
			return territory.Say(territory.Invalid, sentence.PostgresColumnTwice.With(sentence.Params{"column": f.Name}))
		}
		taken[f.Name] = true
		c := live.Column{Name: f.Name, DatabaseType: fmt.Sprintf("type %d", f.DataTypeOID), Type: typeOf(f.DataTypeOID)}
		if t, known := conn.TypeMap().TypeForOID(f.DataTypeOID); known {
			c.DatabaseType = t.Name
		}
		r.columns = append(r.columns, c)
		r.oids = append(r.oids, f.DataTypeOID)
	}
	return nil
}

// typeOf says what a database type is read as. Numbers are left to their
// values, since integers and decimals may have more digits than a float64.
func typeOf(oid uint32) dataset.Type {
	switch oid {
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.BPCharOID, pgtype.NameOID, pgtype.UUIDOID:
		return dataset.Text
	case pgtype.BoolOID:
		return dataset.Boolean
	case pgtype.DateOID:
		return dataset.Date
	case pgtype.Float4OID, pgtype.Float8OID, pgtype.Int2OID, pgtype.Int4OID:
		return dataset.Number
	}
	return ""
}

func (r *result) names() []string {
	names := make([]string, len(r.columns))
	for i, c := range r.columns {
		names[i] = c.Name
	}
	return names
}

// texts fills row with the present row's values; NULL is "".
func (r *result) texts(row []string) {
	for i, raw := range r.rows.RawValues() {
		row[i] = string(raw)
		if r.oids[i] == pgtype.BoolOID && raw != nil {
			row[i] = map[string]string{"t": "true", "f": "false"}[row[i]]
		}
	}
}

// forPeople turns an error of the driver or the server into one for people.
// The driver leaves the password out of what it says.
func forPeople(ctx context.Context, err error, what sentence.Template) error {
	doing := what.With(nil)
	var known *territory.Error
	if errors.As(err, &known) {
		return err
	}
	if cause := ctx.Err(); errors.Is(cause, context.Canceled) {
		return cause
	} else if cause != nil {
		return territory.Say(territory.Unavailable, sentence.PostgresTimeout.With(sentence.Params{"doing": doing}))
	}
	var server *pgconn.PgError
	if !errors.As(err, &server) {
		return territory.Say(territory.Unavailable, sentence.PostgresSays.With(sentence.Params{"doing": doing, "cause": err.Error()}))
	}
	if server.Code == "57014" { // query_canceled, by statement_timeout
		return territory.Say(territory.Unavailable, sentence.PostgresStopped.With(sentence.Params{"doing": doing, "cause": server.Message}))
	}
	e := territory.Say(territory.Invalid, sentence.PostgresRefuses.With(sentence.Params{"doing": doing, "cause": server.Message, "state": server.Code}))
	if server.Position > 0 {
		place := sentence.PlaceCharacter.With(sentence.Params{"at": server.Position})
		e.Details = []territory.Detail{{Where: place.English, What: server.Message, Place: &place}}
	}
	if server.Hint != "" {
		place := sentence.PlaceHint.With(nil)
		e.Details = append(e.Details, territory.Detail{Where: place.English, What: server.Hint, Place: &place})
	}
	return e
}
