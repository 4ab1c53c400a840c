package places

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const locationColumns = `l.id, l.municipality, l.region, l.name, l.address, l.postcode, l.type, l.facilities, l.short_stay,
	l.contact_name, l.contact_phone, l.contact_email, l.stale_days, l.confirmed_at, COALESCE(l.lapsed_at, 0), l.source,
	l.rev, l.version, l.created_at, COALESCE(l.closed_at, 0)`

// within limits a list of locations l to a gate.Scope.
const within = `(CAST($1 AS BIGINT) = 1 OR l.region = $2 OR l.municipality = $3 OR l.id = $4)`

const (
	sqlInsertLocation = `INSERT INTO location (id, municipality, region, name, address, postcode, type, facilities, short_stay,
		contact_name, contact_phone, contact_email, stale_days, confirmed_at, source, rev, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`
	sqlUpdateLocation = `UPDATE location SET municipality = $1, region = $2, name = $3, address = $4, postcode = $5, type = $6,
		facilities = $7, short_stay = $8, contact_name = $9, contact_phone = $10, contact_email = $11, stale_days = $12, source = $13,
		rev = rev + 1, version = version + 1 WHERE id = $14 AND version = $15`
	sqlCloseLocation   = `UPDATE location SET closed_at = $1, rev = rev + 1, version = version + 1 WHERE id = $2 AND closed_at IS NULL`
	sqlConfirm         = `UPDATE location SET confirmed_at = $1, lapsed_at = NULL, rev = rev + 1 WHERE id = $2`
	sqlLapsed          = `UPDATE location SET lapsed_at = $1 WHERE id = $2`
	sqlLocation        = `SELECT ` + locationColumns + ` FROM location l WHERE l.id = $1`
	sqlOwner           = `SELECT region, municipality FROM location WHERE id = $1`
	sqlLocations       = `SELECT ` + locationColumns + ` FROM location l WHERE ` + within + ` ORDER BY l.municipality, l.name, l.id`
	sqlRegionsOf       = `SELECT l.id, l.region FROM location l WHERE ` + within
	sqlLocationsInUse  = `SELECT ` + locationColumns + ` FROM location l WHERE ` + within + ` AND l.closed_at IS NULL ORDER BY l.id`
	sqlSilentLocations = `SELECT ` + locationColumns + ` FROM location l WHERE l.closed_at IS NULL
		AND COALESCE(l.lapsed_at, l.confirmed_at) < CAST($1 AS BIGINT) - l.stale_days * CAST($2 AS BIGINT) ORDER BY l.id`
)

func readLocation(row db.Scanner) (Location, error) {
	var l Location
	var facilities string
	err := row.Scan(&l.ID, &l.Municipality, &l.Region, &l.Name, &l.Address, &l.Postcode, &l.Type, &facilities, &l.ShortStay,
		&l.Contact.Name, &l.Contact.Phone, &l.Contact.Email, &l.StaleDays, &l.ConfirmedAt, &l.LapsedAt, &l.Source,
		&l.Rev, &l.Version, &l.CreatedAt, &l.ClosedAt)
	l.Facilities = strings.Fields(facilities)
	return l, err
}

func locationValues(l Location) []any {
	return []any{l.ID, l.Municipality, l.Region, l.Name, l.Address, l.Postcode, l.Type,
		strings.Join(l.Facilities, " "), db.Bool(l.ShortStay), l.Contact.Name, l.Contact.Phone, l.Contact.Email, l.StaleDays,
		l.ConfirmedAt, l.Source, l.Rev, l.CreatedAt}
}

func insertLocation(ctx context.Context, tx *gate.Tx, l Location) error {
	tx.Adds(keptLocations, l.ID)
	_, err := tx.Exec(ctx, sqlInsertLocation, locationValues(l)...)
	return err
}

// updateLocation writes a description over the version it was read at; false
// when that is no longer the present one.
func updateLocation(ctx context.Context, tx *gate.Tx, l Location) (bool, error) {
	if err := tx.Alters(ctx, keptLocations, l.ID); err != nil {
		return false, err
	}
	rows, err := tx.Exec(ctx, sqlUpdateLocation, l.Municipality, l.Region, l.Name, l.Address, l.Postcode, l.Type,
		strings.Join(l.Facilities, " "), db.Bool(l.ShortStay), l.Contact.Name, l.Contact.Phone, l.Contact.Email, l.StaleDays,
		l.Source, l.ID, l.Version)
	return rows == 1, err
}

func closeLocation(ctx context.Context, tx *gate.Tx, id string, at calendar.Instant) error {
	if err := tx.Alters(ctx, keptLocations, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlCloseLocation, at, id)
	return err
}

func confirm(ctx context.Context, tx *gate.Tx, id string, at calendar.Instant) error {
	if err := tx.Alters(ctx, keptLocations, id); err != nil {
		return err
	}
	rows, err := tx.Exec(ctx, sqlConfirm, at, id)
	if err == nil && rows == 0 {
		return db.ErrNone
	}
	return err
}

func lapse(ctx context.Context, tx *gate.Tx, id string, at calendar.Instant) error {
	if err := tx.Alters(ctx, keptLocations, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlLapsed, at, id)
	return err
}

// LocationByID finds a location, closed ones included; db.ErrNone where there is
// none.
func LocationByID(ctx context.Context, tx *db.Tx, id string) (Location, error) {
	return readLocation(tx.Row(ctx, sqlLocation, id))
}

// knownLocations gives all locations by id.
func knownLocations(ctx context.Context, tx *db.Tx) (map[string]Location, error) {
	all, err := db.All(ctx, tx, sqlAllLocations, nil, readLocation)
	known := make(map[string]Location, len(all))
	for _, l := range all {
		known[l.ID] = l
	}
	return known, err
}

func ownerOf(ctx context.Context, tx *db.Tx, id string) (access.Owner, error) {
	owner := access.Owner{Location: id}
	err := tx.Row(ctx, sqlOwner, id).Scan(&owner.Region, &owner.Municipality)
	return owner, err
}

// silentLocations lists the locations in use that were not heard of for their
// configured time.
func silentLocations(ctx context.Context, tx *db.Tx, now calendar.Instant) ([]Location, error) {
	const day = int64(24 * 60 * 60 * 1_000_000)
	return db.All(ctx, tx, sqlSilentLocations, []any{now, day}, readLocation)
}

// RegionsOf gives the safety region of every location within the scope, also of
// those closed since, by the location's id.
func RegionsOf(ctx context.Context, tx *db.Tx, scope gate.Scope) (map[string]string, error) {
	type pair struct{ location, region string }
	pairs, err := db.All(ctx, tx, sqlRegionsOf, scope.Args(), func(row db.Scanner) (p pair, err error) {
		err = row.Scan(&p.location, &p.region)
		return p, err
	})
	regions := make(map[string]string, len(pairs))
	for _, p := range pairs {
		regions[p.location] = p.region
	}
	return regions, err
}
