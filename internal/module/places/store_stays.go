package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const stayColumns = `s.id, s.household, s.location, s.persons, s.from_night, s.until_night, s.end_known, s.state, s.previous,
	s.share_consent, s.reason, s.person, s.rev, s.created_at, s.updated_at`

const (
	sqlInsertStay = `INSERT INTO stay (id, household, location, persons, from_night, until_night, end_known, state, previous,
		share_consent, reason, person, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING`
	// The revision in the condition is the answer to two people changing one stay:
	// the second finds it changed.
	sqlUpdateStay = `UPDATE stay SET persons = $1, from_night = $2, until_night = $3, end_known = $4, state = $5, share_consent = $6,
		reason = $7, person = $8, updated_at = $9, rev = rev + 1 WHERE id = $10 AND rev = $11`
	sqlStay         = `SELECT ` + stayColumns + ` FROM stay s WHERE s.id = $1`
	sqlStaysOf      = `SELECT ` + stayColumns + ` FROM stay s WHERE s.household = $1 ORDER BY s.from_night, s.created_at, s.id`
	sqlPlannedAfter = `SELECT ` + stayColumns + ` FROM stay s JOIN stay p ON p.id = s.previous
		WHERE s.previous = $1 AND s.previous <> '' AND s.state = 'accepted' AND p.state = 'present' AND p.household = s.household ORDER BY s.created_at DESC`
	sqlPlannedMoveOf = `SELECT ` + stayColumns + ` FROM stay s JOIN stay p ON p.id = s.previous
		WHERE s.household = $1 AND s.previous <> '' AND s.state = 'accepted' AND p.state = 'present' AND p.household = s.household
		ORDER BY s.from_night, s.created_at DESC`
	sqlStaysDuring = `SELECT ` + stayColumns + ` FROM stay s WHERE s.location = $1 AND s.from_night < $2 AND s.until_night > $3
		ORDER BY s.from_night, s.created_at, s.id`
	sqlHoldingDuring = `SELECT ` + stayColumns + ` FROM stay s WHERE s.location = $1 AND s.state IN ('offered', 'accepted', 'present')
		AND s.from_night < $2 AND s.until_night > $3 ORDER BY s.from_night, s.created_at, s.id`
	sqlExpiring = `SELECT ` + stayColumns + ` FROM stay s JOIN location l ON l.id = s.location
		WHERE (CAST($1 AS BIGINT) = 1 OR l.region = $2 OR l.municipality = $3 OR l.id = $4)
		AND s.state IN ('accepted', 'present') AND s.until_night <= $5 ORDER BY s.until_night, s.id`
	sqlAnnounced = `SELECT persons, from_night FROM stay_event WHERE stay = $1 AND to_state = 'accepted' AND from_state <> 'present' ORDER BY seq DESC LIMIT 1`
	sqlEventsOf  = `SELECT stay, location, seq, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person
		FROM stay_event WHERE stay = $1 ORDER BY seq`

	// A refused write spoils the whole transaction on PostgreSQL unless it is
	// undone to a savepoint.
	sqlSavepoint = `SAVEPOINT stay_write`
	sqlUndo      = `ROLLBACK TO SAVEPOINT stay_write`
	sqlRelease   = `RELEASE SAVEPOINT stay_write`
)

func readStay(row db.Scanner) (Stay, error) {
	var s Stay
	err := row.Scan(&s.ID, &s.Household, &s.Location, &s.Persons, &s.From, &s.Until, &s.EndKnown, &s.State, &s.Previous,
		&s.ShareConsent, &s.Reason, &s.By, &s.Rev, &s.CreatedAt, &s.UpdatedAt)
	return s, err
}

func insertStay(ctx context.Context, tx *db.Tx, s Stay) (bool, error) {
	rows, err := tx.Exec(ctx, sqlInsertStay, s.ID, s.Household, s.Location, s.Persons, s.From, s.Until, db.Bool(s.EndKnown), string(s.State),
		s.Previous, db.Bool(s.ShareConsent), s.Reason, s.By, s.CreatedAt, s.UpdatedAt)
	return rows == 1, err
}

func updateStay(ctx context.Context, tx *db.Tx, s Stay) (bool, error) {
	rows, err := tx.Exec(ctx, sqlUpdateStay, s.Persons, s.From, s.Until, db.Bool(s.EndKnown), string(s.State), db.Bool(s.ShareConsent),
		s.Reason, s.By, s.UpdatedAt, s.ID, s.Rev)
	return rows == 1, err
}

// StayByID finds a stay; db.ErrNone where there is none.
func StayByID(ctx context.Context, tx *db.Tx, id string) (Stay, error) {
	return readStay(tx.Row(ctx, sqlStay, id))
}

// StaysOf lists a household's stays, past ones included, by their first night.
func StaysOf(ctx context.Context, tx *db.Tx, household string) ([]Stay, error) {
	return db.All(ctx, tx, sqlStaysOf, []any{household}, readStay)
}

// staysDuring lists a location's stays in any state that touch the nights
// from..until-1.
func staysDuring(ctx context.Context, tx *db.Tx, location string, from, until calendar.Night) ([]Stay, error) {
	return db.All(ctx, tx, sqlStaysDuring, []any{location, until, from}, readStay)
}

func holdingDuring(ctx context.Context, tx *db.Tx, location string, from, until calendar.Night) ([]Stay, error) {
	return db.All(ctx, tx, sqlHoldingDuring, []any{location, until, from}, readStay)
}

func expiring(ctx context.Context, tx *db.Tx, scope gate.Scope, night calendar.Night) ([]Stay, error) {
	return db.All(ctx, tx, sqlExpiring, append(scope.Args(), night), readStay)
}

// Event is one step in the history of a stay.
type Event struct {
	Stay, Location string
	Seq            int64 // place in the order of everything that happened to the location
	At             calendar.Instant
	Before, After  State // Before is empty for the first step
	Persons        int
	From, Until    calendar.Night
	EndKnown       bool
	Reason         string
	By             string
}

func readEvent(row db.Scanner) (Event, error) {
	var e Event
	err := row.Scan(&e.Stay, &e.Location, &e.Seq, &e.At, &e.Before, &e.After, &e.Persons, &e.From, &e.Until, &e.EndKnown, &e.Reason, &e.By)
	return e, err
}

// HistoryOf lists what happened to a stay, first step first.
func HistoryOf(ctx context.Context, tx *db.Tx, stay string) ([]Event, error) {
	return db.All(ctx, tx, sqlEventsOf, []any{stay}, readEvent)
}
