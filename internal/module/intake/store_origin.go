package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertOrigin = `INSERT INTO draft_origin (draft, letter, nr, offer) VALUES ($1, $2, $3, $4)`
	sqlOrigin       = `SELECT letter, nr, offer FROM draft_origin WHERE draft = $1`
	sqlOfLetter     = `SELECT ` + draftColumns + ` FROM draft WHERE id IN (SELECT draft FROM draft_origin WHERE letter = $1) ORDER BY received_at, id`
	sqlSiblings     = `SELECT draft FROM draft_origin WHERE letter = (SELECT letter FROM draft_origin WHERE draft = $1)`
	sqlForgetOffer  = `UPDATE draft_origin SET offer = '' WHERE draft = $1`
	sqlForgetOffers = `UPDATE draft_origin SET offer = '' WHERE letter = $1`

	sqlInsertKey = `INSERT INTO draft_key (digest, draft, made_at) VALUES ($1, $2, $3)`

	sqlInsertSecond = `INSERT INTO draft_second (draft, person, at, places, confirmed) VALUES ($1, $2, $3, $4, $5)`
	sqlDropSecond   = `DELETE FROM draft_second WHERE draft = $1`
	sqlSecond       = `SELECT person, at, confirmed FROM draft_second WHERE draft = $1`
	sqlStraySecond  = `SELECT ref FROM draft WHERE (state = 'seconding') <> (id IN (SELECT draft FROM draft_second)) ORDER BY ref`
)

func insertOrigin(ctx context.Context, tx *gate.Tx, draft string, o Origin) error {
	text, err := json.Marshal(o.Offer)
	if err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	tx.Adds(keptOrigins, draft)
	_, err = tx.Exec(ctx, sqlInsertOrigin, draft, o.Letter, o.Nr, string(text))
	return err
}

// originOf gives what a draft was read from; db.ErrNone for one by form.
func originOf(ctx context.Context, tx *db.Tx, draft string) (o Origin, err error) {
	var text string
	if err := tx.Row(ctx, sqlOrigin, draft).Scan(&o.Letter, &o.Nr, &text); err != nil {
		return o, err
	}
	if text != "" {
		err = json.Unmarshal([]byte(text), &o.Offer)
	}
	return o, err
}

// DraftsOf lists the drafts that were read from a letter, inside the transaction of
// somebody who may see it.
func DraftsOf(ctx context.Context, tx *db.Tx, letter string) ([]Draft, error) {
	return db.All(ctx, tx, sqlOfLetter, []any{letter}, readDraft)
}

// siblingsOf lists the drafts that were read from the same letter, itself included.
func siblingsOf(ctx context.Context, tx *db.Tx, draft string) ([]string, error) {
	return db.All(ctx, tx, sqlSiblings, []any{draft}, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	})
}

// ForgetOffers erases the words in which a letter made its offers.
func ForgetOffers(ctx context.Context, tx *db.Tx, letter string) error {
	_, err := tx.Exec(ctx, sqlForgetOffers, letter)
	return err
}

func insertKey(ctx context.Context, tx *gate.Tx, draft, digest string) error {
	if err := tx.Alters(ctx, keptKeys, draft); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertKey, digest, draft, tx.Now())
	return err
}

// First is what the first of two persons confirmed.
type First struct {
	Taking
	Person string // account
	At     calendar.Instant
}

// setSecond writes what the first person confirmed over what stood there.
func setSecond(ctx context.Context, tx *gate.Tx, t Taking, person string) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	if err := dropSecond(ctx, tx, t.Draft); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, sqlInsertSecond, t.Draft, person, tx.Now(), t.Places, string(text))
	return err
}

func dropSecond(ctx context.Context, tx *gate.Tx, draft string) error {
	if err := tx.Alters(ctx, keptSeconds, draft); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlDropSecond, draft)
	return err
}

func secondOf(ctx context.Context, tx *db.Tx, draft string) (f First, err error) {
	var text string
	if err := tx.Row(ctx, sqlSecond, draft).Scan(&f.Person, &f.At, &text); err != nil {
		return f, err
	}
	return f, json.Unmarshal([]byte(text), &f.Taking)
}
