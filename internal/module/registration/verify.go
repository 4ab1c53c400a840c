package registration

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for registrations altered, removed or added without an audit row,
// and for households whose own way to their page is lost: one that was sent and
// has no household, another code than the household, or nowhere to reach them, and
// a minor alone for whom no guardian is called.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	wrong, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	for _, search := range []struct{ query, flaw string }{
		{sqlSentWithout, "registration of %s: was sent, and no household has its code"},
		{sqlUnreachable, "registration of %s: was sent, and how to reach them is gone"},
		{sqlUncalled, "registration of %s: a minor alone, and the work of calling a guardian is gone"},
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
