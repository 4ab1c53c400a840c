package arrivals

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	guestColumns = `s.id, COALESCE(o.id, ''), s.household, COALESCE(h.code, ''), s.persons, s.from_night, s.until_night, s.end_known,
		COALESCE(h.needs, ''), COALESCE(h.flags, ''), COALESCE(t.id, ''), COALESCE(t.origin, ''), COALESCE(t.leaves_at, 0), COALESCE(o.updated_at, s.updated_at),
		COALESCE(fl.name, ''), COALESCE(nl.name, ''), COALESCE(n.from_night, 0), CASE WHEN EXISTS (SELECT 1 FROM stay_event w WHERE w.stay = s.id
			AND w.from_state = '' AND w.to_state = 'present') THEN 1 ELSE 0 END`
	guestFrom = ` FROM stay s LEFT JOIN household h ON h.id = s.household LEFT JOIN offer o ON o.stay = s.id
		LEFT JOIN transport_seat x ON x.offer = o.id AND x.off_at IS NULL LEFT JOIN transport t ON t.id = x.transport
		LEFT JOIN stay f ON f.id = s.previous AND f.state = 'present' LEFT JOIN location fl ON fl.id = f.location
		LEFT JOIN stay n ON n.previous = s.id AND n.previous <> '' AND n.state = 'accepted' LEFT JOIN location nl ON nl.id = n.location`

	sqlExpected = `SELECT ` + guestColumns + guestFrom + ` WHERE s.location = $1 AND s.state = 'accepted' AND s.from_night <= $2
		ORDER BY s.from_night, h.code, s.id`
	sqlLeaving = `SELECT ` + guestColumns + guestFrom + ` WHERE s.location = $1 AND s.state = 'present' AND s.until_night <= $2
		ORDER BY s.until_night, h.code, s.id`
	sqlPlannedMoves = `SELECT ` + guestColumns + guestFrom + ` WHERE s.location = $1 AND (s.state = 'accepted' AND f.id IS NOT NULL AND s.from_night > $2
			OR s.state = 'present' AND n.id IS NOT NULL AND s.until_night > $2)
		ORDER BY CASE WHEN s.state = 'accepted' THEN s.from_night ELSE s.until_night END, h.code, s.id LIMIT 100`
	// Who was taken back has a stay in place of the one that ended.
	sqlMissed = `SELECT ` + guestColumns + guestFrom + ` WHERE s.location = $1 AND s.state = 'not_arrived' AND o.state = 'not_arrived'
		AND o.updated_at >= $2 AND NOT EXISTS (SELECT 1 FROM stay n WHERE n.previous = s.id) ORDER BY o.updated_at DESC, s.id`
	// Who came without an offer is told by what was recorded of its household then.
	sqlArrived = `SELECT ` + guestColumns + guestFrom + ` WHERE s.location = $1 AND s.state = 'present' AND s.updated_at >= $2
		AND (o.state = 'arrived' AND s.updated_at = o.updated_at OR o.id IS NULL
			AND EXISTS (SELECT 1 FROM stay_event e WHERE e.stay = s.id AND e.at = s.updated_at AND e.to_state = 'present' AND e.from_state <> 'present')
			AND EXISTS (SELECT 1 FROM household_event c WHERE c.household = s.household AND c.at >= $2 AND c.at <= s.updated_at
				AND c.reason IN ('arrived', 'arrived unannounced')))
		ORDER BY s.updated_at DESC, s.id LIMIT 100`
	sqlCameOn = `SELECT CAST(COALESCE(SUM(persons), 0) AS BIGINT) FROM stay WHERE location = $1 AND state = 'present' AND from_night = $2`
	sqlNearby = `SELECT id, name, free FROM (
		SELECT l.id, l.name, l.municipality, CAST(p.places - COALESCE((SELECT SUM(s.persons) FROM stay s WHERE s.location = l.id
			AND s.state IN ('offered', 'accepted', 'present') AND s.from_night <= $1 AND s.until_night > $1), 0) AS BIGINT) AS free
		FROM location l JOIN open_span p ON p.location = l.id AND p.from_night <= $1 AND (p.until_night IS NULL OR p.until_night > $1)
		WHERE (CAST($2 AS BIGINT) = 1 OR l.region = $3 OR l.municipality = $4 OR l.id = $5)
		AND l.region = $6 AND l.id <> $7 AND l.closed_at IS NULL AND l.type <> 'host_household') f
		WHERE free >= $8 ORDER BY CASE WHEN municipality = $9 THEN 0 ELSE 1 END, free DESC, id LIMIT 3`
)

func readGuest(row db.Scanner) (Guest, error) {
	var g Guest
	var needs, flags string
	err := row.Scan(&g.Stay, &g.Offer, &g.Household, &g.Code, &g.Persons, &g.From, &g.Until, &g.EndKnown, &needs, &flags,
		&g.Transport, &g.Origin, &g.LeavesAt, &g.At, &g.MovesFrom, &g.MovesTo, &g.MovesOn, &g.Walked)
	g.Needs, g.Flags = strings.Fields(needs), strings.Fields(flags)
	return g, err
}

func expected(ctx context.Context, tx *db.Tx, location string, night calendar.Night) ([]Guest, error) {
	return db.All(ctx, tx, sqlExpected, []any{location, night}, readGuest)
}

func leaving(ctx context.Context, tx *db.Tx, location string, night calendar.Night) ([]Guest, error) {
	return db.All(ctx, tx, sqlLeaving, []any{location, night}, readGuest)
}

func plannedMoves(ctx context.Context, tx *db.Tx, location string, night calendar.Night) ([]Guest, error) {
	return db.All(ctx, tx, sqlPlannedMoves, []any{location, night}, readGuest)
}

func missed(ctx context.Context, tx *db.Tx, location string, since calendar.Instant) ([]Guest, error) {
	return db.All(ctx, tx, sqlMissed, []any{location, since}, readGuest)
}

func arrived(ctx context.Context, tx *db.Tx, location string, since calendar.Instant) ([]Guest, error) {
	return db.All(ctx, tx, sqlArrived, []any{location, since}, readGuest)
}

func cameOn(ctx context.Context, tx *db.Tx, location string, night calendar.Night) (persons int, err error) {
	err = tx.Row(ctx, sqlCameOn, location, night).Scan(&persons)
	return persons, err
}

func nearby(ctx context.Context, tx *db.Tx, scope gate.Scope, from places.Location, night calendar.Night, persons int) ([]Nearby, error) {
	args := append([]any{night}, scope.Args()...)
	args = append(args, from.Region, from.ID, persons, from.Municipality)
	return db.All(ctx, tx, sqlNearby, args, func(row db.Scanner) (n Nearby, err error) {
		err = row.Scan(&n.ID, &n.Name, &n.Free)
		return n, err
	})
}
