package arrivals

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	// Nobody's coming or going is recorded before the day it happened, so what was
	// recorded before the period has no part in it.
	sqlEventsSince = `SELECT e.location, l.municipality, l.region, e.at, e.from_state, e.to_state, e.persons, e.from_night, e.until_night,
		CASE WHEN e.to_state = 'present' AND EXISTS (SELECT 1 FROM stay m WHERE m.household = s.household AND m.id <> s.id
			AND m.state = 'moved' AND m.updated_at = e.at) THEN 1 ELSE 0 END,
		CASE WHEN e.to_state <> 'present' THEN 0 WHEN e.from_state = '' THEN
				COALESCE((SELECT p.persons FROM stay p WHERE p.id = s.previous AND p.state = 'withdrawn' AND p.updated_at = e.at), 0)
			ELSE COALESCE((SELECT b.persons FROM stay_event b WHERE b.stay = e.stay AND b.seq < e.seq AND b.to_state = 'accepted'
				AND b.from_state <> 'present' ORDER BY b.seq DESC LIMIT 1), 0) END,
		CASE WHEN e.to_state = 'not_arrived' AND EXISTS (SELECT 1 FROM stay n WHERE n.previous = e.stay AND n.previous <> '')
			OR e.to_state = 'present' AND EXISTS (SELECT 1 FROM stay_event b WHERE b.stay = e.stay AND b.seq > e.seq
				AND b.from_state = 'present' AND b.to_state = 'accepted')
			OR e.from_state = 'moved' OR e.to_state = 'moved' AND EXISTS (SELECT 1 FROM stay_event b WHERE b.stay = e.stay AND b.seq > e.seq
				AND b.from_state = 'moved') THEN 1 ELSE 0 END
		FROM stay_event e JOIN stay s ON s.id = e.stay JOIN location l ON l.id = e.location
		WHERE e.at >= $1 AND e.from_state <> e.to_state AND e.to_state IN ('present', 'left', 'moved', 'host_ended', 'unknown', 'not_arrived')
		AND (CAST($2 AS TEXT) = '' OR l.region = $2) AND (CAST($3 AS TEXT) = '' OR l.municipality = $3) AND (CAST($4 AS TEXT) = '' OR l.id = $4)`
	sqlNamesIn = `SELECT l.id, l.name FROM location l
		WHERE (CAST($1 AS BIGINT) = 1 OR l.region = $2 OR l.municipality = $3 OR l.id = $4) AND l.municipality = $5`
)

func eventsSince(ctx context.Context, tx *db.Tx, area access.Owner, from calendar.Night) ([]event, error) {
	return db.All(ctx, tx, sqlEventsSince, []any{from.Begins(), area.Region, area.Municipality, area.Location}, func(row db.Scanner) (event, error) {
		var e event
		err := row.Scan(&e.location, &e.municipality, &e.region, &e.at, &e.before, &e.after, &e.persons, &e.from, &e.until,
			&e.moving, &e.announced, &e.takenBack)
		return e, err
	})
}

func namesIn(ctx context.Context, tx *db.Tx, scope gate.Scope, municipality string) (map[string]string, error) {
	names := map[string]string{}
	_, err := db.All(ctx, tx, sqlNamesIn, append(scope.Args(), municipality), func(row db.Scanner) (none struct{}, err error) {
		var id, name string
		err = row.Scan(&id, &name)
		names[id] = name
		return none, err
	})
	return names, err
}
