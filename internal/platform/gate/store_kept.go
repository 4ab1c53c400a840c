package gate

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"onderdak/internal/platform/db"
)

// manyKeys is how many keys are asked for at a time.
const manyKeys = 100

const sqlSealedChanges = `SELECT seal FROM audit WHERE seal <> ''`

func (k Kept) lock() string {
	if k.Lock != "" {
		return k.Lock
	}
	return `UPDATE ` + k.Table + ` SET ` + k.Key + ` = ` + k.Key + ` WHERE ` + k.Key + ` = $1`
}

func (k Kept) ofOne() string {
	return `SELECT ` + k.Fields + ` FROM ` + k.Table + ` WHERE ` + k.Key + ` = $1`
}

// ofMany joins with the keys: for a list of keys PostgreSQL would compare every
// row with every key.
func (k Kept) ofMany() string {
	var keys strings.Builder
	for i := range manyKeys {
		if i > 0 {
			keys.WriteString(", ")
		}
		keys.WriteString("($" + strconv.Itoa(i+1) + ")")
	}
	return `WITH wanted (wanted_key) AS (VALUES ` + keys.String() + `) SELECT ` + k.Fields + ` FROM wanted JOIN ` + k.Table + ` ON ` + k.Key + ` = wanted_key`
}

// sum adds up the rows of some keys.
func (k Kept) sum(ctx context.Context, tx *db.Tx, keys ...string) (total seal, err error) {
	for len(keys) > 0 {
		query, args := k.ofOne(), []any{keys[0]}
		if len(keys) > manyKeys/10 {
			query, args = k.ofMany(), make([]any, manyKeys)
			for i := range args {
				args[i] = "" // no key is empty
				if i < len(keys) {
					args[i] = keys[i]
				}
			}
		}
		if _, err := k.add(ctx, tx, &total, query, args); err != nil {
			return total, err
		}
		keys = keys[min(len(keys), len(args)):]
	}
	return total, nil
}

func (k Kept) sumOfAll(ctx context.Context, tx *db.Tx) (total seal, rows int, err error) {
	rows, err = k.add(ctx, tx, &total, `SELECT `+k.Fields+` FROM `+k.Table, nil)
	return total, rows, err
}

// add reads rows as they are, whatever their columns hold, and adds them up.
func (k Kept) add(ctx context.Context, tx *db.Tx, total *seal, query string, args []any) (int, error) {
	fields := make([]any, strings.Count(k.Fields, ",")+1)
	dest := make([]any, len(fields))
	for i := range fields {
		dest[i] = &fields[i]
	}
	rows, err := db.All(ctx, tx, query, args, func(row db.Scanner) (none struct{}, err error) {
		if err := row.Scan(dest...); err != nil {
			return none, err
		}
		total.add(fields)
		return none, nil
	})
	if err != nil {
		return 0, fmt.Errorf("gate: %s: %w", k.Table, err)
	}
	return len(rows), nil
}

// changesSealed adds up, by kind, what all changes sealed of rows that are kept.
func changesSealed(ctx context.Context, tx *db.Tx) (map[string]seal, error) {
	total := map[string]seal{}
	_, err := db.All(ctx, tx, sqlSealedChanges, nil, func(row db.Scanner) (none struct{}, err error) {
		var text string
		if err := row.Scan(&text); err != nil {
			return none, err
		}
		for kind, change := range readSeals(text) {
			sum := total[kind]
			sum.plus(change)
			total[kind] = sum
		}
		return none, nil
	})
	return total, err
}
