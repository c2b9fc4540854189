package boundary

import (
	"bufio"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Limits on one input. They bound memory whatever a file claims.
const (
	DefaultMaxBytes      = 1 << 30
	DefaultMaxVertices   = 8_000_000
	DefaultMaxBoundaries = 500_000
)

// maxFaults is the number of faults a report lists; more are only counted.
const maxFaults = 1000

// ReadOptions say how features become boundaries. The zero value reads the
// largest layer, finds the code and name fields by itself, and applies the
// default limits.
type ReadOptions struct {
	Layer       string // layer or object name where a file holds several
	CodeField   string // property with the code; "id" stands for a feature's own id
	NameField   string
	ParentField string
	// CountryField is the property with the ISO 3166 alpha-2 code of the country,
	// for files of several countries.
	CountryField string

	// Snap is the distance within which borders of different boundaries are
	// joined. Zero means 1 m; negative, that they are left as they are.
	Snap geom.Meters

	MaxBytes      int64 // of the input, after decompression
	MaxVertices   int
	MaxBoundaries int
}

func (o ReadOptions) withDefaults() ReadOptions {
	if o.Snap == 0 {
		o.Snap = defaultSnap
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxVertices <= 0 {
		o.MaxVertices = DefaultMaxVertices
	}
	if o.MaxBoundaries <= 0 {
		o.MaxBoundaries = DefaultMaxBoundaries
	}
	return o
}

// Report tells what a reader found and changed.
type Report struct {
	Features  int    // features in the input
	Layer     string // the layer read
	CodeField string // the fields used
	NameField string
	Snapped   int // boundaries whose border was joined to a neighbour's
	// Faults are features left out, repaired or doubtful, at most 1,000.
	Faults []Fault
	// FaultCount is the number of faults, listed or not, and Kinds how many
	// there are of each kind.
	FaultCount int
	Kinds      map[FaultKind]int
}

// FaultKind says what happened to a feature.
type FaultKind string

// The kinds of fault.
const (
	Repaired FaultKind = "repaired" // the shape was invalid and has been mended
	Skipped  FaultKind = "skipped"  // the feature was left out
	Merged   FaultKind = "merged"   // it has the code of an earlier feature, whose shape it joined
	Empty    FaultKind = "empty"    // it has no area and is kept as a point code
)

// Fault is one remark of a reader on one feature.
type Fault struct {
	Feature int // counted from 1
	Code    string
	Kind    FaultKind
	What    sentence.Sentence
}

func (r *Report) fault(feature int, code string, kind FaultKind, what sentence.Sentence) {
	r.FaultCount++
	if r.Kinds == nil {
		r.Kinds = map[FaultKind]int{}
	}
	r.Kinds[kind]++
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, Fault{feature, code, kind, what})
	}
}

// limitReader returns an error, not the end of the input, beyond the limit.
type limitReader struct {
	r    io.Reader
	left int64
	max  int64
}

func newLimitReader(r io.Reader, limit int64) *limitReader { return &limitReader{r, limit, limit} }

// textReader passes over a byte order mark.
func textReader(r io.Reader) *bufio.Reader {
	in := bufio.NewReaderSize(r, 1<<16)
	if head, err := in.Peek(3); err == nil && string(head) == "\ufeff" {
		_, _ = in.Discard(3) // peeked, so it cannot fail
	}
	return in
}

func (l *limitReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		var one [1]byte
		n, err := l.r.Read(one[:])
		if n > 0 {
			return 0, wrong(sentence.ShapesLarge.With(sentence.Params{"bytes": l.max}))
		}
		return 0, err
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	return n, err
}
