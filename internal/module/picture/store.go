package picture

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Where every location lies and how old its last word is; its numbers come from
// package places.
const (
	sqlPins = `SELECT l.id, l.municipality, l.region, l.confirmed_at, l.short_stay, CASE WHEN l.closed_at IS NULL THEN 1 ELSE 0 END,
	CASE WHEN l.closed_at IS NULL THEN (SELECT c.from_night FROM location_closing c WHERE c.location = l.id ORDER BY c.seq DESC LIMIT 1) END FROM location l
	WHERE (CAST($1 AS BIGINT) = 1 OR l.region = $2 OR l.municipality = $3 OR l.id = $4) ORDER BY l.id`
	sqlStamp = `SELECT COUNT(*), CAST(COALESCE(SUM(rev), 0) AS BIGINT) FROM location`
)

// pin is a location on the map.
type pin struct {
	id, municipality, region string
	confirmed                calendar.Instant
	shortStay                bool
	inUse                    bool
	closes                   calendar.End // announced to close from a night on
}

func pinsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]pin, error) {
	return db.All(ctx, tx, sqlPins, scope.Args(), func(row db.Scanner) (pin, error) {
		var p pin
		err := row.Scan(&p.id, &p.municipality, &p.region, &p.confirmed, &p.shortStay, &p.inUse, &p.closes)
		return p, err
	})
}

func stampOf(ctx context.Context, tx *db.Tx) (at stamp, err error) {
	err = tx.Row(ctx, sqlStamp).Scan(&at.locations, &at.revisions)
	return at, err
}
