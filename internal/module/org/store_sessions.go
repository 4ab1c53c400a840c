package org

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlOpenSessions = `SELECT s.digest, g.role, s.made_at, s.seen_at, s.browser FROM session s JOIN account_role g ON g.id = s.role
		WHERE s.account = $1 AND s.ended_at IS NULL AND s.expires_at > $2 ORDER BY s.seen_at DESC, s.made_at DESC, s.digest`
	sqlEndOwn        = `UPDATE session SET ended_at = $1 WHERE account = $2 AND SUBSTR(digest, 1, 16) = $3 AND ended_at IS NULL`
	sqlStraySessions = `SELECT s.account FROM session s JOIN account_role g ON g.id = s.role WHERE g.account <> s.account ORDER BY s.account`
	sqlChangeRole    = `UPDATE session SET role = $1 WHERE digest = $2 AND account = $3 AND ended_at IS NULL`
	sqlMarkSeen      = `UPDATE session SET seen_at = $1 WHERE digest = $2 AND seen_at < $3`
)

func openSessions(ctx context.Context, tx *db.Tx, account, asking string, now calendar.Instant) ([]OpenSession, error) {
	return db.All(ctx, tx, sqlOpenSessions, []any{account, now}, func(row db.Scanner) (OpenSession, error) {
		var one OpenSession
		err := row.Scan(&one.ID, &one.Role, &one.Since, &one.Seen, &one.Browser)
		one.Current = one.ID == asking
		one.ID = one.ID[:min(lengthOfID, len(one.ID))]
		return one, err
	})
}

func endOwnSession(ctx context.Context, tx *gate.Tx, account, id string) (int64, error) {
	if err := alters(ctx, tx, account); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlEndOwn, tx.Now(), account, id)
}

func changeRole(ctx context.Context, tx *gate.Tx, digest, account, grant string) (int64, error) {
	if err := alters(ctx, tx, account); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlChangeRole, grant, digest, account)
}

func markSeen(ctx context.Context, tx *db.Tx, digest string, now calendar.Instant) error {
	_, err := tx.Exec(ctx, sqlMarkSeen, now, digest, now)
	return err
}
