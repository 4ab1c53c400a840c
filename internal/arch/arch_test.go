// Package arch holds the house to its plan: which package may import which, what
// each kind of file may do, and how large things may grow. A new arrow is a row
// here and a sentence in an ADR.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "onderdak/"

// arrows lists, for every package, the packages of ours it may import. A name
// ending in /... stands for everything below it.
var arrows = map[string][]string{
	"cmd/onderdak": {"internal/cli"},
	"internal/cli": {"internal/app", "internal/assign", "internal/atlas", "internal/calendar", "internal/exchange", "internal/plan",
		"internal/scenario", "internal/phrase", "internal/post", "internal/sheet", "internal/reading", "internal/platform/fault", "internal/platform/i18n"},
	"internal/app": {"internal/module/...", "internal/platform/...", "internal/calendar", "internal/plan", "internal/scenario",
		"internal/exchange", "internal/atlas", "internal/post", "internal/postman", "internal/sheet", "internal/reading"},

	// The pure parts: no store, no clock, no network.
	"internal/calendar":  {},
	"internal/assign":    {},
	"internal/atlas":     {"internal/calendar"},
	"internal/boundary":  {},
	"internal/fairshare": {},
	"internal/plan":      {"internal/assign", "internal/atlas", "internal/calendar"},
	"internal/exchange":  {"internal/atlas", "internal/calendar", "internal/plan", "internal/sheet"},
	"internal/scenario":  {"internal/atlas", "internal/calendar", "internal/exchange", "internal/plan"},

	// Reading what strangers send: bytes, then words, then offers of places.
	"internal/post":    {},
	"internal/sheet":   {},
	"internal/phrase":  {"internal/calendar"},
	"internal/reading": {"internal/atlas", "internal/calendar", "internal/exchange", "internal/phrase", "internal/post", "internal/sheet"},
	"internal/postman": {},

	// The rooms. All may look things up in the atlas and use the platform.
	"internal/module/org":        {"internal/atlas", "internal/calendar", "internal/platform/..."},
	"internal/module/trail":      {"internal/sheet", "internal/atlas", "internal/calendar", "internal/module/org", "internal/platform/..."},
	"internal/module/places":     {"internal/atlas", "internal/calendar", "internal/plan", "internal/module/org", "internal/platform/..."},
	"internal/module/households": {"internal/atlas", "internal/calendar", "internal/plan", "internal/module/org", "internal/platform/..."},
	"internal/module/matching": {"internal/atlas", "internal/calendar", "internal/plan", "internal/module/org", "internal/module/places",
		"internal/module/households", "internal/platform/..."},
	"internal/module/locations": {"internal/atlas", "internal/calendar", "internal/module/org", "internal/module/places",
		"internal/module/households", "internal/module/matching", "internal/platform/..."},

	"internal/module/dispersal": {"internal/atlas", "internal/calendar", "internal/module/org", "internal/platform/..."},
	"internal/module/nextplace": {"internal/atlas", "internal/calendar", "internal/plan", "internal/module/places", "internal/module/households",
		"internal/module/matching", "internal/platform/..."},
	"internal/module/placement": {"internal/atlas", "internal/calendar", "internal/plan", "internal/module/places", "internal/module/households",
		"internal/module/matching", "internal/module/nextplace", "internal/platform/..."},

	"internal/module/arrivals": {"internal/sheet", "internal/atlas", "internal/calendar", "internal/plan", "internal/module/org", "internal/module/places",
		"internal/module/households", "internal/module/matching", "internal/platform/..."},

	"internal/module/registration": {"internal/atlas", "internal/calendar", "internal/plan", "internal/module/org", "internal/module/places",
		"internal/module/households", "internal/module/matching", "internal/platform/..."},

	"internal/module/intake": {"internal/atlas", "internal/calendar", "internal/phrase", "internal/reading",
		"internal/module/org", "internal/module/places", "internal/platform/..."},
	"internal/module/mailroom": {"internal/atlas", "internal/calendar", "internal/phrase", "internal/post", "internal/reading",
		"internal/module/intake", "internal/module/places", "internal/platform/..."},
	"internal/module/uploads": {"internal/calendar", "internal/reading", "internal/sheet", "internal/module/intake", "internal/module/mailroom",
		"internal/module/places", "internal/platform/..."},

	"internal/module/freshness": {"internal/atlas", "internal/calendar", "internal/module/org", "internal/module/places", "internal/platform/..."},

	// The ground floor knows no room.
	"internal/platform/fault":      {},
	"internal/platform/i18n":       {"internal/calendar"},
	"internal/platform/migrations": {},
	"internal/platform/db":         {"internal/platform/fault", "internal/platform/migrations"},
	"internal/platform/db/dbtest":  {"internal/platform/db"},
	"internal/platform/access":     {"internal/platform/fault"},
	"internal/platform/gate":       {"internal/calendar", "internal/platform/access", "internal/platform/db", "internal/platform/fault"},
	"internal/platform/job":        {"internal/calendar", "internal/platform/db"},
	"internal/platform/mail":       {"internal/calendar", "internal/platform/db", "internal/platform/i18n", "internal/platform/job"},
	"internal/platform/ui":         {"internal/calendar"},
	"internal/platform/ui/uitest":  {},
	"internal/module/picture": {"internal/sheet", "internal/atlas", "internal/calendar", "internal/boundary", "internal/fairshare", "internal/module/org", "internal/module/places",
		"internal/module/households", "internal/module/freshness", "internal/platform/..."},

	"internal/platform/web": {"internal/calendar", "internal/platform/access", "internal/platform/fault", "internal/platform/i18n",
		"internal/platform/ui"},
	"tools/assets":      {},
	"tools/screenshots": {"internal/app", "internal/platform/mail"},
}

