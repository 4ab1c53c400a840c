package arrivals

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	transportColumns = `t.id, t.origin, t.leaves_at, COALESCE(t.municipality, ''), COALESCE(t.region, ''), t.state, t.note, t.made_by, t.made_at, t.updated_at`

	sqlInsertTransport = `INSERT INTO transport (id, origin, leaves_at, municipality, region, state, note, made_by, made_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`
	sqlInsertStop = `INSERT INTO transport_stop (transport, location) VALUES ($1, $2) ON CONFLICT (transport, location) DO NOTHING`
	sqlInsertSeat = `INSERT INTO transport_seat (id, transport, offer, announced, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)`
	sqlPutOff     = `UPDATE transport_seat SET off_at = $1 WHERE transport = $2 AND off_at IS NULL AND (CAST($3 AS TEXT) = '' OR id = $3)`
	sqlReseat     = `UPDATE transport_seat SET offer = $1 WHERE offer = $2 AND off_at IS NULL`
	sqlTransport  = `SELECT ` + transportColumns + ` FROM transport t WHERE t.id = $1`
	// The update that changes nothing locks the row.
	sqlLockTransport  = `UPDATE transport SET state = state WHERE id = $1`
	sqlSaveTransport  = `UPDATE transport SET state = $1, updated_at = $2 WHERE id = $3`
	sqlSeatOf         = `SELECT transport FROM transport_seat WHERE offer = $1 AND off_at IS NULL`
	sqlSeatsElsewhere = `SELECT x.id FROM transport_seat x JOIN offer o ON o.id = x.offer WHERE x.off_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM transport_stop p WHERE p.transport = x.transport AND p.location = o.location) ORDER BY x.id`
	sqlSeatsOnClosed = `SELECT x.id FROM transport_seat x JOIN transport t ON t.id = x.transport JOIN offer o ON o.id = x.offer
		WHERE x.off_at IS NULL AND (t.state = 'cancelled' OR t.state = 'closed' AND o.state = 'accepted') ORDER BY x.id`
	sqlAwaitedOn = `SELECT COUNT(*) FROM transport_seat x JOIN offer o ON o.id = x.offer WHERE x.transport = $1 AND x.off_at IS NULL AND o.state = 'accepted'`
	sqlStopsOf   = `SELECT l.id, l.name FROM transport_stop p JOIN location l ON l.id = p.location WHERE p.transport = $1 ORDER BY l.name, l.id`

	// What the reader may see of a transport: all of it where it is their affair,
	// else who goes to their own locations.
	mySeats = ` FROM transport_seat x JOIN offer o ON o.id = x.offer WHERE x.transport = t.id AND x.off_at IS NULL
		AND (CAST($1 AS BIGINT) = 1 OR t.region = $2 OR t.municipality = $3 OR o.region = $2 OR o.municipality = $3 OR o.location = $4)`
	sqlTransports = `SELECT ` + transportColumns + `,
		(SELECT CAST(COALESCE(SUM(x.announced), 0) AS BIGINT)` + mySeats + `),
		(SELECT CAST(COALESCE(SUM(o.persons), 0) AS BIGINT)` + mySeats + ` AND o.state = 'arrived')
		FROM transport t WHERE (CAST($1 AS BIGINT) = 1 OR t.region = $2 OR t.municipality = $3
			OR EXISTS (SELECT 1 FROM transport_stop p JOIN location l ON l.id = p.location
				WHERE p.transport = t.id AND (l.region = $2 OR l.municipality = $3 OR l.id = $4)))
		AND t.leaves_at >= $5 ORDER BY t.leaves_at, t.id LIMIT 200`

	seatColumns = `x.id, x.announced, o.location, l.name, o.state, o.municipality, o.region, o.stay, o.id, o.household, COALESCE(h.code, ''), o.persons,
		o.from_night, o.until_night, o.end_known, COALESCE(h.needs, ''), COALESCE(h.flags, ''), o.updated_at`
	seatFrom = ` JOIN location l ON l.id = o.location LEFT JOIN household h ON h.id = o.household`

	sqlSeatsOf = `SELECT ` + seatColumns + ` FROM transport_seat x JOIN offer o ON o.id = x.offer` + seatFrom + `
		WHERE x.transport = $1 AND x.off_at IS NULL ORDER BY l.name, h.code, x.id`

	notSeated = ` AND o.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM transport_seat x WHERE x.offer = o.id AND x.off_at IS NULL)`
	mine      = `(CAST($1 AS BIGINT) = 1 OR o.region = $2 OR o.municipality = $3 OR o.location = $4 OR o.household_region = $2 OR o.household_municipality = $3)`

	sqlBoardable = `SELECT '', o.persons, o.location, l.name, o.state, o.municipality, o.region, o.stay, o.id, o.household, COALESCE(h.code, ''), o.persons,
		o.from_night, o.until_night, o.end_known, COALESCE(h.needs, ''), COALESCE(h.flags, ''), o.updated_at
		FROM transport_stop p JOIN offer o ON o.location = p.location` + seatFrom + ` WHERE ` + mine + ` AND p.transport = $5` + notSeated + `
		ORDER BY o.from_night, l.name, h.code, o.id LIMIT 100`
	sqlDestinations = `SELECT l.id, l.name, COUNT(*), CAST(SUM(o.persons) AS BIGINT) FROM offer o JOIN location l ON l.id = o.location
		WHERE ` + mine + notSeated + ` GROUP BY l.id, l.name ORDER BY MIN(o.from_night), l.name, l.id LIMIT 40`
)

