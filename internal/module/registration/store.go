package registration

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const rowColumns = `household, code, digest, lang, helper, sealed, wrong_tries, locked_until, expires_at, submitted_at, household_code,
	together, arrived`

const (
	sqlInsert = `INSERT INTO registration (household, code, digest, lang, helper, sealed, wrong_tries, locked_until, made_at, updated_at,
		expires_at, together) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8, $9, '')`
	sqlByCode      = `SELECT ` + rowColumns + ` FROM registration WHERE code = $1 OR household_code = $2`
	sqlByHousehold = `SELECT ` + rowColumns + ` FROM registration WHERE household = $1`
	// The update that changes nothing locks the row until the transaction ends.
	sqlLock = `UPDATE registration SET household = household WHERE household = $1 RETURNING ` + rowColumns
	sqlSave = `UPDATE registration SET sealed = $1, lang = $2, updated_at = $3, expires_at = $4
		WHERE household = $5 AND submitted_at IS NULL`
	sqlWrong = `UPDATE registration SET wrong_tries = $1, locked_until = $2 WHERE household = $3`
	sqlSend  = `UPDATE registration SET sealed = '', updated_at = $1, submitted_at = $2, household_code = $3, together = $4, arrived = $5
		WHERE household = $6 AND submitted_at IS NULL`
	sqlSentWithout = `SELECT r.household FROM registration r LEFT JOIN household h ON h.id = r.household AND h.code = r.household_code
		WHERE r.submitted_at IS NOT NULL AND h.id IS NULL ORDER BY r.household`
	// Work is never deleted: what was asked for shows for ever.
	sqlUncalled = `SELECT h.id FROM registration r JOIN household h ON h.id = r.household AND h.state = 'guardian'
		WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.id = 'guardian/' || h.id OR j.id LIKE 'guardian/' || h.id || '/%') ORDER BY h.id`
	sqlUnreachable = `SELECT r.household FROM registration r LEFT JOIN registration_contact c ON c.household = r.household
		WHERE r.submitted_at IS NOT NULL AND c.household IS NULL ORDER BY r.household`
	sqlPage      = `SELECT household_code, lang, updated_at FROM registration WHERE household = $1 AND submitted_at IS NOT NULL`
	sqlNewSecret = `UPDATE registration SET digest = $1, updated_at = $2, wrong_tries = 0, locked_until = 0
		WHERE household = $3 AND submitted_at IS NOT NULL`
	sqlBegun     = `SELECT COUNT(*), COALESCE(MIN(made_at), 0) FROM registration WHERE submitted_at IS NULL AND helper = '' AND made_at > $1`
	sqlFamilyTry = `INSERT INTO registration_guess (household, tries, since) VALUES ($1, 1, $2) ON CONFLICT (household) DO UPDATE
		SET tries = CASE WHEN registration_guess.since <= $3 THEN 1 ELSE registration_guess.tries + 1 END,
		since = CASE WHEN registration_guess.since <= $3 THEN excluded.since ELSE registration_guess.since END
		RETURNING tries, since`
	sqlContact       = `INSERT INTO registration_contact (household, phone, email) VALUES ($1, $2, $3)`
	sqlContactOf     = `SELECT phone, email FROM registration_contact WHERE household = $1`
	sqlDropExpired   = `DELETE FROM registration WHERE household = $1 AND submitted_at IS NULL AND expires_at <= $2`
	sqlExpiryOfDraft = `SELECT expires_at FROM registration WHERE household = $1 AND submitted_at IS NULL`
)

// row is a registration as the store holds it.
type row struct {
	Draft
	digest, sealed string
	wrongTries     int
	lockedUntil    calendar.Instant
	together       string
	arrived        calendar.End
}

func readRow(scan db.Scanner) (row, error) {
	var r row
	var sent *int64
	var reference *string
	err := scan.Scan(&r.Household, &r.Code, &r.digest, &r.Lang, &r.Helper, &r.sealed, &r.wrongTries, &r.lockedUntil, &r.Expires,
		&sent, &reference, &r.together, &r.arrived)
	r.Sent = sent != nil
	if reference != nil {
		r.Reference = *reference
	}
	return r, err
}

func byCode(ctx context.Context, tx *db.Tx, code string) (row, error) {
	return readRow(tx.Row(ctx, sqlByCode, code, code))
}

func byHousehold(ctx context.Context, tx *db.Tx, id string) (row, error) {
	return readRow(tx.Row(ctx, sqlByHousehold, id))
}

// locked reads a registration that nobody else changes until the transaction
// ends, to be changed.
func locked(ctx context.Context, tx *gate.Tx, id string) (row, error) {
	if err := tx.Alters(ctx, keptRegistrations, id); err != nil {
		return row{}, err
	}
	return readRow(tx.Row(ctx, sqlLock, id))
}

func insertDraft(ctx context.Context, tx *gate.Tx, d Draft, digest, sealed string) error {
	tx.Adds(keptRegistrations, d.Household)
	_, err := tx.Exec(ctx, sqlInsert, d.Household, d.Code, digest, d.Lang, d.Helper, sealed, tx.Now(), tx.Now(), d.Expires)
	return err
}

// begunSince counts the drafts that were begun after an instant by nobody signed
// in, and gives when the first of them was.
func begunSince(ctx context.Context, tx *db.Tx, since calendar.Instant) (count int, oldest calendar.Instant, err error) {
	err = tx.Row(ctx, sqlBegun, since).Scan(&count, &oldest)
	return count, oldest, err
}

// familyTry counts a try; those before an instant are forgotten.
func familyTry(ctx context.Context, tx *gate.Tx, household string, forgotten calendar.Instant) (tries int, since calendar.Instant, err error) {
	err = tx.Row(ctx, sqlFamilyTry, household, tx.Now(), forgotten).Scan(&tries, &since)
	return tries, since, err
}

// dropExpired forgets a draft whose time had passed by an instant.
func dropExpired(ctx context.Context, tx *gate.Tx, id string, by calendar.Instant) (int64, error) {
	if err := tx.Alters(ctx, keptRegistrations, id); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlDropExpired, id, by)
}

// Contact is how a household can be reached; either may be empty.
type Contact struct{ Phone, Email string }

func contactOf(ctx context.Context, tx *db.Tx, id string) (c Contact, err error) {
	err = tx.Row(ctx, sqlContactOf, id).Scan(&c.Phone, &c.Email)
	return c, err
}
