package bailiwick_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// unsaid is how many errors of a package have no sentence, since only programs
// and the command line meet them. A package with people at the screen may not
// get more: make a sentence in internal/sentence and say it with territory.Say.
var unsaid = map[string]int{
	"internal/alignment":      33,
	"internal/attribute":      1,
	"internal/boundary":       0,
	"internal/boundaryset":    7,
	"internal/compare":        0,
	"internal/csvfile":        0,
	"internal/dataset":        2,
	"internal/discussion":     1,
	"internal/expression":     0,
	"internal/family":         0,
	"internal/figures":        0,
	"internal/geopackage":     0,
	"internal/httpapi":        32,
	"internal/ingest":         0,
	"internal/live":           0,
	"internal/optimize":       4,
	"internal/orgplan":        0,
	"internal/parquetfile":    0,
	"internal/pgsource":       0,
	"internal/refresh":        3,
	"internal/salesforceplan": 5,
	"internal/xlsxfile":       0,
}

// TestErrors_AreSentences counts territory.Errorf in the packages whose errors
// are told in the reader's language.
func TestErrors_AreSentences(t *testing.T) {
	for pkg, most := range unsaid {
		found := 0
		eachFile(t, pkg, func(_ *token.FileSet, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && named(call.Fun, "territory", "Errorf") {
					found++
				}
				return true
			})
		})
		if found != most {
			t.Errorf("%s has %d errors without a sentence, %d are known: say the new ones with territory.Say, or correct the number when there are fewer", pkg, found, most)
		}
	}
}

// TestSentences_AreFilledIn compares what is handed to every sentence with what
// its English asks for.
func TestSentences_AreFilledIn(t *testing.T) {
	codes := map[string]sentence.Template{}
	for _, tmpl := range sentence.Templates() {
		codes[string(tmpl.Code)] = tmpl
	}
	names := map[string]sentence.Template{} // by the name of the variable
	eachFile(t, "internal/sentence", func(_ *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				if call, ok := spec.Values[0].(*ast.CallExpr); ok && len(call.Args) == 2 {
					if code, ok := call.Args[0].(*ast.BasicLit); ok {
						text, _ := strconv.Unquote(code.Value) //nolint:errcheck // it parsed
						names[spec.Names[0].Name] = codes[text]
					}
				}
			}
			return true
		})
	})
	checked := 0
	eachFile(t, "internal", func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			with, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || with.Sel.Name != "With" {
				return true
			}
			of, ok := with.X.(*ast.SelectorExpr)
			if !ok || !named(of, "sentence", of.Sel.Name) {
				return true
			}
			tmpl, ok := names[of.Sel.Name]
			given, plain := keys(call.Args[0])
			if !ok || !plain {
				return true
			}
			if checked++; !slices.Equal(given, tmpl.Params()) {
				t.Errorf("%s: %s is filled with %v and asks for %v", set.Position(call.Pos()), of.Sel.Name, given, tmpl.Params())
			}
			return true
		})
	})
	if checked < 100 {
		t.Errorf("only %d sentences found in the code", checked)
	}
}

// keys lists the names in sentence.Params{…}, sorted; false where they are not
// written out.
func keys(e ast.Expr) ([]string, bool) {
	list := []string{}
	if id, ok := e.(*ast.Ident); ok && id.Name == "nil" {
		return list, true
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	for _, element := range lit.Elts {
		key, ok := element.(*ast.KeyValueExpr).Key.(*ast.BasicLit)
		if !ok {
			return nil, false
		}
		text, err := strconv.Unquote(key.Value)
		if err != nil {
			return nil, false
		}
		list = append(list, text)
	}
	slices.Sort(list)
	return list, true
}

func named(e ast.Expr, pkg, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && id.Name == pkg
}

// eachFile parses the code below a folder, without its tests.
func eachFile(t *testing.T, root string, visit func(*token.FileSet, *ast.File)) {
	t.Helper()
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err == nil {
			visit(set, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
