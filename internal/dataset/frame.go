package dataset

import "math"

// Frame is a run of consecutive units, column by column, in the order of the
// columns given to the Writer.
type Frame struct {
	Units   int
	Columns []Values
}

// Values holds one column of a frame: Texts for text columns, Numbers for all
// others.
type Values struct {
	// Numbers holds numbers, dates (days since 1970-01-01) and booleans (0 or
	// 1); NaN is a missing value.
	Numbers []float64
	// Texts holds texts; "" is a missing value.
	Texts Strings
}

// Strings is a list of texts in two allocations, for lists of millions. It
// holds at most 4 GB of text.
type Strings struct {
	// Bytes holds the texts one after another, Ends[i] is where text i ends.
	Bytes []byte
	Ends  []uint32
}

// Len returns the number of texts.
func (s *Strings) Len() int { return len(s.Ends) }

// Append adds a copy of text.
func (s *Strings) Append(text []byte) {
	s.Bytes = append(s.Bytes, text...)
	s.Ends = append(s.Ends, uint32(len(s.Bytes)))
}

// Raw returns text i without copying it; it must not be changed.
func (s *Strings) Raw(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = s.Ends[i-1]
	}
	return s.Bytes[start:s.Ends[i]]
}

// At returns text i.
func (s *Strings) At(i int) string { return string(s.Raw(i)) }

// Reset empties the list and keeps its memory.
func (s *Strings) Reset() {
	s.Bytes, s.Ends = s.Bytes[:0], s.Ends[:0]
}

// NewFrame returns an empty frame for the columns.
func NewFrame(columns []Column) *Frame { return &Frame{Columns: make([]Values, len(columns))} }

// Reset empties the frame and keeps its memory.
func (f *Frame) Reset() {
	f.Units = 0
	for i := range f.Columns {
		f.Columns[i].Numbers = f.Columns[i].Numbers[:0]
		f.Columns[i].Texts.Reset()
	}
}

// Missing is the number that stands for a missing value in memory.
var Missing = math.NaN()
