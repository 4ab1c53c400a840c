package gate

import (
	"context"
	"errors"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// Search narrows the audit; an empty field does not.
type Search struct {
	Person string // id
	Object string // "household/018f…"
	Action string
	Book   string           // municipality, region or NL
	From   calendar.Instant // from then on
	Until  calendar.Instant // before then
}

const (
	sqlReach = `(CAST($1 AS BIGINT) = 1 OR book = $2 OR book = $3)`
	sqlFind  = `SELECT book, seq, at, person, role, action, object, reason, detail, previous, hash, seal FROM audit WHERE ` + sqlReach
	sqlCount = `SELECT seq FROM audit WHERE ` + sqlReach
	sqlBooks = `SELECT book, MAX(seq), MAX(hash) FROM audit_head GROUP BY book
		UNION SELECT DISTINCT book, 0, '' FROM audit WHERE book NOT IN (SELECT book FROM audit_head) ORDER BY 1`
	sqlEntriesFrom = `SELECT book, seq, at, person, role, action, object, reason, detail, previous, hash, seal
		FROM audit WHERE book = $1 AND seq > $2 ORDER BY seq LIMIT 2000`
)

// narrow writes what the search asks for as further conditions of a query that
// begins with the reach of the scope, with the values of both. Every column asked
// for has an index, which one text with all conditions in it could not use.
func (s Search) narrow(scope Scope) (text string, args []any) {
	args = []any{db.Bool(scope.nation), scope.region, scope.municipality}
	add := func(wanted bool, column, comparison string, value any) {
		if wanted {
			args = append(args, value)
			text += fmt.Sprintf(" AND %s %s $%d", column, comparison, len(args))
		}
	}
	add(s.Person != "", "person", "=", s.Person)
	add(s.Object != "", "object", "=", s.Object)
	add(s.Action != "", "action", "=", s.Action)
	add(s.Book != "", "book", "=", s.Book)
	add(s.From != 0, "at", ">=", s.From)
	add(s.Until != 0, "at", "<", s.Until)
	return text, args
}

// Find lists entries of the audit within the scope, newest first: at most limit,
// after the first skip.
func Find(ctx context.Context, tx *db.Tx, scope Scope, search Search, skip, limit int) ([]Entry, error) {
	conditions, args := search.narrow(scope)
	query := fmt.Sprintf("%s%s ORDER BY at DESC, book, seq DESC LIMIT %d OFFSET %d", sqlFind, conditions, limit, skip)
	return db.All(ctx, tx, query, args, readEntry)
}

// Count counts entries of the audit within the scope, to at most the limit:
// nobody pages through more.
func Count(ctx context.Context, tx *db.Tx, scope Scope, search Search, limit int) (count int, err error) {
	conditions, args := search.narrow(scope)
	err = tx.Row(ctx, fmt.Sprintf("SELECT COUNT(*) FROM (%s%s LIMIT %d) AS few", sqlCount, conditions, limit), args...).Scan(&count)
	return count, err
}

// BookState is how one audit book stands after it was replayed.
type BookState struct {
	Book  string
	Seq   int64    // entries in the book, by its head
	Wrong []string // what does not hold; empty: the chain is whole
}

// VerifyBooks replays every audit book, some entries at a time.
func VerifyBooks(ctx context.Context, tx *db.Tx) ([]BookState, error) {
	type head struct {
		BookState
		hash string
	}
	heads, err := db.All(ctx, tx, sqlBooks, nil, func(row db.Scanner) (one head, err error) {
		err = row.Scan(&one.Book, &one.Seq, &one.hash)
		return one, err
	})
	states := make([]BookState, 0, len(heads))
	for _, one := range heads {
		wrong, last, replayed := replay(ctx, tx, one.Book)
		err = errors.Join(err, replayed)
		switch {
		case one.Seq == 0:
			wrong = append(wrong, fmt.Sprintf("audit book %s: has no head", one.Book))
		case last.Seq != one.Seq || last.hash != one.hash:
			wrong = append(wrong, fmt.Sprintf("audit book %s: ends at entry %d, its head says %d", one.Book, last.Seq, one.Seq))
		}
		one.Wrong = wrong
		states = append(states, one.BookState)
	}
	return states, err
}

// replay follows the chain of a book and lists where it breaks; last is where it
// ends.
func replay(ctx context.Context, tx *db.Tx, book string) (wrong []string, last Entry, err error) {
	for {
		entries, err := db.All(ctx, tx, sqlEntriesFrom, []any{book, last.Seq}, readEntry)
		if err != nil || len(entries) == 0 {
			return wrong, last, err
		}
		for _, e := range entries {
			plain := entry{At: e.At, Person: e.Person, Role: e.Role, Action: e.Action, Object: e.Object, Reason: e.Reason, Detail: e.Detail, Seal: e.seal}
			if e.Seq != last.Seq+1 || e.previous != last.hash || e.hash != plain.digest(e.Book, e.Seq, e.previous) {
				wrong = append(wrong, fmt.Sprintf("audit book %s: the chain breaks at entry %d", e.Book, e.Seq))
			}
			last = e
		}
	}
}
