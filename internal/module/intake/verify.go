package intake

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for drafts and steps altered, removed or added without an audit
// row, for drafts taken in as a location that is not there, and for those that wait
// for a second person though no first one confirmed them.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	for _, check := range []struct{ query, want string }{
		{sqlLost, "was taken in as a location that is not there"},
		{sqlStraySecond, "waits for a second person without a first, or the other way round"},
	} {
		found, err := db.All(ctx, tx, check.query, nil, func(row db.Scanner) (ref string, err error) {
			err = row.Scan(&ref)
			return ref, err
		})
		if err != nil {
			return nil, err
		}
		for _, ref := range found {
			wrong = append(wrong, fmt.Sprintf("report %s: %s", ref, check.want))
		}
	}
	return wrong, nil
}
