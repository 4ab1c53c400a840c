package db

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver pgx
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is everything in which the engines differ for us.
type dialect interface {
	name() string
	goose() goose.Dialect
	open(url string) (write, read *sql.DB, err error)
	readOptions() *sql.TxOptions
	again(err error) bool     // repeating the transaction may succeed
	lost(err error) bool      // the store could not be reached
	duplicate(err error) bool // a key exists already
}

func dialectOf(address string) (dialect, error) {
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		return sqliteEngine{}, nil
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return postgresEngine{}, nil
	}
	return nil, fmt.Errorf("db: %q is neither sqlite:PATH nor postgres://…", address)
}

type sqliteEngine struct{}

func (sqliteEngine) name() string         { return "sqlite" }
func (sqliteEngine) goose() goose.Dialect { return goose.DialectSQLite3 }

// open gives one writer, which takes the write lock at BEGIN so that writers
// queue fairly in the pool, and a few readers beside it. FULL keeps the last
// commits through a power cut.
func (sqliteEngine) open(address string) (write, read *sql.DB, err error) {
	path := strings.TrimPrefix(address, "sqlite:")
	if path == "" {
		return nil, nil, errors.New("the path is missing after sqlite:")
	}
	const common = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	file := "file:" + (&url.URL{Path: path}).EscapedPath() + common
	write, err = sql.Open("sqlite", file+"&_txlock=immediate")
	if err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	read, err = sql.Open("sqlite", file+"&_pragma=query_only(1)")
	if err != nil {
		return nil, nil, err
	}
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	return write, read, nil
}

func (sqliteEngine) readOptions() *sql.TxOptions { return nil }

func (sqliteEngine) again(err error) bool {
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

func (sqliteEngine) lost(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY:
		return true
	}
	return false
}

func (sqliteEngine) duplicate(err error) bool {
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

func sqliteCode(err error) int {
	var known *sqlite.Error
	if errors.As(err, &known) {
		return known.Code()
	}
	return 0
}

type postgresEngine struct{}

func (postgresEngine) name() string         { return "postgres" }
func (postgresEngine) goose() goose.Dialect { return goose.DialectPostgres }

func (postgresEngine) open(address string) (write, read *sql.DB, err error) {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return nil, nil, err
	}
	connections := max(16, 4*runtime.NumCPU())
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, pool, nil
}

func (postgresEngine) readOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgresEngine) again(err error) bool {
	code := postgresCode(err)
	return code == "40001" || code == "40P01"
}

func (postgresEngine) lost(err error) bool {
	var refused *pgconn.ConnectError
	var network net.Error
	class := postgresCode(err)
	return errors.As(err, &refused) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(class, "08") || strings.HasPrefix(class, "57P") || class == "53300"
}

func (postgresEngine) duplicate(err error) bool { return postgresCode(err) == "23505" }

func postgresCode(err error) string {
	var known *pgconn.PgError
	if errors.As(err, &known) {
		return known.Code
	}
	return ""
}
