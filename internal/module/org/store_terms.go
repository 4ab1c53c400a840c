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
	_, err := tx.Exec(ctx, sqlSaveTerm, name, value, tx.Now())
	return err
}

func deleteLinks(ctx context.Context, tx *gate.Tx, before calendar.Instant) (int64, error) {
	return tx.Exec(ctx, sqlDeleteLinks, before)
}

func deleteSessions(ctx context.Context, tx *gate.Tx, before calendar.Instant) (int64, error) {
	return tx.Exec(ctx, sqlDeleteSessions, before)
}
