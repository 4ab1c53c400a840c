package trail

import (
	"context"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlChecks    = `SELECT book, seq, checked_at, wrong FROM audit_check ORDER BY book`
	sqlSaveCheck = `INSERT INTO audit_check (book, seq, checked_at, wrong) VALUES ($1, $2, $3, $4)
		ON CONFLICT (book) DO UPDATE SET seq = excluded.seq, checked_at = excluded.checked_at, wrong = excluded.wrong`
)

func lastChecks(ctx context.Context, tx *db.Tx) ([]Check, error) {
	return db.All(ctx, tx, sqlChecks, nil, func(row db.Scanner) (Check, error) {
		var one Check
		err := row.Scan(&one.Book, &one.Seq, &one.At, &one.Wrong)
		return one, err
	})
}

func saveCheck(ctx context.Context, tx *gate.Tx, c Check) error {
	_, err := tx.Exec(ctx, sqlSaveCheck, c.Book, c.Seq, c.At, c.Wrong)
	return err
}
