package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const meetingFiles = "../../ballot/meeting/*.go"

// inMeeting visits the syntax of package meeting, but for its tests.
func inMeeting(t *testing.T, visit func(ast.Node)) {
	t.Helper()
	paths, err := filepath.Glob(meetingFiles)
	if err != nil || len(paths) < 20 {
		t.Fatalf("only %d files of package meeting were found: %v", len(paths), err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			visit(n)
			return true
		})
	}
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// meetingRules are the ids by which package meeting refuses: what is given where a
// function asks for a rule, what ruleID chooses from, and what a function that gives a
// rule returns.
func meetingRules(t *testing.T) []string {
	asks := map[string]int{} // function -> which argument is a rule
	var out []string
	inMeeting(t, func(n ast.Node) {
		f, ok := n.(*ast.FuncDecl)
		if !ok {
			return
		}
		i := 0
		for _, field := range f.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == "rule" {
					asks[f.Name.Name] = i
				}
				i++
			}
		}
		if f.Type.Results == nil || len(f.Type.Results.List) == 0 || len(f.Type.Results.List[0].Names) == 0 || f.Type.Results.List[0].Names[0].Name != "rule" {
			return
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > 0 {
				if s, ok := text(r.Results[0]); ok && s != "" {
					out = append(out, s)
				}
			}
			return true
		})
	})
	if _, ok := asks["refuse"]; !ok {
		t.Fatal("package meeting refuses in another way than it did")
	}
	inMeeting(t, func(n ast.Node) {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		i, rule := asks[called(c)]
		for j, arg := range c.Args {
			s, ok := text(arg)
			if ok && s != "" && s != "KL" && (rule && i == j || called(c) == "ruleID") {
				out = append(out, s)
			}
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// meetingForms are the forms in which it says why.
func meetingForms(t *testing.T) []string {
	var out []string
	inMeeting(t, func(n ast.Node) {
		c, ok := n.(*ast.CallExpr)
		if !ok || called(c) != "refuse" {
			return
		}
		form, ok := text(c.Args[1])
		if !ok {
			t.Errorf("a refusal has no form that stands in the source")
		}
		out = append(out, form)
	})
	slices.Sort(out)
	return slices.Compact(out)
}
