package pgsource_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/pgsource"
	"github.com/bailiwick-planning/bailiwick/internal/pgsource/pgtest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/jackc/pgx/v5"
)

func exec(t *testing.T, connection string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), connection)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background()) //nolint:errcheck // a test
	for _, s := range statements {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// Everything against one real server: starting it takes a second.
func TestConnector_OnARealServer(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	exec(t, server, `CREATE TABLE account (id text, zip varchar(10), revenue numeric(30,10), n bigint, x float8, active boolean, since date, at timestamptz, note text)`, `CREATE SEQUENCE counted`,
		`INSERT INTO account VALUES ('a', '00501', 12345678901234567890.0123456789, 9007199254740993, 1.5, true, '2025-03-31', '2025-03-31 10:00+02', E'two\nlines, "quoted"'),
			('b', NULL, NULL, NULL, 'NaN', false, NULL, NULL, '')`)
	c := pgsource.Connector{}
	t.Run("check", func(t *testing.T) {
		check, err := c.Check(t.Context(), server, "SELECT * FROM account ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		var types []string
		for _, column := range check.Columns {
			types = append(types, fmt.Sprintf("%s:%s:%s", column.Name, column.DatabaseType, column.Type))
		}
		want := "id:text:text zip:varchar:text revenue:numeric: n:int8: x:float8:number active:bool:boolean since:date:date at:timestamptz: note:text:text"
		if got := strings.Join(types, " "); got != want {
			t.Errorf("columns:\n %s\nwant\n %s", got, want)
		}
		if len(check.Rows) != 2 || check.More || check.Rows[0][2] != "12345678901234567890.0123456789" || check.Rows[0][5] != "true" || check.Rows[1][1] != "" {
			t.Errorf("rows: %q", check.Rows)
		}
		if strings.Contains(check.Server, pgtest.Password) {
			t.Error("the server's name holds the password")
		}
		if check, err = c.Check(t.Context(), server, "SELECT * FROM generate_series(1, 1000000) AS id"); err != nil || len(check.Rows) != 20 || !check.More {
			t.Errorf("a long result: %d rows, more %v, %v", len(check.Rows), check.More, err)
		}
	})
	t.Run("extract", func(t *testing.T) {
		var out bytes.Buffer
		columns, rows, err := c.Extract(t.Context(), server, "SELECT id, n, note FROM account ORDER BY id", live.Limits{}, &out, nil)
		if err != nil || rows != 2 || len(columns) != 3 {
			t.Fatalf("%d rows, %v, %v", rows, columns, err)
		}
		got, err := csv.NewReader(&out).ReadAll()
		if want := [][]string{{"id", "n", "note"}, {"a", "9007199254740993", "two\nlines, \"quoted\""}, {"b", "", ""}}; err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("csv: %q, %v", got, err)
		}
	})
	t.Run("streams", func(t *testing.T) {
		var peak, before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		sink := &measuring{peak: &peak}
		_, rows, err := c.Extract(t.Context(), server, "SELECT i AS id, repeat('x', 200) AS pad FROM generate_series(1, 300000) AS i", live.Limits{}, sink, nil)
		if err != nil || rows != 300_000 {
			t.Fatalf("%d rows, %v", rows, err)
		}
		if grown := int64(peak.HeapAlloc) - int64(before.HeapAlloc); grown > 30<<20 {
			t.Errorf("60 MB of rows took %d MB of memory; they must be streamed", grown>>20)
		}
	})
	t.Run("refusals", func(t *testing.T) {
		tests := []struct {
			name, connection, query string
			limits                  live.Limits
			code                    territory.Code
			want                    string
		}{
			{"write", server, "INSERT INTO account VALUES ('z') RETURNING id", live.Limits{}, territory.Invalid, "read-only"},
			{"write in a function", server, "SELECT setval('counted', 5)", live.Limits{}, territory.Invalid, "read-only"},
			{"several statements", server, "SELECT 1 AS a; DROP TABLE account", live.Limits{}, territory.Invalid, "multiple commands"},
			{"leaving the transaction", server, "COMMIT", live.Limits{}, territory.Invalid, "write one SELECT"},
			{"wrong column", server, "SELECT wrong FROM account", live.Limits{}, territory.Invalid, `column "wrong" does not exist`},
			{"column twice", server, "SELECT id, id FROM account", live.Limits{}, territory.Invalid, "two columns"},
			{"fails half way", server, "SELECT 1/(5-i) AS x FROM generate_series(1, 9) AS i", live.Limits{}, territory.Invalid, "division by zero"},
			{"too many rows", server, "SELECT * FROM generate_series(1, 9) AS i", live.Limits{MaxRows: 8}, territory.TooLarge, "more than 8 rows"},
			{"wrong password", strings.Replace(server, pgtest.Password, "other-"+pgtest.Password, 1), "SELECT 1 AS a", live.Limits{}, territory.Invalid, "cannot be reached"},
			{"nobody there", "host=127.0.0.1 port=1 dbname=x user=y password=" + pgtest.Password, "SELECT 1 AS a", live.Limits{}, territory.Unavailable, "cannot be reached"},
			{"not a connection", "postgres://user:" + pgtest.Password + "@host:port/db", "SELECT 1 AS a", live.Limits{}, territory.Invalid, "cannot be read"},
		}
		for _, tt := range tests {
			_, _, err := c.Extract(t.Context(), tt.connection, tt.query, tt.limits, new(bytes.Buffer), nil)
			if territory.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v (code %s); want code %s with %q", tt.name, err, territory.CodeOf(err), tt.code, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), pgtest.Password) {
				t.Errorf("%s: the message holds the password: %v", tt.name, err)
			}
		}
		_, n, err := c.Extract(t.Context(), server, "SELECT id FROM account", live.Limits{}, new(bytes.Buffer), nil)
		if err != nil || n != 2 {
			t.Errorf("after all refusals the table has %d rows, %v; want 2", n, err)
		}
	})
	t.Run("time-out", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_, _, err := c.Extract(ctx, server, "SELECT pg_sleep(30)", live.Limits{}, new(bytes.Buffer), nil)
		if territory.CodeOf(err) != territory.Unavailable {
			t.Errorf("time-out: %v", err)
		}
	})
	t.Run("cancel", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(200*time.Millisecond, cancel)
		began := time.Now()
		_, _, err := c.Extract(ctx, server, "SELECT pg_sleep(30)", live.Limits{}, new(bytes.Buffer), nil)
		if !errors.Is(err, context.Canceled) || time.Since(began) > 10*time.Second {
			t.Errorf("cancel: %v after %v", err, time.Since(began))
		}
	})
}

// measuring remembers the largest heap seen while it is written to.
type measuring struct {
	peak  *runtime.MemStats
	calls int
}

func (m *measuring) Write(p []byte) (int, error) {
	if m.calls++; m.calls%1000 == 0 {
		var now runtime.MemStats
		if runtime.ReadMemStats(&now); now.HeapAlloc > m.peak.HeapAlloc {
			*m.peak = now
		}
	}
	return len(p), nil
}
