package intake

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for drafts and steps altered, removed or added without an audit
// row, and for drafts taken in as a location that is not there.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	lost, err := db.All(ctx, tx, sqlLost, nil, func(row db.Scanner) (ref string, err error) {
		err = row.Scan(&ref)
		return ref, err
	})
	for _, ref := range lost {
		wrong = append(wrong, fmt.Sprintf("report %s: was taken in as a location that is not there", ref))
	}
	return wrong, err
}
