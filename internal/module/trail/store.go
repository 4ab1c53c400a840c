package trail

import (
	"context"
	"errors"
	"strings"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlHousehold = `SELECT id FROM household WHERE code = $1`
	sqlCode      = `SELECT code FROM household WHERE id = $1`
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

// householdObject is the household of a reference code as the audit speaks of it;
// db.ErrNone where no household has it.
func householdObject(ctx context.Context, tx *db.Tx, code string) (string, error) {
	var id string
	err := tx.Row(ctx, sqlHousehold, code).Scan(&id)
	return householdKind + id, err
}

// codeOf is the reference code of a household the audit speaks of; empty for
// another thing, and for a household that is gone.
func codeOf(ctx context.Context, tx *db.Tx, object string) (code string, err error) {
	id, household := strings.CutPrefix(object, householdKind)
	if !household {
		return "", nil
	}
	if err = tx.Row(ctx, sqlCode, id).Scan(&code); errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return code, err
}
