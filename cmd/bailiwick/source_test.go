package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/pgsource/pgtest"
	"github.com/jackc/pgx/v5"
)

// A query on a real PostgreSQL server is stored, imported, and read again after
// the data has changed; the plan comes along. The password is nowhere.
func TestSource_PostgreSQLByCommandLine(t *testing.T) {
	server := pgtest.Start(t)
	database := func(statement string) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), server)
		ok(t, err)
		defer conn.Close(context.Background()) //nolint:errcheck // a test
		_, err = conn.Exec(t.Context(), statement)
		ok(t, err)
	}
	database(`CREATE TABLE account AS SELECT 'u' || i AS id, 30 + i * 0.01 AS lat, -90 AS lon, lpad(i::text, 5, '0') AS zip, 'rep' || i % 3 AS rep, i * 1.5 AS revenue
		FROM generate_series(1, 200) AS i`)
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	t.Setenv("BAILIWICK_CONNECTION", server)
	var s live.Source
	must(t, &s, in("source", "add", "crm", "--query", "SELECT * FROM account ORDER BY id")...)
	t.Setenv("BAILIWICK_CONNECTION", "")
	var check live.Check
	must(t, &check, in("source", "check", "crm")...)
	if len(check.Columns) != 6 || len(check.Rows) != 20 {
		t.Errorf("check: %+v", check)
	}
	var o ingest.Outcome
	must(t, &o, in("import", "--source", "crm")...)
	if o.Dataset != "crm" || o.Accepted != 200 {
		t.Errorf("import: %+v", o)
	}
	must(t, new(any), in("align", "--by", "rep")...)
	database(`DELETE FROM account WHERE id = 'u7'`)
	database(`INSERT INTO account VALUES ('new', 30.011, -90, '00001', '?', 1)`)
	database(`UPDATE account SET revenue = 9 WHERE id = 'u8'`)
	var u updated
	must(t, &u, in("dataset", "update")...)
	if a := u.Refresh.Alignments[0]; a.Gone != 1 || a.Added != 1 || a.Changed != 1 || a.Unassigned != 0 {
		t.Errorf("update: %+v", a)
	}
	var list httpapi.SnapshotList
	must(t, &list, in("dataset", "snapshots")...)
	if source := list.Snapshots[0].Sources[0]; source.Kind != "postgresql" || source.LiveSource != s.ID {
		t.Errorf("source of the snapshot: %+v", source)
	}
	var changes changeReport
	must(t, &changes, in("dataset", "changes")...)
	for _, c := range changes.Columns {
		if c.Change == "type" {
			t.Errorf("column %q has another type after the update", c.Name)
		}
	}
	scheduledUpdate(t, data)
	noSecret(t, data)
}

// scheduledUpdate lets a schedule come due and looks for what it began.
func scheduledUpdate(t *testing.T, data string) {
	t.Helper()
	var a httpapi.ScheduleAnswer
	must(t, &a, "dataset", "schedule", "--every", "24h", "--data", data)
	if a.EveryMinutes != 24*60 || a.Last != nil {
		t.Errorf("schedule: %+v", a)
	}
	l, err := openLocal(t.Context(), localOptions{Data: data})
	ok(t, err)
	ok(t, l.handler.RunDue(t.Context()))
	one, err := l.db.Schedule(t.Context(), a.DatasetID)
	ok(t, err)
	if one.LastJob != "" {
		t.Error("an update began before its time")
	}
	one.Next = time.Now().Add(-time.Hour)
	ok(t, l.db.SetSchedule(t.Context(), one))
	ok(t, l.handler.RunDue(t.Context()))
	ok(t, l.handler.RunDue(t.Context()))
	one, err = l.db.Schedule(t.Context(), a.DatasetID)
	ok(t, err)
	j, err := job.Wait(t.Context(), l.db, one.LastJob, func(job.Job) {})
	ok(t, err)
	if j.State != job.Succeeded || !one.Next.After(time.Now()) {
		t.Errorf("scheduled update: %s %v, next at %v", j.State, j.Error, one.Next)
	}
	ok(t, l.Close(context.Background()))
	must(t, &a, "dataset", "schedule", "--data", data)
	if a.Last == nil || a.Last.ID != j.ID {
		t.Errorf("the last update is not shown: %+v", a)
	}
	must(t, new(any), "dataset", "schedule", "--off", "--data", data)
}

// noSecret looks for the password in every file of the data folder.
func noSecret(t *testing.T, data string) {
	t.Helper()
	files := 0
	ok(t, filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(pgtest.Password)) {
			t.Errorf("%s holds the password", path)
		}
		return err
	}))
	if files < 3 {
		t.Errorf("only %d files looked at", files)
	}
}
