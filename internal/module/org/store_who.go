package org

import (
	"context"
	"errors"

	"onderdak/internal/platform/db"
)

const sqlNameOf = `SELECT name FROM account WHERE id = $1`

// NameOf is what colleagues call a person who did something; empty where the id
// is no account, as for the program itself.
func NameOf(ctx context.Context, tx *db.Tx, account string) (name string, err error) {
	err = tx.Row(ctx, sqlNameOf, account).Scan(&name)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return name, err
}
