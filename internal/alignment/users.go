package alignment

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// FormatUsers writes users as text, "Ann (Manager); Bo".
func FormatUsers(users []AreaUser) string {
	texts := make([]string, len(users))
	for i, u := range users {
		texts[i] = u.Name
		if u.Role != "" || strings.HasSuffix(u.Name, ")") {
			texts[i] += " (" + u.Role + ")"
		}
	}
	return strings.Join(texts, "; ")
}

// ParseUsers reads what FormatUsers writes.
func ParseUsers(text string) ([]AreaUser, error) {
	var users []AreaUser
	for one := range strings.SplitSeq(text, ";") {
		one = strings.TrimSpace(one)
		if one == "" {
			continue
		}
		u := AreaUser{Name: one}
		if open := strings.LastIndex(one, "("); open >= 0 && strings.HasSuffix(one, ")") {
			u.Name, u.Role = strings.TrimSpace(one[:open]), strings.TrimSpace(one[open+1:len(one)-1])
		}
		if u.Name == "" {
			return nil, territory.Say(territory.Invalid, sentence.UserNoName.With(sentence.Params{"text": one}))
		}
		users = append(users, u)
	}
	return users, nil
}
