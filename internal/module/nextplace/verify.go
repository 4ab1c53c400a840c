package nextplace

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for answers altered, removed or added without an audit row, and for
// such as name an offer that did not come of them or another household's.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	strays, err := db.All(ctx, tx, sqlStrays, nil, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	})
	for _, id := range strays {
		wrong = append(wrong, fmt.Sprintf("next place %s: says other things than the offers before and after it", id))
	}
	return wrong, err
}
