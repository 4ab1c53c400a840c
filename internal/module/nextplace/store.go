package nextplace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	columns = `id, household, after_offer, COALESCE(location, ''), from_night, until_night, persons, points, why, state, reason, COALESCE(offer, ''),
	worked_at, updated_at`

	// An offer is the last word on a household while no other offer was made and no
	// run spoke of it since; ids sort by the time they were made.
	last = ` NOT EXISTS (SELECT 1 FROM offer later WHERE later.household = o.household AND later.id > o.id)
		AND NOT EXISTS (SELECT 1 FROM match_proposal p WHERE p.household = o.household AND p.run > o.id)
		AND NOT EXISTS (SELECT 1 FROM match_unplaced u WHERE u.household = o.household AND u.run > o.id)`
	// It is due while its household looks for a place and nothing was worked out.
	due = ` FROM offer o JOIN household h ON h.id = o.household WHERE o.state IN ('declined', 'expired', 'withdrawn', 'not_arrived')
		AND (h.state = 'waiting' OR h.state = 'parked' AND h.parked_until <= $1) AND (h.until_night IS NULL OR h.until_night > $1) AND` + last + `
		AND NOT EXISTS (SELECT 1 FROM next_place n WHERE n.after_offer = o.id AND n.state IN ('waiting', 'none'))`
	sqlDue = `SELECT o.id, h.id, h.region` + due + `
		ORDER BY CASE WHEN o.id = $2 THEN 0 ELSE 1 END, h.waiting_since, h.id LIMIT $3`
	sqlStillDue = `SELECT COUNT(*)` + due + ` AND o.id = $2`

	sqlOpen      = `SELECT ` + columns + ` FROM next_place WHERE state IN ('waiting', 'none') ORDER BY id`
	sqlOpenAfter = `SELECT ` + columns + ` FROM next_place WHERE after_offer = $1 AND state IN ('waiting', 'none')`
	sqlOne       = `SELECT ` + columns + ` FROM next_place WHERE id = $1`
	sqlCurrent   = `SELECT COUNT(*) FROM next_place n JOIN offer o ON o.id = n.after_offer JOIN household h ON h.id = n.household
		WHERE n.id = $1 AND h.state IN ('waiting', 'parked') AND` + last
	sqlTurnedAfter = `SELECT location FROM next_place WHERE after_offer = $1 AND state = 'turned'`
	// The update that changes nothing locks the row: of two deciding at once the
	// second sees what the first did.
	sqlLock   = `UPDATE next_place SET state = state WHERE id = $1 RETURNING ` + columns
	sqlInsert = `INSERT INTO next_place (id, household, after_offer, location, from_night, until_night, persons, points, why, state, reason, worked_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12)`
	sqlSave = `UPDATE next_place SET state = $1, reason = $2, offer = $3, updated_at = $4 WHERE id = $5`
	// Nothing may have come after the turning down: no offer, no plan, no change of
	// the household but the parking that belongs to it, and no other answer that
	// somebody decided about.
	sqlRestorable = `SELECT COUNT(*) FROM next_place n JOIN offer o ON o.id = n.after_offer JOIN household h ON h.id = n.household
		WHERE n.id = $1 AND n.state = 'turned' AND h.state IN ('waiting', 'parked') AND` + last + `
		AND NOT EXISTS (SELECT 1 FROM next_place m WHERE m.after_offer = n.after_offer AND m.id <> n.id AND m.updated_at >= n.updated_at AND m.state = 'turned')
		AND NOT EXISTS (SELECT 1 FROM household_event e WHERE e.household = n.household AND e.at > n.updated_at)`

	// A choice is what is proposed to a household now: by the last run that saw it,
	// or after its last offer.
	sqlChoices = `SELECT h.id, h.code, COALESCE(n.location, p.location, '') FROM household h LEFT JOIN match_proposal p ON p.household = h.id AND p.state = 'proposed'
			AND NOT EXISTS (SELECT 1 FROM match_unplaced u WHERE u.household = h.id AND u.run > p.run)
			AND NOT EXISTS (SELECT 1 FROM match_proposal q WHERE q.household = h.id AND q.run > p.run)
		LEFT JOIN (SELECT n.household, n.location FROM next_place n JOIN offer o ON o.id = n.after_offer WHERE n.state = 'waiting' AND` + last + `) n
			ON n.household = h.id
		WHERE h.state IN ('waiting', 'parked') AND (CAST($1 AS BIGINT) = 1 OR h.region = $2 OR h.municipality = $3 OR h.current_location = $4)`
)

