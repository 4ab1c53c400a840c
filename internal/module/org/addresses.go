package org

import (
	"context"

	"onderdak/internal/platform/db"
)

// Address is where and in which language somebody who works with Onderdak is
// written to.
type Address struct{ Name, Email, Lang string }

// Coordinators lists whom to write to about the affairs of a municipality, inside
// a transaction: those who coordinate for it now, by name.
func Coordinators(ctx context.Context, tx *db.Tx, municipality string) ([]Address, error) {
	return coordinatorsOf(ctx, tx, municipality)
}
