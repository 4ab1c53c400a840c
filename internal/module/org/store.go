package org

import (
	"context"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertAccount = `INSERT INTO account (id, name, email, email_key, lang, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (email_key) DO NOTHING`
	sqlInsertGrant = `INSERT INTO account_role (id, account, role, municipality, region, location, from_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	sqlAccountByEmail = `SELECT id, name, email, lang, COALESCE(ended_at, 0) FROM account WHERE email_key = $1`
	sqlRecentLinks    = `SELECT COUNT(*) FROM login_link WHERE account = $1 AND made_at > $2`
	sqlInsertLink     = `INSERT INTO login_link (digest, account, role, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)`
	sqlUseLink        = `UPDATE login_link SET used_at = $1 WHERE digest = $2 AND used_at IS NULL AND expires_at > $3`
	sqlLinkHolder     = `SELECT account, role FROM login_link WHERE digest = $1 AND used_at IS NULL AND expires_at > $2`
	// The role asked for comes first where it is still held.
	sqlGrantInUse = `SELECT g.id FROM account_role g JOIN account a ON a.id = g.account
		WHERE g.account = $1 AND g.until_at IS NULL AND a.ended_at IS NULL
		ORDER BY CASE WHEN g.id = $2 THEN 0 ELSE 1 END, g.from_at, g.id LIMIT 1`
	sqlOpen = `INSERT INTO session (digest, account, role, made_at, expires_at, seen_at, browser)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	sqlSession = `SELECT a.id, a.name, a.lang, g.id, g.role, g.municipality, g.region, g.location, s.expires_at, s.seen_at
		FROM session s JOIN account a ON a.id = s.account JOIN account_role g ON g.id = s.role
		WHERE s.digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.ended_at IS NULL AND g.until_at IS NULL`
	sqlEnd = `UPDATE session SET ended_at = $1 WHERE digest = $2 AND ended_at IS NULL`
)

func insertAccount(ctx context.Context, tx *gate.Tx, a Account) (bool, error) {
	if err := alters(ctx, tx, a.ID); err != nil {
		return false, err
	}
	rows, err := tx.Exec(ctx, sqlInsertAccount, a.ID, a.Name, a.Email, fold(a.Email), a.Lang, tx.Now())
	return rows == 1, err
}

func insertGrant(ctx context.Context, tx *gate.Tx, account string, g Grant) error {
	if err := alters(ctx, tx, account); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertGrant, g.ID, account, string(g.Role), g.Municipality, g.Region, g.Location, tx.Now())
	return err
}

func readAccount(row db.Scanner) (Account, error) {
	var a Account
	err := row.Scan(&a.ID, &a.Name, &a.Email, &a.Lang, &a.Blocked)
	return a, err
}

func accountByEmail(ctx context.Context, tx *db.Tx, key string) (Account, error) {
	return readAccount(tx.Row(ctx, sqlAccountByEmail, key))
}

func recentLinks(ctx context.Context, tx *gate.Tx, account string) (count int, err error) {
	err = tx.Row(ctx, sqlRecentLinks, account, tx.Now().Plus(-time.Hour)).Scan(&count)
	return count, err
}

func newLink(ctx context.Context, tx *gate.Tx, account, grant string, life time.Duration) (token string, err error) {
	if err := alters(ctx, tx, account); err != nil {
		return "", err
	}
	token = newToken()
	_, err = tx.Exec(ctx, sqlInsertLink, digest(token), account, grant, tx.Now(), tx.Now().Plus(life))
	return token, err
}

func linkHolder(ctx context.Context, tx *db.Tx, digest string, now calendar.Instant) (account, grant string, err error) {
	err = tx.Row(ctx, sqlLinkHolder, digest, now).Scan(&account, &grant)
	return account, grant, err
}

// useLink uses a link of an account up; db.ErrNone where somebody was quicker.
func useLink(ctx context.Context, tx *gate.Tx, account, digest string) error {
	if err := alters(ctx, tx, account); err != nil {
		return err
	}
	rows, err := tx.Exec(ctx, sqlUseLink, tx.Now(), digest, tx.Now())
	if err == nil && rows == 0 {
		return db.ErrNone
	}
	return err
}

func grantInUse(ctx context.Context, tx *db.Tx, account, wanted string) (id string, err error) {
	err = tx.Row(ctx, sqlGrantInUse, account, wanted).Scan(&id)
	return id, err
}

func insertSession(ctx context.Context, tx *gate.Tx, digest, account, grant, browser string, life time.Duration) error {
	if err := alters(ctx, tx, account); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlOpen, digest, account, grant, tx.Now(), tx.Now().Plus(life), tx.Now(), browser)
	return err
}

func sessionByDigest(ctx context.Context, tx *db.Tx, digest string, now calendar.Instant) (Session, error) {
	var s Session
	who := &s.Actor
	err := tx.Row(ctx, sqlSession, digest, now).Scan(&who.Person, &who.Name, &s.Lang, &s.Grant,
		&who.Role, &who.Municipality, &who.Region, &who.Location, &s.Expires, &s.Seen)
	return s, err
}

func endSession(ctx context.Context, tx *gate.Tx, account, digest string) error {
	if err := alters(ctx, tx, account); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlEnd, tx.Now(), digest)
	return err
}