// roles says what a file may do by its name. Each rule names what it looks for
// and the files in which it is at home.
var roles = []struct {
	what    string
	uses    func(*source) []token.Pos
	allowed func(file string) bool
}{
	{"sees net/http", importing("net/http"), func(file string) bool {
		base := filepath.Base(file)
		return base == "web.go" || base == "api.go" || strings.HasPrefix(base, "web_") || strings.HasPrefix(base, "api_") ||
			under(file, "internal/platform/web") || under(file, "internal/app") || under(file, "tools")
	}},
	{"sees database/sql", importing("database/sql"), func(file string) bool {
		return under(file, "internal/platform/db")
	}},
	{"begins a transaction", calling("Write", "Read", "store", "db"), func(file string) bool {
		return under(file, "internal/platform/gate") || under(file, "internal/platform/db") || under(file, "internal/platform/job") ||
			under(file, "internal/app")
	}},
	{"writes SQL", statements, func(file string) bool {
		return strings.HasPrefix(filepath.Base(file), "store") || under(file, "internal/platform/db")
	}},
	{"writes CSV past the guard against formulas", calling("NewWriter", "NewWriter", "csv"), func(file string) bool {
		return under(file, "internal/sheet")
	}},
	{"uses the old random numbers", importing("math/rand"), never},
	{"hides errors behind io/ioutil", importing("io/ioutil"), never},
}

// standard holds the packages that may use nothing but the standard library and
// ours.
var standard = []string{"internal/assign", "internal/calendar", "internal/atlas", "internal/boundary", "internal/fairshare", "internal/plan", "internal/platform/fault", "internal/platform/access",
	"internal/platform/gate", "internal/platform/job"}

type source struct {
	path string // from the root of the repository
	set  *token.FileSet
	tree *ast.File
}

func (s *source) pkg() string { return filepath.ToSlash(filepath.Dir(s.path)) }

func (s *source) imports() []string {
	var paths []string
	for _, spec := range s.tree.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, path)
	}
	return paths
}

func under(file, folder string) bool { return strings.HasPrefix(filepath.ToSlash(file), folder+"/") }

func never(string) bool { return false }

// sources parses every Go file of the house that is not a test.
func sources(t *testing.T) []*source {
	t.Helper()
	var found []*source
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		found = append(found, &source{path: relative, set: set, tree: tree})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 20 {
		t.Fatalf("only %d files found; is this the root?", len(found))
	}
	return found
}

func TestArrows(t *testing.T) {
	for _, file := range sources(t) {
		pkg := file.pkg()
		allowed, known := arrows[pkg]
		if !known {
			t.Errorf("%s: package %s has no row in the table of arrows", file.path, pkg)
			continue
		}
		for _, path := range file.imports() {
			target, ours := strings.CutPrefix(path, module)
			if ours && !permits(allowed, target) {
				t.Errorf("%s: %s may not import %s", file.path, pkg, target)
			}
		}
	}
}

func permits(allowed []string, target string) bool {
	for _, pattern := range allowed {
		prefix, below := strings.CutSuffix(pattern, "/...")
		if target == pattern || below && strings.HasPrefix(target, prefix+"/") {
			return true
		}
	}
	return false
}

func TestFileRoles(t *testing.T) {
	for _, file := range sources(t) {
		for _, role := range roles {
			if role.allowed(file.path) {
				continue
			}
			for _, pos := range role.uses(file) {
				t.Errorf("%s:%d %s, which is not the job of this file", file.path, file.set.Position(pos).Line, role.what)
			}
		}
	}
}

