package org

import (
	"context"
	"fmt"
	"slices"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for rights nobody gave: an account, role, link or session that was
// altered, removed or added without an audit row, a role that does not exist, or
// one without the area it is held for.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	grants, err := db.All(ctx, tx, sqlGrants, nil, readGrant)
	if err != nil {
		return nil, err
	}
	for _, held := range grants {
		if !slices.Contains(access.Roles, held.Role) {
			wrong = append(wrong, fmt.Sprintf("account %s: holds the role %q, which does not exist", held.account, held.Role))
		}
	}
	strays, err := db.All(ctx, tx, sqlStraySessions, nil, func(row db.Scanner) (account string, err error) {
		err = row.Scan(&account)
		return account, err
	})
	for _, account := range strays {
		wrong = append(wrong, fmt.Sprintf("account %s: has a session in a role of somebody else", account))
	}
	return wrong, err
}
