package places

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertClosing = `INSERT INTO location_closing (location, seq, from_night, reason, person, at) VALUES ($1, $2, $3, $4, $5, $6)`
	closingColumns   = `c.location, c.seq, c.from_night, c.reason, c.person, c.at`
	sqlClosingsOf    = `SELECT ` + closingColumns + ` FROM location_closing c WHERE c.location = $1 ORDER BY c.seq DESC`
	sqlAllClosings   = `SELECT ` + closingColumns + ` FROM location_closing c ORDER BY c.location, c.seq`
	sqlClosingsDue   = `SELECT ` + locationColumns + ` FROM location l JOIN location_closing c ON c.location = l.id
		WHERE l.closed_at IS NULL AND c.from_night <= $1
		AND c.seq = (SELECT MAX(x.seq) FROM location_closing x WHERE x.location = l.id) ORDER BY l.id`
	sqlClosingsAhead = `SELECT ` + closingColumns + ` FROM location_closing c JOIN location l ON l.id = c.location
		WHERE (CAST($1 AS BIGINT) = 1 OR l.region = $2 OR l.municipality = $3 OR l.id = $4) AND l.closed_at IS NULL AND c.from_night IS NOT NULL
		AND c.seq = (SELECT MAX(x.seq) FROM location_closing x WHERE x.location = l.id) ORDER BY l.id`
	sqlReopen = `UPDATE location SET closed_at = NULL, rev = rev + 1, version = version + 1 WHERE id = $1`
)

func readClosing(row db.Scanner) (c Closing, err error) {
	err = row.Scan(&c.Location, &c.Seq, &c.From, &c.Reason, &c.Person, &c.At)
	return c, err
}

func insertClosing(ctx context.Context, tx *gate.Tx, c Closing) error {
	if err := tx.Alters(ctx, keptClosings, c.Location); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertClosing, c.Location, c.Seq, c.From, c.Reason, c.Person, c.At)
	return err
}

// closingsOf lists what was said about a location's closing, last word first.
func closingsOf(ctx context.Context, tx *db.Tx, location string) ([]Closing, error) {
	return db.All(ctx, tx, sqlClosingsOf, []any{location}, readClosing)
}

// closingOf is the last word on a location's closing; none is a zero Closing.
func closingOf(ctx context.Context, tx *db.Tx, location string) (Closing, error) {
	last, err := readClosing(tx.Row(ctx, sqlClosingsOf, location))
	if errors.Is(err, db.ErrNone) {
		return Closing{}, nil
	}
	return last, err
}

// closingsDue lists the locations whose last night is over and that do not stand
// as closed yet.
func closingsDue(ctx context.Context, tx *db.Tx, tonight calendar.Night) ([]Location, error) {
	return db.All(ctx, tx, sqlClosingsDue, []any{tonight}, readLocation)
}

func reopenLocation(ctx context.Context, tx *gate.Tx, id string) error {
	if err := tx.Alters(ctx, keptLocations, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlReopen, id)
	return err
}

// closingsAhead lists the closings within the scope that have not come yet.
func closingsAhead(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Closing, error) {
	return db.All(ctx, tx, sqlClosingsAhead, scope.Args(), readClosing)
}