func TestPureRoomsUseTheStandardLibrary(t *testing.T) {
	for _, file := range sources(t) {
		for _, room := range standard {
			if file.pkg() != room {
				continue
			}
			for _, path := range file.imports() {
				if strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
					t.Errorf("%s imports %s", file.path, path)
				}
			}
		}
	}
}

func importing(wanted string) func(*source) []token.Pos {
	return func(file *source) []token.Pos {
		var found []token.Pos
		for _, spec := range file.tree.Imports {
			if path, _ := strconv.Unquote(spec.Path.Value); path == wanted {
				found = append(found, spec.Pos())
			}
		}
		return found
	}
}

// calling finds x.Method(…) where Method is one of the first two names and x, or
// the last part of it, one of the others.
func calling(write, read string, receivers ...string) func(*source) []token.Pos {
	return func(file *source) (found []token.Pos) {
		ast.Inspect(file.tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || method.Sel.Name != write && method.Sel.Name != read && method.Sel.Name != "BeginTx" {
				return true
			}
			name := ""
			switch on := method.X.(type) {
			case *ast.Ident:
				name = on.Name
			case *ast.SelectorExpr:
				name = on.Sel.Name
			}
			for _, receiver := range receivers {
				if name == receiver {
					found = append(found, call.Pos())
				}
			}
			return true
		})
		return found
	}
}

// statements finds string constants that are SQL.
func statements(file *source) (found []token.Pos) {
	ast.Inspect(file.tree, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if ok && literal.Kind == token.STRING && isSQL(literal.Value) {
			found = append(found, literal.Pos())
		}
		return true
	})
	return found
}

func isSQL(literal string) bool {
	text, err := strconv.Unquote(literal)
	if err != nil {
		return false
	}
	words := strings.Fields(text)
	if len(words) < 3 {
		return false
	}
	switch words[0] {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

const (
	longestFunction = 80
	longestFile     = 500
	mostBranches    = 15
)

func TestSizes(t *testing.T) {
	for _, file := range sources(t) {
		lines := file.set.Position(file.tree.End()).Line
		if lines > longestFile {
			t.Errorf("%s has %d lines, more than %d", file.path, lines, longestFile)
		}
		for _, declared := range file.tree.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if !ok || function.Body == nil {
				continue
			}
			length := file.set.Position(function.End()).Line - file.set.Position(function.Pos()).Line + 1
			if length > longestFunction {
				t.Errorf("%s: %s has %d lines, more than %d", file.path, function.Name.Name, length, longestFunction)
			}
			if branches := complexity(function); branches > mostBranches {
				t.Errorf("%s: %s has a cyclomatic complexity of %d, more than %d", file.path, function.Name.Name, branches, mostBranches)
			}
		}
	}
}

func complexity(function *ast.FuncDecl) int {
	count := 1
	ast.Inspect(function.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			count++
		case *ast.CaseClause:
			if node.List != nil {
				count++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				count++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				count++
			}
		}
		return true
	})
	return count
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, file := range sources(t) {
		for _, declared := range file.tree.Decls {
			switch declared := declared.(type) {
			case *ast.FuncDecl:
				if declared.Name.IsExported() && declared.Doc == nil && exportedReceiver(declared) {
					t.Errorf("%s: %s has no doc comment", file.path, declared.Name.Name)
				}
			case *ast.GenDecl:
				undocumented(t, file, declared)
			}
		}
	}
}

func exportedReceiver(function *ast.FuncDecl) bool {
	if function.Recv == nil {
		return true
	}
	kind := function.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}

func undocumented(t *testing.T, file *source, group *ast.GenDecl) {
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && spec.Doc == nil && group.Doc == nil {
				t.Errorf("%s: type %s has no doc comment", file.path, spec.Name.Name)
			}
		case *ast.ValueSpec:
			if spec.Names[0].IsExported() && spec.Doc == nil && spec.Comment == nil && group.Doc == nil {
				t.Errorf("%s: %s has no doc comment", file.path, spec.Names[0].Name)
			}
		}
	}
}

func TestDirectDependenciesHaveAReason(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	reasons, err := os.ReadFile(filepath.Join("..", "..", "docs", "adr", "0004-dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for _, line := range strings.Split(string(data), "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || !strings.HasPrefix(words[1], "v") || strings.Contains(line, "// indirect") {
			continue
		}
		direct++
		if !strings.Contains(string(reasons), words[0]) {
			t.Errorf("%s has no line of reason in docs/adr/0004-dependencies.md", words[0])
		}
	}
	if direct == 0 || direct > 20 {
		t.Errorf("%d direct dependencies, at most 20", direct)
	}
}
