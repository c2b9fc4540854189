package sqlite

import (
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// saidText is a sentence as it is stored beside its English text, "" for none.
func saidText(s *sentence.Sentence) (string, error) {
	if s == nil {
		return "", nil
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("encode a sentence: %w", err)
	}
	return string(text), nil
}

func readSaid(text string) (*sentence.Sentence, error) {
	if text == "" {
		return nil, nil
	}
	s := &sentence.Sentence{}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		return nil, fmt.Errorf("read a sentence: %w", err)
	}
	return s, nil
}
