package places

import (
	"context"

	"onderdak/internal/plan"
	"onderdak/internal/platform/gate"
)

// Found writes a new location into the register inside the caller's transaction.
func Found(ctx context.Context, tx *gate.Tx, location Location) error {
	location.tidy()
	if err := location.Validate(); err != nil {
		return err
	}
	location.CreatedAt, location.ConfirmedAt = tx.Now(), tx.Now()
	return insertLocation(ctx, tx, location)
}

// Settle writes the stay of people who are there already, inside the caller's
// transaction. The guard asks for their places like for any others.
func Settle(ctx context.Context, tx *gate.Tx, stay Stay) error {
	stay.State = Present
	return begin(ctx, tx, stay)
}

// ImportIn is Import inside the caller's transaction; person is who does it.
func ImportIn(ctx context.Context, tx *gate.Tx, person string, locations []plan.Location, capacity []plan.Capacity, source string) (Counts, error) {
	files, err := readFiles(locations, capacity, source)
	if err != nil {
		return Counts{}, err
	}
	return files.take(ctx, tx, person)
}
