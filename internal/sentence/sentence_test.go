package sentence_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

func TestWith_FillsTheEnglishIn(t *testing.T) {
	for _, c := range []struct {
		said sentence.Sentence
		want string
	}{
		{sentence.Moved.With(sentence.Params{"units": 1}), "Moved 1 unit"},
		{sentence.Moved.With(sentence.Params{"units": 3}), "Moved 3 units"},
		{sentence.CreatedFromFields.With(sentence.Params{"fields": []string{"Region", "District", "Rep"}}), "Created from Region, District and Rep"},
		{sentence.Undone.With(sentence.Params{"what": sentence.Moved.With(sentence.Params{"units": 2})}), "Undo: Moved 2 units"},
		{sentence.Undone.With(sentence.Params{"what": "Ann takes Nevada"}), "Undo: Ann takes Nevada"},
		{sentence.MergeProperties.With(sentence.Params{"area": "West", "properties": []sentence.Sentence{sentence.PropertyName.With(nil), sentence.PropertyRule.With(nil)}}),
			"both plans changed the name and rule of West"},
		{sentence.LargestDeviation.With(sentence.Params{"percent": 2.34567}), "largest deviation 2.346 %"},
	} {
		if c.said.English != c.want {
			t.Errorf("%s: got %q, want %q", c.said.Code, c.said.English, c.want)
		}
	}
}

func TestWithin_SurvivesAStore(t *testing.T) {
	undone := sentence.Undone.With(sentence.Params{"what": sentence.Moved.With(sentence.Params{"units": 2})})
	text, err := json.Marshal(undone)
	if err != nil {
		t.Fatal(err)
	}
	var read sentence.Sentence
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	again := sentence.Redone.With(sentence.Params{"what": read.Within("what", "Moved 2 units")})
	text, err = json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"code":"redone","params":{"what":{"code":"moved","params":{"units":2}}}}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	if want := "Redo: Moved 2 units"; again.English != want {
		t.Errorf("got %q, want %q", again.English, want)
	}
}

func TestCodes_AreDifferent(t *testing.T) {
	var codes []sentence.Code
	for _, t := range sentence.Templates() {
		codes = append(codes, t.Code)
	}
	slices.Sort(codes)
	if different := slices.Compact(slices.Clone(codes)); len(different) != len(codes) {
		t.Errorf("%d codes, %d different ones", len(codes), len(different))
	}
}

// TestPhases_AreAllNamed reads from the code which phases jobs report.
func TestPhases_AreAllNamed(t *testing.T) {
	written := regexp.MustCompile(`Phase: +"([a-z ]+)"|note\(progress, "([a-z ]+)"|Phase[A-Z]\w+ +Phase = "([a-z ]+)"`)
	found := map[string]bool{}
	for _, root := range []string{"../../internal", "../../solve"} {
		err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "storetest/") {
				return err
			}
			text, err := os.ReadFile(root + "/" + path)
			for _, m := range written.FindAllStringSubmatch(string(text), -1) {
				found[m[1]+m[2]+m[3]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for phase := range found {
		if !slices.Contains(sentence.Phases, phase) {
			t.Errorf("phase %q has no sentence", phase)
		}
	}
	if len(found) < 15 {
		t.Errorf("only %d phases found in the code: %v", len(found), found)
	}
}
