package places

import (
	"context"
	"fmt"
	"strings"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// batchRows is how many rows one statement of an import writes.
const batchRows = 64

var (
	sqlInsertLocations = rows(sqlInsertLocation, batchRows)
	sqlInsertEntries   = rows(sqlInsertEntry, batchRows)
	sqlInsertRungSpans = rows(sqlInsertRungSpan, batchRows)
	sqlInsertOpenSpans = rows(sqlInsertOpenSpan, batchRows)
)

// rows makes the statement that inserts many rows out of the one for one row.
func rows(one string, count int) string {
	columns := strings.Count(one, "$")
	var text strings.Builder
	text.WriteString(one)
	for row := 1; row < count; row++ {
		for column := 1; column <= columns; column++ {
			separator := ", "
			if column == 1 {
				separator = ", ("
			}
			fmt.Fprintf(&text, "%s$%d", separator, row*columns+column)
		}
		text.WriteString(")")
	}
	return text.String()
}

// insertRows writes rows of equal width, as many as possible per statement.
func insertRows(ctx context.Context, tx *db.Tx, one, many string, values [][]any) error {
	for len(values) > 0 {
		query, count := one, 1
		if len(values) >= batchRows {
			query, count = many, batchRows
		}
		var args []any
		for _, row := range values[:count] {
			args = append(args, row...)
		}
		if _, err := tx.Exec(ctx, query, args...); err != nil {
			return err
		}
		values = values[count:]
	}
	return nil
}

// newcomer is a location nobody has heard of before, with what is said about
// its open places: nothing is to be loaded and nobody is displaced.
type newcomer struct {
	location Location
	entries  []Entry
	open     []Span
}

func insertNewcomers(ctx context.Context, tx *gate.Tx, newcomers []newcomer) error {
	var locations, entries, rungs, open [][]any
	for _, n := range newcomers {
		tx.Adds(keptLocations, n.location.ID)
		locations = append(locations, locationValues(n.location))
		for _, e := range n.entries {
			tx.Seal(entryKind, e.sealed()...)
			entries = append(entries, entryValues(e))
		}
		for _, s := range n.open {
			rungs = append(rungs, []any{n.location.ID, string(Open), s.From, s.Until, s.Places})
			open = append(open, []any{n.location.ID, s.From, s.Until, s.Places})
		}
	}
	for _, part := range []struct {
		one, many string
		values    [][]any
	}{
		{sqlInsertLocation, sqlInsertLocations, locations}, {sqlInsertEntry, sqlInsertEntries, entries},
		{sqlInsertRungSpan, sqlInsertRungSpans, rungs}, {sqlInsertOpenSpan, sqlInsertOpenSpans, open},
	} {
		if err := insertRows(ctx, tx.Tx, part.one, part.many, part.values); err != nil {
			return err
		}
	}
	return nil
}
