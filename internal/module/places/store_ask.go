package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlOldWithin = `SELECT ` + locationColumns + `, COALESCE(a.at, 0) FROM location l LEFT JOIN location_asked a ON a.location = l.id
		WHERE ` + within + ` AND l.closed_at IS NULL AND l.confirmed_at < $5 ORDER BY l.confirmed_at, l.municipality, l.name, l.id`
	sqlMarkAsked = `INSERT INTO location_asked (location, at) VALUES ($1, $2)
		ON CONFLICT (location) DO UPDATE SET at = excluded.at WHERE location_asked.at <= $3`
)

func oldWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, before calendar.Instant) ([]OldReport, error) {
	return db.All(ctx, tx, sqlOldWithin, append(scope.Args(), before), func(row db.Scanner) (OldReport, error) {
		var old OldReport
		var err error
		old.Location, err = readLocation(alsoInto{row, &old.AskedAt})
		return old, err
	})
}

// alsoInto reads one more column after those of a location.
type alsoInto struct {
	db.Scanner
	last any
}

// Scan implements db.Scanner.
func (a alsoInto) Scan(into ...any) error { return a.Scanner.Scan(append(into, a.last)...) }

// markAsked notes that a contact is asked now; false where that was done after
// the other instant.
func markAsked(ctx context.Context, tx *db.Tx, location string, now, after calendar.Instant) (bool, error) {
	rows, err := tx.Exec(ctx, sqlMarkAsked, location, now, after)
	return rows == 1, err
}
