package mailroom

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/reading"
)

const (
	sqlInsertTrial = `INSERT INTO sheet_trial (id, person, owner, name, book, digest, columns, made_at) VALUES ($1, $2, $3, $4, $5, $6, '{}', $7)`
	sqlTrial       = `SELECT id, person, owner, name, book, digest, columns, made_at FROM sheet_trial WHERE id = $1`
	sqlTeachTrial  = `UPDATE sheet_trial SET columns = $1 WHERE id = $2`
	sqlDropTrial   = `DELETE FROM sheet_trial WHERE id = $1`
	sqlDropTrials  = `DELETE FROM sheet_trial WHERE made_at < $1`

	sqlColumns    = `SELECT head, field FROM sheet_column WHERE owner = $1 ORDER BY head`
	sqlRemember   = `INSERT INTO sheet_column (owner, head, field) VALUES ($1, $2, $3) ON CONFLICT (owner, head) DO UPDATE SET field = excluded.field`
	sqlColumnsNow = `SELECT COUNT(*) FROM sheet_column WHERE owner = $1`
)

// mostColumns are remembered of one owner: what a stranger's files teach must not
// grow without end.
const mostColumns = 500

func insertTrial(ctx context.Context, tx *db.Tx, t Trial) error {
	book, err := json.Marshal(t.Book)
	if err != nil {
		return fmt.Errorf("mailroom: %w", err)
	}
	_, err = tx.Exec(ctx, sqlInsertTrial, t.ID, t.Person, t.Owner, t.Name, string(book), t.Digest, t.MadeAt)
	return err
}

func trialByID(ctx context.Context, tx *db.Tx, id string) (t Trial, err error) {
	var book, columns string
	if err := tx.Row(ctx, sqlTrial, id).Scan(&t.ID, &t.Person, &t.Owner, &t.Name, &book, &t.Digest, &columns, &t.MadeAt); err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(book), &t.Book); err != nil {
		return t, fmt.Errorf("mailroom: trial %s: %w", id, err)
	}
	if err := json.Unmarshal([]byte(columns), &t.Taught); err != nil {
		return t, fmt.Errorf("mailroom: trial %s: %w", id, err)
	}
	return t, nil
}

func teachTrial(ctx context.Context, tx *db.Tx, id string, columns reading.Mapping) error {
	text, err := json.Marshal(columns)
	if err != nil {
		return fmt.Errorf("mailroom: %w", err)
	}
	_, err = tx.Exec(ctx, sqlTeachTrial, string(text), id)
	return err
}

func dropTrial(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, sqlDropTrial, id)
	return err
}

// dropTrials lets go of those from before an instant.
func dropTrials(ctx context.Context, tx *db.Tx, before calendar.Instant) error {
	_, err := tx.Exec(ctx, sqlDropTrials, before)
	return err
}

func columnsTaught(ctx context.Context, tx *db.Tx, owner string) (reading.Mapping, error) {
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
