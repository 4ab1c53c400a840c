// Package db opens the store, SQLite or PostgreSQL, and runs transactions on
// it. One SQL text serves both; what really differs is in dialect.go and in the
// migrations that carry an engine in their name.
//
// Rules of the SQL text (a test holds them): placeholders $1, $2, … first
// appear in ascending order; CAST(x AS BIGINT), never ::; no now(), FOR UPDATE,
// ANY, LATERAL or generate_series; one statement per call; a raw time.Time is
// never bound (calendar.Night and calendar.Instant are); booleans are bound
// through Bool and scanned into bool.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"onderdak/internal/platform/fault"
)

// DB is an open store.
type DB struct {
	write   *sql.DB
	read    *sql.DB
	dialect dialect
}

// Tx is a transaction; every statement of a use case goes through one.
type Tx struct {
	tx *sql.Tx
}

// Open opens a store by URL: sqlite:PATH or postgres://….
func Open(ctx context.Context, url string) (*DB, error) {
	chosen, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	write, read, err := chosen.open(url)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	store := &DB{write: write, read: read, dialect: chosen}
	if err := store.Ping(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// Ping says whether the store answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.write.PingContext(ctx); err != nil {
		return fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	return nil
}

// Close closes all connections.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Engine is sqlite or postgres.
func (d *DB) Engine() string { return d.dialect.name() }

// attempts bounds how often a transaction is run when the engine asks to repeat
// it (serialisation failure, deadlock, busy).
const attempts = 12

// Write runs a read-write transaction and commits it when run returns nil. It
// is repeated when the engine says so; run must therefore have no effect
// outside the transaction.
func (d *DB) Write(ctx context.Context, run func(*Tx) error) error {
	var err error
	for attempt := range attempts {
		if err = d.once(ctx, d.write, nil, run); err == nil || !d.dialect.again(err) {
			break
		}
		if err := pause(ctx, attempt); err != nil {
			return d.explain(err)
		}
	}
	return d.explain(err)
}

// Read runs a read-only transaction on one consistent snapshot.
func (d *DB) Read(ctx context.Context, run func(*Tx) error) error {
	return d.explain(d.once(ctx, d.read, d.dialect.readOptions(), run))
}

func (d *DB) once(ctx context.Context, pool *sql.DB, options *sql.TxOptions, run func(*Tx) error) (err error) {
	tx, err := pool.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if done {
			return
		}
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) && err != nil {
			err = errors.Join(err, undo)
		}
	}()
	if err = run(&Tx{tx: tx}); err != nil {
		return err
	}
	done = true
	return tx.Commit()
}

// explain gives errors of the connection the kind people can act upon; all
// others pass unchanged.
func (d *DB) explain(err error) error {
	if err == nil || fault.KindOf(err) != fault.Internal {
		return err
	}
	if d.dialect.again(err) || d.dialect.lost(err) || closed(err) {
		return fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	return err
}

// closed says that the store was closed while somebody still asked for something:
// the program is ending. The standard library does not export this error.
func closed(err error) bool { return strings.HasSuffix(err.Error(), "sql: database is closed") }

func pause(ctx context.Context, attempt int) error {
	longest := time.Millisecond << min(attempt, 7)
	timer := time.NewTimer(time.Duration(rand.Int64N(int64(longest))) + longest/2)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Exec runs one statement and gives the number of rows it touched.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Row asks for one row; Scan on it gives ErrNone where there is none.
func (t *Tx) Row(ctx context.Context, query string, args ...any) Row {
	return Row{t.tx.QueryRowContext(ctx, query, args...)}
}

// Row is one awaited row.
type Row struct{ row *sql.Row }

// ErrNone says that no row was found.
var ErrNone = errors.New("db: no such row")

// Scan reads the row's columns.
func (r Row) Scan(dest ...any) error {
	err := r.row.Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return err
}

// Scanner reads one row's columns.
type Scanner interface{ Scan(dest ...any) error }

// All reads every row of a query; the rows are closed before it returns, so
// that the transaction is free for the next statement.
func All[T any](ctx context.Context, t *Tx, query string, args []any, read func(Scanner) (T, error)) (found []T, err error) {
	rows, err := t.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		item, err := read(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, item)
	}
	return found, rows.Err()
}

// Bool is how a truth is bound: 0 or 1 on both engines.
func Bool(truth bool) int64 {
	if truth {
		return 1
	}
	return 0
}

// NewID makes a UUIDv7: sortable by the time it was made, from the caller, so
// that a repeated write is the same write.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// refusal is the mark the store's own guards put before their message, on both
// engines.
const refusal = "onderdak:"

// Refused finds the code of a guard inside the store (a trigger) that refused a
// write: "overbooked", "append_only", …; empty where no guard spoke.
func Refused(err error) string {
	if err == nil {
		return ""
	}
	_, after, found := strings.Cut(err.Error(), refusal)
	if !found {
		return ""
	}
	end := strings.IndexFunc(after, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') })
	if end < 0 {
		return after
	}
	return after[:end]
}

// Duplicate says whether a write failed because the key exists already.
func (d *DB) Duplicate(err error) bool { return err != nil && d.dialect.duplicate(err) }

// Prepare checks a statement against the store's tables without running it.
func (d *DB) Prepare(ctx context.Context, query string) error {
	prepared, err := d.write.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	return prepared.Close()
}
