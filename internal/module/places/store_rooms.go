package places

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertRoom = `INSERT INTO room (id, location, name, beds, properties) VALUES ($1, $2, $3, $4, $5)`
	sqlUpdateRoom = `UPDATE room SET name = $1, beds = $2, properties = $3, closed_at = $4 WHERE id = $5`
	sqlRoom       = `SELECT id, location, name, beds, properties, COALESCE(closed_at, 0) FROM room WHERE id = $1`
	sqlRoomsOf    = `SELECT id, location, name, beds, properties, COALESCE(closed_at, 0) FROM room WHERE location = $1 ORDER BY name, id`

	sqlInsertBlock = `INSERT INTO room_block (id, room, from_night, until_night, reason, blocked_at) VALUES ($1, $2, $3, $4, $5, $6)`
	sqlBlocksOf    = `SELECT b.id, b.room, b.from_night, b.until_night, b.reason FROM room_block b JOIN room r ON r.id = b.room
		WHERE r.location = $1 AND b.lifted_at IS NULL ORDER BY b.from_night, b.id`
	sqlLiftBlock = `UPDATE room_block SET lifted_at = $1 WHERE id = $2 AND lifted_at IS NULL RETURNING room, from_night, until_night`

	sqlClearLodging  = `DELETE FROM stay_room WHERE stay = $1`
	sqlInsertLodging = `INSERT INTO stay_room (stay, room, persons, person, given_at) VALUES ($1, $2, $3, $4, $5)`
	sqlAllLodgings   = `SELECT s.location, s.id, s.household, s.share_consent, s.from_night, s.until_night, r.id, r.location, r.beds, x.persons
		FROM stay_room x JOIN stay s ON s.id = x.stay JOIN room r ON r.id = x.room
		WHERE s.state IN ('offered', 'accepted', 'present') ORDER BY s.location, r.id, s.from_night, s.id`
	sqlLodgingsOf = `SELECT s.location, s.id, s.household, s.share_consent, s.from_night, s.until_night, r.id, r.location, r.beds, x.persons
		FROM stay_room x JOIN stay s ON s.id = x.stay JOIN room r ON r.id = x.room WHERE s.id = $1 ORDER BY r.id`
	sqlLodgingsDuring = `SELECT ` + stayColumns + `, x.room, x.persons, x.person, x.given_at
		FROM stay_room x JOIN stay s ON s.id = x.stay WHERE s.location = $1 AND s.state IN ('offered', 'accepted', 'present')
		AND s.from_night < $2 AND s.until_night > $3 ORDER BY s.from_night, s.created_at, s.id, x.room`
	sqlUsedFrom = `SELECT COUNT(*) FROM stay_room x JOIN stay s ON s.id = x.stay
		WHERE x.room = $1 AND s.state IN ('offered', 'accepted', 'present') AND s.until_night > $2`
	sqlConsent = `UPDATE stay SET share_consent = $1, rev = rev + 1 WHERE id = $2`
)

// lodging is a stay in a room.
type lodging struct {
	location, stay, household string
	consent                   bool
	from, until               calendar.Night
	room, roomLocation        string
	beds, persons             int
}

func readLodging(row db.Scanner) (lodging, error) {
	var l lodging
	err := row.Scan(&l.location, &l.stay, &l.household, &l.consent, &l.from, &l.until, &l.room, &l.roomLocation, &l.beds, &l.persons)
	return l, err
}

func readRoom(row db.Scanner) (Room, error) {
	var r Room
	var properties string
	err := row.Scan(&r.ID, &r.Location, &r.Name, &r.Beds, &properties, &r.ClosedAt)
	r.Properties = strings.Fields(properties)
	return r, err
}

func insertRoom(ctx context.Context, tx *gate.Tx, r Room) error {
	tx.Adds(keptRooms, r.ID)
	_, err := tx.Exec(ctx, sqlInsertRoom, r.ID, r.Location, r.Name, r.Beds, strings.Join(r.Properties, " "))
	return err
}

