package httpapi

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// listSentences names in the document every code that the program may say, so
// that an app can see that it has a text for each.
func (s *Server) listSentences() {
	code := s.api.OpenAPI().Components.Schemas.Map()["Sentence"].Properties["code"]
	code.Description = "What is said. An app that does not know a code shows the English text beside it."
	codes := sentence.Codes()
	slices.Sort(codes)
	for _, c := range codes {
		code.Enum = append(code.Enum, string(c))
	}
}
