package households

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// record is a household with how it came to be as it is.
type record struct {
	household Household
	from      State // state before; empty for a new household
	person    string
	reason    string
}

// bulk inserts rows by the batch and the rest one by one; a batch of 100 keeps
// within the parameters either engine takes.
type bulk struct {
	columns   int
	many, one string
	values    func(tx *gate.Tx, r record) ([]any, error)
}

const batch = 100

const (
	householdTarget = `INSERT INTO household (` + householdColumns + `, created_at, updated_at) VALUES `
	eventTarget     = `INSERT INTO household_event (household, seq, at, person, from_state, to_state, reason, facts) VALUES `
	known           = ` ON CONFLICT (id) DO NOTHING`
	householdWidth  = 19
	eventWidth      = 8
)

var (
	sqlInsertHouseholds = householdTarget + tuples(batch, householdWidth) + known
	sqlInsertHousehold  = householdTarget + tuples(1, householdWidth) + known
	sqlInsertEvents     = eventTarget + tuples(batch, eventWidth)
	sqlInsertEvent      = eventTarget + tuples(1, eventWidth)
	sqlHouseholdsIn     = `SELECT ` + householdColumns + ` FROM household WHERE id IN ` + tuples(1, batch)
	sqlCodesIn          = `SELECT code FROM household WHERE code IN ` + tuples(1, batch)
)

var (
	householdInserts = bulk{householdWidth, sqlInsertHouseholds, sqlInsertHousehold, householdValues}
	eventInserts     = bulk{eventWidth, sqlInsertEvents, sqlInsertEvent, eventValues}
)

// tuples writes rows of ascending placeholders: ($1, $2), ($3, $4).
func tuples(rows, columns int) string {
	var text strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%columns == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		text.WriteString("$" + strconv.Itoa(i+1))
	}
	return text.String() + ")"
}

func householdValues(tx *gate.Tx, r record) ([]any, error) {
	h := r.household
	return []any{
		h.ID, h.Code, h.Municipality, h.Region, h.Persons, h.minors(), h.From, h.Until, join(h.Needs), join(h.Wishes),
		join(h.Flags), h.WaitingSince, string(h.Registration), string(h.State), h.ParkedUntil, h.current(), h.Rev,
		tx.Now(), tx.Now(),
	}, nil
}

func eventValues(tx *gate.Tx, r record) ([]any, error) {
	text, err := r.household.facts()
	return []any{
		r.household.ID, r.household.Rev, tx.Now(), r.person, string(r.from), string(r.household.State), r.reason, text,
	}, err
}

// added inserts new households with their first events and gives how many of
// them were really new.
func added(ctx context.Context, tx *gate.Tx, records []record) (int, error) {
	before, err := insert(ctx, tx, householdInserts, records)
	if err != nil || before != len(records) {
		return before, err
	}
	return before, inserted(ctx, tx, eventInserts, records)
}

func inserted(ctx context.Context, tx *gate.Tx, into bulk, records []record) error {
	_, err := insert(ctx, tx, into, records)
	return err
}

func insert(ctx context.Context, tx *gate.Tx, into bulk, records []record) (int, error) {
	total := 0
	for len(records) > 0 {
		size, query := 1, into.one
		if len(records) >= batch {
			size, query = batch, into.many
		}
		args := make([]any, 0, size*into.columns)
		for _, r := range records[:size] {
			values, err := into.values(tx, r)
			if err != nil {
				return total, err
			}
			args = append(args, values...)
		}
		rows, err := tx.Exec(ctx, query, args...)
		if err != nil {
			return total, fmt.Errorf("households: insert: %w", refused(err, records[0].household))
		}
		total += int(rows)
		records = records[size:]
	}
	return total, nil
}

// eachBatch asks a query of the form "x IN (batch placeholders)" for all keys.
func eachBatch[T any](ctx context.Context, tx *db.Tx, query string, keys []string, read func(db.Scanner) (T, error)) ([]T, error) {
	var all []T
	for len(keys) > 0 {
		size := min(batch, len(keys))
		args := make([]any, batch)
		for i := range args {
			args[i] = "" // no key is empty, so the rest of the last batch finds nothing
			if i < size {
				args[i] = keys[i]
			}
		}
		some, err := db.All(ctx, tx, query, args, read)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		keys = keys[size:]
	}
	return all, nil
}

// freshCodes gives every id a reference code that nobody has yet.
func freshCodes(ctx context.Context, tx *db.Tx, ids []string) (map[string]string, error) {
	codes := make(map[string]string, len(ids))
	used := make(map[string]bool, len(ids))
	for attempt := 0; len(ids) > 0; attempt++ {
		candidates := make([]string, len(ids))
		for i, id := range ids {
			candidates[i] = codeOf(id, attempt)
		}
		taken, err := eachBatch(ctx, tx, sqlCodesIn, candidates, readText)
		if err != nil {
			return nil, err
		}
		for _, code := range taken {
			used[code] = true
		}
		var again []string
		for i, id := range ids {
			if used[candidates[i]] {
				again = append(again, id)
				continue
			}
			codes[id], used[candidates[i]] = candidates[i], true
		}
		ids = again
	}
	return codes, nil
}

func readText(row db.Scanner) (string, error) {
	var text string
	err := row.Scan(&text)
	return text, err
}
