package matching

import (
	"context"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const offerColumns = `offer.id, COALESCE(offer.run, ''), COALESCE(offer.proposal, ''), offer.household, offer.household_municipality, offer.household_region,
	offer.location, offer.municipality, offer.region, offer.stay, offer.persons, offer.from_night, offer.until_night, offer.end_known, offer.state, offer.location_answer,
	offer.household_answer, offer.location_deadline, offer.household_deadline, offer.due_at, offer.reason, offer.asks, COALESCE(offer.corrected_at, 0), offer.rev,
	offer.made_by, offer.made_at, offer.updated_at`

const (
	sqlInsertOffer = `INSERT INTO offer (id, run, proposal, household, household_municipality, household_region, location, municipality,
		region, stay, persons, from_night, until_night, end_known, state, location_answer, household_answer, location_deadline,
		household_deadline, due_at, reason, asks, rev, made_by, made_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`
	sqlOffer = `SELECT ` + offerColumns + ` FROM offer WHERE id = $1`
	// The update that changes nothing locks the row: of two answers at once the
	// second sees what the first did.
	sqlLockOffer = `UPDATE offer SET rev = rev WHERE id = $1 RETURNING ` + offerColumns
	sqlSaveOffer = `UPDATE offer SET stay = $1, persons = $2, state = $3, location_answer = $4, household_answer = $5, due_at = $6, reason = $7,
		asks = $8, rev = $9, updated_at = $10 WHERE id = $11 AND rev = $12`
	sqlCorrected   = `UPDATE offer SET corrected_at = $1 WHERE id = $2 AND asks <> '' AND corrected_at IS NULL`
	sqlInsertEvent = `INSERT INTO offer_event (offer, seq, at, person, side, from_state, to_state, answer, reason, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	sqlEvents = `SELECT offer, seq, at, person, side, from_state, to_state, answer, reason, note FROM offer_event
		WHERE offer = $1 ORDER BY seq`
	sqlPromiseTo     = `SELECT ` + offerColumns + ` FROM offer WHERE household = $1 AND state IN ('open', 'accepted')`
	sqlOfferOfStay   = `SELECT ` + offerColumns + ` FROM offer WHERE stay = $1`
	sqlOverdueOffers = `SELECT id FROM offer WHERE state = 'open' AND due_at <= $1 ORDER BY due_at, id LIMIT $2`

	// An offer asks until somebody looked: at the offer itself, by correcting the
	// household, or by saying anew how the location stands.
	doubted = `offer.asks <> '' AND offer.corrected_at IS NULL
		AND NOT (offer.asks = 'household' AND EXISTS (SELECT 1 FROM household_event e
			WHERE e.household = offer.household AND e.from_state = e.to_state AND e.at > offer.updated_at))
		AND NOT (offer.asks = 'location' AND EXISTS (SELECT 1 FROM location l WHERE l.id = offer.location AND l.confirmed_at > offer.updated_at))`
	sqlDoubts    = `SELECT CASE WHEN asks = 'location' THEN location ELSE household END FROM offer WHERE ` + doubted
	sqlObstacles = `SELECT
		EXISTS (SELECT 1 FROM household_exclusion x WHERE x.household = $1 AND x.location = $2 AND (x.until_night IS NULL OR x.until_night > $3)),
		EXISTS (SELECT 1 FROM offer WHERE offer.asks = 'household' AND offer.household = $1 AND ` + doubted + `)
		OR EXISTS (SELECT 1 FROM offer WHERE offer.asks = 'location' AND offer.location = $2 AND ` + doubted + `)`

	sqlSavepoint = `SAVEPOINT offer_write`
	sqlUndo      = `ROLLBACK TO SAVEPOINT offer_write`
	sqlRelease   = `RELEASE SAVEPOINT offer_write`
)

// scanOffer reads the columns of an offer and whatever stands after them.
func scanOffer(row db.Scanner, more ...any) (Offer, error) {
	var o Offer
	dest := append([]any{&o.ID, &o.Run, &o.Proposal, &o.Household, &o.HouseholdOwner.Municipality, &o.HouseholdOwner.Region,
		&o.Location, &o.LocationOwner.Municipality, &o.LocationOwner.Region, &o.Stay, &o.Persons, &o.From, &o.Until, &o.EndKnown, &o.State,
		&o.LocationAnswer, &o.HouseholdAnswer, &o.LocationDeadline, &o.HouseholdDeadline, &o.Due, &o.Reason, &o.Asks, &o.CorrectedAt, &o.Rev,
		&o.By, &o.MadeAt, &o.UpdatedAt}, more...)
	err := row.Scan(dest...)
	o.LocationOwner.Location = o.Location
	o.HouseholdOwner.Household = o.Household
	return o, err
}

func readOffer(row db.Scanner) (Offer, error) { return scanOffer(row) }

func findOffer(ctx context.Context, tx *db.Tx, id string) (Offer, error) {
	return readOffer(tx.Row(ctx, sqlOffer, id))
}

// lockOffer reads an offer that nobody else changes until the transaction ends.
func lockOffer(ctx context.Context, tx *gate.Tx, id string) (Offer, error) {
	return readOffer(tx.Row(ctx, sqlLockOffer, id))
}

// Lock reads an offer that nobody else changes until the transaction ends;
// db.ErrNone where there is none.
func Lock(ctx context.Context, tx *gate.Tx, id string) (Offer, error) { return lockOffer(ctx, tx, id) }

// promiseTo finds the offer that holds places for a household; db.ErrNone where
// there is none.
func promiseTo(ctx context.Context, tx *db.Tx, household string) (Offer, error) {
	return readOffer(tx.Row(ctx, sqlPromiseTo, household))
}

// PromiseTo finds the offer that holds places for a household, open or accepted,
// inside a transaction; db.ErrNone where there is none.
func PromiseTo(ctx context.Context, tx *db.Tx, household string) (Offer, error) {
	return promiseTo(ctx, tx, household)
}

// offerOfStay finds the offer a stay came of; db.ErrNone where it was made by
// hand.
func offerOfStay(ctx context.Context, tx *db.Tx, stay string) (Offer, error) {
	return readOffer(tx.Row(ctx, sqlOfferOfStay, stay))
}

// OwnerOf says whose affair an offer is on one side: the location's, or, on the
// household's side, of who looks after the household; db.ErrNone where there is
// no such offer.
func OwnerOf(ctx context.Context, tx *db.Tx, id string, side Side) (access.Owner, error) {
	o, err := findOffer(ctx, tx, id)
	if side == SideHousehold {
		return o.HouseholdOwner, err
	}
	return o.LocationOwner, err
}

func null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// Event is one step of an offer.
type Event struct {
	Offer         string
	Seq           int64
	At            calendar.Instant
	Person        string
	Side          Side
	Before, After OfferState // Before is empty for the first step
	Answer        Answer
	Reason        string
	Note          string
}

func readEvent(row db.Scanner) (Event, error) {
	var e Event
	err := row.Scan(&e.Offer, &e.Seq, &e.At, &e.Person, &e.Side, &e.Before, &e.After, &e.Answer, &e.Reason, &e.Note)
	return e, err
}

func eventsOf(ctx context.Context, tx *db.Tx, offer string) ([]Event, error) {
	return db.All(ctx, tx, sqlEvents, []any{offer}, readEvent)
}

func insertEvent(ctx context.Context, tx *gate.Tx, e Event) error {
	e.At = tx.Now()
	tx.Seal(eventKind, e.sealed()...)
	_, err := tx.Exec(ctx, sqlInsertEvent, e.Offer, e.Seq, e.At, e.Person, string(e.Side), string(e.Before), string(e.After),
		string(e.Answer), e.Reason, e.Note)
	if err != nil {
		return fmt.Errorf("matching: offer event: %w", err)
	}
	return nil
}

func insertOffer(ctx context.Context, tx *gate.Tx, o Offer) error {
	tx.Seal(offerKind, o.sealed()...)
	tx.Adds(keptOffers, o.ID)
	_, err := tx.Exec(ctx, sqlInsertOffer, o.ID, null(o.Run), null(o.Proposal), o.Household, o.HouseholdOwner.Municipality,
		o.HouseholdOwner.Region, o.Location, o.LocationOwner.Municipality, o.LocationOwner.Region, o.Stay, o.Persons, o.From, o.Until,
		db.Bool(o.EndKnown), string(o.State), string(o.LocationAnswer), string(o.HouseholdAnswer), o.LocationDeadline, o.HouseholdDeadline,
		o.due(), o.Reason, string(o.Asks), o.Rev, o.By, tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("matching: offer: %w", err)
	}
	return insertEvent(ctx, tx, Event{Offer: o.ID, Seq: o.Rev, Person: o.By, Side: SideSender, After: o.State})
}

// saveOffer writes a locked offer as its next revision, with the event that led
// to it.
func saveOffer(ctx context.Context, tx *gate.Tx, o *Offer, e Event) error {
	before := o.Rev
	o.Rev, o.Due, o.UpdatedAt = before+1, o.due(), tx.Now()
	if err := tx.Alters(ctx, keptOffers, o.ID); err != nil {
		return err
	}
	rows, err := tx.Exec(ctx, sqlSaveOffer, o.Stay, o.Persons, string(o.State), string(o.LocationAnswer), string(o.HouseholdAnswer), o.Due,
		o.Reason, string(o.Asks), o.Rev, o.UpdatedAt, o.ID, before)
	if err != nil {
		return fmt.Errorf("matching: offer: %w", err)
	}
	if rows != 1 {
		return fmt.Errorf("matching: offer %s changed under its lock", o.ID)
	}
	e.Offer, e.Seq, e.After = o.ID, o.Rev, o.State
	return insertEvent(ctx, tx, e)
}

func overdue(ctx context.Context, tx *db.Tx, now calendar.Instant, most int) ([]string, error) {
	return db.All(ctx, tx, sqlOverdueOffers, []any{now, most}, readText)
}

// Doubts are the households and locations whose data somebody said are wrong and
// nobody has looked at since.
func Doubts(ctx context.Context, tx *db.Tx) (map[string]bool, error) {
	ids, err := db.All(ctx, tx, sqlDoubts, nil, readText)
	found := make(map[string]bool, len(ids))
	for _, id := range ids {
		found[id] = true
	}
	return found, err
}

// Obstacles says whether the location is excluded for the household on the night,
// and whether somebody said the data of either are wrong and nobody has looked at
// them since.
func Obstacles(ctx context.Context, tx *db.Tx, household, location string, tonight calendar.Night) (excluded, doubt bool, err error) {
	err = tx.Row(ctx, sqlObstacles, household, location, tonight).Scan(&excluded, &doubt)
	return excluded, doubt, err
}
