package org

import (
	"context"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
)

const sqlCoordinators = `SELECT DISTINCT a.name, a.email, a.lang FROM account a JOIN account_role g ON g.account = a.id
	WHERE g.role = $1 AND g.municipality = $2 AND g.until_at IS NULL AND a.ended_at IS NULL ORDER BY a.name, a.email`

func coordinatorsOf(ctx context.Context, tx *db.Tx, municipality string) ([]Address, error) {
	return db.All(ctx, tx, sqlCoordinators, []any{string(access.Municipal), municipality}, func(row db.Scanner) (Address, error) {
		var a Address
		err := row.Scan(&a.Name, &a.Email, &a.Lang)
		return a, err
	})
}
