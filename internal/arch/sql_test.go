package arch

import (
	"context"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

// statement is one SQL constant of the house.
type statement struct{ where, text string }

// collect finds the statements of all store files, the constants named sql….
// Those glued
// together from parts are followed through their parts of the same package.
func collect(t *testing.T) []statement {
	t.Helper()
	var found []statement
	packages := map[string][]*source{}
	for _, file := range sources(t) {
		packages[file.pkg()] = append(packages[file.pkg()], file)
	}
	for _, files := range packages {
		values := map[string]ast.Expr{}
		for _, file := range files {
			for name, value := range constants(file) {
				values[name] = value
			}
		}
		for _, file := range files {
			if !strings.HasPrefix(filepath.Base(file.path), "store") {
				continue
			}
			for name, value := range constants(file) {
				text, ok := evaluate(value, values)
				if strings.HasPrefix(name, "sql") && ok && isSQL(strconv.Quote(text)) {
					found = append(found, statement{file.path + ": " + name, text})
				}
			}
		}
	}
	return found
}

func constants(file *source) map[string]ast.Expr {
	found := map[string]ast.Expr{}
	for _, declared := range file.tree.Decls {
		group, ok := declared.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST && group.Tok != token.VAR {
			continue
		}
		for _, spec := range group.Specs {
			value := spec.(*ast.ValueSpec)
			if len(value.Names) == 1 && len(value.Values) == 1 {
				found[value.Names[0].Name] = value.Values[0]
			}
		}
	}
	return found
}

func evaluate(value ast.Expr, values map[string]ast.Expr) (string, bool) {
	switch value := value.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(value.Value)
		return text, err == nil && value.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := evaluate(value.X, values)
		right, also := evaluate(value.Y, values)
		return left + right, ok && also
	case *ast.Ident:
		if known, ok := values[value.Name]; ok {
			return evaluate(known, values)
		}
	case *ast.ParenExpr:
		return evaluate(value.X, values)
	}
	return "", false
}

var (
	forbidden = regexp.MustCompile(`(?i)::|\bnow\(|\bfor (no key )?update\b|\bany\s*\(|\blateral\b|\bgenerate_series\b|\bskip locked\b|\bgreatest\(|\blisten\b|\bnotify\b|\bpg_|\bstrftime\b|\bjson_`)
	number    = regexp.MustCompile(`\$(\d+)`)
)

func TestSQLIsPortable(t *testing.T) {
	all := collect(t)
	if len(all) < 15 {
		t.Fatalf("only %d statements found", len(all))
	}
	for _, s := range all {
		if bad := forbidden.FindString(s.text); bad != "" {
			t.Errorf("%s uses %q", s.where, bad)
		}
		if strings.Contains(strings.TrimSuffix(strings.TrimSpace(s.text), ";"), ";") {
			t.Errorf("%s holds more than one statement", s.where)
		}
		next := 1
		for _, match := range number.FindAllStringSubmatch(s.text, -1) {
			n, err := strconv.Atoi(match[1])
			if err != nil {
				t.Fatal(err)
			}
			if n > next {
				t.Errorf("%s: $%d stands before $%d", s.where, n, next)
			}
			next = max(next, n+1)
		}
	}
}

// Every statement is prepared on both engines against the real tables.
func TestSQLPreparesOnBothEngines(t *testing.T) {
	all := collect(t)
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		for _, s := range all {
			if err := store.Prepare(context.Background(), s.text); err != nil {
				t.Errorf("%s: %v", s.where, err)
			}
		}
	})
}
