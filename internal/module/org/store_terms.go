package org

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlTerms    = `SELECT name, value FROM org_term ORDER BY name`
	sqlSaveTerm = `INSERT INTO org_term (name, value, changed_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`
	sqlLinksBefore    = `SELECT DISTINCT account FROM login_link WHERE expires_at < $1 ORDER BY account`
	sqlSessionsBefore = `SELECT DISTINCT account FROM session WHERE expires_at < $1 ORDER BY account`
	sqlDeleteLinks    = `DELETE FROM login_link WHERE expires_at < $1`
	sqlDeleteSessions = `DELETE FROM session WHERE expires_at < $1`
)

func termsIn(ctx context.Context, tx *db.Tx) (Terms, error) {
	terms := usual
	_, err := db.All(ctx, tx, sqlTerms, nil, func(row db.Scanner) (name string, err error) {
		value := 0
		err = row.Scan(&name, &value)
		for _, one := range terms.all() {
			if one.name == name {
				*one.value = value
			}
		}
		return name, err
	})
	return terms, err
}

func saveTerm(ctx context.Context, tx *gate.Tx, name string, value int) error {
	if err := tx.Alters(ctx, keptTerms, name); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlSaveTerm, name, value, tx.Now())
	return err
}

// altersThose is alters for the accounts of links or sessions that expired.
func altersThose(ctx context.Context, tx *gate.Tx, query string, before calendar.Instant) error {
	accounts, err := db.All(ctx, tx.Tx, query, []any{before}, func(row db.Scanner) (account string, err error) {
		err = row.Scan(&account)
		return account, err
	})
	if err != nil {
		return err
	}
	return alters(ctx, tx, accounts...)
}

func deleteLinks(ctx context.Context, tx *gate.Tx, before calendar.Instant) (int64, error) {
	if err := altersThose(ctx, tx, sqlLinksBefore, before); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlDeleteLinks, before)
}

func deleteSessions(ctx context.Context, tx *gate.Tx, before calendar.Instant) (int64, error) {
	if err := altersThose(ctx, tx, sqlSessionsBefore, before); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlDeleteSessions, before)
}
