package org

import (
	"context"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
)

// AccountsWith gives the accounts in use that hold a role, for one region where
// the role is one of a region: those to mail about its affairs. region is empty
// for roles of the nation. Their other roles are left out.
func AccountsWith(ctx context.Context, tx *db.Tx, role access.Role, region string) ([]Account, error) {
	grants, err := db.All(ctx, tx, sqlGrantsWith, []any{string(role), region}, readGrant)
	if err != nil {
		return nil, err
	}
	var found []Account
	for _, grant := range grants {
		account, err := readAccount(tx.Row(ctx, sqlAccountByID, grant.account))
		if err != nil {
			return nil, err
		}
		account.Roles = []Grant{grant.Grant}
		found = append(found, account)
	}
	return found, nil
}
