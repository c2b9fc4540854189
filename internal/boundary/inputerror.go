package boundary

import (
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// InputError is a fault of the input a person can act on: Where names the
// place, such as "feature 17, byte 2040", and What says what is wrong there and
// what to do. A fault of the whole input has no place.
type InputError struct {
	Where sentence.Sentence
	What  sentence.Sentence
}

// Error returns place and fault in one line.
func (e *InputError) Error() string {
	if !e.placed() {
		return e.What.English
	}
	return e.Where.English + ": " + e.What.English
}

func (e *InputError) placed() bool { return e.Where.Code != "" }

// Unreadable is a fault that only a program can have put into the file: all
// share one sentence, and the text is the cause within it.
func Unreadable(format string, args ...any) *InputError {
	text := fmt.Sprintf(format, args...)
	return wrong(sentence.ShapesUnreadable.Worded(text, sentence.Params{"cause": text}))
}

func wrong(what sentence.Sentence) *InputError { return &InputError{What: what} }

// at puts a fault in its place.
func (e *InputError) at(where sentence.Sentence) *InputError {
	return &InputError{Where: where, What: e.What}
}

func fileLine(number int) sentence.Sentence {
	return sentence.PlaceLine.With(sentence.Params{"number": number})
}

func filePart(name string) sentence.Sentence {
	return sentence.PlacePart.With(sentence.Params{"part": name})
}
