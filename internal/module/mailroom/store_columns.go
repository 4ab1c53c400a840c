package mailroom

import (
	"context"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/reading"
)

const (
	sqlColumns    = `SELECT head, field FROM sheet_column WHERE owner = $1 ORDER BY head`
	sqlRemember   = `INSERT INTO sheet_column (owner, head, field) VALUES ($1, $2, $3) ON CONFLICT (owner, head) DO UPDATE SET field = excluded.field`
	sqlColumnsNow = `SELECT COUNT(*) FROM sheet_column WHERE owner = $1`
)

// mostColumns are remembered of one owner: what a stranger's files teach must not
// grow without end.
const mostColumns = 500

// ColumnsOf gives what the columns of an owner's spreadsheets were taught to mean: of a
// sender by address, or of an organisation.
func ColumnsOf(ctx context.Context, tx *db.Tx, owner string) (reading.Mapping, error) {
	type pair struct {
		head  string
		field reading.Field
	}
	pairs, err := db.All(ctx, tx, sqlColumns, []any{owner}, func(row db.Scanner) (p pair, err error) {
		err = row.Scan(&p.head, &p.field)
		return p, err
	})
	columns := reading.Mapping{}
	for _, p := range pairs {
		columns[p.head] = p.field
	}
	return columns, err
}

// remember writes down what the columns of an owner's spreadsheets mean from now on.
func remember(ctx context.Context, tx *gate.Tx, owner string, columns reading.Mapping) error {
	if len(columns) == 0 {
		return nil
	}
	if err := tx.Alters(ctx, keptColumns, owner); err != nil {
		return err
	}
	var known int
	if err := tx.Row(ctx, sqlColumnsNow, owner).Scan(&known); err != nil {
		return err
	}
	for head, field := range columns {
		if head == "" || known >= mostColumns {
			continue
		}
		if _, err := tx.Exec(ctx, sqlRemember, owner, head, string(field)); err != nil {
			return err
		}
		known++
	}
	return nil
}
