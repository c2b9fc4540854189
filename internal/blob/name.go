package blob

import (
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxNameLength keeps names below the limits of every backend (S3 allows 1024
// bytes, a file name 255).
const maxNameLength = 512

// CheckName returns an error with code invalid unless name is a legal object
// name: slash-separated segments of 1 to 200 characters from [a-z0-9._-],
// none of them "." or "..". Every Store refuses other names, so that a name
// made from user input can never leave the store.
func CheckName(name string) error {
	if name == "" || len(name) > maxNameLength {
		return badName(name)
	}
	for segment := range strings.SplitSeq(name, "/") {
		if !goodSegment(segment) {
			return badName(name)
		}
	}
	return nil
}

func goodSegment(s string) bool {
	if s == "" || len(s) > 200 || s == "." || s == ".." {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

func badName(name string) error {
	return territory.Errorf(territory.Invalid,
		"object name %.80q is not allowed: use lower-case letters, digits, '.', '_' and '-' in segments separated by '/'", name)
}
