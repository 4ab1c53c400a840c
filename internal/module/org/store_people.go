package org

import (
	"context"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlAccounts    = `SELECT id, name, email, lang, COALESCE(ended_at, 0) FROM account ORDER BY name, id`
	sqlAccountByID = `SELECT id, name, email, lang, COALESCE(ended_at, 0) FROM account WHERE id = $1`
	sqlGrants      = `SELECT account, id, role, municipality, region, location FROM account_role
		WHERE until_at IS NULL ORDER BY from_at, id`
	sqlGrantsWith = `SELECT account, id, role, municipality, region, location FROM account_role
		WHERE until_at IS NULL AND role = $1 AND (CAST($2 AS TEXT) = '' OR region = $2)
		AND EXISTS (SELECT 1 FROM account WHERE account.id = account_role.account AND account.ended_at IS NULL) ORDER BY from_at, id`
	sqlGrantsOf = `SELECT account, id, role, municipality, region, location FROM account_role
		WHERE account = $1 AND until_at IS NULL ORDER BY from_at, id`
	sqlGrantOf = `SELECT account, id, role, municipality, region, location FROM account_role
		WHERE account = $1 AND id = $2 AND until_at IS NULL`
	sqlEndGrant      = `UPDATE account_role SET until_at = $1 WHERE id = $2 AND until_at IS NULL`
	sqlEndGrantWork  = `UPDATE session SET ended_at = $1 WHERE role = $2 AND ended_at IS NULL`
	sqlEndGrantLinks = `UPDATE login_link SET used_at = $1 WHERE account = $2 AND role = $3 AND used_at IS NULL`
	sqlEndAccount    = `UPDATE account SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL`
	sqlEndLinks      = `UPDATE login_link SET used_at = $1 WHERE account = $2 AND used_at IS NULL`
	sqlReopen        = `UPDATE account SET ended_at = NULL WHERE id = $1`
	sqlEndSessionsOf = `UPDATE session SET ended_at = $1 WHERE account = $2 AND digest <> $3 AND ended_at IS NULL`
)

type held struct {
	account string
	Grant
}

func readGrant(row db.Scanner) (held, error) {
	var g held
	err := row.Scan(&g.account, &g.ID, &g.Role, &g.Municipality, &g.Region, &g.Location)
	return g, err
}

// accountsWithin lists the accounts with a role within the scope. The scope is
// asked here and not in the query: a role leaves empty what it is not held for,
// and there an empty text would match one that does not limit.
func accountsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Account, error) {
	accounts, err := db.All(ctx, tx, sqlAccounts, nil, readAccount)
	if err != nil {
		return nil, err
	}
	grants, err := db.All(ctx, tx, sqlGrants, nil, readGrant)
	if err != nil {
		return nil, err
	}
	roles := make(map[string][]Grant, len(accounts))
	for _, grant := range grants {
		if scope.Covers(grant.Owner()) {
			roles[grant.account] = append(roles[grant.account], grant.Grant)
		}
	}
	var within []Account
	for _, account := range accounts {
		account.Roles = roles[account.ID]
		if len(account.Roles) > 0 || scope.Covers(access.Owner{}) {
			within = append(within, account)
		}
	}
	return within, nil
}

// personWithin finds an account with its roles within the scope; db.ErrNone
// where it has none there.
func personWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, id string) (Account, error) {
	person, err := accountByID(ctx, tx, id)
	if err != nil {
		return person, err
	}
	all := person.Roles
	person.Roles = nil
	for _, grant := range all {
		if scope.Covers(grant.Owner()) {
			person.Roles = append(person.Roles, grant)
		}
	}
	if len(person.Roles) == 0 && !scope.Covers(access.Owner{}) {
		return Account{}, db.ErrNone
	}
	return person, nil
}

func accountByID(ctx context.Context, tx *db.Tx, id string) (Account, error) {
	person, err := readAccount(tx.Row(ctx, sqlAccountByID, id))
	if err == nil {
		person.Roles, err = grantsOf(ctx, tx, id)
	}
	return person, err
}

func grantsOf(ctx context.Context, tx *db.Tx, account string) ([]Grant, error) {
	return db.All(ctx, tx, sqlGrantsOf, []any{account}, func(row db.Scanner) (Grant, error) {
		found, err := readGrant(row)
		return found.Grant, err
	})
}

func grantOf(ctx context.Context, tx *db.Tx, account, id string) (Grant, error) {
	found, err := readGrant(tx.Row(ctx, sqlGrantOf, account, id))
	return found.Grant, err
}

// endGrant takes a role back, with the sessions and links in it.
func endGrant(ctx context.Context, tx *gate.Tx, account, id string) error {
	if err := alters(ctx, tx, account); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sqlEndGrant, tx.Now(), id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sqlEndGrantWork, tx.Now(), id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlEndGrantLinks, tx.Now(), account, id)
	return err
}

// endAccount blocks an account, with its sessions and links.
func endAccount(ctx context.Context, tx *gate.Tx, id string) error {
	if err := alters(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sqlEndAccount, tx.Now(), id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sqlEndLinks, tx.Now(), id); err != nil {
		return err
	}
	_, err := endSessionsOf(ctx, tx, id, "")
	return err
}

func reopenAccount(ctx context.Context, tx *gate.Tx, id string) error {
	if err := alters(ctx, tx, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlReopen, id)
	return err
}

// endSessionsOf ends the sessions of an account but the one with the digest, and
// gives how many.
func endSessionsOf(ctx context.Context, tx *gate.Tx, account, but string) (int64, error) {
	if err := alters(ctx, tx, account); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, sqlEndSessionsOf, tx.Now(), account, but)
}
