package places

import (
	"context"

	"onderdak/internal/platform/db"
)

const sqlStanding = `SELECT (SELECT COUNT(*) FROM stay WHERE location = $1) + (SELECT COUNT(*) FROM room WHERE location = $2)
	+ (SELECT COUNT(*) FROM readiness_tick WHERE location = $3)`

// standingOn counts the stays, rooms and ticks of a location.
func standingOn(ctx context.Context, tx *db.Tx, location string) (n int, err error) {
	err = tx.Row(ctx, sqlStanding, location, location, location).Scan(&n)
	return n, err
}
