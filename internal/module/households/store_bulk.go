package households

import (
	"context"
	"strconv"
	"strings"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
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
	// A change is an insert that meets the row it changes: the one form in which
	// both engines take many changed rows in one statement. Whoever changed the
	// row in between has raised its revision, and it is left alone.
	changed = ` ON CONFLICT (id) DO UPDATE SET municipality = excluded.municipality, region = excluded.region,
		persons = excluded.persons, minors = excluded.minors, from_night = excluded.from_night,
		until_night = excluded.until_night, needs = excluded.needs, wishes = excluded.wishes, flags = excluded.flags,
		waiting_since = excluded.waiting_since, registration = excluded.registration, state = excluded.state,
		parked_until = excluded.parked_until, current_location = excluded.current_location, rev = excluded.rev,
		updated_at = excluded.updated_at
		WHERE household.rev = excluded.rev - 1`
	householdWidth = 19
	eventWidth     = 8
)

var (
	sqlInsertHouseholds = householdTarget + tuples(batch, householdWidth) + known
	sqlInsertHousehold  = householdTarget + tuples(1, householdWidth) + known
	sqlChangeHouseholds = householdTarget + tuples(batch, householdWidth) + changed
	sqlChangeHousehold  = householdTarget + tuples(1, householdWidth) + changed
	sqlInsertEvents     = eventTarget + tuples(batch, eventWidth)
	sqlInsertEvent      = eventTarget + tuples(1, eventWidth)
	sqlHouseholdsIn     = wanted + ` SELECT ` + householdColumns + ` FROM wanted JOIN household ON id = wanted_key`
	sqlCodesIn          = wanted + ` SELECT code FROM wanted JOIN household ON code = wanted_key`
)

var (
	householdInserts = bulk{householdWidth, sqlInsertHouseholds, sqlInsertHousehold, householdValues}
	householdChanges = bulk{householdWidth, sqlChangeHouseholds, sqlChangeHousehold, householdValues}
	eventInserts     = bulk{eventWidth, sqlInsertEvents, sqlInsertEvent, eventValues}
)

// wanted is a batch of keys to join with. PostgreSQL keeps the plan it made when
// the table was small; with IN that plan compares every row with every key, with
// a join it is a hash.
var wanted = `WITH wanted (wanted_key) AS (VALUES ` + tuples(batch, 1) + `)`

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
	e := event{r.household.ID, r.household.Rev, tx.Now(), r.person, r.from, r.household.State, r.reason, text}
	tx.Seal(eventKind, e.sealed()...)
	return []any{e.household, e.seq, e.at, e.person, string(e.from), string(e.to), e.reason, e.facts}, err
}

// added inserts new households with their first events and gives how many of
// them were really new; unless all were, no event is written.
func added(ctx context.Context, tx *gate.Tx, records []record) (int, error) {
	count, err := insert(ctx, tx, householdInserts, records)
	if err != nil || count != len(records) {
		return count, err
	}
	for _, r := range records {
		tx.Adds(keptCodes, r.household.ID)
	}
	_, err = insert(ctx, tx, eventInserts, records)
	return count, err
}

// savedAll writes changed households with their events. Whoever changed one of
// them in between wins: the result is a conflict.
func savedAll(ctx context.Context, tx *gate.Tx, records []record) error {
	count, err := insert(ctx, tx, householdChanges, records)
	if err != nil {
		return err
	}
	switch {
	case count == len(records):
		_, err = insert(ctx, tx, eventInserts, records)
		return err
	case len(records) == 1:
		return fault.New(fault.Conflict, "households.changed_meanwhile", "code", records[0].household.Code)
	}
	return fault.New(fault.Conflict, "households.file_changed_meanwhile")
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
			return total, refused(err, records[:size])
		}
		total += int(rows)
		records = records[size:]
	}
	return total, nil
}

// eachBatch asks a query that joins with wanted for all keys.
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