func null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func insertTransport(ctx context.Context, tx *gate.Tx, t Transport) (bool, error) {
	if err := tx.Alters(ctx, keptTransports, t.ID); err != nil {
		return false, err
	}
	rows, err := tx.Exec(ctx, sqlInsertTransport, t.ID, t.Origin, t.LeavesAt, null(t.Owner.Municipality), null(t.Owner.Region), string(t.State),
		t.Note, t.By, tx.Now(), tx.Now())
	if err != nil {
		return false, fmt.Errorf("arrivals: transport: %w", err)
	}
	return rows == 1, nil
}

func insertStop(ctx context.Context, tx *gate.Tx, transport, location string) error {
	if err := tx.Alters(ctx, keptStops, transport); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertStop, transport, location)
	return err
}

func insertSeat(ctx context.Context, tx *gate.Tx, transport string, o matching.Offer, person string) error {
	if err := tx.Alters(ctx, keptSeats, transport); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertSeat, db.NewID(), transport, o.ID, o.Persons, person, tx.Now())
	if err != nil {
		return fmt.Errorf("arrivals: seat: %w", err)
	}
	return nil
}

// putOff takes one seat off, or all where none is named.
func putOff(ctx context.Context, tx *gate.Tx, transport, seat string) (int64, error) {
	if err := tx.Alters(ctx, keptSeats, transport); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlPutOff, tx.Now(), transport, seat)
}

// reseat gives the seat of one offer to the offer that came in its place.
func reseat(ctx context.Context, tx *gate.Tx, before, after string) error {
	transport, err := seatOf(ctx, tx.Tx, before)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.Alters(ctx, keptSeats, transport); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, sqlReseat, after, before)
	return err
}

func scanTransport(row db.Scanner, more ...any) (Transport, error) {
	var t Transport
	err := row.Scan(append([]any{&t.ID, &t.Origin, &t.LeavesAt, &t.Owner.Municipality, &t.Owner.Region, &t.State, &t.Note, &t.By,
		&t.MadeAt, &t.UpdatedAt}, more...)...)
	return t, err
}

func transportByID(ctx context.Context, tx *db.Tx, id string) (Transport, error) {
	return scanTransport(tx.Row(ctx, sqlTransport, id))
}

// lockTransport reads a transport that nobody else changes until the transaction
// ends.
func lockTransport(ctx context.Context, tx *gate.Tx, id string) (Transport, error) {
	if _, err := tx.Exec(ctx, sqlLockTransport, id); err != nil {
		return Transport{}, err
	}
	return transportByID(ctx, tx.Tx, id)
}

func saveTransportState(ctx context.Context, tx *gate.Tx, id string, to TransportState) error {
	if err := tx.Alters(ctx, keptTransports, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlSaveTransport, string(to), tx.Now(), id)
	return err
}

// seatOf finds the transport an offer travels on; db.ErrNone where it does not.
func seatOf(ctx context.Context, tx *db.Tx, offer string) (transport string, err error) {
	err = tx.Row(ctx, sqlSeatOf, offer).Scan(&transport)
	return transport, err
}

func awaitedOn(ctx context.Context, tx *db.Tx, transport string) (count int, err error) {
	err = tx.Row(ctx, sqlAwaitedOn, transport).Scan(&count)
	return count, err
}

func stopsOf(ctx context.Context, tx *db.Tx, transport string) ([]Stop, error) {
	return db.All(ctx, tx, sqlStopsOf, []any{transport}, func(row db.Scanner) (stop Stop, err error) {
		err = row.Scan(&stop.Location, &stop.Name)
		return stop, err
	})
}

func transportsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, since calendar.Instant) ([]Transport, error) {
	return db.All(ctx, tx, sqlTransports, append(scope.Args(), since), func(row db.Scanner) (Transport, error) {
		var announced, came int
		t, err := scanTransport(row, &announced, &came)
		t.Announced, t.Came = announced, came
		return t, err
	})
}

// owned is a seat with whose affair its location is.
type owned struct {
	Seat
	municipality, region string
}

func readSeat(row db.Scanner) (owned, error) {
	var s owned
	var state matching.OfferState
	var needs, flags string
	g := &s.Guest
	err := row.Scan(&s.ID, &s.Announced, &s.Location, &s.LocationName, &state, &s.municipality, &s.region, &g.Stay, &g.Offer, &g.Household, &g.Code,
		&g.Persons, &g.From, &g.Until, &g.EndKnown, &needs, &flags, &g.At)
	g.Needs, g.Flags = strings.Fields(needs), strings.Fields(flags)
	s.Stand = seatStand(state, s.Announced, g.Persons)
	return s, err
}

// seatsOf lists the seats of a transport: all of them, or those to locations
// within the scope.
func seatsOf(ctx context.Context, tx *db.Tx, transport string, scope gate.Scope, all bool) (seats []Seat, err error) {
	found, err := db.All(ctx, tx, sqlSeatsOf, []any{transport}, readSeat)
	for _, s := range found {
		if all || scope.Covers(access.Owner{Region: s.region, Municipality: s.municipality, Location: s.Location}) {
			seats = append(seats, s.Seat)
		}
	}
	return seats, err
}

func boardable(ctx context.Context, tx *db.Tx, scope gate.Scope, transport string) (seats []Seat, err error) {
	found, err := db.All(ctx, tx, sqlBoardable, append(scope.Args(), transport), readSeat)
	for _, s := range found {
		seats = append(seats, s.Seat)
	}
	return seats, err
}

func destinations(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Destination, error) {
	return db.All(ctx, tx, sqlDestinations, scope.Args(), func(row db.Scanner) (d Destination, err error) {
		err = row.Scan(&d.Location, &d.Name, &d.Households, &d.Persons)
		return d, err
	})
}
