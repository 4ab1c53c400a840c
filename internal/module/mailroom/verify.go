package mailroom

import (
	"context"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify looks for letters and taught columns altered, removed or added without an
// audit row.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	return gate.VerifyKept(ctx, tx, Kept...)
}
