package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Lists over many locations hand over short rows, one per location and period;
// the sums per night are made in Go, in one sweep.
const (
	sqlOwnersWithin = `SELECT l.id, l.region, l.municipality FROM location l WHERE ` + within + ` ORDER BY l.id`
	sqlOpenWithin   = `SELECT o.location, '', o.from_night, o.until_night, o.places FROM open_span o JOIN location l ON l.id = o.location
		WHERE ` + within + ` AND o.from_night < $5 AND (o.until_night IS NULL OR o.until_night > $6)`
	sqlRungsWithin = `SELECT r.location, r.rung, r.from_night, r.until_night, r.places FROM rung_span r JOIN location l ON l.id = r.location
		WHERE ` + within + ` AND r.from_night < $5 AND (r.until_night IS NULL OR r.until_night > $6)`
	sqlHeldWithin = `SELECT s.location, '', s.from_night, s.until_night, CAST(SUM(s.persons) AS BIGINT) FROM stay s
		JOIN location l ON l.id = s.location WHERE ` + within + ` AND s.from_night < $5 AND s.until_night > $6
		AND s.state IN ('offered', 'accepted', 'present') GROUP BY s.location, s.from_night, s.until_night`
	sqlArrivedWithin = `SELECT s.location, '', s.from_night, s.until_night, CAST(SUM(s.persons) AS BIGINT) FROM stay s
		JOIN location l ON l.id = s.location WHERE ` + within + ` AND s.from_night < $5 AND s.until_night > $6
		AND s.state IN ('present', 'left', 'moved', 'host_ended', 'unknown') GROUP BY s.location, s.from_night, s.until_night`
	sqlHoldingWithin = `SELECT ` + stayColumns + ` FROM stay s JOIN location l ON l.id = s.location
		WHERE ` + within + ` AND s.state IN ('offered', 'accepted', 'present') AND s.from_night < $5 AND s.until_night > $6
		ORDER BY s.location, s.from_night, s.created_at, s.id`

	// People who came and went, by the night of it; a move within the reader's
	// reach is both.
	sqlInflow = `SELECT s.from_night, CAST(SUM(s.persons) AS BIGINT) FROM stay s JOIN location l ON l.id = s.location
		WHERE ` + within + ` AND s.state IN ('present', 'left', 'moved', 'host_ended', 'unknown')
		AND s.from_night >= $5 AND s.from_night < $6 GROUP BY s.from_night`
	sqlOutflow = `SELECT s.until_night, CAST(SUM(s.persons) AS BIGINT) FROM stay s JOIN location l ON l.id = s.location
		WHERE ` + within + ` AND s.state IN ('left', 'moved', 'host_ended', 'unknown')
		AND s.until_night >= $5 AND s.until_night < $6 GROUP BY s.until_night`

	sqlEntriesAsOf = `SELECT location, rung, places FROM (
		SELECT e.location, e.rung, e.places, ROW_NUMBER() OVER (PARTITION BY e.location, e.rung ORDER BY e.seq DESC) AS place
		FROM capacity_entry e JOIN location l ON l.id = e.location
		WHERE ` + within + ` AND e.recorded_at <= $5 AND e.from_night <= $6 AND (e.until_night IS NULL OR e.until_night > $7)
		) AS said WHERE place = 1`
	sqlEventsAsOf = `SELECT location, to_state, CAST(SUM(persons) AS BIGINT) FROM (
		SELECT v.location, v.to_state, v.persons, v.from_night, v.until_night,
			ROW_NUMBER() OVER (PARTITION BY v.stay ORDER BY v.seq DESC) AS place
		FROM stay_event v JOIN location l ON l.id = v.location WHERE ` + within + ` AND v.at <= $5
		) AS stood WHERE place = 1 AND from_night <= $6 AND until_night > $7 GROUP BY location, to_state`
	sqlFreshness = `WITH mine AS (SELECT l.confirmed_at FROM location l WHERE ` + within + ` AND l.closed_at IS NULL)
		SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN confirmed_at < $5 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM mine`
)

// during binds a scope and a period of nights.
func during(scope gate.Scope, from, until calendar.Night) []any {
	return append(scope.Args(), until, from)
}

func ownersWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]access.Owner, error) {
	return db.All(ctx, tx, sqlOwnersWithin, scope.Args(), func(row db.Scanner) (access.Owner, error) {
		var o access.Owner
		err := row.Scan(&o.Location, &o.Region, &o.Municipality)
		return o, err
	})
}

// LocationsWithin lists the locations of the scope, closed ones included, by
// municipality and name.
func LocationsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Location, error) {
	return db.All(ctx, tx, sqlLocations, scope.Args(), readLocation)
}

func locationsInUse(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Location, error) {
	return db.All(ctx, tx, sqlLocationsInUse, scope.Args(), readLocation)
}

func openWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]rungSpan, error) {
	return db.All(ctx, tx, sqlOpenWithin, during(scope, from, until), readRungSpan)
}

func rungsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]rungSpan, error) {
	return db.All(ctx, tx, sqlRungsWithin, during(scope, from, until), readRungSpan)
}

// heldWithin gives the persons for whom places are held, summed per location and
// period.
func heldWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]rungSpan, error) {
	return db.All(ctx, tx, sqlHeldWithin, during(scope, from, until), readRungSpan)
}

// arrivedWithin is heldWithin for those who were or are really there.
func arrivedWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]rungSpan, error) {
	return db.All(ctx, tx, sqlArrivedWithin, during(scope, from, until), readRungSpan)
}

func holdingWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]Stay, error) {
	return db.All(ctx, tx, sqlHoldingWithin, during(scope, from, until), readStay)
}

func alertsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Alert, error) {
	return db.All(ctx, tx, sqlAlerts, scope.Args(), readAlert)
}

// flow is a number of persons on a night.
type flow struct {
	night   calendar.Night
	persons int
}

func flows(ctx context.Context, tx *db.Tx, query string, scope gate.Scope, from, until calendar.Night) ([]flow, error) {
	return db.All(ctx, tx, query, append(scope.Args(), from, until), func(row db.Scanner) (flow, error) {
		var f flow
		err := row.Scan(&f.night, &f.persons)
		return f, err
	})
}

// standing is a number under a rung or a state of a location.
type standing struct {
	location, what string
	number         int
}

func readStanding(row db.Scanner) (standing, error) {
	var s standing
	err := row.Scan(&s.location, &s.what, &s.number)
	return s, err
}

func entriesAsOf(ctx context.Context, tx *db.Tx, scope gate.Scope, at calendar.Instant, night calendar.Night) ([]standing, error) {
	return db.All(ctx, tx, sqlEntriesAsOf, append(scope.Args(), at, night, night), readStanding)
}

func eventsAsOf(ctx context.Context, tx *db.Tx, scope gate.Scope, at calendar.Instant, night calendar.Night) ([]standing, error) {
	return db.All(ctx, tx, sqlEventsAsOf, append(scope.Args(), at, night, night), readStanding)
}

func freshness(ctx context.Context, tx *db.Tx, scope gate.Scope, before calendar.Instant) (f Freshness, err error) {
	err = tx.Row(ctx, sqlFreshness, append(scope.Args(), before)...).Scan(&f.Locations, &f.Old)
	return f, err
}
