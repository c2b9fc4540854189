package httpapi

import (
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// listSentences names in the document every code that the program may say and
// what fills each in, so that an app can see that its texts are complete.
func (s *Server) listSentences() {
	code := s.api.OpenAPI().Components.Schemas.Map()["Sentence"].Properties["code"]
	code.Description = "What is said. An app that does not know a code shows the English text beside it."
	params := map[string][]string{}
	for _, t := range sentence.Templates() {
		code.Enum = append(code.Enum, string(t.Code))
		if t.HasEnglish() {
			params[string(t.Code)] = t.Params()
		}
	}
	slices.SortFunc(code.Enum, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	code.Extensions = map[string]any{"x-params": params}
}
