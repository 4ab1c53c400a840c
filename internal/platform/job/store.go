package job

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// piece is one claimed piece of work.
type piece struct {
	id, topic, payload string
	attempts           int
}

const (
	sqlInsert = `INSERT INTO job (id, topic, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`
	sqlNextDue = `SELECT id FROM job WHERE done_at IS NULL AND run_at <= $1 AND leased_until < $2 AND attempts < $3
		ORDER BY run_at, id LIMIT 1`
	// The conditions stand again in the update: of two workers that saw the same
	// piece, one finds it taken.
	sqlClaim = `UPDATE job SET leased_until = $1, attempts = attempts + 1
		WHERE id = $2 AND done_at IS NULL AND leased_until < $3 RETURNING id, topic, payload, attempts`
	sqlRenew = `UPDATE job SET leased_until = $1 WHERE id = $2 AND done_at IS NULL`
	// What a piece of work was about, addresses and secret links among it, is not
	// kept once it is done; that it was asked for is.
	sqlDone  = `UPDATE job SET done_at = $1, last_error = '', payload = '{}' WHERE id = $2`
	sqlRetry = `UPDATE job SET run_at = $1, leased_until = 0, last_error = $2 WHERE id = $3`
	sqlStuck = `SELECT COUNT(*) FROM job WHERE done_at IS NULL AND attempts >= $1`
)

func (w *Worker) claim(ctx context.Context) (piece, error) {
	var taken piece
	now := calendar.InstantOf(w.now())
	var id string
	// Looking first in a read transaction keeps an idle worker off the write lock.
	err := w.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, sqlNextDue, now, now, lastAttempt).Scan(&id)
	})
	if err != nil {
		return taken, err
	}
	err = w.store.Write(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, sqlClaim, now.Plus(lease), id, now).Scan(&taken.id, &taken.topic, &taken.payload, &taken.attempts)
	})
	return taken, err
}

// Stuck counts the work that was tried too often and waits for a person.
func Stuck(ctx context.Context, tx *db.Tx) (count int, err error) {
	err = tx.Row(ctx, sqlStuck, lastAttempt).Scan(&count)
	return count, err
}
