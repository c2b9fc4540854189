package benchsuite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// runner runs the program's command line in a folder of its own.
type runner struct {
	Options
	dir  string
	made map[string]error // files that were generated, by command
	// processor is the processor time of the last child, in seconds.
	processor float64
}

// path returns a path in the runner's folder.
func (r *runner) path(name string) string { return filepath.Join(r.dir, name) }

// shared returns the path of a public instance, or says that it is not there.
func (r *runner) shared(name string) (string, error) {
	path := filepath.Join(r.Shared, name)
	if _, err := os.Stat(path); r.Shared == "" || err != nil {
		return "", skipError(fmt.Sprintf("the public instance %s is not there; --shared names the folder.", name))
	}
	return path, nil
}

// shown writes paths as a reader can use them.
func (r *runner) shown(text string) string {
	text = strings.ReplaceAll(text, r.dir+string(filepath.Separator), "")
	if r.Shared != "" {
		text = strings.ReplaceAll(text, r.Shared, "$BENCH")
	}
	return strings.ReplaceAll(text, r.Program, "bailiwick")
}

// command writes a command line of the program for the document.
func (r *runner) command(args []string) string {
	return r.shown("bailiwick " + strings.Join(quoted(args), " "))
}

func quoted(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if out[i] = a; strings.ContainsAny(a, " ;&|*") {
			out[i] = "'" + a + "'"
		}
	}
	return out
}

// bailiwick runs the program and returns what it printed. It is killed after
// the limit.
func (r *runner) bailiwick(ctx context.Context, limit time.Duration, args ...string) ([]byte, error) {
	out, used, err := runIn(ctx, r.dir, limit, r.Program, args...)
	r.processor = used.Seconds()
	if err != nil {
		return nil, fmt.Errorf("bailiwick %s: %w", args[0], err)
	}
	return out, nil
}

// ask is bailiwick for a command that prints JSON.
func (r *runner) ask(ctx context.Context, limit time.Duration, to any, args ...string) error {
	out, err := r.bailiwick(ctx, limit, args...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(out, to); err != nil {
		return fmt.Errorf("bailiwick %s: the output cannot be read: %w", args[0], err)
	}
	return nil
}

// make runs a command that writes files, once per run of the suite, and notes
// it in the case.
func (r *runner) make(ctx context.Context, c *Case, args ...string) error {
	command := r.command(args)
	c.Commands = append(c.Commands, command)
	err, done := r.made[command]
	if !done {
		_, err = r.bailiwick(ctx, 5*time.Minute, args...)
		r.made[command] = err
	}
	return err
}

// runIn runs a program in a folder and returns its standard output and the
// processor time it used.
func runIn(ctx context.Context, dir string, limit time.Duration, program string, args ...string) ([]byte, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err := cmd.Run()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, 0, fmt.Errorf("did not end within %v and was stopped", limit)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %s", err, firstLine(problems.String()))
	}
	return out.Bytes(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
