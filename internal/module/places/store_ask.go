package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlOldWithin = `SELECT ` + locationColumns + ` FROM location l
		WHERE ` + within + ` AND l.closed_at IS NULL AND l.confirmed_at < $5 ORDER BY l.confirmed_at, l.municipality, l.name, l.id`
	sqlOfContact = `SELECT ` + locationColumns + ` FROM location l
		WHERE lower(l.contact_email) = lower($1) AND l.closed_at IS NULL ORDER BY l.name, l.id`
	sqlWithContact = `SELECT ` + locationColumns + ` FROM location l
		WHERE l.contact_email <> '' AND l.closed_at IS NULL ORDER BY l.name, l.id`
)

func oldWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, before calendar.Instant) ([]Location, error) {
	return db.All(ctx, tx, sqlOldWithin, append(scope.Args(), before), readLocation)
}

func ofContact(ctx context.Context, tx *db.Tx, email string) ([]Location, error) {
	return db.All(ctx, tx, sqlOfContact, []any{email}, readLocation)
}

func withContact(ctx context.Context, tx *db.Tx) ([]Location, error) {
	return db.All(ctx, tx, sqlWithContact, nil, readLocation)
}
