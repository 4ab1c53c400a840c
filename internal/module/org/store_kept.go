package org

import (
	"context"
	"slices"

	"onderdak/internal/platform/gate"
)

const lockAccount = `UPDATE account SET id = id WHERE id = $1`

// Who may do what, sealed change by change. When and with what a session was last
// used is left out: that leaves no audit row.
var (
	keptAccounts = gate.Kept{Table: "account", Key: "id", Fields: `id, name, email, email_key, lang, created_at, ended_at`}
	keptRoles    = gate.Kept{Table: "account_role", Key: "account", Fields: `id, account, role, municipality, region, location, from_at, until_at`,
		Lock: lockAccount}
	keptLoginLinks = gate.Kept{Table: "login_link", Key: "account", Fields: `digest, account, role, made_at, expires_at, used_at`, Lock: lockAccount}
	keptSessions   = gate.Kept{Table: "session", Key: "account", Fields: `digest, account, role, made_at, expires_at, ended_at`, Lock: lockAccount}
	keptTerms      = gate.Kept{Table: "org_term", Key: "name", Fields: `name, value, changed_at`}

	keptOfAccount = []gate.Kept{keptAccounts, keptRoles, keptLoginLinks, keptSessions}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = append(slices.Clone(keptOfAccount), keptTerms)

// alters must be called before anything of an account is changed.
func alters(ctx context.Context, tx *gate.Tx, accounts ...string) error {
	for _, kept := range keptOfAccount {
		if err := tx.Alters(ctx, kept, accounts...); err != nil {
			return err
		}
	}
	return nil
}
