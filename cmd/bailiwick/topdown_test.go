package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// topDown is planning from the top down over three levels: the head of sales
// makes regions and gives them accounts and numbers; each leader branches,
// carves only the own region into districts and territories, and both lines of
// work merge by themselves. Lines are command lines; a ! before one says that
// it must be refused.
const topDown = `import ACCOUNTS --name accounts
alignment create --tree REGIONS --name Company
alignment level add 2 District
alignment level add 3 Territory
alignment rules run
alignment target spread Revenue 1000000 --weight Revenue
alignment area set West --target Revenue=450000abs --owner Wanda
alignment area set East --target Revenue=55% --owner Emil
alignment target show Revenue
alignment branch West-plan --alignment Company
alignment branch East-plan --alignment Company
alignment focus set West --alignment West-plan
! alignment rename East Mine --alignment West-plan
! alignment move --from East --to West --alignment West-plan
alignment split West --below --part "Coast=State in [\"CA\", \"OR\"]" --part "Mountain=State == \"NV\"" --part "Later" --alignment West-plan
alignment split Coast --below --part "Coast large=Revenue >= 500" --part "Coast small=Revenue < 500" --alignment West-plan
alignment area set Mountain --user "Moe (Manager)" --profile contiguous --alignment West-plan
alignment focus set East --alignment East-plan
alignment split East --below --part "North=State == \"NY\"" --part "South=State == \"FL\"" --alignment East-plan
alignment merge West-plan
alignment merge East-plan
alignment show --alignment Company
alignment target show Revenue --alignment Company
`

// TestTopDownPlanning_ByCommandLine plays the walk and compares what a planner
// reads with the golden file. UPDATE_GOLDEN=1 rewrites it.
func TestTopDownPlanning_ByCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		ok(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	accounts := "Id,State,Revenue\n"
	for i, state := range []string{"CA", "OR", "NV", "NY", "FL"} {
		for k := range 8 {
			accounts += strings.Join([]string{state + string(rune('a'+k)), state, []string{"100", "200", "300", "400", "500", "600", "700", "800"}[(k+i)%8]}, ",") + "\n"
		}
	}
	files := strings.NewReplacer("ACCOUNTS", write("accounts.csv", accounts),
		"REGIONS", write("regions.csv", "area,level,rule\nWest,Region,\"State in [\"\"CA\"\", \"\"OR\"\", \"\"NV\"\"]\"\nEast,Region,\"State in [\"\"NY\"\", \"\"FL\"\"]\"\n"))
	var seen strings.Builder
	for line := range strings.Lines(topDown) {
		line = strings.TrimSpace(line)
		command, refused := strings.CutPrefix(line, "! ")
		code, out, errOut := bailiwick(t, append(words(files.Replace(command)), "--data", filepath.Join(dir, "data"))...)
		if (code == exitRefused) != refused || (code != 0 && !refused) {
			t.Fatalf("%s: exit code %d\n%s%s", line, code, out, errOut)
		}
		seen.WriteString("$ " + line + "\n")
		seen.WriteString(megabytes.ReplaceAllString(seconds.ReplaceAllString(out+errOut, "in a moment"), "little memory"))
	}
	golden := filepath.Join("testdata", "topdown.golden")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		ok(t, os.MkdirAll("testdata", 0o755))
		ok(t, os.WriteFile(golden, []byte(seen.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	ok(t, err)
	if seen.String() != string(want) {
		t.Errorf("the walk reads differently; UPDATE_GOLDEN=1 rewrites %s\n%s", golden, seen.String())
	}
}

// What differs between runs and machines.
var (
	seconds   = regexp.MustCompile(`in [0-9.]+ s\b`)
	megabytes = regexp.MustCompile(`[0-9]+ MB\b`)
)

// words splits a command line at spaces outside double quotes, in which a
// backslash keeps the next character.
func words(line string) []string {
	var out []string
	word, quoted, inside := "", false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			quoted, inside = !quoted, true
		case c == '\\' && i+1 < len(line):
			i++
			word += string(line[i])
		case c == ' ' && !quoted:
			if inside || word != "" {
				out = append(out, word)
			}
			word, inside = "", false
		default:
			word += string(c)
		}
	}
	if inside || word != "" {
		out = append(out, word)
	}
	return out
}
