// Package pgtest starts a real PostgreSQL server for a test and stops it when
// the test ends.
package pgtest

import (
	"context"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Start returns the connection string of a new, empty server that listens on a
// socket in a folder of its own only. The test is skipped, with a note, where
// PostgreSQL is not installed.
func Start(t testing.TB) string {
	t.Helper()
	bin := binaries()
	if bin == "" {
		t.Skip("PostgreSQL is not installed here (Debian package postgresql); the tests against a real server did not run")
	}
	folder, err := os.MkdirTemp("", "pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) }) //nolint:errcheck // a scratch folder
	as := asUser(t, folder)
	data := filepath.Join(folder, "data")
	command(t, as(bin+"/initdb", "-D", data, "-A", "scram-sha-256", "-U", "test", "--pwfile", passwordFile(t, folder), "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"))
	command(t, as(bin+"/pg_ctl", "-D", data, "-w", "-l", filepath.Join(folder, "log"), "-o", "-k "+folder+" -c listen_addresses='' -c fsync=off -c shared_buffers=16MB", "start"))
	t.Cleanup(func() { command(t, as(bin+"/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")) })
	return "host=" + folder + " dbname=postgres user=test password=" + Password
}

// Password is the password of the servers started here; tests look for it where
// it must not appear.
const Password = "s3cret-of-the-test"

func passwordFile(t testing.TB, folder string) string {
	path := filepath.Join(folder, "password")
	if err := os.WriteFile(path, []byte(Password), 0o644); err != nil { //nolint:gosec // read by another user
		t.Fatal(err)
	}
	return path
}

// binaries finds the newest server installed.
func binaries() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") //nolint:errcheck // the pattern is fixed
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// asUser gives the folder to a user other than root, as whom the server
// refuses to run.
func asUser(t testing.TB, folder string) func(name string, args ...string) *exec.Cmd {
	if os.Geteuid() != 0 {
		return exec.Command
	}
	if _, err := user.Lookup("postgres"); err != nil {
		t.Skip("PostgreSQL does not run as root and there is no user postgres")
	}
	command(t, exec.Command("chown", "postgres", folder))
	return func(name string, args ...string) *exec.Cmd {
		return exec.Command("runuser", append([]string{"-u", "postgres", "--", name}, args...)...)
	}
}

func command(t testing.TB, c *exec.Cmd) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	limited := exec.CommandContext(ctx, c.Path, c.Args[1:]...)
	limited.Dir = "/"
	log, err := os.CreateTemp(t.TempDir(), "log") // a pipe would be held open by the server
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close() //nolint:errcheck // read below by name
	limited.Stdout, limited.Stderr = log, log
	if err := limited.Run(); err != nil {
		text, _ := os.ReadFile(log.Name()) //nolint:errcheck // for the message only
		t.Fatalf("%s: %v\n%s", strings.Join(c.Args, " "), err, text)
	}
}
