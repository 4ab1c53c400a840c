package org

import (
	"context"
	"slices"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
)

// AccountsWith gives the accounts that hold a role, for one region where the role
// is one of a region: those to mail about its affairs. region is empty for roles
// of the nation.
func AccountsWith(ctx context.Context, tx *db.Tx, role access.Role, region string) ([]Account, error) {
	accounts, err := allAccounts(ctx, tx)
	return slices.DeleteFunc(accounts, func(a Account) bool {
		return !slices.ContainsFunc(a.Roles, func(g Grant) bool { return g.Role == role && (region == "" || g.Region == region) })
	}), err
}
