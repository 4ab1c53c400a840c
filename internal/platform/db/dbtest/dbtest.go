// Package dbtest gives tests real stores: an SQLite file and a database in a
// PostgreSQL server of the test's own. A package that uses it has
//
//	func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }
//
// The server is started at first use, from the machine's own PostgreSQL
// programs, and ends with the test process. A missing PostgreSQL fails the
// test; it is never skipped.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"onderdak/internal/platform/db"
)

// Run runs the package's tests and stops the server, if one was started.
func Run(m *testing.M) int {
	code := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	return code
}

// Engines are the engines every store test runs on.
var Engines = []string{"sqlite", "postgres"}

// Each runs the test once per engine on a fresh, migrated, empty store.
func Each(t *testing.T, test func(t *testing.T, store *db.DB)) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(engine, func(t *testing.T) { test(t, Open(t, engine)) })
	}
}

// Open opens a fresh, migrated, empty store that ends with the test.
func Open(t testing.TB, engine string) *db.DB {
	t.Helper()
	return Connect(t, URL(t, engine))
}

// Connect opens a store by URL until the test ends.
func Connect(t testing.TB, url string) *db.DB {
	t.Helper()
	store, err := db.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// URL makes a fresh, migrated, empty store and gives its address.
func URL(t testing.TB, engine string) string {
	t.Helper()
	if engine == "postgres" {
		return shared.fresh(t)
	}
	path := filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, emptySQLite(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

var sqliteTemplate struct {
	once sync.Once
	data []byte
	err  error
}

// emptySQLite is a migrated, empty store, made once per test process.
func emptySQLite(t testing.TB) []byte {
	t.Helper()
	sqliteTemplate.once.Do(func() {
		dir, err := os.MkdirTemp("", "onderdak-template-")
		if err != nil {
			sqliteTemplate.err = err
			return
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "template.db")
		if sqliteTemplate.err = migrate("sqlite:" + path); sqliteTemplate.err != nil {
			return
		}
		sqliteTemplate.data, sqliteTemplate.err = os.ReadFile(path)
	})
	if sqliteTemplate.err != nil {
		t.Fatal(sqliteTemplate.err)
	}
	return sqliteTemplate.data
}

func migrate(url string) error {
	store, err := db.Open(context.Background(), url)
	if err != nil {
		return err
	}
	if _, err := store.Migrate(context.Background()); err != nil {
		store.Close()
		return err
	}
	return store.Close()
}
