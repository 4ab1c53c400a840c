package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertAlert = `INSERT INTO alert (id, kind, location, night_from, night_until, shortage, raised_at)
		VALUES ($1, 'shortage', $2, $3, $4, $5, $6)`
	sqlClearAlert    = `UPDATE alert SET cleared_at = $1 WHERE id = $2 AND cleared_at IS NULL`
	sqlStandingAlert = `SELECT id, location, night_from, night_until, shortage, raised_at, COALESCE(cleared_at, 0) FROM alert
		WHERE location = $1 AND kind = 'shortage' AND cleared_at IS NULL`
	sqlAlerts = `SELECT a.id, a.location, a.night_from, a.night_until, a.shortage, a.raised_at, COALESCE(a.cleared_at, 0)
		FROM alert a JOIN location l ON l.id = a.location WHERE ` + within + ` AND a.cleared_at IS NULL
		ORDER BY a.shortage DESC, a.raised_at, a.id`
)

func readAlert(row db.Scanner) (Alert, error) {
	var a Alert
	err := row.Scan(&a.ID, &a.Location, &a.From, &a.Until, &a.Shortage, &a.RaisedAt, &a.ClearedAt)
	return a, err
}

func standingAlert(ctx context.Context, tx *db.Tx, location string) (Alert, error) {
	return readAlert(tx.Row(ctx, sqlStandingAlert, location))
}

func insertAlert(ctx context.Context, tx *gate.Tx, a Alert) error {
	if err := tx.Alters(ctx, keptAlerts, a.Location); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertAlert, a.ID, a.Location, a.From, a.Until, a.Shortage, a.RaisedAt)
	return err
}

func clearAlert(ctx context.Context, tx *gate.Tx, location, id string, at calendar.Instant) error {
	if err := tx.Alters(ctx, keptAlerts, location); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlClearAlert, at, id)
	return err
}