func updateRoom(ctx context.Context, tx *gate.Tx, r Room) error {
	if err := tx.Alters(ctx, keptRooms, r.ID); err != nil {
		return err
	}
	var closed any
	if r.ClosedAt != 0 {
		closed = r.ClosedAt
	}
	_, err := tx.Exec(ctx, sqlUpdateRoom, r.Name, r.Beds, strings.Join(r.Properties, " "), closed, r.ID)
	return err
}

func roomByID(ctx context.Context, tx *db.Tx, id string) (Room, error) {
	return readRoom(tx.Row(ctx, sqlRoom, id))
}

func roomsOf(ctx context.Context, tx *db.Tx, location string) ([]Room, error) {
	return db.All(ctx, tx, sqlRoomsOf, []any{location}, readRoom)
}

func insertBlock(ctx context.Context, tx *gate.Tx, b Block, at calendar.Instant) error {
	if err := tx.Alters(ctx, keptBlocks, b.Room); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertBlock, b.ID, b.Room, b.From, b.Until, b.Reason, at)
	return err
}

func blocksOf(ctx context.Context, tx *db.Tx, location string) ([]Block, error) {
	return db.All(ctx, tx, sqlBlocksOf, []any{location}, func(row db.Scanner) (Block, error) {
		var b Block
		err := row.Scan(&b.ID, &b.Room, &b.From, &b.Until, &b.Reason)
		return b, err
	})
}

// liftBlock ends a block of a room and gives what it was; db.ErrNone where it is
// not there or was lifted before.
func liftBlock(ctx context.Context, tx *gate.Tx, room, id string, at calendar.Instant) (Block, error) {
	b := Block{ID: id}
	if err := tx.Alters(ctx, keptBlocks, room); err != nil {
		return b, err
	}
	err := tx.Row(ctx, sqlLiftBlock, at, id).Scan(&b.Room, &b.From, &b.Until)
	return b, err
}

func clearLodgings(ctx context.Context, tx *gate.Tx, stay string) error {
	if err := tx.Alters(ctx, keptLodgings, stay); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlClearLodging, stay)
	return err
}

func insertLodging(ctx context.Context, tx *db.Tx, stay string, share Share, person string, at calendar.Instant) error {
	_, err := tx.Exec(ctx, sqlInsertLodging, stay, share.Room, share.Persons, person, at)
	return err
}

// Lodging is a stay in a room.
type Lodging struct {
	Stay    Stay
	Room    string
	Persons int              // of the stay, those who sleep in this room
	By      string           // person who gave the room out; empty where nobody wrote that down
	At      calendar.Instant // when; 0 where nobody wrote that down
}

// LodgingsDuring lists who has which rooms of a location on the nights
// from..until-1, by the first night of the stay.
func LodgingsDuring(ctx context.Context, tx *db.Tx, location string, from, until calendar.Night) ([]Lodging, error) {
	return db.All(ctx, tx, sqlLodgingsDuring, []any{location, until, from}, func(row db.Scanner) (Lodging, error) {
		var l Lodging
		s := &l.Stay
		err := row.Scan(&s.ID, &s.Household, &s.Location, &s.Persons, &s.From, &s.Until, &s.EndKnown, &s.State, &s.Previous,
			&s.ShareConsent, &s.Reason, &s.By, &s.Rev, &s.CreatedAt, &s.UpdatedAt, &l.Room, &l.Persons, &l.By, &l.At)
		return l, err
	})
}

// usedFrom says whether somebody has a room on the night or later.
func usedFrom(ctx context.Context, tx *db.Tx, room string, night calendar.Night) (bool, error) {
	var stays int
	err := tx.Row(ctx, sqlUsedFrom, room, night).Scan(&stays)
	return stays > 0, err
}

func lodgingsOf(ctx context.Context, tx *db.Tx, stay string) ([]lodging, error) {
	return db.All(ctx, tx, sqlLodgingsOf, []any{stay}, readLodging)
}

func setConsent(ctx context.Context, tx *gate.Tx, stay string, consent bool) error {
	if err := tx.Alters(ctx, keptStays, stay); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlConsent, db.Bool(consent), stay)
	return err
}
