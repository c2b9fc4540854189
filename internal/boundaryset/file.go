package boundaryset

import (
	"context"
	"errors"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// watchedFile tells how much of a file has been read, and stops the reader
// when the work is cancelled.
type watchedFile struct {
	ctx      context.Context
	file     io.ReaderAt
	size     int64
	done     int64
	progress territory.ProgressFunc
}

// ReadAt implements io.ReaderAt; it is called from one goroutine at a time.
func (f *watchedFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := f.file.ReadAt(p, off)
	if end := off + int64(n); end > f.done {
		f.done = end
		f.progress(territory.Progress{Phase: "reading", Done: f.done, Total: f.size})
	}
	return n, err
}

// fileFault turns a fault of the file into an error for people.
func fileFault(file string, err error) error {
	var input *boundary.InputError
	if !errors.As(err, &input) {
		return err
	}
	if input.Where.Code == "" {
		return territory.Say(territory.Invalid, sentence.ShapesFileSays.With(sentence.Params{"file": file, "problem": input.What}))
	}
	e := territory.Say(territory.Invalid, sentence.ShapesFileWrong.With(sentence.Params{"file": file}))
	e.Details = []territory.Detail{territory.DetailAt(input.Where, input.What)}
	return e
}

// gridFault turns a fault of a grid into an error for people.
func gridFault(g Grid, err error) error {
	var input *boundary.InputError
	if !errors.As(err, &input) {
		return err
	}
	e := territory.Say(territory.Invalid, sentence.GridFailed.Worded("The grid "+g.words()+" cannot be imported; something in it is wrong.", nil))
	e.Details = []territory.Detail{territory.DetailAt(input.Where, input.What)}
	return e
}
