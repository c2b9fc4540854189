package salesforcesim

import (
	"fmt"
	"regexp"
	"strings"
)

// apiError is an error as the API shows it.
type apiError struct {
	status  int
	code    string
	message string
	fields  []string
	row     bool // of one row, so that fields are shown even when empty
}

func (e *apiError) Error() string { return e.code + ": " + e.message }

func lower(s string) string { return strings.ToLower(s) }

// tokenKind says what a piece of SOQL is.
type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenName             // Owner.Name, SELECT, LAST_N_DAYS
	tokenString           // value without quotes and escapes
	tokenNumber
	tokenDate // 2026-01-31 or with a time
	tokenMark // punctuation and operators
)

type token struct {
	kind tokenKind
	text string
	pos  int // byte offset in the statement
}

// is says whether the token is the word or mark, in any case.
func (t token) is(word string) bool {
	return (t.kind == tokenName || t.kind == tokenMark) && strings.EqualFold(t.text, word)
}

// at returns an error that shows where in the statement it is.
func errorAt(statement string, pos int, code, message string) *apiError {
	pos = min(max(pos, 0), len(statement))
	row, start := 1, 0
	for i := range pos {
		if statement[i] == '\n' {
			row, start = row+1, i+1
		}
	}
	column := pos - start
	end := start + strings.IndexByte(statement[start:]+"\n", '\n')
	from, to := start, end
	if column > 60 {
		from = pos - 40
	}
	if to-from > 100 {
		to = from + 100
	}
	if to < pos {
		to = min(pos, len(statement))
	}
	context := statement[from:to]
	return &apiError{400, code, fmt.Sprintf("\n%s\n%s^\nERROR at Row:%d:Column:%d\n%s", context, strings.Repeat(" ", pos-from), row, column+1, message), nil, false}
}

var datePattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?`)

// lex cuts a statement into tokens.
func lex(s string) ([]token, *apiError) {
	var tokens []token
	for i := 0; i < len(s); {
		c := s[i]
		start := i
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
			continue
		case isLetter(c):
			for i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || s[i] == '.' && i+1 < len(s) && isLetter(s[i+1])) {
				i++
			}
			tokens = append(tokens, token{tokenName, s[start:i], start})
			continue
		case c == '\'':
			text, n, ok := unquote(s[i:])
			if !ok {
				return nil, errorAt(s, start, "MALFORMED_QUERY", "line 1:"+fmt.Sprint(start)+" no viable alternative at character '''")
			}
			i += n
			tokens = append(tokens, token{tokenString, text, start})
			continue
		case isDigit(c) || (c == '-' || c == '+' || c == '.') && i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '.'):
			if d := datePattern.FindString(s[i:]); d != "" {
				i += len(d)
				tokens = append(tokens, token{tokenDate, d, start})
				continue
			}
			for i++; i < len(s) && (isDigit(s[i]) || s[i] == '.' || s[i] == 'e' || s[i] == 'E' || (s[i] == '-' || s[i] == '+') && (s[i-1] == 'e' || s[i-1] == 'E')); {
				i++
			}
			tokens = append(tokens, token{tokenNumber, s[start:i], start})
			continue
		}
		n := 1
		if i+1 < len(s) {
			switch s[i : i+2] {
			case "!=", "<=", ">=", "<>":
				n = 2
			}
		}
		if n == 1 && !strings.ContainsRune("=<>(),:", rune(c)) {
			return nil, errorAt(s, start, "MALFORMED_QUERY", fmt.Sprintf("line 1:%d no viable alternative at character '%c'", start, c))
		}
		i += n
		tokens = append(tokens, token{tokenMark, s[start:i], start})
	}
	return append(tokens, token{tokenEnd, "<EOF>", len(s)}), nil
}

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// unquote reads a quoted string and returns how long it is with its quotes.
// The escapes \% and \_ stay, for LIKE.
func unquote(s string) (string, int, bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\'':
			return b.String(), i + 1, true
		case '\\':
			i++
			if i >= len(s) {
				return "", 0, false
			}
			switch s[i] {
			case 'n', 'N':
				b.WriteByte('\n')
			case 'r', 'R':
				b.WriteByte('\r')
			case 't', 'T':
				b.WriteByte('\t')
			case 'b', 'B':
				b.WriteByte('\b')
			case 'f', 'F':
				b.WriteByte('\f')
			case '\'', '"', '\\':
				b.WriteByte(s[i])
			case '%', '_':
				b.WriteByte('\\')
				b.WriteByte(s[i])
			default:
				return "", 0, false
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0, false
}
