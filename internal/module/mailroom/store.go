package mailroom

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const letterColumns = `id, ref, way, message_id, thread, COALESCE(answers_draft, ''), kind, auth, lang, COALESCE(municipality, ''), COALESCE(region, ''),
	state, received_at, from_name, from_email, subject, body, quoted, attachments, warnings, COALESCE(receipt_at, 0), COALESCE(ended_at, 0),
	ended_by, COALESCE(forgotten_at, 0)`

const (
	within = `(CAST($1 AS BIGINT) = 1 OR region = $2 OR municipality = $3)`

	sqlInsertLetter = `INSERT INTO letter (id, ref, mail_key, message_id, thread, answers_draft, way, kind, auth, lang, municipality, region, state,
		received_at, from_name, from_email, email_key, subject, body, quoted, attachments, warnings, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, '')
		ON CONFLICT (mail_key) DO NOTHING`
	sqlLetter      = `SELECT ` + letterColumns + ` FROM letter WHERE id = $1`
	sqlLetterByKey = `SELECT ` + letterColumns + ` FROM letter WHERE mail_key = $1`
	sqlLetterByRef = `SELECT ` + letterColumns + ` FROM letter WHERE ref = $1`
	sqlLockLetter  = `UPDATE letter SET id = id WHERE id = $1 RETURNING ` + letterColumns
	sqlEmpty       = `SELECT ` + letterColumns + ` FROM letter WHERE ` + within + ` AND state = 'empty' ORDER BY received_at, id LIMIT $4`
	sqlApart       = `SELECT ` + letterColumns + ` FROM letter WHERE ` + within + ` AND state = 'apart' AND received_at > $4 ORDER BY received_at DESC, id LIMIT $5`
	sqlCountEmpty  = `SELECT COUNT(*), COALESCE(MIN(received_at), 0) FROM letter WHERE ` + within + ` AND state = 'empty'`
	sqlCountApart  = `SELECT COUNT(*) FROM letter WHERE ` + within + ` AND state = 'apart' AND received_at > $4`
	sqlOfThread    = `SELECT ` + letterColumns + ` FROM letter WHERE thread = $1 ORDER BY received_at, id`
	sqlLetterOf    = `SELECT ` + letterColumns + ` FROM letter WHERE id = (SELECT letter FROM draft_origin WHERE draft = $1)`
	sqlDoneLetter  = `UPDATE letter SET state = $1, ended_at = $2, ended_by = $3 WHERE id = $4`
	sqlMoveLetter  = `UPDATE letter SET state = 'read', ended_at = NULL, ended_by = '' WHERE id = $1`

	sqlThreadOf        = `SELECT thread FROM letter WHERE id = $1`
	sqlThreadOfMessage = `SELECT thread FROM letter WHERE message_id = $1 AND message_id <> '' ORDER BY received_at, id LIMIT 1`
	sqlThreadOfDraft   = `SELECT thread FROM letter WHERE id = (SELECT letter FROM draft_origin WHERE draft = $1)`

	sqlReceipts = `SELECT COALESCE(SUM(CASE WHEN email_key = $1 AND receipt_at >= $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN receipt_at > $3 THEN 1 ELSE 0 END), 0)
		FROM letter WHERE receipt_at IS NOT NULL AND receipt_at > $4`
	sqlMarkReceipt = `UPDATE letter SET receipt_at = $1 WHERE id = $2`

	// What a letter says is forgotten once nothing is to be decided about it any
	// more and its time is over: $1 for what was taken in, $2 for everything else.
	sqlDue = `SELECT id FROM letter WHERE forgotten_at IS NULL AND (
		state = 'apart' AND received_at < $1
		OR state = 'done' AND ended_at < $2
		OR state = 'read' AND NOT EXISTS (SELECT 1 FROM draft d JOIN draft_origin o ON o.draft = d.id WHERE o.letter = letter.id AND d.ended_at IS NULL)
			AND (received_at < $3 OR NOT EXISTS (SELECT 1 FROM draft d JOIN draft_origin o ON o.draft = d.id WHERE o.letter = letter.id
				AND (d.state = 'taken' OR d.ended_at >= $4))))
		ORDER BY received_at, id LIMIT 500`
	sqlForget = `UPDATE letter SET forgotten_at = $1, from_name = '', from_email = '', email_key = '', message_id = '', subject = '', body = '', quoted = 0,
		attachments = '[]', warnings = '[]' WHERE id = $2`
)

func readLetter(row db.Scanner) (Letter, error) {
	var l Letter
	var attachments, warnings string
	err := row.Scan(&l.ID, &l.Ref, &l.Way, &l.MessageID, &l.Thread, &l.AnswersDraft, &l.Kind, &l.Auth, &l.Lang, &l.Municipality, &l.Region,
		&l.State, &l.ReceivedAt, &l.FromName, &l.FromEmail, &l.Subject, &l.Text, &l.Quoted, &attachments, &warnings, &l.ReceiptAt,
		&l.EndedAt, &l.EndedBy, &l.ForgottenAt)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal([]byte(attachments), &l.Attachments); err != nil {
		return l, fmt.Errorf("mailroom: letter %s: %w", l.ID, err)
	}
	if err := json.Unmarshal([]byte(warnings), &l.Warnings); err != nil {
		return l, fmt.Errorf("mailroom: letter %s: %w", l.ID, err)
	}
	return l, nil
}

