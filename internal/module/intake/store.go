package intake

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const draftColumns = `id, ref, way, lang, COALESCE(municipality, ''), COALESCE(region, ''), place, places, from_night, until_night, facilities,
	contact_name, contact_phone, contact_email, state, received_at, call_before, version, COALESCE(ended_at, 0), ended_by, reason,
	COALESCE(location, '')`

const (
	// Drafts have no location of the reader's own: the scope's fourth value is left out.
	within = `(CAST($1 AS BIGINT) = 1 OR region = $2 OR municipality = $3)`
	open   = `state IN ('waiting', 'asked', 'seconding')`

	sqlInsertDraft = `INSERT INTO draft (id, ref, digest, way, lang, municipality, region, place, places, from_night, until_night, facilities,
		contact_name, contact_phone, contact_email, phone_key, email_key, state, received_at, call_before, version, ended_by, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, '', '')
		ON CONFLICT (digest) DO NOTHING`
	sqlRetell = `UPDATE draft SET municipality = $1, region = $2, place = $3, places = $4, from_night = $5, until_night = $6, facilities = $7,
		contact_name = $8, contact_phone = $9, contact_email = $10, phone_key = $11, email_key = $12, version = version + 1 WHERE id = $13`
	sqlMark     = `UPDATE draft SET state = $1 WHERE id = $2`
	sqlEndDraft = `UPDATE draft SET state = $1, ended_at = $2, ended_by = $3, reason = $4, location = $5 WHERE id = $6`
	sqlForget   = `UPDATE draft SET contact_name = '', contact_phone = '', contact_email = '', phone_key = '', email_key = ''
		WHERE id = $1 AND state = 'refused' AND ended_at <= $2`
	sqlDraft    = `SELECT ` + draftColumns + ` FROM draft WHERE id = $1`
	sqlByRef    = `SELECT ` + draftColumns + ` FROM draft WHERE ref = $1`
	sqlByDigest = `SELECT ` + draftColumns + ` FROM draft WHERE digest = $1 OR id = (SELECT draft FROM draft_key WHERE digest = $2)`
	// The update that changes nothing locks the row until the transaction ends.
	sqlLock     = `UPDATE draft SET id = id WHERE id = $1 RETURNING ` + draftColumns
	sqlOpen     = `SELECT ` + draftColumns + ` FROM draft WHERE ` + within + ` AND ` + open + ` ORDER BY received_at, id LIMIT $4 OFFSET $5`
	sqlOldest   = `SELECT ` + draftColumns + ` FROM draft WHERE ` + within + ` AND state = 'waiting' ORDER BY received_at, id LIMIT 1`
	sqlOpenIn   = `SELECT ` + draftColumns + ` FROM draft WHERE municipality = $1 AND ` + open + ` ORDER BY received_at, id`
	sqlCounts   = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0), COALESCE(MIN(received_at), 0) FROM draft WHERE ` + within + ` AND ` + open
	sqlLast     = `SELECT COALESCE(MAX(received_at), 0) FROM draft WHERE ` + within
	sqlRecentIn = `SELECT COUNT(*) FROM draft WHERE municipality = $1 AND received_at > $2`
	sqlRecentBy = `SELECT COUNT(*) FROM draft WHERE received_at > $1 AND (phone_key = $2 AND phone_key <> '' OR email_key = $3 AND email_key <> '')`

	sqlLost = `SELECT ref FROM draft WHERE location IS NOT NULL AND NOT EXISTS (SELECT 1 FROM location l WHERE l.id = draft.location) ORDER BY ref`

	sqlInsertStep = `INSERT INTO draft_step (draft, seq, at, kind, person, text)
		VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM draft_step WHERE draft = $2), $3, $4, $5, $6)`
	sqlChanges = `SELECT COUNT(*) FROM draft_step WHERE draft = $1 AND kind = 'changed'`
	sqlMailed  = `SELECT COUNT(*) FROM draft_step WHERE draft = $1 AND kind = 'mailed'`
	sqlSteps   = `SELECT at, kind, person, text FROM draft_step WHERE draft = $1 ORDER BY seq`
)

func readDraft(row db.Scanner) (Draft, error) {
	var d Draft
	var facilities string
	err := row.Scan(&d.ID, &d.Ref, &d.Way, &d.Lang, &d.Municipality, &d.Region, &d.Place, &d.Places, &d.From, &d.Until, &facilities,
		&d.Contact.Name, &d.Contact.Phone, &d.Contact.Email, &d.State, &d.ReceivedAt, &d.CallBefore, &d.Version, &d.EndedAt, &d.EndedBy,
		&d.Reason, &d.Location)
	d.Facilities = strings.Fields(facilities)
	return d, err
}

// orNull is NULL for what was not said.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func answersTold(r Report) []any {
	return []any{r.Place, r.Places, r.From, r.Until, strings.Join(r.Facilities, " "), r.Contact.Name, r.Contact.Phone, r.Contact.Email,
		phoneKey(r.Contact.Phone), strings.ToLower(r.Contact.Email)}
}

// insertDraft writes a draft; false where the digest is known already.
func insertDraft(ctx context.Context, tx *gate.Tx, d Draft, digest string) (bool, error) {
	tx.Adds(keptDrafts, d.ID)
	args := append([]any{d.ID, d.Ref, orNull(digest), string(d.Way), d.Lang, orNull(d.Municipality), orNull(d.Region)}, answersTold(d.Report)...)
	rows, err := tx.Exec(ctx, sqlInsertDraft, append(args, string(d.State), d.ReceivedAt, d.CallBefore)...)
	return rows == 1, err
}

func retell(ctx context.Context, tx *gate.Tx, d Draft) error {
	if err := tx.Alters(ctx, keptDrafts, d.ID); err != nil {
		return err
	}
	args := append([]any{orNull(d.Municipality), orNull(d.Region)}, answersTold(d.Report)...)
	_, err := tx.Exec(ctx, sqlRetell, append(args, d.ID)...)
	return err
}

func mark(ctx context.Context, tx *gate.Tx, id string, state State) error {
	if err := tx.Alters(ctx, keptDrafts, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlMark, string(state), id)
	return err
}

func endDraft(ctx context.Context, tx *gate.Tx, d Draft) error {
	if err := tx.Alters(ctx, keptDrafts, d.ID); err != nil {
		return err
	}
	var ended *calendar.Instant
	if !d.State.Open() {
		ended = &d.EndedAt
	}
	_, err := tx.Exec(ctx, sqlEndDraft, string(d.State), ended, d.EndedBy, d.Reason, orNull(d.Location), d.ID)
	return err
}

// forgetContact erases whom to call about a draft that was refused before an
// instant, and the words it was read from.
func forgetContact(ctx context.Context, tx *db.Tx, id string, before calendar.Instant) (int64, error) {
	rows, err := tx.Exec(ctx, sqlForget, id, before)
	if err != nil || rows == 0 {
		return rows, err
	}
	_, err = tx.Exec(ctx, sqlForgetOffer, id)
	return rows, err
}

// DraftByID finds a draft in any state, inside the transaction of somebody who may
// see it; db.ErrNone where there is none.
func DraftByID(ctx context.Context, tx *db.Tx, id string) (Draft, error) {
	return readDraft(tx.Row(ctx, sqlDraft, id))
}

func draftByRef(ctx context.Context, tx *db.Tx, ref string) (Draft, error) {
	return readDraft(tx.Row(ctx, sqlByRef, ref))
}

func draftByDigest(ctx context.Context, tx *db.Tx, digest string) (Draft, error) {
	return readDraft(tx.Row(ctx, sqlByDigest, digest, digest))
}

// locked reads a draft that nobody else changes until the transaction ends.
func locked(ctx context.Context, tx *gate.Tx, id string) (Draft, error) {
	return readDraft(tx.Row(ctx, sqlLock, id))
}

func openWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, skip, limit int) ([]Draft, error) {
	return db.All(ctx, tx, sqlOpen, append(scope.Args()[:3], limit, skip), readDraft)
}

func oldestWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) (Draft, error) {
	return readDraft(tx.Row(ctx, sqlOldest, scope.Args()[:3]...))
}

func openIn(ctx context.Context, tx *db.Tx, municipality string) ([]Draft, error) {
	return db.All(ctx, tx, sqlOpenIn, []any{municipality}, readDraft)
}

// counts says how many drafts are open within the scope and how many of them
// nobody looked at yet, since when the oldest waits, and when the last one of all
// came in; 0 for none.
func counts(ctx context.Context, tx *db.Tx, scope gate.Scope) (open, fresh int, oldest, last calendar.Instant, err error) {
	if err = tx.Row(ctx, sqlCounts, scope.Args()[:3]...).Scan(&open, &fresh, &oldest); err != nil {
		return open, fresh, oldest, last, err
	}
	err = tx.Row(ctx, sqlLast, scope.Args()[:3]...).Scan(&last)
	return open, fresh, oldest, last, err
}

// recent says how many drafts came in after an instant: in a municipality, and
// from who can be reached like this.
func recent(ctx context.Context, tx *db.Tx, municipality string, contact places.Contact, after calendar.Instant) (in, by int, err error) {
	if err = tx.Row(ctx, sqlRecentIn, municipality, after).Scan(&in); err != nil {
		return in, by, err
	}
	err = tx.Row(ctx, sqlRecentBy, after, phoneKey(contact.Phone), strings.ToLower(contact.Email)).Scan(&by)
	return in, by, err
}

func insertStep(ctx context.Context, tx *gate.Tx, draft, kind, person, text string) error {
	if err := tx.Alters(ctx, keptSteps, draft); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertStep, draft, draft, tx.Now(), kind, person, text)
	return err
}

// changesOf says how often who told a draft has changed it.
func changesOf(ctx context.Context, tx *db.Tx, draft string) (n int, err error) {
	err = tx.Row(ctx, sqlChanges, draft).Scan(&n)
	return n, err
}

// mailedTo says how often who told a draft was asked about it by mail.
func mailedTo(ctx context.Context, tx *db.Tx, draft string) (n int, err error) {
	err = tx.Row(ctx, sqlMailed, draft).Scan(&n)
	return n, err
}

func stepsOf(ctx context.Context, tx *db.Tx, draft string) ([]Step, error) {
	return db.All(ctx, tx, sqlSteps, []any{draft}, func(row db.Scanner) (Step, error) {
		var s Step
		err := row.Scan(&s.At, &s.Kind, &s.Person, &s.Text)
		return s, err
	})
}
