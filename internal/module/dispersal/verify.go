package dispersal

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for requests and shares altered, removed or added without an audit
// row, for shares of a request that was not granted, and for a granted request
// that nobody takes anyone of, or more than were asked for.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	_, err = db.All(ctx, tx, sqlTaken, nil, func(row db.Scanner) (none struct{}, err error) {
		var id string
		var state State
		var asked, taken int
		if err := row.Scan(&id, &state, &asked, &taken); err != nil {
			return none, err
		}
		switch {
		case state != Granted && taken > 0:
			wrong = append(wrong, fmt.Sprintf("dispersal request %s: is %s, and regions take %d persons of it", id, state, taken))
		case state == Granted && taken == 0:
			wrong = append(wrong, fmt.Sprintf("dispersal request %s: is granted, and nobody takes anyone", id))
		}
		return none, nil
	})
	return wrong, err
}