// orNull is NULL for what is not known.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// insertLetter writes a letter; false where its mail is known already.
func insertLetter(ctx context.Context, tx *gate.Tx, l Letter, key string) (bool, error) {
	attachments, err := json.Marshal(l.Attachments)
	if err != nil {
		return false, fmt.Errorf("mailroom: %w", err)
	}
	warnings, err := json.Marshal(l.Warnings)
	if err != nil {
		return false, fmt.Errorf("mailroom: %w", err)
	}
	tx.Adds(keptLetters, l.ID)
	rows, err := tx.Exec(ctx, sqlInsertLetter, l.ID, l.Ref, key, l.MessageID, l.Thread, orNull(l.AnswersDraft), l.Way, string(l.Kind), string(l.Auth), l.Lang,
		orNull(l.Municipality), orNull(l.Region), string(l.State), l.ReceivedAt, l.FromName, l.FromEmail, SenderKey(l.FromEmail), l.Subject, l.Text,
		l.Quoted, string(attachments), string(warnings))
	return rows == 1, err
}

func letterByID(ctx context.Context, tx *db.Tx, id string) (Letter, error) {
	return readLetter(tx.Row(ctx, sqlLetter, id))
}

func letterByKey(ctx context.Context, tx *db.Tx, key string) (Letter, error) {
	return readLetter(tx.Row(ctx, sqlLetterByKey, key))
}

func letterByRef(ctx context.Context, tx *db.Tx, ref string) (Letter, error) {
	return readLetter(tx.Row(ctx, sqlLetterByRef, ref))
}

// letterOfDraft finds what a draft was read from; db.ErrNone for one by form.
func letterOfDraft(ctx context.Context, tx *db.Tx, draft string) (Letter, error) {
	return readLetter(tx.Row(ctx, sqlLetterOf, draft))
}

// lockedLetter reads a letter that nobody else changes until the transaction ends.
func lockedLetter(ctx context.Context, tx *gate.Tx, id string) (Letter, error) {
	return readLetter(tx.Row(ctx, sqlLockLetter, id))
}

func emptyWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, limit int) ([]Letter, error) {
	return db.All(ctx, tx, sqlEmpty, append(scope.Args()[:3], limit), readLetter)
}

func apartWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, after calendar.Instant, limit int) ([]Letter, error) {
	return db.All(ctx, tx, sqlApart, append(scope.Args()[:3], after, limit), readLetter)
}

// countEmpty says how many letters without an offer wait, and since when the oldest.
func countEmpty(ctx context.Context, tx *db.Tx, scope gate.Scope) (n int, oldest calendar.Instant, err error) {
	err = tx.Row(ctx, sqlCountEmpty, scope.Args()[:3]...).Scan(&n, &oldest)
	return n, oldest, err
}

func countApart(ctx context.Context, tx *db.Tx, scope gate.Scope, after calendar.Instant) (n int, err error) {
	err = tx.Row(ctx, sqlCountApart, append(scope.Args()[:3], after)...).Scan(&n)
	return n, err
}

func ofThread(ctx context.Context, tx *db.Tx, thread string) ([]Letter, error) {
	return db.All(ctx, tx, sqlOfThread, []any{thread}, readLetter)
}

// endLetter says that somebody dealt with a letter; readAfterAll that a draft was
// made of it by hand.
func endLetter(ctx context.Context, tx *gate.Tx, id, person string) error {
	if err := tx.Alters(ctx, keptLetters, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlDoneLetter, string(Done), tx.Now(), person, id)
	return err
}

func readAfterAll(ctx context.Context, tx *gate.Tx, id string) error {
	if err := tx.Alters(ctx, keptLetters, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlMoveLetter, id)
	return err
}

func threadOf(ctx context.Context, tx *db.Tx, letter string) (thread string, err error) {
	err = tx.Row(ctx, sqlThreadOf, letter).Scan(&thread)
	return thread, err
}

func threadOfMessage(ctx context.Context, tx *db.Tx, id string) (thread string, err error) {
	err = tx.Row(ctx, sqlThreadOfMessage, id).Scan(&thread)
	return thread, err
}

func threadOfDraft(ctx context.Context, tx *db.Tx, draft string) (thread string, err error) {
	err = tx.Row(ctx, sqlThreadOfDraft, draft).Scan(&thread)
	return thread, err
}

// receipts counts those sent to one sender since the day began, and to all together
// within the hour.
func receipts(ctx context.Context, tx *db.Tx, sender string, today, hour calendar.Instant) (theirs, all int, err error) {
	err = tx.Row(ctx, sqlReceipts, sender, today, hour, min(today, hour)-1).Scan(&theirs, &all)
	return theirs, all, err
}

func markReceipt(ctx context.Context, tx *gate.Tx, id string) error {
	if err := tx.Alters(ctx, keptLetters, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlMarkReceipt, tx.Now(), id)
	return err
}

// dueToForget lists some letters whose words are to be erased.
func dueToForget(ctx context.Context, tx *db.Tx, kept, other calendar.Instant) ([]string, error) {
	return db.All(ctx, tx, sqlDue, []any{other, other, kept, other}, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	})
}

func forgetLetter(ctx context.Context, tx *gate.Tx, id string) error {
	if err := tx.Alters(ctx, keptLetters, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlForget, tx.Now(), id)
	return err
}
