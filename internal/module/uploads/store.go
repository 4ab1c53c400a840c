package uploads

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/reading"
)

const (
	sqlInsertTrial = `INSERT INTO sheet_trial (id, person, owner, name, book, digest, columns, made_at) VALUES ($1, $2, $3, $4, $5, $6, '{}', $7)`
	sqlTrial       = `SELECT id, person, owner, name, book, digest, columns, made_at FROM sheet_trial WHERE id = $1`
	sqlTeachTrial  = `UPDATE sheet_trial SET columns = $1 WHERE id = $2`
	sqlDropTrial   = `DELETE FROM sheet_trial WHERE id = $1`
	sqlDropTrials  = `DELETE FROM sheet_trial WHERE made_at < $1`
)

func insertTrial(ctx context.Context, tx *db.Tx, t Trial) error {
	book, err := json.Marshal(t.Book)
	if err != nil {
		return fmt.Errorf("uploads: %w", err)
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
		return t, fmt.Errorf("uploads: trial %s: %w", id, err)
	}
	if err := json.Unmarshal([]byte(columns), &t.Taught); err != nil {
		return t, fmt.Errorf("uploads: trial %s: %w", id, err)
	}
	return t, nil
}

func teachTrial(ctx context.Context, tx *db.Tx, id string, columns reading.Mapping) error {
	text, err := json.Marshal(columns)
	if err != nil {
		return fmt.Errorf("uploads: %w", err)
	}
	_, err = tx.Exec(ctx, sqlTeachTrial, string(text), id)
	return err
}

func dropTrial(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, sqlDropTrial, id)
	return err
}

// dropTrials lets go of those from before an instant.
func dropTrials(ctx context.Context, tx *db.Tx, before calendar.Instant) (int64, error) {
	return tx.Exec(ctx, sqlDropTrials, before)
}
