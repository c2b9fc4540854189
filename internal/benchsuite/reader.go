package benchsuite

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// Reading is the report of reading a CSV file with both readers.
type Reading struct {
	Rows    int     `json:"rows"`
	Ours    float64 `json:"seconds"`
	Library float64 `json:"encoding_csv_seconds"`
}

// ReadBoth splits a file into records with the reader of imports and with
// encoding/csv, seven times each in turn, and gives the best of each.
func ReadBoth(ctx context.Context, path string, now func() time.Time) (*Reading, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	out := &Reading{}
	for range 7 {
		began := now()
		n, err := readOurs(ctx, data)
		if err != nil {
			return nil, err
		}
		ours := now().Sub(began).Seconds()
		began = now()
		m, err := readLibrary(data)
		if err != nil {
			return nil, err
		}
		library := now().Sub(began).Seconds()
		if n != m {
			return nil, fmt.Errorf("the readers find %d and %d rows", n, m)
		}
		if out.Rows == 0 || ours < out.Ours {
			out.Ours = ours
		}
		if out.Rows == 0 || library < out.Library {
			out.Library = library
		}
		out.Rows = n
	}
	return out, nil
}

// object is a file in memory, so that the disk is not what is measured.
type object struct{ *bytes.Reader }

// Close does nothing.
func (object) Close() error { return nil }

func readOurs(ctx context.Context, data []byte) (int, error) {
	s, err := csvfile.Format{}.Open(ctx, object{bytes.NewReader(data)}, ingest.Dialect{})
	if err != nil {
		return 0, err
	}
	var b ingest.Batch
	n := 0
	for {
		if err := s.Next(&b); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
		n += len(b.Records)
	}
}

func readLibrary(data []byte) (int, error) {
	r := csv.NewReader(bufio.NewReaderSize(bytes.NewReader(data), 1<<16))
	r.ReuseRecord = true
	for n := -1; ; n++ {
		if _, err := r.Read(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}

// readerCase compares the CSV reader with encoding/csv, and with DuckDB where
// that is installed.
func readerCase(ctx context.Context, r *runner, c *Case) error {
	c.Title = "Reading a CSV file of 250,000 rows × 30 columns into records"
	c.Columns = []Column{measured("seconds", Seconds), least("rows", Count, 250_000)}
	if err := r.rows(ctx, c, "rows.csv", 250_000, true); err != nil {
		return err
	}
	args := []string{"bench", "csv", r.path("rows.csv")}
	c.Commands = append(c.Commands, r.command(args))
	var report Reading
	if err := r.ask(ctx, time.Minute, &report, args...); err != nil {
		return err
	}
	c.Processor = r.processor
	c.take(&c.Ours, map[string]float64{"seconds": report.Ours, "rows": float64(report.Rows)})
	library := Line{Name: "encoding/csv", Values: map[string]float64{}}
	c.take(&library, map[string]float64{"seconds": report.Library, "rows": float64(report.Rows)})
	c.Peers = append(c.Peers, library)
	c.note("Both readers run in turn in one process, one processor each, on the file in memory. Ours also detects how the file is written, checks the encoding and says what is wrong with each broken row.")
	r.duckdb(ctx, c, "rows.csv")
	return nil
}

// duckdb adds the time of DuckDB's reader where duckread has been built.
func (r *runner) duckdb(ctx context.Context, c *Case, file string) {
	out, _, err := runIn(ctx, r.dir, time.Minute, "duckread", r.path(file))
	words := strings.Fields(string(out))
	if err != nil || len(words) != 2 {
		c.note("DuckDB's reader was not measured: duckread (internal/benchsuite/duckread, a module of its own that needs cgo) is not on the path.")
		return
	}
	rows, _ := strconv.ParseFloat(words[0], 64)
	seconds, _ := strconv.ParseFloat(words[1], 64)
	line := Line{Name: "DuckDB", Values: map[string]float64{}}
	c.take(&line, map[string]float64{"seconds": seconds, "rows": rows})
	c.Peers = append(c.Peers, line)
	c.Commands = append(c.Commands, "duckread "+file)
	c.note("DuckDB reads the file from the disk's cache with all processors, every value as text, and hashes each; the best of three.")
}
