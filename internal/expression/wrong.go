package expression

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// mistake is what we found wrong at a place of a text.
type mistake struct {
	where file.Location
	what  sentence.Sentence
}

// Error returns what is wrong, in English.
func (m *mistake) Error() string { return m.what.English }

// at makes an error about a node.
func at(n ast.Node, what sentence.Sentence) error { return &mistake{n.Location(), what} }

func noDate(text string) sentence.Sentence {
	return sentence.FormulaNoDate.With(sentence.Params{"text": text})
}

func datasetHas(types map[string]dataset.Type) sentence.Sentence {
	return sentence.FormulaDatasetHas.With(sentence.Params{"names": strings.Join(slices.Sorted(maps.Keys(types)), ", ")})
}

// wrong turns an error of the parser or a compiler into one for people, with
// its place in the text.
func wrong(summary sentence.Sentence, text string, types map[string]dataset.Type, err error) error {
	e := territory.Say(territory.Invalid, summary)
	var theirs *file.Error
	var ours *mistake
	var what sentence.Sentence
	switch {
	case errors.As(err, &ours):
		theirs, what = &file.Error{Location: ours.where}, ours.what
	case errors.As(err, &theirs):
		what = sentence.FormulaSyntax.With(sentence.Params{"cause": theirs.Message})
		if name, unknown := strings.CutPrefix(theirs.Message, "unknown name "); unknown {
			what = sentence.FormulaUnknownName.With(sentence.Params{"name": name, "known": datasetHas(types)})
		}
	default:
		e.Details = []territory.Detail{territory.DetailOf("condition", sentence.FormulaSyntax.With(sentence.Params{"cause": err.Error()}))}
		return e
	}
	if theirs.Line == 0 {
		theirs = theirs.Bind(file.NewSource(text))
	}
	place := sentence.PlaceTextColumn.With(sentence.Params{"number": theirs.Column + 1})
	if strings.Contains(text, "\n") {
		place = sentence.PlaceTextLine.With(sentence.Params{"line": theirs.Line, "number": theirs.Column + 1})
	}
	detail := territory.DetailAt(place, what)
	detail.At = &territory.Position{Line: theirs.Line, Column: theirs.Column + 1}
	e.Details = []territory.Detail{detail}
	return e
}
