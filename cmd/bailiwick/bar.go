package main

import (
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/schollz/progressbar/v3"
)

// bar shows progress on a terminal and nothing when piped.
type bar struct {
	line *progressbar.ProgressBar
}

func newBar(t *terminal) *bar {
	if !t.interactive() {
		return &bar{}
	}
	return &bar{line: progressbar.NewOptions64(-1, progressbar.OptionSetWriter(t.err), progressbar.OptionSetWidth(24),
		progressbar.OptionClearOnFinish(), progressbar.OptionShowDescriptionAtLineEnd(), progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false))}
}

func (b *bar) show(p territory.Progress) {
	if b.line == nil || p.Phase == "" {
		return
	}
	text := p.Phase
	if p.Message != "" {
		text += ": " + p.Message
	}
	b.line.Describe(text)
	if p.Total > 0 {
		b.line.ChangeMax64(p.Total)
		b.line.Set64(min(p.Done, p.Total)) //nolint:errcheck // only the drawing can fail
	}
}

func (b *bar) done() {
	if b.line != nil {
		b.line.Finish() //nolint:errcheck // only the drawing can fail
	}
}
