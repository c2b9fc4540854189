package ingest

import (
	"context"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// task is a chunk on its way: read by one goroutine, converted by any of the
// workers, collected in order by one.
type task struct {
	chunk     *chunk
	plan      *plan
	converted chan struct{}
	done      int64 // bytes of this file read so far
}

// readAll reads all files through the collector. The number of chunks is
// fixed, and so is the memory they take.
func readAll(ctx context.Context, d Deps, spec Spec, s *scheme, c *collector, r *reporter) error {
	workers := d.workers()
	free := make(chan *chunk, 2*workers+1)
	for range cap(free) {
		free <- &chunk{batch: &Batch{}}
	}
	work := make(chan *task, cap(free))
	order := make(chan *task, cap(free))
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(work)
		defer close(order)
		return readFiles(ctx, d, spec, s, free, func(t *task) {
			work <- t // never blocks: there are no more tasks than chunks
			order <- t
		})
	})
	for range workers {
		group.Go(func() error {
			for t := range work {
				t.plan.convert(t.chunk)
				close(t.converted)
			}
			return nil
		})
	}
	group.Go(func() error {
		for t := range order {
			<-t.converted
			if err := c.add(t.plan, t.chunk); err != nil {
				return err
			}
			r.reading(t, c)
			free <- t.chunk
		}
		return nil
	})
	return group.Wait()
}

// readFiles reads batch after batch of file after file.
func readFiles(ctx context.Context, d Deps, spec Spec, s *scheme, free chan *chunk, emit func(*task)) error {
	for i, u := range spec.Uploads {
		if err := readFile(ctx, d, u, s.samples[i].dialect, s.plans[i], free, emit); err != nil {
			return err
		}
	}
	return nil
}

func readFile(ctx context.Context, d Deps, u Upload, dialect Dialect, p *plan, free chan *chunk, emit func(*task)) error {
	file, source, err := openUpload(ctx, d.Blobs, d.Formats, u, dialect)
	if err != nil {
		return err
	}
	defer file.Close()
	if len(source.Header()) != len(p.union) {
		return fmt.Errorf("file %q has %d columns, %d when it was sampled", u.Name, len(source.Header()), len(p.union))
	}
	for {
		var c *chunk
		select {
		case c = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		switch err := source.Next(c.batch); err {
		case nil:
		case io.EOF:
			free <- c
			return nil
		default:
			return inFile(u, err)
		}
		done, _ := source.Progress()
		emit(&task{chunk: c, plan: p, converted: make(chan struct{}), done: done})
	}
}

// reporter tells how far the reading is, five times a second.
type reporter struct {
	progress territory.ProgressFunc
	before   []int64 // bytes in the files before each
	total    int64
	last     time.Time
}

func newReporter(progress territory.ProgressFunc, uploads []Upload) *reporter {
	r := &reporter{progress: progress}
	for _, u := range uploads {
		r.before = append(r.before, r.total)
		r.total += u.Bytes
	}
	return r
}

func (r *reporter) reading(t *task, c *collector) {
	if r.progress == nil || time.Since(r.last) < 200*time.Millisecond {
		return
	}
	r.last = time.Now()
	r.progress(territory.Progress{
		Phase: "reading", Done: min(r.before[t.plan.sourceIndex-c.scheme.earlier]+t.done, r.total), Total: r.total,
	}.Saying(sentence.UnitsRead.With(sentence.Params{"units": c.units, "rejected": c.rejected.total})))
}

func report(progress territory.ProgressFunc, p territory.Progress) {
	if progress != nil {
		progress(p)
	}
}
