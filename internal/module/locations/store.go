package locations

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

const (
	sqlCodes = `SELECT s.id, h.code FROM stay s JOIN household h ON h.id = s.household
		WHERE s.location = $1 AND s.from_night < $2 AND s.until_night >= $3`
	sqlOffers = `SELECT s.id, o.id FROM stay s JOIN offer o ON o.stay = s.id
		WHERE s.location = $1 AND s.state IN ('offered', 'accepted')`
)

// codesOf gives the reference code of the household of each of a location's stays
// that touch the nights from..until-1, by stay.
func codesOf(ctx context.Context, tx *db.Tx, location string, from, until calendar.Night) (map[string]string, error) {
	return pairs(ctx, tx, sqlCodes, location, until, from)
}

// offersOf gives the offer behind each of a location's stays that is not there
// yet, by stay.
func offersOf(ctx context.Context, tx *db.Tx, location string) (map[string]string, error) {
	return pairs(ctx, tx, sqlOffers, location)
}

func pairs(ctx context.Context, tx *db.Tx, query string, args ...any) (map[string]string, error) {
	found := map[string]string{}
	_, err := db.All(ctx, tx, query, args, func(row db.Scanner) (none struct{}, err error) {
		var key, value string
		err = row.Scan(&key, &value)
		found[key] = value
		return none, err
	})
	return found, err
}
