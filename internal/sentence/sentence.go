// Package sentence holds what the program says to people in its own words as
// codes with parameters, so that an app can say it in the reader's language.
// The English sentence is made here too, for the command line, for files and
// for whoever does not know the code.
package sentence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Code names a sentence and never changes its meaning.
type Code string

// Params fill a sentence in: a text, a whole number, an amount (float64), a
// list of texts, a Sentence within the sentence or a list of them.
type Params map[string]any

// Sentence is one thing said.
type Sentence struct {
	Code   Code   `json:"code"`
	Params Params `json:"params,omitempty" doc:"What fills the sentence in, by name: a text, a number, a list of texts, or a sentence within the sentence with its own code and params."`
	// English is the sentence for those who do not know the code.
	English string `json:"-"`
}

// Template is a kind of sentence.
type Template struct {
	Code Code
	// english has {name} where a parameter goes, and {count|one|many} where a
	// number is written with what it counts.
	english string
}

var all []Template

// template adds a kind of sentence to those the program knows.
func template(code Code, english string) Template {
	t := Template{code, english}
	all = append(all, t)
	return t
}

// Templates lists every kind of sentence that may be said.
func Templates() []Template { return append([]Template(nil), all...) }

// Params names what fills the sentence in, sorted; none where the English is
// worded elsewhere.
func (t Template) Params() []string {
	names := []string{}
	for _, part := range strings.Split(t.english, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		name, _, _ = strings.Cut(name, "|")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// HasEnglish says whether the English is here, so that Params are known.
func (t Template) HasEnglish() bool { return t.english != "" }

// With fills the sentence in.
func (t Template) With(p Params) Sentence {
	return t.Worded(fill(t.english, p), p)
}

// Worded fills the sentence in where the English one exists already.
func (t Template) Worded(english string, p Params) Sentence {
	return Sentence{Code: t.Code, Params: p, English: english}
}

// Text is somebody's own words within a sentence, or a sentence that was said
// before: said with the English that was kept of it, or the text alone.
func Text(english string, said *Sentence) any {
	if said == nil {
		return english
	}
	return Sentence{Code: said.Code, Params: said.Params, English: english}
}

func fill(english string, p Params) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(english, '{')
		if open < 0 {
			b.WriteString(english)
			return b.String()
		}
		end := open + strings.IndexByte(english[open:], '}')
		b.WriteString(english[:open])
		name, forms, counts := strings.Cut(english[open+1:end], "|")
		b.WriteString(word(p[name]))
		if counts {
			one, many, _ := strings.Cut(forms, "|")
			if word(p[name]) != "1" {
				one = many
			}
			b.WriteString(" " + one)
		}
		english = english[end+1:]
	}
}

func word(v any) string {
	switch v := v.(type) {
	case Sentence:
		return v.English
	case []Sentence:
		words := make([]string, len(v))
		for i, s := range v {
			words[i] = s.English
		}
		return List(words)
	case []string:
		return List(v)
	case float64:
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	return fmt.Sprint(v)
}

// List joins words: "a, b and c".
func List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Within returns a parameter that is a text or a sentence said before, with
// the English that was kept of it.
func (s *Sentence) Within(name, english string) any {
	switch v := s.Params[name].(type) {
	case Sentence:
		return Text(english, &v)
	case map[string]any: // read from a store
		code, _ := v["code"].(string)
		params, _ := v["params"].(map[string]any)
		return Text(english, &Sentence{Code: Code(code), Params: params})
	}
	return english
}
