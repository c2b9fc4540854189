package benchsuite

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// peers says which peers are installed.
func peers() string {
	var here, gone []string
	for _, p := range []struct{ program, name string }{{"gpmetis", "METIS (gpmetis)"}, {"kaffpa", "KaHIP (kaffpa)"}} {
		if _, err := exec.LookPath(p.program); err != nil {
			gone = append(gone, p.name+" is not installed and was not run")
		} else {
			here = append(here, p.name)
		}
	}
	return strings.Join(append(here, gone...), "; ")
}

// metis partitions the graph of a problem into contiguous parts, once for each
// tolerance in thousandths, and adds a line for each to the case. It does
// nothing where gpmetis is not installed.
func (r *runner) metis(ctx context.Context, c *Case, p problem, read *solvefile.Problem, tolerances ...int) error {
	program, err := exec.LookPath("gpmetis")
	if err != nil {
		c.note("gpmetis is not installed here; Debian has it in the package metis.")
		return nil
	}
	in := read.Instance
	var edge []int64
	if in.Graph.Border != nil {
		edge = metres(in.Graph.Border)
	}
	file := r.path("peer.graph")
	if err := writeTo(file, func(f *os.File) error { return writeGraph(f, in.Graph, whole(in.Measures[0].Values), edge) }); err != nil {
		return err
	}
	for _, tolerance := range tolerances {
		args := []string{"-ptype=kway", "-contig", "-seed=1", "-ufactor=" + strconv.Itoa(tolerance), file, strconv.Itoa(p.territories)}
		out, _, err := runIn(ctx, r.dir, 5*time.Minute, program, args...)
		if err != nil {
			return fmt.Errorf("gpmetis: %w", err)
		}
		seconds, err := partitioningTime(string(out))
		if err != nil {
			return err
		}
		a, err := readPartsFile(fmt.Sprintf("%s.part.%d", file, p.territories), in.Units(), p.territories)
		if err != nil {
			return err
		}
		figures, _, err := judge(read, a)
		if err != nil {
			return err
		}
		figures["seconds"] = seconds
		line := Line{Name: fmt.Sprintf("gpmetis, %g %% allowed", float64(tolerance)/10), Values: map[string]float64{}}
		c.take(&line, figures)
		c.Peers = append(c.Peers, line)
		c.Commands = append(c.Commands, r.shown("gpmetis "+strings.Join(args, " ")))
	}
	return nil
}

// partitioningTime finds the seconds gpmetis says partitioning took.
func partitioningTime(out string) (float64, error) {
	for line := range strings.Lines(out) {
		text, found := strings.CutPrefix(strings.TrimSpace(line), "Partitioning:")
		if words := strings.Fields(text); found && len(words) > 0 {
			return strconv.ParseFloat(words[0], 64)
		}
	}
	return 0, fmt.Errorf("gpmetis printed no partitioning time")
}

// whole rounds amounts to the integers METIS wants.
func whole(values []float64) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = int64(math.Round(v))
	}
	return out
}

func readPartsFile(path string, n, parts int) (instance.Assignment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read parts: %w", err)
	}
	defer f.Close() //nolint:errcheck // opened for reading
	return readParts(f, n, parts)
}

func writeTo(path string, write func(*os.File) error) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := write(f); err != nil {
		f.Close() //nolint:errcheck // the first error counts
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}
