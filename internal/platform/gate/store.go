package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// entry is one audit row.
type entry struct {
	At                                                 calendar.Instant
	Person, Role, Action, Object, Reason, Detail, Seal string
}

// digest chains the row to the one before it; the fields are length-prefixed so
// that no two rows can share a text.
func (e entry) digest(book string, seq int64, previous string) string {
	var text strings.Builder
	fields := []string{
		book, strconv.FormatInt(seq, 10), strconv.FormatInt(int64(e.At), 10), e.Person, e.Role,
		e.Action, e.Object, e.Reason, e.Detail, previous,
	}
	if e.Seal != "" { // rows from before there were seals keep their digest
		fields = append(fields, e.Seal)
	}
	for _, field := range fields {
		fmt.Fprintf(&text, "%d:%s", len(field), field)
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

const (
	// The head row is both the counter of the book and its lock.
	sqlNextEntry = `INSERT INTO audit_head (book, seq, hash) VALUES ($1, 1, '')
		ON CONFLICT (book) DO UPDATE SET seq = audit_head.seq + 1 RETURNING seq, hash`
	sqlInsertEntry = `INSERT INTO audit (book, seq, at, person, role, action, object, reason, detail, previous, hash, seal)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	sqlUpdateHead = `UPDATE audit_head SET hash = $1 WHERE book = $2`
	sqlPlaces     = `SELECT book, seq, hash, seal FROM audit ORDER BY book, seq`
	sqlSeals      = `SELECT at, seal FROM audit ORDER BY book, seq`
	sqlEntriesOf  = `SELECT book, seq, at, person, role, action, object, reason, detail, previous, hash, seal
		FROM audit WHERE object = $1 ORDER BY at, book, seq`
)

func record(ctx context.Context, tx *db.Tx, book string, e entry) (place, error) {
	var seq int64
	var previous string
	if err := tx.Row(ctx, sqlNextEntry, book).Scan(&seq, &previous); err != nil {
		return place{}, fmt.Errorf("gate: audit: %w", err)
	}
	hash := e.digest(book, seq, previous)
	_, err := tx.Exec(ctx, sqlInsertEntry, book, seq, e.At, e.Person, e.Role, e.Action, e.Object, e.Reason, e.Detail, previous, hash, e.Seal)
	if err != nil {
		return place{}, fmt.Errorf("gate: audit: %w", err)
	}
	if _, err := tx.Exec(ctx, sqlUpdateHead, hash, book); err != nil {
		return place{}, fmt.Errorf("gate: audit: %w", err)
	}
	return place{book, seq, hash}, nil
}

// Entry is an audit row as readers see it.
type Entry struct {
	Book   string
	Seq    int64
	At     calendar.Instant
	Person string
	Role   string
	Action string
	Object string
	Reason string
	Detail string

	previous, hash, seal string
}

func readEntry(row db.Scanner) (Entry, error) {
	var e Entry
	err := row.Scan(&e.Book, &e.Seq, &e.At, &e.Person, &e.Role, &e.Action, &e.Object, &e.Reason, &e.Detail, &e.previous, &e.hash, &e.seal)
	return e, err
}

// sealedRow is what an audit row sealed.
type sealedRow struct {
	at    calendar.Instant
	seals seals
}

func sealedRows(ctx context.Context, tx *db.Tx) ([]sealedRow, error) {
	return db.All(ctx, tx, sqlSeals, nil, func(row db.Scanner) (found sealedRow, err error) {
		var text string
		err = row.Scan(&found.at, &text)
		found.seals = readSeals(text)
		return found, err
	})
}

// History lists everything done to an object, oldest first.
func History(ctx context.Context, tx *db.Tx, object string) ([]Entry, error) {
	return db.All(ctx, tx, sqlEntriesOf, []any{object}, readEntry)
}

// Verify replays every audit book and lists what does not hold: a row altered,
// removed or added by hand.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	books, err := VerifyBooks(ctx, tx)
	var wrong []string
	for _, book := range books {
		wrong = append(wrong, book.Wrong...)
	}
	if err != nil {
		return nil, err
	}
	cut, err := verifyVouched(ctx, tx)
	return append(wrong, cut...), err
}
