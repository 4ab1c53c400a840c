package places

import (
	"context"

	"onderdak/internal/platform/gate"
)

// reconfirm takes the location's word that all still holds.
func reconfirm(ctx context.Context, tx *gate.Tx, person, location string) error {
	return missing(confirm(ctx, tx.Tx, location, tx.Now()))
}