func read(row db.Scanner) (n Next, err error) {
	var why, reason string
	if err := row.Scan(&n.ID, &n.Household, &n.After, &n.Location, &n.From, &n.Until, &n.Persons, &n.Points, &why, &n.State, &reason,
		&n.Offer, &n.WorkedAt, &n.UpdatedAt); err != nil {
		return n, err
	}
	if n.Why, err = ReadWhy(why); err != nil {
		return n, fmt.Errorf("nextplace: %s: %w", n.ID, err)
	}
	if reason != "" {
		if err := json.Unmarshal([]byte(reason), &n.Reason); err != nil {
			return n, fmt.Errorf("nextplace: %s: %w", n.ID, err)
		}
		matching.Revive(n.Reason.Args)
	}
	return n, nil
}

// ReadWhy reads an answer's account of itself as the store keeps it.
func ReadWhy(text string) (why Why, err error) {
	err = json.Unmarshal([]byte(text), &why)
	for _, line := range why.Lines {
		matching.Revive(line.Args)
	}
	for _, says := range why.Says {
		matching.Revive(says.Args)
	}
	return why, err
}

func openAnswers(ctx context.Context, tx *db.Tx) ([]Next, error) {
	return db.All(ctx, tx, sqlOpen, nil, read)
}

// openAfter finds the open answer after an offer; db.ErrNone where there is none.
func openAfter(ctx context.Context, tx *db.Tx, offer string) (Next, error) {
	return read(tx.Row(ctx, sqlOpenAfter, offer))
}

// isCurrent says whether nothing was said of the household since.
func isCurrent(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	return some(ctx, tx, sqlCurrent, id)
}

func restorable(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	return some(ctx, tx, sqlRestorable, id)
}

func stillDue(ctx context.Context, tx *db.Tx, tonight calendar.Night, offer string) (bool, error) {
	return some(ctx, tx, sqlStillDue, tonight, offer)
}

func some(ctx context.Context, tx *db.Tx, query string, args ...any) (bool, error) {
	var count int
	err := tx.Row(ctx, query, args...).Scan(&count)
	return count > 0, err
}

func dueAnswers(ctx context.Context, tx *db.Tx, tonight calendar.Night, first string, most int) ([]returned, error) {
	return db.All(ctx, tx, sqlDue, []any{tonight, first, most}, func(row db.Scanner) (r returned, err error) {
		err = row.Scan(&r.offer, &r.household, &r.region)
		return r, err
	})
}

func turnedAfter(ctx context.Context, tx *db.Tx, offer string) ([]string, error) {
	return db.All(ctx, tx, sqlTurnedAfter, []any{offer}, func(row db.Scanner) (location string, err error) {
		err = row.Scan(&location)
		return location, err
	})
}

// find reads an answer; db.ErrNone where there is none.
func find(ctx context.Context, tx *db.Tx, id string) (Next, error) {
	return read(tx.Row(ctx, sqlOne, id))
}

// lock reads an answer that nobody else changes until the transaction ends.
func lock(ctx context.Context, tx *gate.Tx, id string) (Next, error) {
	return read(tx.Row(ctx, sqlLock, id))
}

func insert(ctx context.Context, tx *gate.Tx, n Next) error {
	why, err := json.Marshal(n.Why)
	if err != nil {
		return fmt.Errorf("nextplace: why: %w", err)
	}
	tx.Adds(kept, n.ID)
	_, err = tx.Exec(ctx, sqlInsert, n.ID, n.Household, n.After, null(n.Location), n.From, n.Until, n.Persons, n.Points, string(why),
		string(n.State), tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("nextplace: %w", err)
	}
	return nil
}

// save writes a locked answer's state.
func save(ctx context.Context, tx *gate.Tx, n Next) error {
	reason := ""
	if n.Reason.Key != "" {
		text, err := json.Marshal(n.Reason)
		if err != nil {
			return fmt.Errorf("nextplace: reason: %w", err)
		}
		reason = string(text)
	}
	if err := tx.Alters(ctx, kept, n.ID); err != nil {
		return err
	}
	rows, err := tx.Exec(ctx, sqlSave, string(n.State), reason, null(n.Offer), tx.Now(), n.ID)
	if err == nil && rows != 1 {
		err = errors.New("its row is gone")
	}
	if err != nil {
		return fmt.Errorf("nextplace: %s: %w", n.ID, err)
	}
	return nil
}

func null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

type choice struct{ household, code, location string }

func choices(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]choice, error) {
	return db.All(ctx, tx, sqlChoices, scope.Args(), func(row db.Scanner) (c choice, err error) {
		err = row.Scan(&c.household, &c.code, &c.location)
		return c, err
	})
}
