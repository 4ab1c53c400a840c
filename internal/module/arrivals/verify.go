package arrivals

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for journeys, seats and links altered, removed or added without an
// audit row, for households on a journey that does not go where they are awaited,
// and for a journey that is over while somebody on it is still awaited.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	for _, search := range []struct{ query, flaw string }{
		{sqlSeatsElsewhere, "seat %s: its journey does not go to the location of its offer"},
		{sqlSeatsOnClosed, "seat %s: its journey is over, and it is not known whether they came"},
	} {
		found, err := db.All(ctx, tx, search.query, nil, func(row db.Scanner) (id string, err error) {
			err = row.Scan(&id)
			return id, err
		})
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			wrong = append(wrong, fmt.Sprintf(search.flaw, id))
		}
	}
	return wrong, nil
}
