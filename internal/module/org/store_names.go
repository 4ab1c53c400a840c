package org

import (
	"context"
	"strings"

	"onderdak/internal/platform/db"
)

// Names gives the names of the people who work or worked here by the id of their
// account, inside a transaction of somebody who may know them all.
func Names(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	all, err := db.All(ctx, tx, sqlAccounts, nil, readAccount)
	names := make(map[string]string, len(all))
	for _, account := range all {
		names[account.ID] = account.Name
	}
	return names, err
}

// Search lists the accounts whose name or address holds the text, in any case, by
// name and at most limit; inside a transaction of somebody who may know them
// all. Their roles are left out.
func Search(ctx context.Context, tx *db.Tx, text string, limit int) ([]Account, error) {
	all, err := db.All(ctx, tx, sqlAccounts, nil, readAccount)
	filter := PeopleFilter{Text: text}
	var found []Account
	for _, account := range all {
		if strings.TrimSpace(text) != "" && filter.matches(account) && len(found) < limit {
			found = append(found, account)
		}
	}
	return found, err
}
